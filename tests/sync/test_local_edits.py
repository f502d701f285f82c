"""Edits made here reach the outbox, and only when they change something."""

import sqlite3

import pytest

from tests.support.sync_world import World

KEY = ("odd", b"1" * 16)


@pytest.fixture
def device():
    made = World.calm(1).devices[0]
    made.do(lambda edits: edits.create(KEY, "group:g", {"title": "a"}))
    made.world.exchange(made)
    return made


def test_what_changes_nothing_is_not_handed_in(device):
    assert not device.do(lambda edits: edits.change(KEY, {"title": "a"}))
    assert not device.do(lambda edits: edits.restore(KEY))
    assert not device.do(lambda edits: edits.move(KEY, "group:g"))
    assert not device.do(lambda edits: edits.delete(("odd", b"2" * 16)))
    assert not device.journal.unsent()


@pytest.mark.parametrize("edit", ["change", "delete", "move"])
def test_each_edit_is_handed_in(device, edit):
    works = {
        "change": lambda edits: edits.change(KEY, {"title": "b"}),
        "delete": lambda edits: edits.delete(KEY),
        "move": lambda edits: edits.move(KEY, "user:a"),
    }
    assert device.do(works[edit])
    assert device.journal.pending_count() == 1


def test_events_are_made_once_and_never_changed(device):
    key = ("seen", b"3" * 16)
    device.do(lambda edits: edits.create(key, "group:g", {"at": 1}, event=True))
    assert not device.do(lambda edits: edits.change(key, {"at": 2}))
    with pytest.raises(sqlite3.IntegrityError):
        device.do(lambda edits: edits.create(key, "group:g", {"at": 3}, event=True))
