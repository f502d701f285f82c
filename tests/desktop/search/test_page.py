"""The Search page with the real index, by keyboard and mouse."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.media.states import JobState
from desktop.search.hits import IndexStatus
from desktop.search.page import create_page
from desktop.widgets.theming import ThemeChoice, theming
from shared.errors import AppError
from tests.support.page_stage import stage
from tests.support.search_library import BIOLOGY, COOKING, HISTORY, pages, speech
from tests.support.small_library import small_library
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@asynccontextmanager
async def searching(paths, clock, *, filled=True):
    """The page, and the ids of a recording and a document."""
    async with small_library(paths, clock) as library:
        ids = []
        if filled:
            ids.append(await library.add("Leaves", speech(BIOLOGY, start_ms=60_000), tags=["green"]))
            ids.append(await library.add("Print", pages(COOKING, HISTORY), kind="document"))
        async with stage(create_page, library.services) as shown:
            page = shown.page
            await until(lambda: len(page.view_model.items) == len(ids) and page.view_model.index)
            yield library, shown, ids


async def find(page, words):
    page.field.setText(words)
    await until(lambda: page.view_model.answered is not None and page.view_model.answered.text == words)


async def test_typing_finds_and_enter_plays_the_moment(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, (leaves, _print)):
        page = shown.page
        qtbot.keyClicks(page.field, "chloroplast")
        await until(lambda: page.view_model.hits)
        assert page.stack.state() == "content"
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
        quote = page.view_model.hits[0].quote
        target = {"item_id": leaves, "start_ms": 62_000, "page": None, "quote": quote}
        assert shown.shell.opened == [("player", target)]


async def test_a_click_opens_the_page_of_a_document(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, (_leaves, printed)):
        page = shown.page
        await find(page, "Gutenberg")
        place = page.results.visualRect(page.model.index(0)).center()
        qtbot.mouseClick(page.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
        target = {"item_id": printed, "start_ms": None, "page": 2, "quote": page.view_model.hits[0].quote}
        assert shown.shell.opened == [("player", target)]


async def test_arrow_keys_work_from_the_field(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (library, shown, _ids):
        await library.add(
            "Cells", speech("Every green cell holds a chloroplast, and some hold a hundred of them.")
        )
        page = shown.page
        await find(page, "chloroplast")
        await until(lambda: len(page.view_model.hits) == 2)
        first = page.results.current_hit()
        qtbot.keyClick(page.field, Qt.Key.Key_Down)
        assert page.results.current_hit() != first
        qtbot.keyClick(page.field, Qt.Key.Key_Up)
        assert page.results.current_hit() == first
        page.results.setFocus()
        qtbot.keyClick(page.results, Qt.Key.Key_Up)
        assert page.field.hasFocus()


async def test_the_same_words_twice_do_not_load_for_ever(qloop, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        page = shown.page
        await find(page, "zebra")
        assert page.stack.state() == "empty"
        page._ask()
        assert page.stack.state() == "empty"


async def test_nothing_found_says_so_and_helps(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        page = shown.page
        await find(page, "green submarines under polar ice caps")
        assert "green submarines" in page.empty._sentence.text()
        assert page.hint_notice.text()
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        await until(lambda: page.stack.state() == "content")


async def test_a_filter_that_hides_everything_can_be_cleared(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        page = shown.page
        page.kind.set_selected("document")
        page.kind.selected.emit("document")
        await find(page, "chloroplast")
        assert page.stack.state() == "empty"
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        await until(lambda: page.view_model.hits)
        assert page.kind.current() == ""


async def test_an_empty_library_leads_to_the_library(qloop, qtbot, paths, clock):
    async with searching(paths, clock, filled=False) as (_library, shown, _ids):
        page = shown.page
        await until(page.filters.isHidden)
        assert page.hint_notice.isHidden()
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        assert shown.shell.opened == [("library", {})]


async def test_asking_about_what_is_searched_for(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, (leaves, _print)):
        page = shown.page
        assert not page.ask_button.isEnabled()
        await find(page, "chloroplast")
        qtbot.mouseClick(page.ask_button, Qt.MouseButton.LeftButton)
        page.view_model.set_scope(f"item:{leaves}")
        page._ask_about(page.view_model.request.item_id)
        assert shown.shell.opened == [
            ("ask", {"question": "chloroplast", "item_id": None, "collection_id": None}),
            ("ask", {"question": "chloroplast", "item_id": leaves, "collection_id": None}),
        ]


async def test_the_context_menu_does_what_the_page_does(qloop, paths, clock):
    async with searching(paths, clock) as (_library, shown, (leaves, _print)):
        page = shown.page
        await find(page, "chloroplast")
        hit = page.view_model.hits[0]
        play, ask, only = page.result_menu(hit).actions()
        play.trigger()
        ask.trigger()
        only.trigger()
        assert [page_id for page_id, _target in shown.shell.opened] == ["player", "ask"]
        assert shown.shell.opened[1][1]["item_id"] == leaves
        assert page.scope.current() == f"item:{leaves}"
        page.results.menu_wanted.emit(hit, page.results.mapToGlobal(page.results.rect().center()))


async def test_notes_about_the_index(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (library, shown, _ids):
        page = shown.page
        assert page.index_notice.isHidden()
        await until(lambda: not page.words_notice.isHidden())
        qtbot.mouseClick(page.words_notice.button, Qt.MouseButton.LeftButton)
        assert shown.shell.opened == [("settings", {"section": "models"})]
        await library.add("Coming", speech(BIOLOGY), state=JobState.TRANSCRIBING)
        await until(page.index_notice.text)


async def test_a_provider_that_is_not_there_is_told_with_what_still_works(qloop, qtbot, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        page = shown.page
        away = AppError("search.provider_unreachable", provider="OpenAI (GPT)")
        for embedder, words in (("openai/m", "finds words only"), ("minilm", "goes on as before")):
            page.view_model.index = IndexStatus(2, 3, 3, embedder, problem=away)
            page._show_status()
            assert words in page.words_notice.text()
        qtbot.mouseClick(page.words_notice.button, Qt.MouseButton.LeftButton)
        assert shown.shell.opened[-1] == ("settings", {"section": "search"})


async def test_opened_with_a_query_and_an_item(qloop, paths, clock):
    async with searching(paths, clock) as (_library, shown, (leaves, _print)):
        page = shown.page
        page.open_target(query="chloroplast", item_id=leaves)
        await until(lambda: page.view_model.hits)
        assert page.field.text() == "chloroplast"
        assert page.scope.current() == f"item:{leaves}"


async def test_its_state_comes_back(qloop, paths, clock):
    async with searching(paths, clock) as (library, shown, _ids):
        page = shown.page
        page.order.selected.emit("item")
        await find(page, "chloroplast")
        state = page.page_state()
        async with stage(create_page, library.services) as again:
            again.page.restore_state(state)
            await until(lambda: again.page.view_model.hits)
            assert again.page.field.text() == "chloroplast"
            assert again.page.order.current() == "item"
            again.page.restore_state({"text": 1})


async def test_a_failure_can_be_tried_again(qloop, qtbot, paths, clock, monkeypatch):
    async with searching(paths, clock) as (library, shown, _ids):
        page = shown.page

        async def broken(*_arguments):
            raise AppError("storage.disk_error")

        monkeypatch.setattr(library.services.search, "search", broken)
        page.field.setText("chloroplast")
        await until(lambda: page.stack.state() == "error")
        monkeypatch.undo()
        qtbot.mouseClick(page.stack.error.retry_button, Qt.MouseButton.LeftButton)
        await until(lambda: page.stack.state() == "content")


async def test_every_control_has_a_name(qloop, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        await find(shown.page, "chloroplast")
        unnamed = [
            widget
            for widget in shown.page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert unnamed == []


async def test_shortcuts_are_listed(qloop, paths, clock):
    async with searching(paths, clock) as (_library, shown, _ids):
        listed = {entry.text for entry in shown.shell.shortcuts.entries()}
        assert {"Go to the search field", "Ask about this", "Open the result"} <= listed
        shown.page._focus_field()
        assert shown.page.field.hasFocus()


@pytest.mark.parametrize("choice", [ThemeChoice("dark"), ThemeChoice("contrast"), ThemeChoice("light", 200)])
async def test_nothing_is_clipped(qloop, paths, clock, choice):
    """No word of a control is wider than the control."""
    theming().choose(choice)
    try:
        async with searching(paths, clock) as (_library, shown, _ids):
            page = shown.page
            await find(page, "chloroplast")
            for control in (page.scope, page.kind, page.period, page.ask_button):
                words = control.fontMetrics().horizontalAdvance(control.text())
                assert words < control.width()
                assert control.geometry().right() <= control.parentWidget().width()
    finally:
        theming().choose(ThemeChoice("light"))
