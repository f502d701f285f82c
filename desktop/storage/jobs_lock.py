"""The process that holds this lock runs the profile's jobs. The system frees it when a process dies."""

from pathlib import Path

from filelock import FileLock, Timeout


class JobsLock:
    """A lock between processes; taking it twice in one process is refused as it is between two."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path, thread_local=False)

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._lock.is_locked

    def try_acquire(self) -> bool:
        """Take the lock if it is free. Never waits."""
        if self._lock.is_locked:
            return False
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        self._lock.release()
