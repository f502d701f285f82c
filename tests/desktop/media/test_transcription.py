import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.media.audio import SAMPLE_RATE, SAMPLES_PER_MS
from desktop.media.messages import Preview, Progress, TranscribeRequest, WindowDone
from desktop.media.segments import Segment, Word
from desktop.media.transcription import Cutter, Transcription, shifted
from desktop.media.windows import LAST_WINDOW_MS, REACH_MS, WINDOW_MS
from tests.support.media_profile import sparse_speech
from tests.support.speech import write_audio


def request(path, **options):
    return TranscribeRequest(
        path=str(path),
        model_folder="",
        threads=2,
        batch=4,
        duration_ms=options.pop("duration_ms", None),
        **options,
    )


def events_of(recogniser, asked, check=lambda: None):
    events = []
    done = Transcription(asked, recogniser, events.append, check).run()
    return events, done


def text_of(windows):
    return [segment.text for window in windows for segment in window.segments]


@pytest.fixture(scope="session")
def long_talk(tmp_path_factory):
    """Eight minutes in two windows; half a minute of speech."""
    return write_audio(tmp_path_factory.mktemp("talk") / "talk.flac", sparse_speech(8, speech_s=8))


@pytest.fixture(scope="session")
def whole(recogniser, long_talk):
    return events_of(recogniser, request(long_talk, duration_ms=480_000))


def test_a_long_recording_comes_in_windows_that_tile_it(whole):
    events, done = whole
    windows = [event for event in events if isinstance(event, WindowDone)]
    assert [window.idx for window in windows] == [0, 1]
    assert windows[0].start_ms == 0
    assert windows[0].end_ms == windows[1].start_ms
    assert windows[1].end_ms == done.heard_ms == 480_000
    assert abs(windows[0].end_ms - WINDOW_MS) <= REACH_MS
    for window in windows:
        assert window.language == "en"
        assert window.segments
        assert all(window.start_ms <= (segment.start_ms or 0) for segment in window.segments)
        assert all((segment.end_ms or 0) <= window.end_ms for segment in window.segments)


def test_the_beginning_is_shown_before_the_first_window(whole):
    events, _ = whole
    assert isinstance(events[0], Preview)
    first_window = next(event for event in events if isinstance(event, WindowDone))
    beginnings = [event.segments[0].text.casefold().split()[:3] for event in (events[0], first_window)]
    assert beginnings[0] == beginnings[1]


def test_progress_never_goes_back(whole):
    events, _ = whole
    reached = [event.done_ms for event in events if isinstance(event, Progress)]
    assert reached == sorted(reached)
    assert reached[-1] == 480_000


def test_a_resumed_recording_gives_the_same_second_window(recogniser, whole, long_talk):
    windows = [event for event in whole[0] if isinstance(event, WindowDone)]
    asked = request(long_talk, start_ms=windows[0].end_ms, first_window=1, language="en")
    events, done = events_of(recogniser, asked)
    again = [event for event in events if isinstance(event, WindowDone)]
    assert not any(isinstance(event, Preview) for event in events)
    assert [(window.idx, window.start_ms, window.end_ms) for window in again] == [
        (1, windows[1].start_ms, windows[1].end_ms)
    ]
    assert text_of(again) == text_of(windows[1:])
    assert done.heard_ms == 480_000


def test_the_work_can_be_stopped(recogniser, long_talk):
    calls = 0

    def check():
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        events_of(recogniser, request(long_talk), check)


def test_segments_move_with_their_words():
    segment = Segment("Hi", 10, 20, words=(Word(10, 20, " Hi", 0.5),))
    assert shifted([segment], 1_000) == [Segment("Hi", 1_010, 1_020, words=(Word(1_010, 1_020, " Hi", 0.5),))]


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 1_100_000),
    st.integers(1, 200_000),
    st.integers(0, 3),
)
def test_the_cutter_loses_no_sample_and_holds_little(length_ms, block_ms, first_idx):
    """Sound of a known shape, at a tenth of the rate of samples per check, comes out as it went in."""
    total = length_ms * SAMPLES_PER_MS
    pattern = (np.arange(total, dtype=np.int64) % 9_973).astype(np.float32) / 9_973
    size = block_ms * SAMPLES_PER_MS
    blocks = (pattern[at : at + size] for at in range(0, total, size))
    cutter, at_ms, idx = Cutter(blocks, 0, first_idx), 0, first_idx
    while (taken := cutter.next()) is not None:
        window, samples = taken
        assert (window.idx, window.start_ms) == (idx, at_ms)
        assert window.end_ms - window.start_ms <= LAST_WINDOW_MS
        first = window.start_ms * SAMPLES_PER_MS
        assert np.array_equal(samples, pattern[first : first + len(samples)])
        at_ms, idx = window.end_ms, idx + 1
        held = sum(len(block) for block in cutter._held)
        assert held <= (LAST_WINDOW_MS + block_ms) * SAMPLES_PER_MS
    assert at_ms == length_ms


def test_a_glimpse_takes_nothing():
    blocks = iter([np.ones(SAMPLE_RATE, np.float32)] * 10)
    cutter = Cutter(blocks, 0, 0)
    assert len(cutter.beginning(2_000)) == 2 * SAMPLE_RATE
    taken = cutter.next()
    assert taken is not None
    window, samples = taken
    assert (window.end_ms, len(samples)) == (10_000, 10 * SAMPLE_RATE)
    assert cutter.reached_ms == 10_000
