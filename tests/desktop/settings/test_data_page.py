import re

from PySide6.QtWidgets import QFileDialog

from desktop.settings.data_page import create_page
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.page import PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


async def test_a_backup_is_saved_where_a_person_says(qloop, qtbot, services, tmp_path):
    async with services() as opened, TaskScope("test") as scope:
        shell = FakeShell()
        page = create_page(PageContext(opened, scope, shell))
        qtbot.addWidget(page)
        page.show()
        page.export_button.click()
        [dialog] = page.findChildren(QFileDialog)
        assert re.search(r"lantern-20\d\d-\d\d-\d\d\.lantern$", dialog.selectedFiles()[0])
        dialog.fileSelected.emit(str(tmp_path / "class.lantern"))
        dialog.reject()
        assert not page.restore_button.isEnabled()
        await until(lambda: shell.toasts)
        assert shell.toasts[0].text == "Saved as class.lantern."
        assert (tmp_path / "class.lantern").is_file()
        assert page.restore_button.isEnabled()
        await page.aclose()


async def test_restoring_asks_first(qloop, qtbot, services, tmp_path):
    async with services() as opened, TaskScope("test") as scope:
        shell = FakeShell()
        page = create_page(PageContext(opened, scope, shell))
        qtbot.addWidget(page)
        page.show()
        page.restore_button.click()
        [dialog] = page.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "class.lantern"))
        dialog.reject()
        for answer, reopened in (("cancel_button", 0), ("action_button", 1)):
            await until(lambda: page.findChildren(ConfirmDialog))
            [question] = page.findChildren(ConfirmDialog)
            getattr(question, answer).click()
            await until(lambda: not page.findChildren(ConfirmDialog) and not len(scope))
            assert len(shell.reopened) == reopened
            if not reopened:
                page.restore_from(tmp_path / "class.lantern")
        await page.aclose()


async def test_the_folder_is_named_and_opened(qloop, qtbot, services, monkeypatch, paths):
    opened_urls: list[str] = []
    monkeypatch.setattr(
        "desktop.settings.data_page.QDesktopServices.openUrl",
        lambda url: opened_urls.append(url.toLocalFile()),
    )
    async with services() as opened, TaskScope("test") as scope:
        page = create_page(PageContext(opened, scope, FakeShell()))
        qtbot.addWidget(page)
        page.folder_button.click()
        assert opened_urls == [str(paths.root)]
        await page.aclose()
