"""How far files are that travel: counted, put together for people, told not too often. Knows no wire and no table."""

import time
from collections.abc import Callable, Sequence

from desktop.sync.transfer_plan import UP, Transfer, left_bytes
from desktop.sync.views import MediaProgress
from shared.errors import AppError

TOLD_EVERY_S = 0.3


class TransferProgress:
    """`tell` is called when `now` changed. `problem` is what only a person can end."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell_others = tell
        self._left: list[Transfer] = []
        self._done: dict[bytes, int] = {}
        self._sizes: dict[bytes, int] = {}
        self._told_at = 0.0
        self.now = MediaProgress()
        self.problem: AppError | None = None

    def share_of(self, sha256: bytes) -> float | None:
        """How much of a file has travelled, 0..1; None when it is not under way."""
        done, size = self._done.get(sha256), self._sizes.get(sha256, 0)
        if done is None:
            return None
        return min(1.0, done / size) if size else 0.0

    def count(self, transfers: Sequence[Transfer]) -> None:
        """These are left to travel."""
        self._left = list(transfers)
        self.tell(force=True)

    def begin(self, sha256: bytes, size_bytes: int) -> None:
        """A file is next."""
        self._sizes[sha256] = size_bytes

    def report(self, sha256: bytes, done: int, size: int) -> None:
        """So many bytes of a file are there."""
        self._done[sha256] = done
        self._sizes[sha256] = size
        self.tell()

    def end(self, sha256: bytes) -> None:
        """A file came to its end, one way or the other."""
        self._done.pop(sha256, None)

    def rest(self) -> None:
        """Nothing is under way."""
        self._done.clear()
        self.tell(force=True)

    def forget(self) -> None:
        """There is nobody to sync with."""
        self.now, self.problem = MediaProgress(), None

    def tell(self, *, force: bool = False) -> None:
        """Put it together, at most a few times a second unless something has just ended."""
        at = time.monotonic()
        if not force and at - self._told_at < TOLD_EVERY_S:
            return
        self._told_at = at
        ups = sum(one.direction == UP for one in self._left)
        left = left_bytes(self._left, self._done)
        problem, told = self.problem, self.now.problem
        if problem is not None and told is not None and str(problem) == str(told):
            problem = told if problem.parameters == told.parameters else problem
        progress = MediaProgress(ups, len(self._left) - ups, left, problem)
        if progress != self.now or self._done:
            self.now = progress
            self._tell_others()
