"""The sentences of an item's transcript, each with its second or page and the heading it stands under. Pure."""

import re
from collections.abc import Sequence

from desktop.media.service import ItemView, TranscriptView
from desktop.quiz.drafting import Line, Material
from desktop.quiz.generating_sentences import language_of
from desktop.search.service import Segment, sentences_of, words_of

_REFERENCES = re.compile(r"\s?\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")


def material_of(item: ItemView, transcript: TranscriptView) -> Material:
    """Return what questions are made of."""
    lines = tuple(lines_of(transcript.segments))
    return Material(str(item.id), item.title, language_of(lines, transcript.language), lines)


def lines_of(segments: Sequence[Segment]) -> list[Line]:
    """Cut a text into its sentences; marks of references, as in an encyclopaedia, are left out."""
    sentences = sentences_of(words_of(segments), lambda text: len(text.split()))
    lines: list[Line] = []
    heading = ""
    for one in sentences:
        text = _REFERENCES.sub("", one.text).strip()
        if one.heading:
            heading = text
        if text:
            lines.append(Line(text, one.start_ms, one.end_ms, one.page, heading, one.heading))
    return lines
