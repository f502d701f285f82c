"""A transcript as SRT, VTT, plain text or JSON. Pure: segments in, text out."""

import textwrap
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from desktop.media.segments import Segment, Word, joined, spread_over
from desktop.media.subtitles import format_srt, format_vtt
from shared.errors import AppError

LINE_CHARACTERS = 42
CUE_CHARACTERS = 2 * LINE_CHARACTERS
CUE_MS = 7_000
"""Reading limits of subtitles: two lines of 42 characters, seven seconds (BBC and Netflix guides agree)."""
PARAGRAPH_PAUSE_MS = 2_000
PARAGRAPH_CHARACTERS = 900


class ExportFormat(StrEnum):
    """File formats a transcript can be saved as; the value is the file suffix."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"


class TranscriptHead(msgspec.Struct, frozen=True):
    """What an exported JSON says about its transcript."""

    item_id: str
    title: str
    language: str
    model: str
    duration_ms: int | None


def export(segments: Sequence[Segment], head: TranscriptHead, format_: ExportFormat) -> str:
    """Write a transcript. Subtitles need times: raises `AppError("media.no_times")` for documents."""
    if format_ is ExportFormat.TXT:
        return plain_text(segments)
    if format_ is ExportFormat.JSON:
        return _json(segments, head)
    if any(segment.start_ms is None for segment in segments):
        raise AppError("media.no_times", format=format_.value)
    cues = [cue for segment in segments for cue in _cues(segment)]
    return format_srt(cues) if format_ is ExportFormat.SRT else format_vtt(cues)


def plain_text(segments: Sequence[Segment]) -> str:
    """The words only, one paragraph a line; a new paragraph at a pause, a page, a speaker or a good length."""
    paragraphs: list[str] = []
    current = ""
    previous: Segment | None = None
    for segment in segments:
        if previous is not None and _new_paragraph(previous, segment, len(current)):
            paragraphs.append(current)
            current = ""
        current = f"{current} {segment.text}" if current else segment.text
        previous = segment
    if current:
        paragraphs.append(current)
    return "".join(f"{paragraph}\n" for paragraph in paragraphs)


def _new_paragraph(before: Segment, after: Segment, length: int) -> bool:
    if before.start_ms is None or before.end_ms is None or after.start_ms is None:
        return True
    pause = after.start_ms - before.end_ms
    return before.speaker != after.speaker or pause >= PARAGRAPH_PAUSE_MS or length > PARAGRAPH_CHARACTERS


def _json(segments: Sequence[Segment], head: TranscriptHead) -> str:
    lines = [
        {
            "idx": idx,
            "start_ms": segment.start_ms,
            "end_ms": segment.end_ms,
            "page": segment.page,
            "speaker": segment.speaker,
            "text": segment.text,
            "words": segment.words,
        }
        for idx, segment in enumerate(segments)
    ]
    document = {**msgspec.to_builtins(head), "segments": lines}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _cues(segment: Segment) -> list[Segment]:
    """Divide a long segment at word times so that every cue can be read; lines are broken at 42 characters."""
    start_ms, end_ms = segment.start_ms or 0, segment.end_ms or 0
    short = len(segment.text) <= CUE_CHARACTERS and end_ms - start_ms <= CUE_MS
    words = segment.words or spread_over(segment.text, start_ms, end_ms)
    if short or len(words) < 2:
        return [_wrapped(segment)]
    parts = _parts(words)
    # The first and last cue keep the segment's own times, which may be wider than its words.
    cues: list[Segment] = []
    for position, part in enumerate(parts):
        first, last = position == 0, position == len(parts) - 1
        cues.append(
            _wrapped(
                Segment(
                    text=joined(part),
                    start_ms=start_ms if first else part[0].start_ms,
                    end_ms=end_ms if last else part[-1].end_ms,
                    speaker=segment.speaker,
                )
            )
        )
    return cues


def _parts(words: Sequence[Word]) -> list[list[Word]]:
    """Fill cues evenly: as few as the limits allow, of nearly equal length."""
    characters = len(joined(words))
    length_ms = words[-1].end_ms - words[0].start_ms
    count = max(-(-characters // CUE_CHARACTERS), -(-length_ms // CUE_MS), 1)
    share = characters / count
    parts: list[list[Word]] = [[]]
    for word in words:
        size = len(joined(parts[-1]))
        over_share = size + len(word.text) / 2 > share and len(parts) < count
        over_limit = size + len(word.text) > CUE_CHARACTERS
        if parts[-1] and (over_share or over_limit):
            parts.append([])
        parts[-1].append(word)
    return parts


def _wrapped(cue: Segment) -> Segment:
    lines = textwrap.wrap(cue.text, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return msgspec.structs.replace(cue, text="\n".join(lines), words=())
