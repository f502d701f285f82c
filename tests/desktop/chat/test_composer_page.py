"""Typing a question."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.chat.choices_view_model import EngineState
from desktop.chat.composer_page import Composer
from desktop.chat.material import EVERYTHING, Scope
from desktop.media.service import CollectionView
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from tests.support.window_services import some_item

LIMIT = 100


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 500)
    return made


@pytest.fixture
def composer(window, qtbot) -> Composer:
    column = QVBoxLayout(window)
    column.addStretch(1)
    made = Composer(LIMIT)
    made.show_material([], [], EVERYTHING, loaded=True)
    column.addWidget(made)
    window.show()
    window.activateWindow()
    made.focus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def offered(qtbot, composer, typed, texts):
    qtbot.keyClicks(composer.field, typed)
    composer.offer(typed, texts)


def test_enter_asks_and_clears(composer, qtbot):
    qtbot.keyClicks(composer.field, "  Why? ")
    with qtbot.waitSignal(composer.asked) as asked:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert asked.args == ["Why?"]
    assert composer.text() == ""


def test_shift_enter_makes_a_line_and_the_field_grows(composer, qtbot):
    before = composer.field.height()
    qtbot.keyClicks(composer.field, "Why")
    for _ in range(3):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert composer.field.toPlainText() == "Why\n\n\n"
    assert composer.field.height() > before * 1.5
    composer.set_text("line\n" * 50)
    tallest = composer.field.height()
    composer.set_text("line\n" * 90)
    assert composer.field.height() == tallest < 250
    composer.set_text("")
    assert composer.field.height() == before


def test_nothing_is_not_asked(composer, qtbot):
    qtbot.keyClicks(composer.field, "   ")
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert not composer.send.isEnabled()


def test_characters_are_counted_near_the_limit(composer, qtbot):
    composer.set_text("x" * 50)
    assert composer.count.isHidden()
    composer.set_text("x" * 90)
    assert composer.count.text() == "90 of 100 characters"
    composer.set_text("x" * 101)
    assert composer.count.property("tone") == "danger"
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert composer.text() == "x" * 101


def test_while_an_answer_is_written_it_can_be_stopped(composer, qtbot):
    assert composer.stop.isHidden()
    composer.set_busy(True)
    qtbot.keyClicks(composer.field, "Next?")
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(composer.stopped):
        qtbot.mouseClick(composer.stop, Qt.MouseButton.LeftButton)
    composer.set_busy(False)
    with qtbot.waitSignal(composer.asked):
        qtbot.mouseClick(composer.send, Qt.MouseButton.LeftButton)


def test_proposals_are_asked_for_when_typing_pauses(composer, qtbot):
    with qtbot.waitSignal(composer.typed) as typed:
        qtbot.keyClicks(composer.field, "Whe")
    assert typed.args == ["Whe"]


def test_a_proposal_is_taken_by_keyboard(composer, qtbot):
    offered(qtbot, composer, "Whe", ["Where is it?", "When was it?"])
    assert composer.proposals.isVisible()
    assert composer.proposals.texts() == ["Where is it?", "When was it?"]
    with qtbot.assertNotEmitted(composer.asked):
        qtbot.keyClick(composer.field, Qt.Key.Key_Down)
        qtbot.keyClick(composer.field, Qt.Key.Key_Down)
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert composer.field.toPlainText() == "When was it?"
    assert composer.field.hasFocus()
    assert not composer.proposals.isVisible()


def test_enter_sends_what_was_typed_unless_a_proposal_was_chosen(composer, qtbot):
    offered(qtbot, composer, "Whe", ["Where is it?"])
    with qtbot.waitSignal(composer.asked) as asked:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert asked.args == ["Whe"]
    assert not composer.proposals.isVisible()


def test_up_begins_at_the_last_proposal_and_escape_closes(composer, qtbot):
    offered(qtbot, composer, "Whe", ["Where is it?", "When was it?"])
    qtbot.keyClick(composer.field, Qt.Key.Key_Up)
    assert composer.proposals.list.currentIndex().row() == 1
    qtbot.keyClick(composer.field, Qt.Key.Key_Escape)
    assert not composer.proposals.isVisible()
    assert composer.text() == "Whe"


def test_a_proposal_is_taken_by_mouse(composer, qtbot):
    offered(qtbot, composer, "Whe", ["Where is it?"])
    view = composer.proposals.list
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert composer.text() == "Where is it?"


def test_late_proposals_are_not_shown(composer, qtbot):
    qtbot.keyClicks(composer.field, "When")
    composer.offer("Whe", ["Where is it?"])
    assert not composer.proposals.isVisible()
    offered(qtbot, composer, "", [])
    assert not composer.proposals.isVisible()


def test_what_can_be_asked_about(composer):
    item, collection = some_item("Leaves"), CollectionView(CollectionId(new_id()), "Biology", 0, 1, False)
    scope = Scope(item_id=item.id)
    composer.show_material([item], [collection], scope, loaded=True)
    assert [one.text for one in composer.scope.options()] == ["Everything", "Biology", "Leaves"]
    assert composer.scope.text() == "Leaves"
    composer.show_material([], [collection], scope, loaded=True)
    assert composer.scope.text() == "Something that was deleted"


def test_who_answers_leads_to_settings(composer, qtbot):
    composer.show_engine(EngineState())
    assert composer.engine.text() == "Without AI"
    composer.show_engine(EngineState(problem=AppError("ai.key_missing", provider="xAI")))
    assert "xAI" in composer.engine.toolTip()
    composer.show_engine(EngineState("Ollama", "a-model-with-a-very-long-name-indeed-that-has-no-end"))
    assert "…" in composer.engine.text()
    assert "no-end" in composer.engine.accessibleName()
    assert "Ollama" in composer.engine.toolTip()
    with qtbot.waitSignal(composer.engine_wanted):
        qtbot.mouseClick(composer.engine, Qt.MouseButton.LeftButton)


def test_escape_is_left_to_the_page(composer, qtbot):
    seen = []
    composer.window().keyPressEvent = lambda event: seen.append(event.key())
    qtbot.keyClick(composer.field, Qt.Key.Key_Escape)
    assert seen == [Qt.Key.Key_Escape]
