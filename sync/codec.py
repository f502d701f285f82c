"""Bytes of messages: msgpack arrays, compressed, with a check value; limits against bombs. Knows no message's meaning.

A body is magic (2 bytes), protocol version (1), the first 16 bytes of SHA-256 over the rest, then a zstd frame.
"""

import hashlib
from typing import TypeVar

import msgspec
import zstandard

from shared.errors import AppError

MAGIC = b"Ls"
VERSION = 1
MAX_BODY_BYTES = 4 << 20
MAX_PLAIN_BYTES = 32 << 20
_CHECK_BYTES = 16
_HEAD_BYTES = len(MAGIC) + 1 + _CHECK_BYTES
_LEVEL = 6
"""An eighth fewer bytes than 3, for a thousandth of a second in a large message."""
_MAX_WINDOW_BYTES = 8 << 20

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What reading bytes of others raises: no msgpack of the form expected, no UTF-8, or lists within lists without end."""

T = TypeVar("T")


def seal(message: msgspec.Struct, *, version: int = VERSION) -> bytes:
    """Return the body of a message. Raises AppError `sync.too_large` when nobody would take it."""
    plain = msgspec.msgpack.encode(message)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
    if len(plain) > MAX_PLAIN_BYTES or len(packed) + _HEAD_BYTES > MAX_BODY_BYTES:
        raise AppError("sync.too_large", detail=f"{len(plain)} bytes, {len(packed)} compressed")
    return MAGIC + bytes([version]) + hashlib.sha256(packed).digest()[:_CHECK_BYTES] + packed


def unseal(body: bytes, message: type[T]) -> T:
    """Read a body.

    Raises AppError: `sync.garbled` when it is cut, changed, or no message at all (a captive portal's page),
    `sync.wrong_version` when it is of a version this program does not speak, `sync.too_large`.
    """
    if len(body) > MAX_BODY_BYTES:
        raise AppError("sync.too_large", detail=f"{len(body)} bytes")
    if len(body) < _HEAD_BYTES or not body.startswith(MAGIC):
        raise AppError("sync.garbled", detail=f"{len(body)} bytes that are no sync message")
    if body[len(MAGIC)] != VERSION:
        raise AppError("sync.wrong_version", detail=f"version {body[len(MAGIC)]}, not {VERSION}")
    packed = body[_HEAD_BYTES:]
    if hashlib.sha256(packed).digest()[:_CHECK_BYTES] != body[len(MAGIC) + 1 : _HEAD_BYTES]:
        raise AppError("sync.garbled", detail="the check value differs")
    try:
        return msgspec.msgpack.decode(unpacked(packed, MAX_PLAIN_BYTES), type=message)
    except UNREADABLE as cause:
        raise AppError("sync.garbled", detail="not the message expected") from cause


def packed(plain: bytes, *, level: int = _LEVEL) -> bytes:
    """Compress bytes."""
    return zstandard.ZstdCompressor(level=level).compress(plain)


def unpacked(frame: bytes, limit_bytes: int) -> bytes:
    """Decompress one zstd frame of at most `limit_bytes`, without trusting the size it claims.

    Raises AppError `sync.too_large` or `sync.garbled`.
    """
    try:
        unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES)
        with unpacker.stream_reader(frame) as reader:
            plain = reader.read(limit_bytes + 1)
    except zstandard.ZstdError as cause:
        raise AppError("sync.garbled", detail="not a compressed body") from cause
    if len(plain) > limit_bytes:
        raise AppError("sync.too_large", detail=f"more than {limit_bytes} bytes unpacked")
    return plain
