from contextlib import asynccontextmanager

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.models import page as models_page
from desktop.models.service import ImportResult, ModelState, Phase, Progress
from desktop.models.view_model import IMPORTING
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.page import PageContext
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


@pytest.fixture
def shown(qtbot, window_services):
    """`async with shown() as (page, shell)`: the section with nothing downloaded."""

    @asynccontextmanager
    async def opened():
        async with window_services() as services, TaskScope("test") as scope:
            shell = FakeShell()
            made = models_page.create_page(PageContext(services, scope, shell))
            qtbot.addWidget(made)
            made.resize(700, 900)
            made.show()
            await until(lambda: made.findChildren(models_page.ModelCard))
            await until(lambda: all(card.isVisible() for card in made.findChildren(models_page.ModelCard)))
            yield made, shell
            made.models.close()
            await shell.scope.close()

    return opened


def test_every_state_and_phase_has_words(qapp):
    assert all(models_page.state_words(state)[0] for state in ModelState)
    assert all(models_page.progress_words(Progress("x", phase, 1_000_000, 5_000_000)) for phase in Phase)
    assert "1 MB of 5 MB" in models_page.progress_words(
        Progress("x", Phase.DOWNLOADING, 1_000_000, 5_000_000)
    )


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (None, None),
        (Progress("x", Phase.DOWNLOADING, 1, 4), 0.25),
        (Progress("x", Phase.DOWNLOADING, 1, 0), None),
        (Progress("x", Phase.CHECKING, 4, 4), None),
    ],
)
def test_a_bar_is_shown_only_when_the_length_is_known(progress, expected):
    assert models_page.fraction(progress) == expected


async def test_every_model_says_what_it_is_for_and_what_it_costs(qloop, shown):
    async with shown() as (page, _):
        for model in page.models.models:
            card = page.card(model.name)
            assert card._title.text() == model.title
            assert model.licence in card._facts.text()
            assert card.pull_button.text() == "Download"
            assert card.pull_button.isVisible()
            assert not card.remove_button.isVisible()


async def test_buttons_follow_the_state(qloop, shown):
    async with shown() as (page, _):
        card = page.card("tiny.en")
        model = card.model
        for state, text in ((ModelState.DAMAGED, "Repair"), (ModelState.PARTIAL, "Go on downloading")):
            card.show_model(msgspec.structs.replace(model, state=state, on_disk_bytes=5))
            assert card.pull_button.text() == text
            assert card.remove_button.isVisible()
        card.show_model(msgspec.structs.replace(model, state=ModelState.PRESENT, on_disk_bytes=5))
        assert not card.pull_button.isVisible()
        page.models.errors["tiny.en"] = AppError("models.unreachable", title=model.title)
        card.show_model(model)
        assert card.pull_button.text() == "Try again"
        assert card._error.isVisible()


async def test_a_download_shows_its_progress_and_can_be_cancelled(qloop, shown, monkeypatch):
    async with shown() as (page, _):
        cancelled: list[str] = []
        monkeypatch.setattr(page.models, "is_busy", lambda name: name in ("tiny.en", IMPORTING))
        monkeypatch.setattr(page.models, "cancel", cancelled.append)
        page.models.progress["tiny.en"] = Progress("tiny.en", Phase.DOWNLOADING, 30, 60)
        page.models.changed.emit()
        card = page.card("tiny.en")
        assert card._row.isVisible()
        assert not card.pull_button.isVisible()
        card._row._cancel.click()
        page._import_row._cancel.click()
        assert cancelled == ["tiny.en", IMPORTING]
        assert not page.import_button.isEnabled()


async def test_removing_asks_first(qloop, shown, monkeypatch):
    async with shown() as (page, _):
        removed: list[str] = []
        monkeypatch.setattr(page.models, "remove", removed.append)
        page.ask_to_remove(page.card("base").model)
        await until(lambda: page.findChildren(ConfirmDialog))
        page.findChildren(ConfirmDialog)[0].action_button.click()
        await until(lambda: removed)
        assert removed == ["base"]


async def test_files_and_folders_are_imported(qloop, shown, monkeypatch, tmp_path):
    async with shown() as (page, shell):
        taken: list[object] = []
        monkeypatch.setattr(page.models, "import_from", taken.append)
        for choose in (page.choose_file, page.choose_folder):
            choose()
            [dialog] = page.findChildren(QFileDialog)
            dialog.fileSelected.emit(str(tmp_path))
            dialog.reject()
            await until(lambda: not page.findChildren(QFileDialog))
        assert taken == [tmp_path, tmp_path]
        page.models.imported.emit(ImportResult(("tiny.en",), {"base": ("model.bin",)}))
        assert [toast.tone for toast in shell.toasts] == ["ok"]
        assert shell.reported[0].code == "models.import_incomplete"
        page.models.imported.emit(ImportResult((), {}))
        assert shell.toasts[-1].text == "These models were here already."
