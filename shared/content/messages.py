"""Bodies of the content part of the interface, and its rules of form. Declarations only; times are Unix milliseconds.

A piece of content is known by its SHA-256, written as 64 lower-case hex digits. Uploading goes by offset as in tus 1.0.
"""

import re
import uuid
from typing import Annotated

import msgspec

MOST_HASHES = 10_000
"""How many a have-list may hold."""
PIECE_BYTES = 4 * 1024 * 1024
"""The largest piece of an upload."""
BLOCK_BYTES = 1024 * 1024
"""A manifest has one hash for each stretch of this length."""
MANIFEST_FROM_BYTES = 4 * 1024 * 1024
"""Content longer than this has a manifest."""
MOST_BYTES = 5 * 1024 * 1024 * 1024
"""Nothing larger is taken, whatever a plan allows."""
TRANSCRIPT_TYPE = "application/x-lantern-transcript"
TRANSCRIPT_BYTES = 32 * 1024 * 1024
"""A file of this type up to this size does not count as an upload of the month."""

MEDIA_TYPES = frozenset(
    {
        "application/octet-stream",
        "application/pdf",
        "application/x-subrip",
        "audio/aac",
        "audio/flac",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/markdown",
        "text/plain",
        "text/vtt",
        "video/mp4",
        "video/mpeg",
        "video/quicktime",
        "video/webm",
        "video/x-matroska",
        "video/x-msvideo",
        TRANSCRIPT_TYPE,
    }
)
"""What content may call itself; it is always sent as an attachment, whatever it says."""

_HASH = re.compile(r"[0-9a-f]{64}")
Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z", min_length=64, max_length=64)]
Scope = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
MediaType = Annotated[str, msgspec.Meta(max_length=100)]


def is_hash(text: str) -> bool:
    """Whether a text has the form of a content's name."""
    return _HASH.fullmatch(text) is not None


def hashes_in(value: object) -> frozenset[bytes]:
    """Hashes in a record's field that refers to content: a hash as 32 bytes, or every 64 hex digits of a text."""
    if isinstance(value, bytes):
        return frozenset({value}) if len(value) == 32 else frozenset()
    if isinstance(value, str):
        return frozenset(
            bytes.fromhex(found) for found in re.findall(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", value)
        )
    return frozenset()


class Have(msgspec.Struct, frozen=True):
    """What a device has of a scope and asks whether the server has it too."""

    scope: Scope
    hashes: Annotated[list[Hash], msgspec.Meta(max_length=MOST_HASHES)]


class HaveAnswer(msgspec.Struct, frozen=True):
    """`linked` needs no upload, `wanted` does. Knowing a hash links nothing: only what one may read elsewhere is."""

    wanted: list[str]
    linked: list[str]


class NewUpload(msgspec.Struct, frozen=True):
    """A file that is to be handed in for a scope."""

    sha256: Hash
    size_bytes: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    scope: Scope
    media_type: MediaType = "application/octet-stream"


class Upload(msgspec.Struct, frozen=True):
    """Where an upload stands. It goes on at `offset`; `complete` needs no bytes any more. Unfinished ones expire."""

    upload_id: uuid.UUID
    offset: int
    size_bytes: int
    piece_bytes: int
    expires_ms: int
    complete: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """SHA-256 of each `block_bytes` of a content, in order; empty for content that is not longer than a few of them."""

    sha256: str
    size_bytes: int
    block_bytes: int
    blocks: list[str]


class ScopeQuery(msgspec.Struct, frozen=True):
    """Through which scope a content is asked for."""

    scope: Scope


class ContentUsage(msgspec.Struct, frozen=True):
    """What a person's content takes, unfinished uploads included. A limit of None is none.

    `uploads` are those of the current month (UTC), which ends at `resets_ms`.
    """

    storage_bytes: int
    storage_limit_bytes: int | None
    file_limit_bytes: int
    uploads: int
    uploads_limit: int | None
    resets_ms: int
