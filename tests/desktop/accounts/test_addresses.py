from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.addresses import host_of, is_plain, is_private, server_address
from shared.errors import AppError


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("lantern.school.org", ("https://lantern.school.org",)),
        ("  https://Lantern.School.org/  ", ("https://lantern.school.org",)),
        ("lantern.school.org:8443", ("https://lantern.school.org:8443",)),
        ("lantern.school.org.", ("https://lantern.school.org",)),
        ("school.org/lantern/", ("https://school.org/lantern",)),
        ("https://school.org/lantern/api/v1/server", ("https://school.org/lantern",)),
        ("192.168.1.7:8480", ("https://192.168.1.7:8480", "http://192.168.1.7:8480")),
        ("localhost", ("https://localhost", "http://localhost")),
        ("classroom-pc", ("https://classroom-pc", "http://classroom-pc")),
        ("http://10.0.0.7", ("http://10.0.0.7",)),
        ("http://[fd00::7]:80", ("http://[fd00::7]:80",)),
        ("https://[::1]", ("https://[::1]",)),
        ("https://müller-schule.de", ("https://müller-schule.de",)),
    ],
)
def test_addresses_as_people_type_them(typed, tried):
    assert server_address(typed).candidates == tried


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "two words", "ftp://school.org", "https://", "school.org:port", "a@school.org", "school.org?x=1",
     "https://school.org#top", "-school.org", "https://[::1", "x" * 400],
)  # fmt: skip
def test_what_is_no_address(typed):
    with pytest.raises(AppError) as caught:
        server_address(typed)
    assert caught.value.code == "accounts.bad_address"


def test_plain_http_beyond_this_network_is_refused():
    with pytest.raises(AppError) as caught:
        server_address("http://lantern.school.org")
    assert (caught.value.code, caught.value.parameters) == (
        "accounts.insecure_address",
        {"host": "lantern.school.org"},
    )


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_and_never_plain_to_the_world(typed):
    try:
        tried = server_address(typed).candidates
    except AppError:
        return
    plain = [urlsplit(url).hostname or "" for url in tried if not url.startswith("https://")]
    assert all(is_private(host) for host in plain)


def test_what_others_could_read():
    assert is_plain("http://192.168.1.7")
    assert not is_plain("http://127.0.0.1:8480")
    assert not is_plain("http://localhost")
    assert not is_plain("https://school.org")


def test_a_server_is_known_by_its_host():
    assert host_of("https://school.org/lantern") == "school.org/lantern"
    assert host_of("http://10.0.0.7:80") == "10.0.0.7:80"
