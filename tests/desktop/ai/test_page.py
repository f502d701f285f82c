from contextlib import asynccontextmanager

import pytest

from desktop.ai.page import create_page
from desktop.ai.service import KeyStatus
from desktop.widgets.page import PageContext
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


@pytest.fixture
def shown(qtbot, window_services):
    """`async with shown() as (page, services, shell)`: the section with no provider chosen."""

    @asynccontextmanager
    async def opened():
        async with window_services() as services, TaskScope("test") as scope:
            shell = FakeShell()
            page = create_page(PageContext(services, scope, shell))
            qtbot.addWidget(page)
            page.resize(700, 800)
            page.show()
            yield page, services, shell
            await page.aclose()

    return opened


async def test_the_account_is_the_usual_choice_and_needs_no_key(qloop, shown):
    async with shown() as (page, _, _):
        assert page.provider_box.currentData() == "lantern"
        assert "not signed in" in page._account_words.text()
        assert page.key.isHidden()
        assert page._address_row.isHidden()
        assert not page.test_button.isEnabled()


async def test_without_a_provider_nothing_else_is_asked(qloop, shown):
    async with shown() as (page, services, _):
        page.provider_box.setCurrentIndex(0)
        page.provider_box.activated.emit(0)
        await until(page._remote.isHidden)
        assert services.settings.get("ai_provider") == ""
        page.provider_box.setCurrentIndex(page.provider_box.findData("anthropic"))
        page.provider_box.activated.emit(page.provider_box.currentIndex())
        await until(lambda: not page._remote.isHidden())
        assert services.settings.get("ai_provider") == "anthropic"
        assert page._address_row.isHidden()


async def test_the_key_is_hidden_and_its_place_is_a_clear_choice(qloop, shown):
    async with shown() as (page, services, _):
        await services.ai.configure("anthropic")
        await until(lambda: page.view_model.provider is not None)
        await until(lambda: not page.key.places["keyring"].isEnabled())
        assert page.key.field.echoMode() == page.key.field.EchoMode.Password
        assert page.key.place_part.isHidden()
        page.key.field.setText("sk-a-long-key-1234")
        assert not page.key.place_part.isHidden()
        assert page.key.chosen_place() == "session"
        page.key.keep_button.click()
        assert page.key.field.text() == ""
        await until(lambda: page.view_model.key.place == "session")
        assert "1234" in page.key.state.text()
        page.key.forget_button.click()
        await until(lambda: page.view_model.key.place is None)
        assert page.key.forget_button.isHidden()


async def test_with_a_key_store_it_is_the_first_choice(qloop, shown):
    async with shown() as (page, services, _):
        await services.ai.configure("openai")
        await until(lambda: page.view_model.provider is not None)
        page.view_model.key = KeyStatus("keyring", keyring_available=True)
        for button in page.key.places.values():
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)
        page.view_model.changed.emit()
        assert page.key.chosen_place() == "keyring"
        assert "key store" in page.key.state.text()


async def test_model_and_address_are_taken_when_the_field_is_left(qloop, shown):
    async with shown() as (page, services, _):
        await services.ai.configure("compatible")
        await until(lambda: not page._address_row.isHidden())
        page.model_box.setCurrentText("llama3")
        page.model_box.lineEdit().editingFinished.emit()
        await until(lambda: services.settings.get("ai_model") == "llama3")
        page.address_field.setText("http://localhost:8080/v1")
        page.address_field.editingFinished.emit()
        await until(lambda: services.settings.get("ai_base_url") == "http://localhost:8080/v1")
        assert page.address_field.placeholderText() == "http://localhost:11434/v1"


async def test_the_outcome_of_a_test_is_said(qloop, shown):
    async with shown() as (page, services, shell):
        await services.ai.configure("compatible")
        await until(lambda: not page._remote.isHidden())
        model = page.view_model
        for state, word in (("running", "Asking …"), ("ok", "llama3 answers"), ("failed", "It did not work")):
            model.test, model.test_model = state, "llama3"
            model.changed.emit()
            assert page._outcome.text() == word
            assert page.test_button.isEnabled() == (state != "running")
        model.error = AppError("ai.bad_address", address="x")
        model.changed.emit()
        assert page._error.text()
        model.models_found.emit([])
        model.models_found.emit(["a", "b"])
        assert len(shell.toasts) == 2
        assert page.model_box.count() == 2


async def test_the_page_of_keys_is_opened(qloop, shown, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("desktop.ai.page.QDesktopServices.openUrl", opened.append)
    async with shown() as (page, services, _):
        await services.ai.configure("anthropic")
        await until(lambda: not page.key.page_button.isHidden())
        page.key.page_button.click()
        assert opened[0].startswith("https://")


async def test_the_model_hint_says_what_the_provider_needs(qloop, shown):
    async with shown() as (page, services, _):
        line = page.model_box.lineEdit()
        await services.ai.configure("anthropic")
        await until(lambda: line.placeholderText() == "The usual one")
        assert "usual one" in page.model_box.accessibleDescription()
        await services.ai.configure("compatible")
        await until(lambda: line.placeholderText() == "None chosen yet")
        assert "no usual one" in page.model_box.accessibleDescription()


async def test_every_provider_fits_in_its_box(qloop, shown):
    async with shown() as (page, _services, _):
        assert page.provider_box.sizeHint().width() <= page.provider_box.width()
