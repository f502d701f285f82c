"""Notes which processes have the library open, so that a crash is noticed at the next start. Knows no SQL."""

import contextlib
import os
import uuid
from pathlib import Path

from filelock import FileLock, Timeout


class Session:
    """One process's mark in the profile: a file it keeps locked while it runs and removes at a clean end."""

    def __init__(self, lock: FileLock, path: Path, crashed_before: bool) -> None:
        self._lock = lock
        self._path = path
        self.crashed_before = crashed_before

    @classmethod
    def start(cls, folder: Path) -> "Session":
        """Mark this process; `crashed_before` tells whether an earlier one ended without `end`."""
        crashed = False
        for old in folder.glob("*.session"):
            if _abandoned(old):
                crashed = True
                old.unlink(missing_ok=True)
        path = folder / f"{os.getpid()}-{uuid.uuid4().hex[:8]}.session"
        lock = FileLock(path, thread_local=False)
        lock.acquire(timeout=0)
        return cls(lock, path, crashed)

    def end(self) -> None:
        """Remove the mark: this process closed the library cleanly."""
        with contextlib.suppress(PermissionError):
            # Windows keeps an open file; elsewhere it goes before the lock does, so nobody sees it unlocked.
            self._path.unlink(missing_ok=True)
        self._lock.release()
        self._path.unlink(missing_ok=True)


def others_running(folder: Path, *, besides: int = 0) -> bool:
    """Whether more than `besides` processes have the library open now."""
    return sum(not _abandoned(path) for path in folder.glob("*.session")) > besides


def _abandoned(path: Path) -> bool:
    probe = FileLock(path, thread_local=False)
    try:
        probe.acquire(timeout=0)
    except Timeout:
        return False
    probe.release()
    return True
