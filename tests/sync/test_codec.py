"""Bodies survive the way or are refused; nothing unpacks beyond its limit."""

import hashlib
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import AppError
from sync import codec
from sync.codec import MAX_BODY_BYTES, MAX_PLAIN_BYTES, packed, seal, unpacked, unseal
from sync.protocol import Exchange, Want

MESSAGE = Exchange(7, bytes(16), 0, b"batch", [Want("user:a", 5, [(6, 7)], b"d" * 16)])


def code_of(body: bytes) -> str:
    with pytest.raises(AppError) as caught:
        unseal(body, Exchange)
    return caught.value.code


def test_a_message_arrives_as_it_was():
    assert unseal(seal(MESSAGE), Exchange) == MESSAGE


def test_every_cut_is_noticed():
    body = seal(MESSAGE)
    assert {code_of(body[:length]) for length in range(len(body))} == {"sync.garbled"}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_flipped_bit_is_noticed(data):
    body = bytearray(seal(MESSAGE))
    at = data.draw(st.integers(0, len(body) * 8 - 1))
    body[at // 8] ^= 1 << at % 8
    assert code_of(bytes(body)) in {"sync.garbled", "sync.wrong_version"}


def test_a_captive_portals_page_is_no_message():
    assert code_of(b"<html><body>Please sign in to the hotel's network</body></html>" * 9) == "sync.garbled"


def test_another_version_is_told_apart_from_damage():
    assert code_of(seal(MESSAGE, version=9)) == "sync.wrong_version"


def test_another_message_is_no_message():
    assert code_of(seal(Want("user:a"))) == "sync.garbled"


@pytest.mark.parametrize("claim", [True, False])
def test_a_bomb_is_not_unpacked(claim):
    bomb = zstandard.ZstdCompressor(write_content_size=claim).compress(bytes(MAX_PLAIN_BYTES + 1))
    with pytest.raises(AppError) as caught:
        unpacked(bomb, MAX_PLAIN_BYTES)
    assert caught.value.code == "sync.too_large"
    assert len(bomb) < 10_000


def test_a_window_that_would_fill_the_memory_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    frame = zstandard.ZstdCompressor(compression_params=parameters).compressobj().compress(b"x")
    writer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    frame = writer.compress(b"x" * 100) + writer.flush()
    with pytest.raises(AppError) as caught:
        unpacked(frame, MAX_PLAIN_BYTES)
    assert caught.value.code == "sync.garbled"


def test_what_nobody_would_take_is_not_sent(monkeypatch):
    monkeypatch.setattr(codec, "MAX_PLAIN_BYTES", 100)
    with pytest.raises(AppError) as caught:
        seal(Exchange(1, bytes(16), 0, bytes(200), []))
    assert caught.value.code == "sync.too_large"
    assert code_of(bytes(MAX_BODY_BYTES + 1)) == "sync.too_large"


def test_bytes_are_packed_and_unpacked():
    assert unpacked(packed(b"abc" * 1_000), 3_000) == b"abc" * 1_000
    assert msgspec.msgpack.decode(b"\x01") == 1


class Anything(msgspec.Struct, array_like=True):
    one: Any


@pytest.mark.parametrize("plain", [b"\x91" * 100_000, b"\x91\xa2\xff\xfe"])
def test_endless_lists_and_wrong_letters_are_garbled(plain):
    body = packed(plain)
    framed = codec.MAGIC + bytes([codec.VERSION]) + hashlib.sha256(body).digest()[:16] + body
    for kind in (Exchange, Anything):
        with pytest.raises(AppError, match="garbled"):
            unseal(framed, kind)
