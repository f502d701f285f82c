"""Rows that change in place, and the words of an item."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desktop.media.library_list_model import (
    MOST_RANGES,
    ItemRole,
    LibraryListModel,
    length_text,
    spoken,
    state_explanation,
    state_text,
    tip,
)
from desktop.media.states import JobState
from shared.errors import AppError
from tests.support.window_services import some_item

ITEMS = [some_item(f"Item {number}") for number in range(60)]


def shown(model):
    return [model.index(row).data(ItemRole) for row in range(model.rowCount())]


@given(
    st.lists(st.sampled_from(range(60)), unique=True, max_size=60),
    st.lists(st.sampled_from(range(60)), unique=True, max_size=60),
)
def test_any_list_becomes_any_other_and_what_stays_keeps_its_index(before, after):
    model = LibraryListModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_items([ITEMS[number] for number in before])
    resets = QSignalSpy(model.modelReset)
    held = {number: QPersistentModelIndex(model.index(row)) for row, number in enumerate(before)}
    model.set_items([ITEMS[number] for number in after])
    assert shown(model) == [ITEMS[number] for number in after]
    assert all(model.row_of(ITEMS[number].id) == row for row, number in enumerate(after))
    if not resets.count():
        for number, index in held.items():
            assert index.isValid() == (number in after)
            assert not index.isValid() or index.row() == after.index(number)


def test_one_item_more_is_no_reset():
    model = LibraryListModel()
    model.set_items(ITEMS[:30])
    resets, inserts = QSignalSpy(model.modelReset), QSignalSpy(model.rowsInserted)
    model.set_items([ITEMS[40], *ITEMS[:30]])
    assert (resets.count(), inserts.count()) == (0, 1)


def test_a_new_filter_is_one_reset():
    many = [some_item(str(number)) for number in range(4 * MOST_RANGES)]
    model = LibraryListModel()
    model.set_items(many)
    resets = QSignalSpy(model.modelReset)
    model.set_items(many[::2])
    assert resets.count() == 1


def test_progress_tells_of_one_row_only():
    model = LibraryListModel()
    model.set_items(ITEMS[:5])
    changed = QSignalSpy(model.dataChanged)
    model.update_items([msgspec.structs.replace(ITEMS[2], progress=0.5), ITEMS[3], ITEMS[50]])
    assert changed.count() == 1
    assert [changed.at(0)[side].row() for side in (0, 1)] == [2, 2]
    assert shown(model)[2].progress == 0.5


def test_a_title_is_edited_in_place():
    model = LibraryListModel()
    model.set_items(ITEMS[:2])
    told = QSignalSpy(model.renamed)
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(0), "  A  better title ")
    assert told.at(0) == [ITEMS[0].id, "A better title"]
    assert not model.setData(model.index(0), "   ")
    assert model.setData(model.index(1), ITEMS[1].title)
    assert told.count() == 1


def test_what_a_row_says():
    model = LibraryListModel()
    model.set_items(ITEMS[:1])
    index = model.index(0)
    assert index.data() == index.data(Qt.ItemDataRole.EditRole) == "Item 0"
    assert "Ready" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("Item 0\n")
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.item(model.index(7)) is None
    assert model.row_of(None) == -1


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (some_item("a"), "Ready"),
        (some_item("a", JobState.TRANSCRIBING, 0.456), "Turning into text · 45 %"),
        (some_item("a", JobState.EMBEDDING, 0.95), "Preparing for search · 95 %"),
        (some_item("a", JobState.PENDING), "Waiting for its turn"),
        (some_item("a", JobState.PENDING, waiting="models.missing"), "Waiting for the speech model"),
        (some_item("a", JobState.FAILED), "Failed"),
        (some_item("a", JobState.CANCELLED), "Cancelled"),
    ],
)
def test_states_in_words(item, words):
    assert state_text(item) == words


def test_a_failure_says_its_cause_and_what_to_do():
    item = some_item("a", JobState.FAILED, error=AppError("media.unreadable"))
    assert "damaged" in state_text(item)
    assert state_explanation(item)
    assert state_explanation(item) in tip(item)
    again = some_item("a", JobState.PENDING, error=AppError("media.unreadable"))
    assert state_text(again).startswith("Trying again soon")
    assert state_explanation(some_item("a", JobState.CANCELLED, error=AppError("media.unreadable"))) == ""


def test_a_remark_on_a_finished_item():
    item = msgspec.structs.replace(some_item("a"), notice="media.no_speech")
    assert state_text(item) != "Ready"
    assert state_explanation(item)
    damaged = some_item("a", JobState.PENDING, waiting="models.damaged")
    assert state_text(damaged)
    assert state_explanation(damaged)


def test_lengths():
    item = some_item("a")
    assert length_text(item) == ""
    assert length_text(msgspec.structs.replace(item, duration_ms=3_723_000)) == "1:02:03"
    assert length_text(msgspec.structs.replace(item, page_count=8)).startswith("8 page")
    assert "1 h 2 min" in spoken(msgspec.structs.replace(item, duration_ms=3_723_000))
