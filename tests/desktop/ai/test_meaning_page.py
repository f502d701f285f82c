"""Settings, Search: the choice, what is said before anything is sent, the key, and the state."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ai.meaning_page import create_page
from desktop.assembly import open_services
from desktop.search.hits import IndexStatus
from desktop.widgets.confirm_dialog import ConfirmDialog
from shared.errors import AppError
from tests.support.page_stage import stage
from tests.support.waiting import until

OPENAI = "openai/text-embedding-3-small"


@pytest.fixture
def shown(paths, clock, look):
    """`async with shown() as (page, services)`; no jobs run, so nothing is sent."""

    @asynccontextmanager
    async def opened():
        services = await open_services(paths, clock=clock)
        try:
            async with stage(create_page, services, width=700) as on_stage:
                await until(lambda: on_stage.page.view_model.index is not None)
                yield on_stage.page, services
        finally:
            await services.close()

    return opened


def take(page, name: str) -> None:
    page.provider_box.setCurrentIndex(page.provider_box.findData(name))
    page.provider_box.activated.emit(page.provider_box.currentIndex())


def dialog() -> ConfirmDialog | None:
    shown = QApplication.activeModalWidget()
    return shown if isinstance(shown, ConfirmDialog) else None


async def test_nothing_is_sent_before_a_person_says_yes(qloop, shown):
    async with shown() as (page, services):
        assert page._remote.isHidden()
        take(page, "openai")
        await until(dialog)
        dialog().cancel_button.click()
        await until(lambda: page.provider_box.currentData() == "")
        assert services.settings.get("meaning_provider") == ""
        take(page, "openai")
        await until(dialog)
        dialog().action_button.click()
        await until(lambda: not page._remote.isHidden())
        assert services.settings.get("meaning_provider") == "openai"
        assert "sent to OpenAI" in page.privacy.text()
        assert "charges" in page.privacy.text()
        assert page._own.isHidden()
        assert "Paste your key" in page.state.text()
        assert page.progress.isHidden()
        take(page, "")
        await until(lambda: page._remote.isHidden())


async def test_a_server_of_ones_own_has_a_model_and_an_address(qloop, shown):
    async with shown() as (page, services):
        take(page, "compatible")
        await until(lambda: not page._remote.isHidden())
        assert "Name a model" in page.state.text()
        page.model_field.setText("nomic-embed-text")
        page.model_field.editingFinished.emit()
        await until(lambda: services.settings.get("meaning_model") == "nomic-embed-text")
        await until(lambda: "nothing to prepare" in page.state.text())
        page.address_field.setText("http://example.org")
        page.address_field.editingFinished.emit()
        await until(lambda: not page._error.isHidden())
        assert "example.org" in page._error.text()


async def test_the_key_is_kept_and_forgotten(qloop, shown):
    async with shown() as (page, services):
        await services.ai.embeddings.configure("openai")
        await until(lambda: not page._remote.isHidden())
        page.key.field.setText("sk-a-long-key-1234")
        page.key.places["session"].setChecked(True)
        page.key.keep_button.click()
        await until(lambda: "1234" in page.key.state.text())
        assert page.view_model.key.place == "session"
        assert (await services.ai.key_status("openai")).place == "session", "the one for answers is the same"
        page.key.field.setText("for OpenAI")
        take(page, "compatible")
        assert page.key.field.text() == ""
        await until(lambda: not page._own.isHidden())
        take(page, "")
        await until(lambda: page._remote.isHidden())
        await services.ai.embeddings.configure("openai")
        await until(lambda: page.view_model.key.place == "session")
        page.key.forget_button.click()
        await until(lambda: page.view_model.key.place is None)


async def test_the_state_says_how_far_it_is_and_what_holds_it_up(qloop, shown):
    async with shown() as (page, services):
        await services.ai.keep_key("openai", "sk-1", "session")
        await services.ai.embeddings.configure("openai")
        await until(lambda: not page._remote.isHidden() and not page.view_model.lacks_key)
        problem = AppError("search.provider_busy", provider="OpenAI (GPT)")
        page.view_model.index = IndexStatus(9, 1234, 1234, "minilm", OPENAI, 400, problem)
        page.view_model.changed.emit()
        assert page.state.text().startswith("400 of 1,234 passages")
        assert not page.progress.isHidden()
        assert "slow down" in page.problem.text()
        page.view_model.index = IndexStatus(9, 1234, 1234, OPENAI)
        page.view_model.changed.emit()
        assert page.state.text().endswith("found by meaning: 1,234.")
        assert page.progress.isHidden()
        assert page.problem.isHidden()
