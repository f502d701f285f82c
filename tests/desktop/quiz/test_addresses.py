"""Addresses as people type, paste and scan them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.addresses import clean_pin, device_url, parse_address, socket_url
from shared.errors import AppError


@pytest.mark.parametrize(
    ("text", "url", "pin"),
    [
        ("192.168.1.20", "http://192.168.1.20:8420", ""),
        (" 192.168.1.20:9000 ", "http://192.168.1.20:9000", ""),
        ("http://192.168.1.20:8420/?pin=123456", "http://192.168.1.20:8420", "123456"),
        ("laptop.local", "http://laptop.local:8420", ""),
        ("https://quiz.example.org/?pin=123456", "https://quiz.example.org", "123456"),
        ("https://quiz.example.org:444", "https://quiz.example.org:444", ""),
        ("http://[fe80::1]:8420", "http://[fe80::1]:8420", ""),
    ],
)
def test_usual_addresses_are_read(text, url, pin):
    assert parse_address(text) == (url, pin)


@pytest.mark.parametrize(
    "text", ["", "192.168.1", "1.2.3.400", "ftp://x", "hello world", "http://", "a:b:c", "::"]
)
def test_what_is_no_address_is_told(text):
    with pytest.raises(AppError, match=r"quiz\.address_unreadable"):
        parse_address(text)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_told(text):
    try:
        url, pin = parse_address(text)
    except AppError as error:
        refused = error.code
        url, pin = "http://", ""
    else:
        refused = ""
    assert refused in {"", "quiz.address_unreadable"}
    assert url.startswith(("http://", "https://"))
    assert not pin or len(pin) == 6


@pytest.mark.parametrize(
    ("typed", "pin"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("12345", ""), ("x", "")],
)
def test_pins_are_read_with_spaces(typed, pin):
    assert clean_pin(typed) == pin


def test_players_connect_to_ws():
    assert socket_url("http://h:1") == "ws://h:1/ws"
    assert socket_url("https://h") == "wss://h/ws"


def test_pages_of_tokens_are_where_phones_join():
    assert (
        device_url("http://10.0.0.7:8420/?pin=123456", "screen", "t0") == "http://10.0.0.7:8420/screen#t=t0"
    )
