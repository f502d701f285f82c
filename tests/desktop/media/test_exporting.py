import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.exporting import (
    CUE_CHARACTERS,
    LINE_CHARACTERS,
    ExportFormat,
    TranscriptHead,
    export,
    plain_text,
)
from desktop.media.segments import Segment, Word
from desktop.media.subtitles import parse_subtitles
from shared.errors import AppError

HEAD = TranscriptHead("id", "Optics", "en", "tiny.en", 9_000)
LONG = "A lens bends the light that enters it so that all of it meets in one point, and there it makes a picture."


def spoken(text, start_ms=0):
    words = [
        Word(start_ms + 350 * at, start_ms + 350 * at + 300, f" {token}", 0.8)
        for at, token in enumerate(text.split())
    ]
    return Segment(text, words[0].start_ms, words[-1].end_ms, words=tuple(words))


def test_text_is_the_words_only_with_a_paragraph_for_each_pause_speaker_and_page():
    lines = [
        Segment("One.", 0, 1_000, speaker="Ada"),
        Segment("Two.", 1_100, 2_000, speaker="Ada"),
        Segment("Three.", 2_100, 3_000, speaker="Bob"),
        Segment("Four.", 6_000, 7_000, speaker="Bob"),
    ]
    assert plain_text(lines) == "One. Two.\nThree.\nFour.\n"
    assert plain_text([Segment("A", page=1), Segment("B", page=1)]) == "A\nB\n"
    assert plain_text([]) == ""


def test_long_segments_become_readable_cues():
    cues = parse_subtitles(export([spoken(LONG)], HEAD, ExportFormat.SRT))
    assert len(cues) > 1
    assert " ".join(cue.text for cue in cues) == LONG
    for block in export([spoken(LONG)], HEAD, ExportFormat.VTT).split("\n\n")[1:]:
        assert all(len(line) <= LINE_CHARACTERS for line in block.strip().split("\n")[1:])


def test_documents_have_no_subtitles():
    with pytest.raises(AppError) as refused:
        export([Segment("A page", page=1)], HEAD, ExportFormat.SRT)
    assert refused.value.code == "media.no_times"


def test_json_has_everything():
    document = json.loads(export([spoken("Light bends.", 500)], HEAD, ExportFormat.JSON))
    assert (document["title"], document["language"], document["model"]) == ("Optics", "en", "tiny.en")
    segment = document["segments"][0]
    assert (segment["start_ms"], segment["text"]) == (500, "Light bends.")
    assert segment["words"][1] == [850, 1_150, " bends.", 0.8]


def test_a_speaker_is_named_on_every_cue():
    text = export([Segment("Hi & bye", 0, 1_000, speaker="Ada")], HEAD, ExportFormat.VTT)
    assert "<v Ada>Hi &amp; bye" in text
    assert "Ada: Hi & bye" in export([Segment("Hi & bye", 0, 1_000, speaker="Ada")], HEAD, ExportFormat.SRT)


@given(
    st.lists(st.sampled_from(["light", "bends", "photosynthesis", "a", "x" * 30]), min_size=1, max_size=80)
)
def test_cues_keep_every_word_in_order_and_within_the_segment(tokens):
    segment = spoken(" ".join(tokens), 2_000)
    cues = parse_subtitles(export([segment], HEAD, ExportFormat.SRT))
    assert " ".join(cue.text for cue in cues).split() == tokens
    assert (cues[0].start_ms, cues[-1].end_ms) == (segment.start_ms, segment.end_ms)
    assert all((a.end_ms or 0) <= (b.start_ms or 0) for a, b in pairwise(cues))
    assert all(len(cue.text) <= CUE_CHARACTERS for cue in cues)
