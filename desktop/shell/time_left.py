"""How long a piece of work will still take, from how far it came in the last minutes. Pure."""

from collections import deque
from collections.abc import Hashable

WINDOW_MS = 120_000
LEAST_MS = 3_000


class TimeLeft:
    """Estimates per job. Speed is measured over the last two minutes, so that a pause or a faster stage shows."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, deque[tuple[int, float]]] = {}

    def note(self, job: Hashable, now_ms: int, progress: float) -> int | None:
        """Take a progress (0..1) at a monotonic time; returns milliseconds left, None while nobody can know.

        Progress that falls (the job began again) forgets what was measured.
        """
        seen = self._seen.setdefault(job, deque())
        if seen and progress < seen[-1][1]:
            seen.clear()
        seen.append((now_ms, progress))
        # One measurement older than the window stays, so that slow steps still have two ends.
        while len(seen) > 2 and now_ms - seen[1][0] >= WINDOW_MS:
            seen.popleft()
        first_ms, first = seen[0]
        if now_ms - first_ms < LEAST_MS or progress <= first:
            return None
        return round((1.0 - progress) * (now_ms - first_ms) / (progress - first))

    def forget_all_but(self, jobs: frozenset[Hashable]) -> None:
        """Drop what is known of jobs that have ended."""
        for job in self._seen.keys() - jobs:
            del self._seen[job]
