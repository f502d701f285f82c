"""The conversation on screen: what is laid out, what is kept, and who scrolls."""

import time

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.chat.answer_page import AnswerView
from desktop.chat.answers import MessageView
from desktop.chat.conversation_page import FIRST_SHOWN, ConversationView
from desktop.chat.question_page import QuestionView
from shared.ids import ChatId, MessageId, new_id
from tests.support.citations import citation

CHAT = ChatId(new_id())
PARAGRAPH = "Light is fast [1]. " * 12


def question(text="Why?") -> MessageView:
    return MessageView(MessageId(new_id()), CHAT, "user", text, 0)


def answer(text=PARAGRAPH, **fields) -> MessageView:
    return MessageView(
        MessageId(new_id()), CHAT, "assistant", text, 0, mode="model", citations=(citation(),), **fields
    )


def exchanges(count) -> list[MessageView]:
    return [one for number in range(count) for one in (question(f"Question {number}?"), answer())]


@pytest.fixture
def view(qtbot) -> ConversationView:
    made = ConversationView()
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def settled(view, qtbot):
    """Let the layout and what waits for it be done."""
    for _ in range(4):
        qtbot.wait(1)


def at_end(view) -> bool:
    bar = view.verticalScrollBar()
    return bar.value() == bar.maximum()


def top_of(view, message) -> int:
    found = view.view_of(message.id)
    return found.mapTo(view.viewport(), found.rect().topLeft()).y()


def test_a_conversation_opens_at_its_end(view, qtbot):
    messages = exchanges(4)
    view.show_messages(messages, advice=None)
    settled(view, qtbot)
    assert view.verticalScrollBar().maximum() > 0
    assert at_end(view)
    assert view.latest.isHidden()


def test_views_of_known_messages_are_kept(view, qtbot):
    messages = exchanges(2)
    view.show_messages(messages, advice=None)
    before = [view.view_of(one.id) for one in messages]
    rated = [*messages[:-1], msgspec.structs.replace(messages[-1], rating=1)]
    view.show_messages([*rated, question("More?")], advice=None)
    assert [view.view_of(one.id) for one in messages] == before
    assert isinstance(before[0], QuestionView)
    assert isinstance(before[1], AnswerView)
    assert before[3].up_button.isChecked()


def test_messages_that_are_gone_go(view, qtbot):
    messages = exchanges(2)
    view.show_messages(messages, advice=None)
    view.show_messages(messages[:2], advice=None)
    assert view.view_of(messages[2].id) is None
    view.show_messages([], advice=None)
    assert view.view_of(messages[0].id) is None


def test_the_past_is_laid_out_when_it_is_wanted(view, qtbot):
    messages = exchanges(FIRST_SHOWN * 3 // 2)
    view.show_messages(messages, advice=None)
    settled(view, qtbot)
    assert view.view_of(messages[0].id) is None
    assert view.view_of(messages[-FIRST_SHOWN].id) is not None
    view.verticalScrollBar().setValue(0)
    first = messages[-FIRST_SHOWN]
    before = top_of(view, first)
    qtbot.mouseClick(view.earlier, Qt.MouseButton.LeftButton)
    settled(view, qtbot)
    assert view.view_of(messages[-2 * FIRST_SHOWN].id) is not None
    # What was read stays where it was, but for the height of the button's own line.
    assert abs(top_of(view, first) - before) < 80
    view.show_earlier()
    assert view.view_of(messages[0].id) is not None
    assert view.earlier.isHidden()


def grow(view, qtbot, message, text):
    """Show more text of an answer being written; returns it."""
    longer = msgspec.structs.replace(message, text=text)
    view.show_message(longer)
    settled(view, qtbot)
    return longer


def asked(view, qtbot):
    """A long conversation in which a question was just asked."""
    past = exchanges(4)
    view.show_messages(past, advice=None)
    settled(view, qtbot)
    new, writing = question("And now?"), answer("", live=True)
    view.show_messages([*past, new, writing], advice=None)
    view.follow_latest()
    settled(view, qtbot)
    return new, writing


def test_a_new_question_goes_up_and_then_stands_still(view, qtbot):
    new, writing = asked(view, qtbot)
    assert at_end(view)
    for paragraphs in range(1, 8):
        writing = grow(view, qtbot, writing, f"{PARAGRAPH}\n\n" * paragraphs)
    assert 0 <= top_of(view, new) < 20
    assert not view.latest.isHidden()
    qtbot.mouseClick(view.latest, Qt.MouseButton.LeftButton)
    settled(view, qtbot)
    assert at_end(view), (view.verticalScrollBar().value(), view.verticalScrollBar().maximum())


def test_a_reader_who_scrolls_is_not_moved(view, qtbot):
    _new, writing = asked(view, qtbot)
    view.verticalScrollBar().setValue(40)
    writing = grow(view, qtbot, writing, PARAGRAPH * 3)
    assert view.verticalScrollBar().value() == 40
    assert not view.latest.isHidden()


def test_phase_and_editing(view, qtbot):
    new, writing = asked(view, qtbot)
    view.show_phase("Searching…")
    assert view.view_of(writing.id).activity.text() == "Searching…"
    view.set_editable(editable=False)
    assert view.view_of(new.id).edit_button.isHidden()
    view.set_editable(editable=True)
    view.edit_last_question()
    assert view.view_of(new.id).is_editing()


def test_what_a_message_wants_is_told_with_it(view, qtbot):
    messages = exchanges(1)
    view.show_messages(messages, advice=None)
    told = []
    view.wished.connect(lambda message, wish: told.append((message.id, wish)))
    view.rated.connect(lambda id_, rating: told.append((id_, rating)))
    view.edited.connect(lambda id_, text: told.append((id_, text)))
    view.citation_opened.connect(lambda one: told.append(one.n))
    view.suggested.connect(told.append)
    asking, answering = (view.view_of(one.id) for one in messages)
    answering.wished.emit("retry")
    answering.rated.emit(1)
    answering.suggested.emit("More?")
    answering.citation_opened.emit(messages[1].citations[0])
    asking.edited.emit("Other?")
    assert told == [
        (messages[1].id, "retry"),
        (messages[1].id, 1),
        "More?",
        1,
        (messages[0].id, "Other?"),
    ]
    view.copy_answer(messages[1].id)
    assert "Lecture 1" in QGuiApplication.clipboard().text()


def test_a_long_conversation_opens_and_grows_without_long_frames(view, qtbot, qapp):
    messages = [*exchanges(150), question("And now?"), answer("", live=True)]
    started = time.thread_time()
    view.show_messages(messages, advice=None)
    opened = time.thread_time() - started
    worst = 0.0
    text = "\n\n".join([PARAGRAPH] * 60)
    writing = messages[-1]
    for length in range(0, len(text), 400):
        started = time.thread_time()
        view.show_message(msgspec.structs.replace(writing, text=text[:length]))
        qapp.processEvents()
        worst = max(worst, time.thread_time() - started)
    assert worst < 0.1, worst
    assert opened < 0.2, opened
