"""Async tests inside Qt's loop: `async def test_x(qloop, qtbot)` runs on the application's own QtLoop."""

import asyncio
import functools
import inspect
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def qloop(qapp: Any) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of the program; an error nobody awaited fails the test."""
    from desktop.runtime.qt_loop import QtLoop

    qapp.setQuitOnLastWindowClosed(False)
    errors: list[dict[str, Any]] = []
    loop = QtLoop(qapp)
    loop.set_exception_handler(lambda _loop, context: errors.append(context))
    yield loop
    if not loop.is_closed():
        loop.close()
    assert not errors, errors


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: Any) -> list[pytest.Item] | None:
    """Collect coroutine tests that take `qloop` as plain ones, before pytest-asyncio takes them."""
    if not (inspect.iscoroutinefunction(obj) and "qloop" in inspect.signature(obj).parameters):
        return None
    if not collector.funcnamefilter(name):
        return None

    @functools.wraps(obj)
    def run(*args: Any, **arguments: Any) -> None:
        with asyncio.Runner(loop_factory=lambda: arguments["qloop"]) as runner:
            runner.run(obj(*args, **arguments))

    setattr(collector.obj, name, run)
    return list(collector._genfunctions(name, run))
