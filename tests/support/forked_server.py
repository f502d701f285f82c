"""`lantern-server run` in a forked process, which may die at a numbered point and whose clock may be off."""

import os
from typing import Any


class ServerClock:
    """The system's clock, moved. The server makes its own; this one takes its place."""

    offset_ms = 0

    def __init__(self) -> None:
        from shared.clock import SystemClock

        self._true = SystemClock()

    def now_ms(self) -> int:
        return self._true.now_ms() + self.offset_ms

    def __getattr__(self, name: str) -> Any:
        return getattr(self._true, name)


def load() -> None:
    """Import what a server needs."""
    import aiosqlite
    import sqlalchemy.dialects.sqlite.aiosqlite

    import server.jobs.runner
    import server.program
    import server.storage.schema  # noqa: F401 - loading is the point

    assert aiosqlite
    assert sqlalchemy


def serve(request: dict[str, Any]) -> int:
    """Run the program with `environment`; `die_at` counts from its start, `skew_ms` moves its clock."""
    import server.running
    from server.program import main
    from tests.support.dying import POINTS

    for name in [name for name in os.environ if name.startswith("LANTERN_")]:
        del os.environ[name]
    os.environ.update(request["environment"])
    if skew_ms := request.get("skew_ms", 0):
        ServerClock.offset_ms = skew_ms
        given: Any = server.running
        given.SystemClock = ServerClock
    POINTS.arm(request.get("die_at", 0))
    return main(request.get("arguments") or ["run", "--migrate", "--json"])
