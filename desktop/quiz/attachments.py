"""Pictures, sounds and films of questions: what is accepted, and pictures made small enough for a room of phones."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from shared.errors import AppError
from shared.quiz.media_kinds import MOST_MEDIA_BYTES, media_kind

if TYPE_CHECKING:
    from PIL import Image as Pictures

MOST_PIXELS = 1600
"""Longest side of a picture; a photograph straight from a camera would fill the classroom's network."""
MOST_PICTURE_BYTES = 60_000_000
SUFFIXES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".mp3",
    ".m4a",
    ".ogg",
    ".opus",
    ".wav",
    ".mp4",
    ".webm",
)
"""Endings a file picker offers."""

_SMALL_ENOUGH_BYTES = 400_000
_QUALITY = 85
_HEAD_BYTES = 64
_STORED_AS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


def suffix_of(mime: str) -> str:
    """Ending under which such content is stored; empty for a kind this version does not know."""
    return _STORED_AS.get(mime, "")


def read_attachment(path: Path) -> tuple[bytes, str]:
    """Return the bytes to keep and their kind; pictures are turned upright, made smaller, freed of camera data.

    Raises AppError: `storage.file_missing`, `quiz.media_unsupported`, `quiz.media_too_large`,
    `quiz.media_unreadable`.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as reading:
            head = reading.read(_HEAD_BYTES)
            mime = media_kind(head)
            if mime is None:
                raise AppError("quiz.media_unsupported")
            fits = mime.startswith("image/") and mime != "image/gif"
            most = MOST_PICTURE_BYTES if fits else MOST_MEDIA_BYTES
            if size > most:
                raise AppError(
                    "quiz.media_too_large", most_mb=most // 1_000_000, size_mb=-(-size // 1_000_000)
                )
            data = head + reading.read()
    except OSError as cause:
        raise AppError("storage.file_missing", detail=str(cause.strerror)) from cause
    return _fitted(data, mime) if fits else (data, mime)


def _fitted(data: bytes, mime: str) -> tuple[bytes, str]:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as found:
            found.load()
            has_camera_data = bool(found.getexif())
            if max(found.size) <= MOST_PIXELS and len(data) <= _SMALL_ENOUGH_BYTES and not has_camera_data:
                return data, mime
            picture = ImageOps.exif_transpose(found)
            picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
            return _encoded(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as cause:
        raise AppError("quiz.media_unreadable", detail=type(cause).__name__) from cause


def _encoded(picture: "Pictures.Image") -> tuple[bytes, str]:
    out = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture.convert("RGBA").save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    picture.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"
