"""A finished transcript as one file: msgpack, compressed. Whoever has it needs no recording and no speech model.

What comes from elsewhere is checked before it is believed. Knows no database.
"""

import msgspec
import zstandard

from desktop.media.formats import SUFFIXES
from desktop.media.messages import Probe
from desktop.media.segments import Segment
from shared.errors import AppError

VERSION = 1
SUFFIX = ".transcript"
_LEVEL = 9
MOST_BYTES = 256 * 1024 * 1024
"""The longest transcript when unpacked: a hundred hours of speech with the time of every word."""


class TranscriptFile(msgspec.Struct, frozen=True):
    """Everything a library needs to show and search a text. `probe` is what was found out about the recording."""

    version: int
    transcript_key: bytes
    media_sha: bytes
    engine: str
    model: str
    language: str
    notice: str
    segments: list[Segment]
    media_bytes: int = 0
    probe: Probe | None = None


_decoder = msgspec.msgpack.Decoder(TranscriptFile)


def packed(file: TranscriptFile) -> bytes:
    """Write a file."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(file))


def unpacked(data: bytes, transcript_key: bytes, media_sha: bytes) -> TranscriptFile:
    """Read a file that must be of this transcript. Raises `AppError("content.damaged")`."""
    try:
        raw = _expanded(data)
        file = _decoder.decode(raw)
    except (zstandard.ZstdError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise AppError("content.damaged", detail=type(cause).__name__, retryable=False) from cause
    if file.transcript_key != transcript_key or file.media_sha != media_sha:
        raise AppError("content.damaged", detail="another transcript", retryable=False)
    return file if _is_plain(file.probe) else msgspec.structs.replace(file, probe=None)


def _is_plain(probe: Probe | None) -> bool:
    """Whether what somebody else says of a recording may be believed: its ending becomes part of a path here."""
    return probe is None or (
        probe.suffix in SUFFIXES
        and probe.kind in {"audio", "video", "document"}
        and all(value is None or 0 <= value < 2**40 for value in _numbers(probe))
    )


def _numbers(probe: Probe) -> tuple[int | None, ...]:
    return probe.duration_ms, probe.page_count, probe.width, probe.height


def _expanded(data: bytes) -> bytes:
    """Unpack at most `MOST_BYTES`, whatever the file says of itself."""
    pieces = bytearray()
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    for at in range(0, len(data), 64 * 1024):
        pieces += unpacker.decompress(data[at : at + 64 * 1024])
        if len(pieces) > MOST_BYTES:
            raise AppError("content.damaged", detail="too long", retryable=False)
    return bytes(pieces)
