import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.segments import Segment
from desktop.media.subtitles import format_srt, format_time, format_vtt, parse_subtitles

SRT = """\ufeff1\r
00:00:01,000 --> 00:00:03,500\r
<i>Light</i> bends &amp;\r
breaks.\r
\r
2\r
00:01:04,250 --> 00:01:06,000\r
- Why?\r
"""
VTT = """WEBVTT - a talk

STYLE
::cue { color: lime }

NOTE
not shown

intro
01:02.5 --> 01:05.000 align:start position:0%
<v.loud Ada Lovelace>Hello <c.yellow>there</c><00:01:03.000>.

01:00:00.000 --> 01:00:01.000
{\\an8}Above
"""


def test_subrip_is_read():
    assert parse_subtitles(SRT) == [
        Segment("Light bends & breaks.", 1_000, 3_500),
        Segment("- Why?", 64_250, 66_000),
    ]


def test_webvtt_is_read_with_voices_and_without_its_marks():
    assert parse_subtitles(VTT) == [
        Segment("Hello there.", 62_500, 65_000, speaker="Ada Lovelace"),
        Segment("Above", 3_600_000, 3_601_000),
    ]


def test_files_found_in_the_wild_are_read():
    crowded = "1\n0:00:01.000 --> 0:00:02.000\none\n2\n0:00:02,5 --> 0:00:01,0\ntwo\n"
    assert parse_subtitles(crowded) == [Segment("one", 1_000, 2_000), Segment("two", 2_500, 2_510)]
    assert parse_subtitles("no times here\n\njust text") == []
    assert parse_subtitles("00:00:01,000 --> 00:00:02,000\n<b></b>\n") == []


def test_cues_are_sorted():
    text = "00:00:09.000 --> 00:00:10.000\nlast\n\n00:00:01.000 --> 00:00:02.000\nfirst\n"
    assert [segment.text for segment in parse_subtitles(text)] == ["first", "last"]


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "00:00:00,000"), (3_723_004, "01:02:03,004"), (360_000_000, "100:00:00,000")]
)
def test_times_are_written_in_full(ms, text):
    assert format_time(ms, ",") == text


CUES = st.lists(
    st.builds(
        Segment,
        text=st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60
        ).map(lambda text: " ".join(text.split()) or "x"),
        start_ms=st.integers(0, 10_000_000),
        end_ms=st.integers(1, 20_000).map(lambda ms: ms),
        speaker=st.sampled_from(["", "Ada", "Ana María", "A & <B>"]),
    ),
    min_size=1,
    max_size=8,
).map(
    lambda cues: sorted(
        (
            Segment(
                cue.text, cue.start_ms, (cue.start_ms or 0) + max(10, cue.end_ms or 0), speaker=cue.speaker
            )
            for cue in cues
        ),
        key=lambda cue: cue.start_ms or 0,
    )
)


@given(CUES)
def test_webvtt_written_and_read_again_is_the_same(cues):
    again = parse_subtitles(format_vtt(cues))
    assert [(cue.start_ms, cue.end_ms, cue.speaker) for cue in again] == [
        (cue.start_ms, cue.end_ms, cue.speaker) for cue in cues
    ]
    assert [cue.text for cue in again] == [cue.text.replace("-->", "→") for cue in cues]


@given(CUES)
def test_subrip_has_every_cue_with_its_number_and_times(cues):
    blocks = format_srt(cues).rstrip("\n").split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [str(number + 1) for number in range(len(cues))]
    for block, cue in zip(blocks, cues, strict=True):
        assert block.split("\n")[1] == f"{format_time(cue.start_ms, ',')} --> {format_time(cue.end_ms, ',')}"


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    segments = parse_subtitles(text)
    assert all(segment.text and (segment.start_ms or 0) < (segment.end_ms or 0) for segment in segments)
