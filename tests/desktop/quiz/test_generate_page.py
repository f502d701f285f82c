"""The page by hand and keyboard: made, read, edited, kept; and what it says when there is nothing."""

import pytest
from PySide6.QtCore import Qt

from desktop.media.states import JobState
from desktop.quiz.generate_page import create_page
from desktop.widgets.theming import ThemeChoice, theming
from tests.support.asking import answering_engine
from tests.support.fake_provider import Reply
from tests.support.generating import generating
from tests.support.page_stage import stage
from tests.support.search_library import speech
from tests.support.small_library import small_library
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


async def made(page):
    await until(lambda: page.view_model.made or page.view_model.error is not None)


async def test_from_an_item_to_a_quiz(qloop, qtbot, paths):
    async with generating(paths) as (library, item_id, shown):
        page, shell = shown.page, shown.shell
        assert page.bar.isHidden()
        page.open_target(item_id=item_id)
        await until(lambda: page.form.item.current() == str(item_id))
        qtbot.mouseClick(page.form.make_button, Qt.MouseButton.LeftButton)
        await made(page)
        assert len(page.cards) == 10
        assert page.notice.text() == "Made without AI: check the questions."
        assert page.title.text() == "How leaves work"
        page.cards[0].check.click()
        assert page.words.full_text() == "9 of 10 chosen"
        assert "9" in page.keep_button.text()
        qtbot.mouseClick(page.keep_button, Qt.MouseButton.LeftButton)
        await until(lambda: shell.opened)
        page_id, target = shell.opened[0]
        assert page_id == "quiz_editor"
        assert len((await library.services.quizzes.quiz(target["quiz_id"])).questions) == 9
        assert page.cards == []
        undo = shell.toasts[0].on_action
        assert undo is not None
        undo()
        await until(lambda: not page.view_model.quizzes)


async def test_the_source_plays_and_back_leads_back(qloop, qtbot, paths):
    async with generating(paths) as (_library, item_id, shown):
        page = shown.page
        page.open_target(item_id=item_id)
        page.view_model.make()
        await made(page)
        card = page.cards[0]
        qtbot.mouseClick(card.source_button, Qt.MouseButton.LeftButton)
        page_id, target = shown.shell.opened[0]
        assert (page_id, target["item_id"]) == ("player", item_id)
        assert target["start_ms"] == card.question.source.start_ms
        assert target["quote"] == card.reviewed.draft.quote
        page.back_button.click()
        assert shown.shell.backs == 1


async def test_choosing_all_and_none_and_keys(qloop, qtbot, paths):
    async with generating(paths) as (library, item_id, shown):
        page = shown.page
        page.open_target(item_id=item_id)
        await until(lambda: page.form.item.current() == str(item_id))
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await made(page)
        page.all_button.click()
        assert not page.keep_button.isEnabled()
        assert not any(card.check.isChecked() for card in page.cards)
        page.all_button.click()
        page.title.setText("")
        page.title.typed.emit("")
        assert not page.keep_button.isEnabled()
        page.title.setText("Leaves")
        page.title.typed.emit("Leaves")
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: shown.shell.opened)
        assert [one.title for one in await library.services.quizzes.quizzes()] == ["Leaves"]


async def test_add_to_a_quiz_that_is_there(qloop, paths):
    async with generating(paths) as (library, item_id, shown):
        page = shown.page
        quiz_id = await library.services.quizzes.create("Biology")
        await until(lambda: page.view_model.quizzes)
        page.open_target(item_id=item_id, quiz_id=quiz_id)
        page.view_model.want(count=2)
        page.view_model.make()
        await made(page)
        assert page.quiz.current() == str(quiz_id)
        assert page.title.isHidden()
        page.keep_button.click()
        await until(lambda: shown.shell.opened)
        assert len((await library.services.quizzes.quiz(quiz_id)).questions) == 2


async def test_empty_library_and_kind_errors(qloop, paths):
    async with small_library(paths) as library:
        async with stage(create_page, library.services) as shown:
            await until(lambda: shown.page.stack.state() == "empty")
            shown.page.empty.action.emit()
            assert shown.shell.opened == [("library", {"choose_files": True})]
        waiting = await library.add("Waiting", speech("A lens."), state=JobState.PENDING)
        async with stage(create_page, library.services) as shown:
            page = shown.page
            page.open_target(item_id=waiting)
            await until(lambda: page.stack.state() == "content")
            page.view_model.make()
            await made(page)
            assert page.error.title() == "“Waiting” has no text yet."
            assert page.error.retry_button.isVisible()


async def test_a_model_that_fails_is_told_and_settings_are_near(qloop, paths):
    async with generating(paths) as (library, item_id, shown), answering_engine(library) as fake:
        page = shown.page
        page.open_target(item_id=item_id)
        await until(lambda: page.view_model.engine)
        assert "fake-small" in page.form.notice.text()
        fake.default = Reply(status=401, error={"error": {"message": "no"}})
        page.view_model.make()
        await made(page)
        assert "without AI" in page.notice.text()
        page.notice.action.emit()
        assert shown.shell.opened[-1] == ("settings", {"section": "answers"})
        assert all(card.reviewed.draft.maker == "offline" for card in page.cards)


async def test_what_is_wanted_is_remembered(qloop, paths):
    async with generating(paths) as (_library, _item_id, shown):
        page = shown.page
        page.restore_state({"count": 7, "kinds": ["cloze", "nonsense"], "offline": True})
        assert page.page_state() == {"count": 7, "kinds": ["cloze"], "offline": True}
        page.restore_state({"count": "many", "kinds": 3})
        assert page.page_state()["count"] == 7


@pytest.mark.parametrize("choice", [ThemeChoice("dark"), ThemeChoice("light", 200)])
async def test_the_bar_fits_a_small_window(qloop, paths, choice):
    theming().choose(choice)
    async with generating(paths, width=853, height=480) as (_library, item_id, shown):
        page = shown.page
        page.open_target(item_id=item_id)
        page.view_model.make()
        await made(page)
        assert page.width() == 853
        assert page.stack.height() > 100
