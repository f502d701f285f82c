"""How items are drawn, as card and as line, in every state, size of text and direction."""

import msgspec
import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem

from desktop.media.library_delegate_page import ItemDelegate, card_width, line_height, state_look
from desktop.media.library_list_model import LibraryListModel
from desktop.media.library_list_page import LibraryView
from desktop.media.library_thumbnails_page import Thumbnails
from desktop.media.states import JobState
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.look import look
from tests.support.window_services import some_item

__all__ = ["look"]

ITEMS = [
    some_item("Ready"),
    some_item("Working", JobState.TRANSCRIBING, 0.5),
    some_item("Pending", JobState.PENDING),
    some_item("No model", JobState.PENDING, waiting="models.missing"),
    some_item("Failed", JobState.FAILED, error=AppError("media.unreadable")),
    some_item("Cancelled", JobState.CANCELLED),
    msgspec.structs.replace(some_item("Remark"), notice="media.no_speech", kind="video"),
    msgspec.structs.replace(some_item("Tagged 😀 " * 40), tags=("optics",), page_count=3, kind="document"),
]


@pytest.fixture
def view(qtbot):
    model = LibraryListModel()
    model.set_items(ITEMS)
    made = LibraryView("Items", model, Thumbnails(TaskScope("test")))
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.mark.parametrize("mode", ["grid", "list"])
@pytest.mark.parametrize("scale", [80, 100, 200])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_every_state_is_drawn_everywhere(view, mode, scale, direction):
    theming().choose(ThemeChoice("dark", scale))
    view.setLayoutDirection(direction)
    view.set_mode(mode)
    view.selectAll()
    QApplication.processEvents()
    image = view.grab().toImage()
    assert len({image.pixel(x, 40) for x in range(0, image.width(), 3)}) > 1


def test_the_words_of_a_card_fit_under_its_picture(view):
    for scale in (80, 100, 150, 200):
        theming().choose(ThemeChoice("light", scale))
        width = card_width() + 32
        words = 2 * line_height(TypeRole.BODY) + 2 * line_height(TypeRole.SMALL)
        assert view.itemDelegate().card_height(width) > (width - 16) * 9 / 16 + words


def test_looks_of_states():
    looks = [state_look(item) for item in ITEMS]
    assert looks[0] is None
    assert [look[0] for look in looks[1:7] if look] == ["info", "muted", "warning", "danger", "muted", "info"]


def test_lines_are_as_high_as_their_words(view):
    view.set_mode("list")
    heights = []
    for scale in (100, 200):
        theming().choose(ThemeChoice("light", scale))
        heights.append(view.itemDelegate().sizeHint(QStyleOptionViewItem(), view.model().index(0)).height())
    assert heights[1] >= 1.7 * heights[0]


@pytest.mark.parametrize("mode", ["grid", "list"])
def test_the_editor_stands_over_the_title(view, mode):
    view.set_mode(mode)
    delegate = view.itemDelegate()
    assert isinstance(delegate, ItemDelegate)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 300, 260) if mode == "grid" else QRect(0, 0, 880, 64)
    index = view.model().index(0)
    editor = delegate.createEditor(view.viewport(), option, index)
    assert isinstance(editor, QLineEdit)
    delegate.updateEditorGeometry(editor, option, index)
    assert option.rect.contains(editor.geometry())


def test_progress_does_not_overwrite_what_is_typed(view):
    delegate, index = view.itemDelegate(), view.model().index(0)
    editor = delegate.createEditor(view.viewport(), QStyleOptionViewItem(), index)
    delegate.setEditorData(editor, index)
    assert editor.text() == "Ready"
    editor.setText("Half a ti")
    delegate.setEditorData(editor, index)
    assert editor.text() == "Half a ti"
    told = []
    view.model().renamed.connect(lambda _id, title: told.append(title))
    delegate.setModelData(editor, view.model(), index)
    assert told == ["Half a ti"]


def test_cards_share_the_width(view):
    view.set_mode("grid")
    assert (
        view.gridSize().width() * (view.viewport().width() // view.gridSize().width())
        <= view.viewport().width()
    )
    view.resize(500, 700)
    assert view.gridSize() != QSize()
    assert view.gridSize().width() >= card_width()


def test_every_state_has_a_look():
    for state in JobState:
        for here in (True, False):
            item = msgspec.structs.replace(some_item("Talk"), state=state, here=here)
            assert (state_look(item) is None) == (state is JobState.COMPLETED and here)
    look = state_look(msgspec.structs.replace(some_item("Talk"), here=False, fetching=0.1))
    assert look is not None
    assert look[0] == "info"
