"""Items are dragged onto a collection: the shelf comes, takes them, and goes."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDropEvent

from desktop.media.library_collections_dialog import NameDialog
from desktop.media.library_list_page import ITEMS_MIME
from desktop.media.library_shelf_page import MOST_SHOWN
from tests.support.filled_library import lessons
from tests.support.library_stage import choose, dialog_of, follow, library_page
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NO_BUTTON, NO_KEYS = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def enter(place, data):
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, NO_BUTTON, NO_KEYS)
    event.ignore()
    place.dragEnterEvent(event)
    return event.isAccepted()


def drop(place, data):
    place.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, NO_BUTTON, NO_KEYS))


@pytest.fixture
def dragging(monkeypatch):
    """What happens while the pointer is down; the drag itself is the system's."""
    during = []

    def run(drag, _action):
        for act in during:
            act(drag.mimeData())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", run)
    return during


def place_of(page, text):
    return next(one for one in page.drags.shelf.places() if one.accessibleName() == text)


async def test_items_are_dragged_onto_a_collection_and_back(qloop, paths, clock, dragging):
    async with library_page(paths, clock, *lessons(3)) as (page, shell, services, ids):
        home = await services.media.library.add_collection("Optics & light")
        await until(lambda: page.view_model.collection(home))
        choose(page, ids[0], ids[2])
        seen = []

        def over(data):
            place = place_of(page, "Optics & light")
            seen.append((page.drags.shelf.isVisible(), enter(place, data), place.property("kind")))
            place.dragLeaveEvent(QDragLeaveEvent())
            seen.append(place.property("kind"))
            drop(place, data)

        dragging.append(over)
        page.list.startDrag(Qt.DropAction.CopyAction)
        assert seen == [(True, True, "primary"), "secondary"]
        assert page.drags.shelf.isHidden()
        await until(lambda: page.view_model.collection(home).item_count == 2)
        await until(lambda: shell.toasts)
        assert shell.toasts[-1].text.endswith("moved to “Optics & light”")
        follow(shell)
        await until(lambda: page.view_model.collection(home).item_count == 0)


async def test_a_new_collection_and_one_out_of_many(qloop, qtbot, paths, clock, dragging):
    async with library_page(paths, clock, *lessons(2)) as (page, _shell, services, ids):
        for number in range(MOST_SHOWN + 1):
            await services.media.library.add_collection(f"Topic {number:02}")
        await until(lambda: len(page.view_model.collections) == MOST_SHOWN + 2)
        choose(page, ids[0])
        dragging.append(lambda data: drop(place_of(page, "Another collection…"), data))
        page.list.startDrag(Qt.DropAction.CopyAction)
        await until(page.actions_.move_menu.isVisible)
        page.actions_.move_menu.hide()
        dragging[:] = [lambda data: drop(place_of(page, "New collection…"), data)]
        page.list.startDrag(Qt.DropAction.CopyAction)
        await until(lambda: any(dialog.isVisible() for dialog in page.findChildren(NameDialog)))
        dialog = dialog_of(page, NameDialog)
        qtbot.keyClicks(dialog.field, "History")
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(
            lambda: any(one.item_count for one in page.view_model.collections if one.title == "History")
        )


async def test_only_items_are_taken_and_nothing_is_dragged_from_nothing(qloop, paths, clock, dragging):
    async with library_page(paths, clock, *lessons(1)) as (page, _shell, services, ids):
        await services.media.library.add_collection("Optics")
        await until(lambda: len(page.view_model.collections) == 2)
        assert page.list.drag() is None
        page.list.startDrag(Qt.DropAction.CopyAction)
        assert page.drags.shelf.places() == []
        choose(page, ids[0])
        text = QMimeData()
        text.setText("words")
        found = []

        def look(data):
            # Where it is already is no place to go.
            found.append([place.accessibleName() for place in page.drags.shelf.places()])
            found.append(enter(place_of(page, "Optics"), text))
            found.append(bytes(data.data(ITEMS_MIME).data()).decode())

        dragging.append(look)
        page.list.startDrag(Qt.DropAction.CopyAction)
        assert found == [["Optics", "New collection…"], False, str(ids[0])]
