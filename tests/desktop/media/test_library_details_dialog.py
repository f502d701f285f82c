"""All about one item."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.media.library_details_dialog import DetailsDialog
from desktop.media.states import JobState
from desktop.media.views import CollectionView, ItemDetails, StageCost
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from tests.support.window_services import some_item

HOMES = [
    CollectionView(CollectionId(new_id()), "My library", 0, 1, is_default=True),
    CollectionView(CollectionId(new_id()), "Optics", 0, 0, is_default=False),
]
ITEM = msgspec.structs.replace(
    some_item("Lesson"),
    collection_id=HOMES[0].id,
    description="Old",
    tags=("a",),
    duration_ms=60_000,
    file_name="x" * 300,
    language="en",
)


@pytest.fixture
def shown(qtbot):
    window = QWidget()
    qtbot.addWidget(window)

    def show(item=ITEM, costs=()):
        dialog = DetailsDialog(window, item, HOMES, ["a", "b"], costs)
        dialog.open()
        return dialog

    return show


def words(dialog):
    return " ".join(label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel))


def test_what_was_changed_is_told(qtbot, shown):
    dialog, told = shown(), []
    dialog.saved.connect(told.append)
    dialog.title.setText("  A better   title ")
    dialog.description.setPlainText("New\nwords ")
    dialog.tags.field.setText("b")
    dialog.collection.set_selected(str(HOMES[1].id))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert told == [ItemDetails("A better title", "New\nwords", ("a", "b"), HOMES[1].id)]


def test_an_empty_title_is_the_one_before(shown):
    dialog = shown()
    dialog.title.setText("  ")
    assert dialog.details() == ItemDetails("Lesson", "Old", ("a",), HOMES[0].id)


def test_facts_are_shown_and_long_names_do_not_widen(shown):
    dialog = shown(costs=[StageCost(JobState.TRANSCRIBING, 1, 90_000, 60_000, 60_000)])
    text = words(dialog)
    assert "x" * 300 in text
    assert "en" in text
    assert "Turning into text" in text
    assert dialog.minimumSizeHint().width() < 700


def test_a_failure_is_explained(shown):
    item = msgspec.structs.replace(ITEM, state=JobState.FAILED, error=AppError("media.unreadable"))
    assert "damaged" in words(shown(item))


def test_escape_tells_nothing(qtbot, shown):
    dialog, told = shown(), []
    dialog.saved.connect(told.append)
    dialog.title.setText("Other")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert told == []
