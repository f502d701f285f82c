"""Async tests inside Qt's loop: `async def test_x(qloop, qtbot)` runs on the application's own QtLoop."""

import asyncio
import functools
import gc
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

MODULES_BETWEEN = 25
"""So many modules pass between two looks through the whole heap."""


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


def pytest_sessionstart() -> None:
    """Collect garbage between modules only, as the window collects it between events (`runtime/garbage.py`)."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Never look through the thousands of collected tests again: that took seconds after every module."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Leave nothing to the next test, and little garbage to the next module."""
    _delete_windows()
    if nextitem is None or nextitem.path != item.path:
        # What has outlived two modules is rarely garbage, and there is much of it.
        gc.collect(2 if gc.get_count()[2] > MODULES_BETWEEN else 1)


def _delete_windows() -> None:
    """Delete the widgets that a test has closed or left open: no loop runs between tests that would.

    In a long run they were tens of thousands, each change of the look restyled every one of them, and a window
    left open took the pointer from those of later tests.
    """
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


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
