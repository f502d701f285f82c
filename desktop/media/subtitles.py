"""Reading and writing SubRip (.srt) and WebVTT (.vtt). Pure text work.

Reads what is found in the wild: byte-order marks, missing counters, comma or point, styles, notes, cue settings.
"""

import html
import re
from collections.abc import Iterable

from desktop.media.segments import SHORTEST_WORD_MS, Segment

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
_COUNTER = re.compile(r"^\s*\d+\s*$")


def parse_subtitles(text: str) -> list[Segment]:
    """Read SubRip or WebVTT. Lines that are no cue are passed over; the result is empty when there is no cue.

    Cues are sorted by start; one that ends before it starts gets a minimal length.
    """
    segments: list[Segment] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    position = 0
    while position < len(lines):
        match = _TIMING.match(lines[position])
        position += 1
        if match is None:
            continue
        start_ms, end_ms = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        body: list[str] = []
        while position < len(lines) and lines[position].strip() and not _starts_cue(lines, position):
            body.append(lines[position])
            position += 1
        segment = _cue("\n".join(body), start_ms, max(end_ms, start_ms + SHORTEST_WORD_MS))
        if segment.text:
            segments.append(segment)
    segments.sort(key=lambda segment: segment.start_ms or 0)
    return segments


def _starts_cue(lines: list[str], position: int) -> bool:
    """Some files have no empty line between cues: a timing line, or a counter before one, ends the text."""
    if _TIMING.match(lines[position]):
        return True
    following = lines[position + 1] if position + 1 < len(lines) else ""
    return bool(_COUNTER.match(lines[position]) and _TIMING.match(following))


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _cue(body: str, start_ms: int, end_ms: int) -> Segment:
    voice = _VOICE.search(body)
    plain = html.unescape(_TAG.sub("", body))
    text = " ".join(plain.split())
    speaker = " ".join(html.unescape(voice.group(1)).split()) if voice else ""
    return Segment(text=text, start_ms=start_ms, end_ms=end_ms, speaker=speaker)


def format_time(ms: int, mark: str) -> str:
    """Format milliseconds as `HH:MM:SS` + `mark` + `mmm`."""
    seconds, fraction = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{mark}{fraction:03}"


def format_srt(cues: Iterable[Segment]) -> str:
    """Write SubRip. Every cue must have times; a speaker is written as `Name: text`."""
    blocks: list[str] = []
    for number, cue in enumerate(cues, 1):
        speaker = f"{cue.speaker}: " if cue.speaker else ""
        blocks.append(f"{number}\n{_timing(cue, ',')}\n{speaker}{_safe(cue.text)}\n")
    return "\n".join(blocks)


def format_vtt(cues: Iterable[Segment]) -> str:
    """Write WebVTT. Every cue must have times; a speaker becomes a voice span."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        speaker = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        blocks.append(f"{_timing(cue, '.')}\n{speaker}{_escaped(_safe(cue.text))}\n")
    return "\n".join(blocks)


def _timing(cue: Segment, mark: str) -> str:
    return f"{format_time(cue.start_ms or 0, mark)} --> {format_time(cue.end_ms or 0, mark)}"


def _safe(text: str) -> str:
    """An arrow in a text would be read as a timing line, an empty line as the end of the cue."""
    lines = [" ".join(line.split()) for line in text.replace("-->", "→").splitlines()]
    return "\n".join(line for line in lines if line)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
