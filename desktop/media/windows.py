"""Where a long recording is cut into windows, the units of work that survive a crash. Pure arithmetic, no audio.

A window is about four minutes: windows of two minutes cost 2-4 points of word error, whole files cost gigabytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WINDOW_MS = 240_000
REACH_MS = 20_000
"""A cut may lie this far before or after its target."""
LAST_WINDOW_MS = 360_000
"""What is left of a recording is one window up to this length, so that no short tail loses words."""
QUIET_MS = 300
LEVEL_MS = 10
"""Loudness is looked at in frames of this length."""

PREVIEW_MS = 45_000
PREVIEW_FROM_MS = 120_000
"""Shorter recordings show their first window soon enough without a preview."""


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open part of a recording, in milliseconds from its beginning."""

    idx: int
    start_ms: int
    end_ms: int


def quietest_ms(levels: Sequence[float], quiet_ms: int = QUIET_MS, level_ms: int = LEVEL_MS) -> int:
    """Middle of the quietest stretch, in ms from the first level. Of equals, the one nearest the middle wins."""
    width = min(len(levels), max(1, quiet_ms // level_ms))
    if not width:
        return 0
    total = sum(levels[:width])
    best, best_at = total, 0
    middle = (len(levels) - width) / 2
    for at in range(1, len(levels) - width + 1):
        total += levels[at + width - 1] - levels[at - 1]
        # Running sums drift; a difference below a millionth is no difference.
        closer = abs(at - middle) < abs(best_at - middle)
        if total < best - 1e-6 or (closer and total <= best + 1e-6):
            best, best_at = total, at
    return best_at * level_ms + width * level_ms // 2


def search_range_ms() -> tuple[int, int]:
    """Where the next cut may lie, in ms from the start of the undivided audio."""
    return WINDOW_MS - REACH_MS, WINDOW_MS + REACH_MS


def next_window(
    idx: int, start_ms: int, available_ms: int, ended: bool, levels: Sequence[float]
) -> Window | None:
    """Cut the next window off the audio at hand, or `None` when more must be read first.

    `levels` covers `search_range_ms()`; it is looked at only when a cut is needed.
    """
    if ended and available_ms <= LAST_WINDOW_MS:
        return Window(idx, start_ms, start_ms + available_ms) if available_ms > 0 else None
    if available_ms <= LAST_WINDOW_MS:
        return None
    low, _ = search_range_ms()
    return Window(idx, start_ms, start_ms + low + quietest_ms(levels))


def preview_length_ms(duration_ms: int | None, first_start_ms: int) -> int:
    """How much of the beginning is shown early as a preview; 0 when the recording is short or being resumed."""
    if first_start_ms or (duration_ms is not None and duration_ms < PREVIEW_FROM_MS):
        return 0
    return PREVIEW_MS
