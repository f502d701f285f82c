"""Whether there is room for a file under a plan, and what a refusal says. Pure."""

from datetime import UTC, datetime

from server.content.store import Taken
from shared.content.messages import MEDIA_TYPES, MOST_BYTES, TRANSCRIPT_BYTES, TRANSCRIPT_TYPE
from shared.errors import AppError
from shared.plans import Plan

MOST_OPEN = 100
"""Unfinished uploads of one person."""
_STEP = 1024
_UNITS = ("kB", "MB", "GB", "TB")


def month_of(now_ms: int) -> str:
    """The UTC month of a moment, such as 2026-11."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m")


def next_month_ms(now_ms: int) -> int:
    """When the next UTC month begins."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp() * 1000)


def size_words(size_bytes: int) -> str:
    """A size as people read it, in steps of 1024: 512 bytes, 1.5 GB."""
    if size_bytes < _STEP:
        return f"{size_bytes} B"
    value, unit = size_bytes / _STEP, 0
    while round(value, 1) >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    return f"{value:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"


def counts_as_upload(media_type: str, size_bytes: int) -> bool:
    """Whether a file uses up one of the month's uploads: small transcripts, made by devices, do not."""
    return not (media_type == TRANSCRIPT_TYPE and size_bytes <= TRANSCRIPT_BYTES)


def check_form(plan: Plan, media_type: str, size_bytes: int) -> None:
    """Raise AppError `content.bad_type` or `content.file_too_large` for what can never be taken."""
    if media_type not in MEDIA_TYPES:
        raise AppError("content.bad_type", detail=media_type[:100])
    most = file_limit(plan)
    if size_bytes > most:
        raise AppError("content.file_too_large", size=size_words(size_bytes), limit=size_words(most))


def file_limit(plan: Plan) -> int:
    """The largest file of a plan, in bytes."""
    return min(plan.max_upload_bytes, MOST_BYTES)


def check_space(plan: Plan, taken: Taken, size_bytes: int) -> None:
    """Raise `AppError("content.storage_full")` when a file would not fit beside what is there and on its way."""
    used = taken.stored_bytes + taken.reserved_bytes
    over = used + size_bytes - plan.storage_bytes
    if over > 0 and size_bytes > 0:
        raise AppError(
            "content.storage_full",
            size=size_words(size_bytes),
            limit=size_words(plan.storage_bytes),
            used=size_words(used),
            over=size_words(over),
        )


def check_uploads(plan: Plan, taken: Taken, now_ms: int) -> None:
    """Raise `AppError("content.uploads_used")` when the month's uploads, finished or begun, are used up."""
    limit = plan.uploads_per_month
    if limit is not None and taken.uploads + taken.open_counting >= limit:
        day = datetime.fromtimestamp(next_month_ms(now_ms) / 1000, UTC).strftime("%Y-%m-%d")
        raise AppError("content.uploads_used", limit=limit, day=day)
