from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.media.windows import (
    LAST_WINDOW_MS,
    LEVEL_MS,
    PREVIEW_MS,
    QUIET_MS,
    REACH_MS,
    WINDOW_MS,
    Window,
    next_window,
    preview_length_ms,
    quietest_ms,
    search_range_ms,
)

LOW, HIGH = search_range_ms()
LEVELS = (HIGH - LOW) // LEVEL_MS


def cut_all(length_ms, levels):
    """Windows of a whole recording, as the cutter asks for them."""
    windows, at = [], 0
    while (window := next_window(len(windows), at, length_ms - at, ended=True, levels=levels)) is not None:
        windows.append(window)
        at = window.end_ms
    return windows


def test_a_cut_lies_in_the_middle_of_the_quietest_stretch():
    levels = [1.0] * LEVELS
    levels[1000:1030] = [0.0] * 30
    assert quietest_ms(levels) == 1000 * LEVEL_MS + QUIET_MS // 2


def test_evenly_loud_sound_is_cut_near_the_target():
    assert abs(quietest_ms([0.5] * LEVELS) - REACH_MS) <= LEVEL_MS
    assert quietest_ms([]) == 0


def test_more_must_be_read_before_a_cut_unless_the_recording_ended():
    levels = [0.0] * LEVELS
    assert next_window(0, 0, LAST_WINDOW_MS, ended=False, levels=levels) is None
    assert next_window(0, 0, LAST_WINDOW_MS + 1, ended=False, levels=levels) is not None
    assert next_window(3, 500, 1_000, ended=True, levels=[]) == Window(3, 500, 1_500)
    assert next_window(0, 0, 0, ended=True, levels=[]) is None


def test_only_long_recordings_from_their_beginning_have_a_preview():
    assert preview_length_ms(3_600_000, 0) == PREVIEW_MS
    assert preview_length_ms(None, 0) == PREVIEW_MS
    assert preview_length_ms(60_000, 0) == 0
    assert preview_length_ms(3_600_000, 240_000) == 0


@given(
    st.integers(1, 4 * 3_600_000),
    st.lists(st.floats(0, 1), min_size=LEVELS // 40, max_size=LEVELS // 40).map(lambda few: few * 40),
)
def test_windows_tile_the_recording(length_ms, levels):
    windows = cut_all(length_ms, levels)
    assert [window.idx for window in windows] == list(range(len(windows)))
    assert windows[0].start_ms == 0
    assert windows[-1].end_ms == length_ms
    assert all(a.end_ms == b.start_ms for a, b in pairwise(windows))
    lengths = [window.end_ms - window.start_ms for window in windows]
    assert all(WINDOW_MS - REACH_MS <= length <= WINDOW_MS + REACH_MS for length in lengths[:-1])
    assert lengths[-1] <= LAST_WINDOW_MS
    if len(windows) > 1:
        # No short tail: a short window loses words.
        assert lengths[-1] > LAST_WINDOW_MS - WINDOW_MS - REACH_MS


@given(st.lists(st.floats(0, 1), min_size=1, max_size=400))
def test_no_stretch_is_quieter_than_the_one_found(levels):
    width = min(len(levels), QUIET_MS // LEVEL_MS)
    first = (quietest_ms(levels) - width * LEVEL_MS // 2) // LEVEL_MS
    found = sum(levels[first : first + width])
    assert found <= min(sum(levels[at : at + width]) for at in range(len(levels) - width + 1)) + 1e-3
