"""Cycles are collected on the window's thread, between events, and by nobody else."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from desktop.runtime.garbage import CHECK_EVERY_MS, WHOLE_EVERY_MS, GarbageCollector


class Knot:
    """An object that only the collector frees; it says on which thread it went."""

    def __init__(self, went: list[str]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: went.append(threading.current_thread().name))


@pytest.fixture
def collector(qapp) -> Iterator[GarbageCollector]:
    gc.collect()
    made = GarbageCollector()
    yield made
    made.stop()
    gc.disable()
    gc.freeze()


def make_garbage(went: list[str]) -> None:
    Knot(went)
    kept = [[number] for number in range(5_000)]
    assert len(kept) == 5_000 < gc.get_threshold()[0] * 10


async def test_a_thread_that_makes_garbage_does_not_collect_it(qloop, collector):
    went: list[str] = []
    await asyncio.to_thread(make_garbage, went)
    assert went == []
    gc.collect()
    assert went == [threading.main_thread().name]


def test_a_full_generation_is_collected_at_the_next_look(collector):
    went: list[str] = []
    Knot(went)
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    collector.check()
    assert went == [threading.main_thread().name]
    assert kept


def test_nothing_is_collected_while_a_menu_is_open(collector):
    went: list[str] = []
    Knot(went)
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    outer, inner = QEventLoop(), QEventLoop()
    seen: list[list[str]] = []

    def nested() -> None:
        QTimer.singleShot(0, look)
        inner.exec()
        outer.quit()

    def look() -> None:
        collector.check()
        seen.append(list(went))
        inner.quit()

    QTimer.singleShot(0, nested)
    outer.exec()
    assert seen == [[]]
    collector.check()
    assert went
    assert kept


def test_what_lived_through_the_first_whole_look_is_not_looked_at_again(collector, monkeypatch):
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, gc.get_threshold()[2] + 1))
    for _ in range(WHOLE_EVERY_MS // CHECK_EVERY_MS):
        collector.check()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    went: list[str] = []
    Knot(went)
    for _ in range(WHOLE_EVERY_MS // CHECK_EVERY_MS):
        collector.check()
    assert went
    assert gc.get_freeze_count() <= frozen


def test_python_collects_again_once_the_window_is_gone(qapp):
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()
    gc.freeze()
