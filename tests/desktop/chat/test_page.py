"""The Ask page with the real services: offline, and with an engine on the OpenAI wire."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.chat.page import create_page
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from tests.support.asking import (
    LEAVES_START_MS,
    NOWHERE,
    WHERE,
    WHO,
    answering_engine,
    asked_library,
)
from tests.support.fake_provider import Reply
from tests.support.page_stage import stage
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@asynccontextmanager
async def asking(paths, clock, *, filled=True, **size):
    async with (
        asked_library(paths, clock, filled=filled) as library,
        stage(create_page, library.services, **size) as shown,
    ):
        await until(lambda: shown.page.choices.loaded and shown.page.sessions.loaded)
        yield library, shown


def last(page):
    """The view of the last answer."""
    return page.view.view_of(page.conversation.messages[-1].id)


async def typed(page, qtbot, words):
    """Type a question, send it, and return the view of its answer once it is whole."""
    await until(lambda: not page.conversation.busy)
    before = len(page.conversation.messages)
    qtbot.keyClicks(page.composer.field, words)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
    await whole(page, before + 2)
    return last(page)


async def whole(page, count):
    model = page.conversation
    await until(lambda: not model.busy and len(model.messages) == count and not model.messages[-1].live)


async def test_ask_offline_and_click_the_citation(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        assert page.stack.state() == "empty"
        answer = await typed(page, qtbot, WHERE)
        assert page.stack.state() == "content"
        assert "without AI" in answer.mode.text()
        assert "chloroplast is where photosynthesis" in answer.text.toPlainText()
        place = answer.text.chip_rect(0).center().toPoint()
        qtbot.mouseClick(answer.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
        page_id, target = shown.shell.opened[0]
        assert page_id == "player"
        # The chloroplast's sentence is the second; it begins two seconds into the recording's speech.
        assert target["start_ms"] == LEAVES_START_MS + 2_000
        cited = page.conversation.messages[-1].citations[0]
        assert (target["item_id"], target["quote"]) == (cited.item_id, cited.text)
        answer = await typed(page, qtbot, WHO)
        qtbot.mouseClick(answer.sources.cards()[0], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
        assert shown.shell.opened[1][1]["page"] == 1
        assert page.panel.current_chat().title == "Where does photosynthesis take place"


async def test_nothing_in_the_material_and_a_narrow_scope(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        leaves = next(one for one in page.choices.items if one.title == "Leaves")
        page.open_target(item_id=leaves.id)
        assert page.composer.scope.current() == f"item:{leaves.id}"
        answer = await typed(page, qtbot, WHO)
        assert answer.mode.text() == "Not in your material"
        qtbot.mouseClick(answer.mode.button, Qt.MouseButton.LeftButton)
        await until(lambda: page.conversation.messages[-1].mode == "passages")
        assert page.composer.scope.current() == ""
        answer = await typed(page, qtbot, NOWHERE)
        assert answer.mode.button.isHidden()


async def test_an_answer_streams_and_is_stopped_by_escape(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (library, shown), answering_engine(library) as fake:
        page = shown.page
        await until(lambda: "fake-small" in page.composer.engine.accessibleName())
        fake.script.append(Reply(["It takes place in the ", "chloroplast [1]. ", "And more"], hold_after=2))
        qtbot.keyClicks(page.composer.field, WHERE)
        qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
        await until(lambda: page.conversation.messages and last(page).text.chips() == [1])
        assert last(page).activity.text() == "Writing…"
        assert not page.composer.stop.isHidden()
        qtbot.keyClick(page.composer.field, Qt.Key.Key_Escape)
        await whole(page, 2)
        assert last(page).stopped.text() == "You stopped this answer."
        assert page.composer.stop.isHidden()
        fake.script.append(Reply(["It takes place in the chloroplast [1]."]))
        qtbot.mouseClick(last(page).stopped.button, Qt.MouseButton.LeftButton)
        await until(lambda: page.conversation.messages[-1].state == "done")
        await whole(page, 2)
        assert last(page).engine.text() == "Written by fake-small"


async def test_a_refused_key_falls_back_and_leads_to_settings(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (library, shown), answering_engine(library) as fake:
        fake.script.append(Reply(status=401, error={"error": {"message": "no", "type": "auth"}}))
        answer = await typed(shown.page, qtbot, WHERE)
        assert "chloroplast" in answer.text.toPlainText()
        assert not answer.failure.isHidden()
        qtbot.mouseClick(answer.failure.action_button, Qt.MouseButton.LeftButton)
        assert shown.shell.opened == [("settings", {"section": "answers"})]


async def test_an_answer_without_citations_can_be_replaced_by_quotes(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (library, shown), answering_engine(library) as fake:
        fake.script.append(Reply(["In the leaves."]))
        answer = await typed(shown.page, qtbot, WHERE)
        qtbot.mouseClick(answer.remark.button, Qt.MouseButton.LeftButton)
        await until(lambda: shown.page.conversation.messages[-1].mode == "passages")


async def test_editing_the_last_question(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        await typed(page, qtbot, NOWHERE)
        page.view.edit_last_question()
        page.view.view_of(page.conversation.messages[0].id).edited.emit(WHERE)
        await until(lambda: page.conversation.messages and page.conversation.messages[0].text == WHERE)
        await whole(page, 2)
        assert page.conversation.messages[1].mode == "passages"


async def test_a_question_that_was_refused_is_not_lost(qloop, qtbot, paths, clock, monkeypatch):
    async with asking(paths, clock) as (library, shown):
        page = shown.page

        async def broken(*_arguments, **_options):
            raise AppError("storage.disk_full", needed_bytes=1)

        monkeypatch.setattr(library.services.chat, "start", broken)
        qtbot.keyClicks(page.composer.field, WHERE)
        qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
        await until(lambda: not page.failure.isHidden())
        assert page.composer.text() == WHERE
        monkeypatch.undo()
        qtbot.mouseClick(page.failure.retry_button, Qt.MouseButton.LeftButton)
        await whole(page, 2)
        assert page.failure.isHidden()
        assert page.composer.text() == ""


async def test_chats_are_opened_renamed_deleted_and_brought_back(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        await typed(page, qtbot, WHERE)
        first = page.conversation.chat_id
        clock.advance(60_000)
        qtbot.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
        assert page.stack.state() == "empty"
        assert page.more.isHidden()
        await typed(page, qtbot, WHO)
        await until(lambda: page.panel.model.rowCount() == 2)
        page.panel.opened.emit(first)
        await until(lambda: page.conversation.loaded and page.conversation.messages)
        page.chat_menu().actions()[0].trigger()
        field = page.panel.list.findChild(QLineEdit)
        field.setText("Plants")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: page.header.subtitle.full_text() == "Plants")
        page.chat_menu().actions()[1].trigger()
        await until(lambda: shown.shell.toasts)
        assert shown.shell.toasts[0].text == "Deleted “Plants”"
        assert page.conversation.chat_id is None
        undo = shown.shell.toasts[0].on_action
        assert undo is not None
        undo()
        await until(lambda: page.panel.model.rowCount() == 2 and page.conversation.messages)
        assert page.conversation.chat_id == first


async def test_messages_are_deleted_and_brought_back(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        await typed(page, qtbot, WHERE)
        answer = await typed(page, qtbot, WHO)
        kept = [one.id for one in page.conversation.messages]
        qtbot.mouseClick(answer.delete_button, Qt.MouseButton.LeftButton)
        await until(lambda: len(page.conversation.messages) == 3)
        question = page.view.view_of(page.conversation.messages[0].id)
        qtbot.mouseClick(question.delete_button, Qt.MouseButton.LeftButton)
        await until(lambda: len(page.conversation.messages) == 1 and len(shown.shell.toasts) == 2)
        for toast in shown.shell.toasts:
            assert toast.on_action is not None
            toast.on_action()
        await until(lambda: [one.id for one in page.conversation.messages] == kept)
        page.conversation.delete(page.conversation.chat_id)


async def test_every_control_has_a_name(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        await typed(shown.page, qtbot, WHERE)
        unnamed = [
            widget
            for widget in shown.page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert unnamed == []


async def test_an_empty_library_leads_to_the_library(qloop, qtbot, paths, clock):
    async with asking(paths, clock, filled=False) as (_library, shown):
        page = shown.page
        qtbot.mouseClick(page.start.button, Qt.MouseButton.LeftButton)
        answer = await typed(page, qtbot, WHERE)
        assert answer.mode.text() == "Not in your material"
        qtbot.mouseClick(answer.mode.button, Qt.MouseButton.LeftButton)
        assert shown.shell.opened == [("library", {}), ("library", {})]


async def test_examples_and_follow_ups_are_asked_at_once(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        page.start.show_examples([WHERE])
        qtbot.keyClick(page.start.examples()[0], Qt.Key.Key_Return)
        await whole(page, 2)
        page.view.suggested.emit(WHO)
        await whole(page, 4)


async def test_opened_with_a_question_and_with_a_chat(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        page.open_target(question=WHERE)
        await whole(page, 2)
        first = page.conversation.chat_id
        page.open_target(question=WHO)
        await until(lambda: page.conversation.chat_id not in (None, first))
        await whole(page, 2)
        page.open_target(chat_id=first)
        await until(lambda: page.conversation.messages and page.conversation.messages[0].text == WHERE)


async def test_what_is_typed_and_open_comes_back(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (library, shown):
        page = shown.page
        await typed(page, qtbot, WHERE)
        page.composer.set_text("And wh")
        page.toggle.click()
        state = page.page_state()
        async with stage(create_page, library.services) as again:
            again.page.restore_state(state)
            await until(lambda: again.page.conversation.messages)
            assert again.page.composer.text() == "And wh"
            assert again.page.panel.isHidden()
            again.page.restore_state({"chat": 7, "split": "x", "typed": None, "sessions": "?"})


async def test_proposals_come_while_typing(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        await typed(page, qtbot, WHERE)
        qtbot.keyClicks(page.composer.field, "wher")
        await until(page.composer.proposals.isVisible)
        assert page.composer.proposals.texts() == [WHERE]


async def test_copying_rating_and_shortcuts(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (_library, shown):
        page = shown.page
        answer = await typed(page, qtbot, WHERE)
        page._copy_answer()
        assert "[1] Leaves, 1:02" in QGuiApplication.clipboard().text()
        assert shown.shell.toasts[0].tone == "ok"
        qtbot.mouseClick(answer.up_button, Qt.MouseButton.LeftButton)
        await until(lambda: page.conversation.messages[-1].rating == 1)
        before = page.conversation.messages[-1].id
        page._retry_last()
        await until(lambda: page.conversation.messages[-1].id != before)
        await whole(page, 2)
        page._find_chat()
        assert page.panel.search.hasFocus()
        listed = {entry.text for entry in shown.shell.shortcuts.entries()}
        assert {"New chat", "Stop the answer", "Copy the last answer", "Edit the last question"} <= listed


async def test_a_scope_that_was_deleted_is_said(qloop, qtbot, paths, clock):
    async with asking(paths, clock) as (library, shown):
        page = shown.page
        leaves = next(one for one in page.choices.items if one.title == "Leaves")
        page.open_target(item_id=leaves.id)
        await library.services.media.library.delete([leaves.id])
        await until(lambda: page.composer.scope.text() == "Something that was deleted")


async def test_a_chat_that_cannot_be_read_can_be_tried_again(qloop, qtbot, paths, clock, monkeypatch):
    async with asking(paths, clock) as (library, shown):
        page = shown.page
        await typed(page, qtbot, WHERE)

        async def broken(_chat_id):
            raise AppError("storage.disk_error")

        monkeypatch.setattr(library.services.chat, "messages", broken)
        page.conversation.reload()
        await until(lambda: page.stack.state() == "error")
        monkeypatch.undo()
        qtbot.mouseClick(page.stack.error.retry_button, Qt.MouseButton.LeftButton)
        await until(lambda: page.stack.state() == "content")


async def test_a_narrow_window_gives_its_room_to_the_conversation(qloop, qtbot, paths, clock):
    async with asking(paths, clock, width=700) as (_library, shown):
        page = shown.page
        assert page.panel.isHidden()
        qtbot.mouseClick(page.toggle, Qt.MouseButton.LeftButton)
        assert not page.panel.isHidden()


@pytest.mark.parametrize("choice", [ThemeChoice("dark"), ThemeChoice("contrast"), ThemeChoice("light", 200)])
async def test_nothing_is_clipped(qloop, qtbot, paths, clock, choice):
    """No word of a control is wider than the control, and field and conversation stand under each other."""
    theming().choose(choice)
    try:
        async with asking(paths, clock) as (_library, shown):
            page = shown.page
            answer = await typed(page, qtbot, WHERE)
            for control in (page.composer.scope, page.composer.engine, page.composer.send, page.new_button):
                assert control.fontMetrics().horizontalAdvance(control.text()) < control.width() + 2
            left = [one.mapTo(page, QPoint(0, 0)).x() for one in (answer, page.composer)]
            assert abs(left[0] - left[1]) <= 2
    finally:
        theming().choose(ThemeChoice("light"))
