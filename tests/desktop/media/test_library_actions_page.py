"""What is offered for which items, in the bar and in the menu alike."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from desktop.media.library_actions_page import ActionBar, ItemActions
from desktop.media.states import JobState
from desktop.media.views import CollectionView
from shared.ids import CollectionId, new_id
from tests.support.window_services import some_item

READY = some_item("Ready")
FAILED = some_item("Failed", JobState.FAILED)
WORKING = some_item("Working", JobState.TRANSCRIBING)
BOOK = msgspec.structs.replace(some_item("Book"), kind="document")


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def made(window):
    actions = ItemActions(window)
    bar = ActionBar(actions, parent=window)
    bar.resize(900, 50)
    window.show()
    return actions, bar


@pytest.mark.parametrize(
    ("items", "offered"),
    [
        ([], set()),
        ([READY], {"open", "ask", "search", "quiz", "rename", "tags", "move", "details", "again", "delete"}),
        ([BOOK], {"open", "ask", "search", "quiz", "rename", "tags", "move", "details", "delete"}),
        ([FAILED], {"open", "rename", "tags", "move", "details", "retry", "delete"}),
        ([WORKING], {"open", "rename", "tags", "move", "details", "cancel", "delete"}),
        ([FAILED, WORKING, READY], {"tags", "move", "retry", "cancel", "delete"}),
        ([READY, some_item("Other")], {"tags", "move", "again", "delete"}),
    ],
)
def test_the_bar_and_the_menu_offer_the_same(made, items, offered):
    actions, bar = made
    actions.show_for(items)
    assert {id_ for id_, action in actions.actions.items() if action.isVisible()} == offered
    assert {id_ for id_, button in bar.buttons.items() if not button.isHidden()} == offered
    menu = actions.menu(bar)
    texts = {action.text() for action in menu.actions() if action.text()}
    assert texts == {actions.actions[id_].text() for id_ in offered}
    menu.deleteLater()


def test_buttons_and_actions_ask_for_the_same(qtbot, made):
    actions, bar = made
    actions.show_for([READY])
    wanted = QSignalSpy(actions.wanted)
    qtbot.mouseClick(bar.buttons["delete"], Qt.MouseButton.LeftButton)
    actions.actions["delete"].trigger()
    assert [wanted.at(at)[0] for at in range(wanted.count())] == ["delete", "delete"]
    assert all(button.accessibleName() for button in bar.buttons.values())


def test_homes_to_move_to(made):
    actions, _bar = made
    home = CollectionView(CollectionId(new_id()), "Light & lenses", 0, 3, is_default=False)
    actions.set_collections([home])
    told = []
    actions.move_wanted.connect(told.append)
    entries = [action for action in actions.move_menu.actions() if action.text()]
    assert entries[0].text() == "Light && lenses"
    for entry in entries:
        entry.trigger()
    assert told == [home, None]


def test_what_would_change_items_that_may_only_be_read_says_why_instead(made):
    actions, bar = made
    actions.show_for([READY], "sync.scope_read_only")
    shown = {id_: action for id_, action in actions.actions.items() if action.isVisible()}
    shut = {id_ for id_, action in shown.items() if not action.isEnabled()}
    assert shut == {"rename", "tags", "move", "delete"}
    assert "viewer" in bar.buttons["delete"].toolTip()
    actions.show_for([READY])
    assert (bar.buttons["delete"].isEnabled(), bar.buttons["delete"].toolTip()) == (True, "Delete")
    home = CollectionView(CollectionId(new_id()), "Theirs", 0, 0, False, "group:g", "sync.scope_read_only")
    actions.set_collections([home])
    assert not actions.move_menu.actions()[0].isEnabled()
    assert actions.move_menu.actions()[0].text() == "Theirs · shared with a group"
