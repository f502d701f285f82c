"""Finds out what a file is by looking inside. Runs in the worker process: hostile files crash it, not the window."""

from pathlib import Path
from typing import Any

from desktop.media.audio import opened
from desktop.media.documents import opened_pdf
from desktop.media.formats import (
    MEDIA,
    SUBTITLES,
    TEXT,
    check_size,
    container_suffix,
    normal_suffix,
    unreadable_file,
)
from desktop.media.messages import Probe
from desktop.media.subtitles import parse_subtitles
from desktop.media.text_files import decode_text, looks_like_text
from shared.errors import AppError

_HEAD_BYTES = 64 * 1024
_PDF_WITHIN = 1024
_COVER_CODECS = {"mjpeg", "png", "bmp", "gif", "webp"}


def probe(path: Path) -> Probe:
    """Look inside a file.

    Raises AppError: `media.empty`, `media.too_large`, `media.unsupported`, `media.wrong_content` (its name promises
    something else), `media.unreadable`, `media.no_audio`, `media.pdf_locked`, `media.no_subtitles`,
    `storage.file_missing`.
    """
    suffix = normal_suffix(path.suffix)
    head = _head(path, suffix)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return _probe_pdf(path)
    if suffix in TEXT or suffix == ".pdf":
        return _probe_text(path, suffix, head)
    try:
        return _probe_media(path, suffix)
    except AppError as error:
        if error.code != "media.unreadable":
            raise
        if suffix not in MEDIA:
            raise AppError("media.unsupported", suffix=suffix or "?") from error
        if looks_like_text(head):
            raise AppError("media.wrong_content", suffix=suffix.lstrip(".")) from error
        raise


def _head(path: Path, suffix: str) -> bytes:
    try:
        check_size(suffix, path.stat().st_size)
        with path.open("rb") as reading:
            return reading.read(_HEAD_BYTES)
    except IsADirectoryError as cause:
        raise AppError("media.unsupported", suffix="?") from cause
    except OSError as cause:
        raise unreadable_file(cause) from cause


def _probe_pdf(path: Path) -> Probe:
    with opened_pdf(path) as document:
        pages = len(document)
        if not pages:
            raise AppError("media.unreadable", detail="no pages")
    return Probe("document", ".pdf", "pdf", page_count=pages)


def _probe_text(path: Path, suffix: str, head: bytes) -> Probe:
    if suffix == ".pdf" or not looks_like_text(head):
        raise AppError("media.wrong_content", suffix=suffix.lstrip("."))
    if suffix not in SUBTITLES:
        return Probe("document", suffix, "text", page_count=1)
    if not parse_subtitles(decode_text(_whole(path))):
        raise AppError("media.no_subtitles")
    return Probe("document", suffix, "text")


def _whole(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise unreadable_file(cause) from cause


def _probe_media(path: Path, suffix: str) -> Probe:
    with opened(path) as container:
        stored = container_suffix(container.format.name, suffix)
        if stored is None:
            raise AppError("media.unreadable", detail=f"container {container.format.name}")
        if container.streams.best("audio") is None:
            raise AppError("media.no_audio")
        _check_decodes(container)
        video = next((stream for stream in container.streams.video if _is_film(stream)), None)
        return Probe(
            "audio" if video is None else "video",
            stored,
            container.format.name,
            duration_ms=_duration_ms(path, container),
            width=None if video is None else video.codec_context.width,
            height=None if video is None else video.codec_context.height,
            has_video=video is not None,
            has_audio=True,
        )


def _check_decodes(container: Any) -> None:
    """A codec we lack is found now, not after an hour in the queue."""
    stream = container.streams.best("audio")
    if getattr(stream, "codec_context", None) is None or not stream.codec_context.sample_rate:
        raise AppError("media.unsupported_codec", detail=str(getattr(stream, "name", "?")))


def _is_film(stream: Any) -> bool:
    """Whether a picture moves: the cover of an album inside a sound file does not, nor does what nobody can decode."""
    codec = stream.codec_context
    if codec is None or "attached_pic" in str(stream.disposition):
        return False
    return not (codec.name in _COVER_CODECS and stream.frames <= 1)


def _duration_ms(path: Path, container: Any) -> int | None:
    if container.duration:
        return round(container.duration / 1000)
    with opened(path) as second:
        # Recorders in a browser write no duration: the last packet tells.
        stream = second.streams.best("audio")
        last = 0.0
        for packet in second.demux(stream):
            if packet.pts is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return round(last * 1000) or None
