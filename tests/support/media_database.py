"""Reads what a library file holds about jobs and transcripts, from outside the program that writes it."""

import contextlib
import time
from dataclasses import dataclass

from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import connect

STEP_S = 0.02


@dataclass(frozen=True)
class Found:
    """What there is: states of jobs, windows and segments in order, and whether the file is sound."""

    states: tuple[str, ...]
    windows: tuple[tuple[int, int, int], ...]
    segments: tuple[tuple[int, int, int | None, int | None, str], ...]
    items: int
    sound: bool


def look(paths: ProfilePaths) -> Found:
    """Read everything at one moment."""
    with contextlib.closing(connect(paths.database, read_only=True)) as library:
        library.execute("BEGIN")
        return Found(
            states=tuple(row[0] for row in library.execute("SELECT state FROM media_job ORDER BY queued_ms")),
            windows=tuple(
                tuple(row)
                for row in library.execute("SELECT idx, start_ms, end_ms FROM asr_window ORDER BY idx")
            ),
            segments=tuple(
                tuple(row)
                for row in library.execute(
                    "SELECT idx, window_idx, start_ms, end_ms, text FROM segment ORDER BY transcript_key, idx"
                )
            ),
            items=library.execute("SELECT count(*) FROM item WHERE deleted = 0").fetchone()[0],
            sound=library.execute("PRAGMA integrity_check").fetchone()[0] == "ok",
        )


def wait_for(paths: ProfilePaths, condition, limit_s: float = 200.0) -> Found:
    """Look again and again until what is found fits. Raises TimeoutError."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if paths.database.exists():
            with contextlib.suppress(Exception):
                found = look(paths)
                if condition(found):
                    return found
        time.sleep(STEP_S)
    raise TimeoutError


def check_whole(found: Found) -> None:
    """Windows tile the recording and no segment is there twice or outside its window."""
    assert found.sound
    assert [window[0] for window in found.windows] == list(range(len(found.windows)))
    ends = [0, *(window[2] for window in found.windows)]
    assert [window[1] for window in found.windows] == ends[:-1]
    assert [segment[0] for segment in found.segments] == list(range(len(found.segments)))
    for _, window_idx, start_ms, end_ms, _ in found.segments:
        assert start_ms is not None
        assert end_ms is not None
        assert found.windows[window_idx][1] <= start_ms < end_ms <= found.windows[window_idx][2]
    starts = [segment[2] or 0 for segment in found.segments]
    assert starts == sorted(set(starts))
