"""What a person does with the item in the player, on a real library."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.media.library_details_dialog import DetailsDialog
from desktop.media.player_actions_page import file_name
from desktop.media.player_page import create_page
from desktop.media.service import ExportFormat, ItemFilter
from tests.support.changes_waiting import until_told
from tests.support.media_files import PLAYER_MESSAGES, make_tone
from tests.support.page_stage import stage
from tests.support.player_library import player_library, spoken
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore(*PLAYER_MESSAGES, "This plugin does not support", extend=True)


@pytest.fixture
def opened(paths, tmp_path: Path):
    """The player with a talk; an async context manager, because the loop is the test's."""

    @asynccontextmanager
    async def open_talk():
        async with player_library(paths) as library:
            item_id = await library.add(make_tone(tmp_path / "Talk.wav"), [spoken(0, "Light is fast.")])
            async with stage(create_page, library.services) as shown:
                shown.page.open_target(item_id=item_id)
                await until(lambda: shown.page.stack.state() == "content")
                yield library, shown, item_id

    return open_talk


async def test_renaming_can_be_undone(qloop, opened):
    async with opened() as (library, shown, item_id):
        shown.page.header.renamed.emit("About light")
        await until(lambda: shown.shell.toasts)
        assert shown.shell.toasts[0].text == "Renamed to “About light”"
        await until(lambda: shown.page.header.title.full_text() == "About light")
        shown.shell.toasts[0].on_action()
        await until(lambda: shown.page.header.title.full_text() == "Talk")
        assert (await library.services.media.item(item_id)).title == "Talk"


async def test_deleting_goes_back_and_can_be_undone(qloop, opened):
    async with opened() as (library, shown, item_id):
        shown.page.header.delete_wanted.emit()
        await until(lambda: shown.shell.toasts)
        assert shown.shell.backs == 1
        assert await library.services.media.items(ItemFilter()) == []
        shown.shell.toasts[0].on_action()

        async def there() -> bool:
            return [item.id for item in await library.services.media.items()] == [item_id]

        await until_told(library.services.bus, there)


async def test_asking_is_about_this_item(qloop, opened):
    async with opened() as (_library, shown, item_id):
        shown.page.header.ask_wanted.emit()
        assert shown.shell.opened == [("ask", {"item_id": item_id})]
        shown.page.header.quiz_wanted.emit()
        assert shown.shell.opened[1:] == [("quiz_generate", {"item_id": item_id})]


async def test_exporting_asks_where_and_says_that_it_is_done(qloop, opened, tmp_path):
    async with opened() as (_library, shown, _item_id):
        shown.page.header.export_wanted.emit(ExportFormat.VTT)
        dialog = shown.page.window().findChild(QFileDialog)
        assert dialog.selectedFiles()[0].endswith("Talk.vtt")
        dialog.fileSelected.emit(str(tmp_path / "Talk.vtt"))
        await until(lambda: shown.shell.toasts)
        assert (tmp_path / "Talk.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
        assert shown.shell.toasts[0].text == "Saved as “Talk.vtt”"
        dialog.close()


async def test_the_file_itself_can_be_taken_along(qloop, opened, tmp_path):
    async with opened() as (_library, shown, _item_id):
        shown.page.header.copy_wanted.emit()
        dialog = shown.page.window().findChild(QFileDialog)
        assert dialog.selectedFiles()[0].endswith("Talk.wav")
        dialog.fileSelected.emit(str(tmp_path / "copy.wav"))
        await until(lambda: shown.shell.toasts)
        assert (tmp_path / "copy.wav").read_bytes() == (tmp_path / "Talk.wav").read_bytes()
        dialog.close()


async def test_details_change_title_description_and_tags(qloop, opened):
    async with opened() as (library, shown, item_id):
        shown.page.header.details_wanted.emit()
        await until(lambda: shown.page.window().findChild(DetailsDialog))
        dialog = shown.page.window().findChild(DetailsDialog)
        dialog.title.setText("About light")
        dialog.description.setPlainText("The first lecture")
        dialog.accept()
        await until(lambda: shown.page.header.title.full_text() == "About light")
        await until(lambda: shown.page.view_model.item.description == "The first lecture")
        assert (await library.services.media.item(item_id)).description == "The first lecture"
        await until(lambda: shown.shell.toasts)
        assert shown.shell.toasts[0].text == "Details of “About light” changed"
        shown.shell.toasts[0].on_action()
        await until(lambda: shown.page.header.title.full_text() == "Talk")
        assert (await library.services.media.item(item_id)).description == ""


def test_a_title_becomes_a_file_name_everywhere():
    assert file_name('What is light? A/B: "waves"') == "What is light- A-B- -waves-"
    assert file_name(" ... ") == "text"
    assert len(file_name("x" * 300)) == 80
