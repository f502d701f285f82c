"""An answer on screen, in every state it can be in."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from desktop.chat.answer_page import AnswerView
from desktop.chat.answers import Doubt, MessageView, Problem
from shared.errors import AppError
from shared.ids import ChatId, MessageId, new_id
from tests.support.citations import citation

TEXT = "Light is fast [1]. Nobody knows why."
ANSWER = MessageView(
    MessageId(new_id()),
    ChatId(new_id()),
    "assistant",
    TEXT,
    0,
    mode="model",
    engine="anthropic claude-x",
    citations=(citation(),),
)


def changed(**fields) -> MessageView:
    return msgspec.structs.replace(ANSWER, **fields)


@pytest.fixture
def view(qtbot) -> AnswerView:
    made = AnswerView(ANSWER)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


def wishes(view) -> list[str]:
    found = []
    view.wished.connect(found.append)
    return found


def test_a_whole_answer(view):
    view.show_message(ANSWER)
    assert view.text.markdown() == TEXT
    assert view.text.chips() == [1]
    assert [card.citation.n for card in view.sources.cards()] == [1]
    assert view.engine.text() == "Written by claude-x"
    hidden = (view.mode, view.activity, view.doubts, view.remark, view.stopped, view.failure)
    assert all(one.isHidden() for one in hidden)


def test_chips_and_cards_open_the_source_and_light_each_other(view, qtbot):
    view.show_message(ANSWER)
    opened = []
    view.citation_opened.connect(opened.append)
    place = view.text.chip_rect(0).center().toPoint()
    qtbot.mouseMove(view.text.viewport(), place)
    assert view.sources.cards()[0].is_highlighted()
    qtbot.mouseClick(view.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(view.sources.cards()[0], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert opened == [ANSWER.citations[0]] * 2
    view.sources.pointed.emit(1)
    assert view.text._highlighted == 1


def test_while_it_is_written(view):
    view.show_message(
        changed(text="", live=True, state="unfinished", mode=None, citations=()), phase="Searching…"
    )
    assert view.activity.text() == "Searching…"
    assert view.text.isHidden()
    assert view._tools.isHidden()
    view.show_message(changed(text="Light **is", live=True, state="unfinished", mode=None), phase="Writing…")
    assert view.text.toPlainText() == "Light is"
    view.show_message(ANSWER)
    assert view.activity.isHidden()


def test_sentences_that_are_not_borne_out_are_marked_and_explained(view):
    first = TEXT.index("Nobody")
    view.show_message(changed(doubts=(Doubt(first, len(TEXT)),)))
    assert "1" in view.doubts.text()
    cursor = view.text.textCursor()
    cursor.setPosition(view.text.toPlainText().index("Nobody") + 3)
    assert cursor.charFormat().toolTip()


def test_without_ai(view, qtbot):
    view.show_message(changed(mode="passages", engine=None))
    assert "without AI" in view.mode.text()
    found = wishes(view)
    qtbot.mouseClick(view.mode.button, Qt.MouseButton.LeftButton)
    assert found == ["settings"]
    assert view.engine.text() == ""


def test_ai_that_failed_is_told_beside_the_quotes(view, qtbot):
    problem = Problem.of(AppError("ai.unreachable", provider="Ollama"))
    view.show_message(changed(mode="passages", engine=None, problem=problem))
    assert not view.failure.isHidden()
    assert view.mode.button.isHidden()
    found = wishes(view)
    qtbot.mouseClick(view.failure.retry_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.failure.action_button, Qt.MouseButton.LeftButton)
    assert found == ["retry", "settings"]


def test_an_allowance_that_is_used_up_leads_to_what_is_left(view, qtbot):
    error = AppError(
        "billing.used_up", meter="ai_tokens", used=9, limit=9, whose="you", resets_ms=1, plan="free"
    )
    view.show_message(changed(mode="passages", engine=None, problem=Problem.of(error)))
    assert "AI tokens of this month" in view.failure._body.text()
    assert view.failure.retry_button.isHidden()
    found = wishes(view)
    qtbot.mouseClick(view.failure.action_button, Qt.MouseButton.LeftButton)
    assert found == ["usage"]
    reserved = AppError("billing.reserved", meter="ai_tokens", held=9)
    view.show_message(changed(mode="passages", engine=None, problem=Problem.of(reserved)))
    assert not view.failure.retry_button.isHidden()


@pytest.mark.parametrize(("advice", "words"), [("widen", True), ("add", True), (None, False)])
def test_not_in_the_material(view, qtbot, advice, words):
    view.show_message(
        changed(mode="nothing_relevant", engine=None, citations=(), text="Nothing."), advice=advice
    )
    assert view.mode.text() == "Not in your material"
    assert view.mode.button.isHidden() is not words
    found = wishes(view)
    view.mode.action.emit()
    assert found == [advice or "widen"]


def test_a_cut_answer_keeps_its_text(view):
    problem = Problem.of(AppError("ai.cut_off", provider="Ollama"))
    view.show_message(changed(text="Light is", state="failed", problem=problem, citations=()))
    assert view.text.toPlainText() == "Light is"
    assert not view.failure.isHidden()


@pytest.mark.parametrize("state", ["cancelled", "unfinished"])
def test_a_stopped_answer_can_be_asked_again(view, qtbot, state):
    view.show_message(changed(text="Light", state=state, citations=()))
    assert view.stopped.text()
    found = wishes(view)
    qtbot.mouseClick(view.stopped.button, Qt.MouseButton.LeftButton)
    assert found == ["retry"]


def test_an_answer_that_cites_nothing_is_questioned(view, qtbot):
    view.show_message(changed(citations=(), problem=Problem("chat.uncited")))
    assert view.failure.isHidden()
    assert "cites nothing" in view.remark.text()
    found = wishes(view)
    qtbot.mouseClick(view.remark.button, Qt.MouseButton.LeftButton)
    assert found == ["offline"]
    view.show_message(changed(problem=Problem("ai.answer_cut")))
    assert view.remark.text()
    assert view.remark.button.isHidden()


def test_thumbs(view, qtbot):
    view.show_message(ANSWER)
    rated = []
    view.rated.connect(rated.append)
    qtbot.mouseClick(view.up_button, Qt.MouseButton.LeftButton)
    view.show_message(changed(rating=1))
    assert (view.up_button.isChecked(), view.down_button.isChecked()) == (True, False)
    qtbot.mouseClick(view.down_button, Qt.MouseButton.LeftButton)
    view.show_message(changed(rating=-1))
    qtbot.mouseClick(view.down_button, Qt.MouseButton.LeftButton)
    assert rated == [1, -1, 0]


def test_copying(view, qtbot):
    view.show_message(ANSWER)
    with qtbot.waitSignal(view.copied):
        qtbot.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == view.plain_text()
    assert "[1] Lecture 1, 12:34–12:47" in view.plain_text()


def test_questions_to_go_on_with(view, qtbot):
    questions = ("What is light?", "How fast is sound?")
    view.show_message(changed(follow_ups=questions))
    asked = []
    view.suggested.connect(asked.append)
    qtbot.keyClick(view.suggestions()[1], Qt.Key.Key_Return)
    assert asked == ["How fast is sound?"]
    view.show_message(changed(follow_ups=questions), latest=False)
    assert view.suggestions() == []
    view.show_message(changed(follow_ups=questions, live=True))
    assert view.suggestions() == []


def test_every_button_has_a_name(view):
    for button in (view.copy_button, view.up_button, view.down_button, view.again_button, view.delete_button):
        assert button.accessibleName()
        assert button.toolTip()
