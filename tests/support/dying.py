"""Numbered points of a running program: every commit, every rename and sync of a file, every request and answer.

`install` wraps what the standard library, SQLite and aiohttp do; the program under test has no part in it. A process
dies by SIGKILL just before the point with the given number; each point comes after what the one before it did.
"""

import functools
import os
import signal
import threading
from collections.abc import Callable
from typing import Any


class Points:
    """Counts points; `arm` begins a count at whose `die_at`-th point the process dies (0: it only counts)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._die_at = 0
        self.passed: list[str] = []
        self.armed = False

    def arm(self, die_at: int) -> None:
        self.passed, self._die_at, self.armed = [], die_at, True

    def hit(self, what: str) -> None:
        if not self.armed:
            return
        with self._lock:
            self.passed.append(what)
            if len(self.passed) == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)


POINTS = Points()


def _before(what: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def wrapped(*given: Any, **named: Any) -> Any:
        POINTS.hit(what)
        return call(*given, **named)

    return wrapped


def _around(before: str, after: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    async def wrapped(*given: Any, **named: Any) -> Any:
        POINTS.hit(before)
        result = await call(*given, **named)
        POINTS.hit(after)
        return result

    return wrapped


def _traced(connect: Callable[..., Any]) -> Callable[..., Any]:
    def statement(sql: str) -> None:
        if sql.startswith("COMMIT"):
            POINTS.hit("commit")

    @functools.wraps(connect)
    def wrapped(*given: Any, **named: Any) -> Any:
        connection = connect(*given, **named)
        connection.set_trace_callback(statement)
        return connection

    return wrapped


def install() -> None:
    """Wrap everything, once, before the program is imported (but for its choice of a driver)."""
    import aiohttp
    from aiohttp import web

    from desktop.storage.driver import sqlite3

    os.fsync = _before("fsync", os.fsync)
    os.replace = _before("rename", os.replace)
    os.rename = _before("rename", os.rename)
    driver: Any = sqlite3
    driver.connect = driver.dbapi2.connect = _traced(driver.connect)
    session: Any = aiohttp.ClientSession
    session._request = _around("send", "answer", session._request)
    application: Any = web.Application
    application._handle = _around("request", "response", application._handle)
