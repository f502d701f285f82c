"""Who writes answers: provider, model, address, key, and whether it works. QtCore only."""

from typing import Literal

from PySide6.QtCore import Signal

from desktop.ai.service import ACCOUNT, PROVIDERS, AccountState, AiService, KeyStatus, Place, Provider
from desktop.runtime.changes import ChangeBus
from desktop.settings.service import SettingsService
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

TestState = Literal["", "running", "ok", "failed"]


class AiViewModel(ViewModel):
    """`changed` fires for every part; `models_found(names)` after the provider's list came."""

    changed = Signal()
    models_found = Signal(list)

    def __init__(self, ai: AiService, settings: SettingsService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._ai = ai
        self._settings = settings
        self._asked = 0
        self.key = KeyStatus(None, keyring_available=True)
        self.test: TestState = ""
        self.test_model = ""
        self.error: AppError | None = None
        self.watch(lambda _changes: self.reload(), "setting", "account")

    @property
    def provider(self) -> Provider | None:
        """The chosen provider, whether or not it answers now; None for answers that quote the material."""
        return self._ai.chosen

    @property
    def by_account(self) -> bool:
        """Whether the account is the choice."""
        return self.provider is not None and self.provider.name == ACCOUNT

    @property
    def account_state(self) -> AccountState:
        """Whether the account can be used, where it is the choice: its server may offer no models."""
        return self._ai.account_state

    @property
    def model(self) -> str:
        """The model a person chose; empty for the provider's usual one."""
        return self._settings.get("ai_model")

    @property
    def base_url(self) -> str:
        """The address a person chose; empty for the provider's own."""
        return self._settings.get("ai_base_url")

    def providers(self) -> list[Provider]:
        return list(PROVIDERS.values())

    def reload(self) -> None:
        """Look again whether a key is kept."""
        self.spawn_latest(self._load, name="key")

    def choose_provider(self, name: str) -> None:
        """Take another provider with its usual model and address; an empty name is "no AI"."""
        self._forget_test()
        self.spawn(self._configure(name, "", ""), name="configure")

    def choose(self, *, model: str | None = None, base_url: str | None = None) -> None:
        """Change the model or the address of the chosen provider. A refused address is told in `error`."""
        if self.provider is None:
            return
        new_model = self.model if model is None else model
        new_url = self.base_url if base_url is None else base_url
        if (new_model, new_url) == (self.model, self.base_url):
            return
        self._forget_test()
        self.spawn(self._configure(self.provider.name, new_model, new_url), name="configure")

    def keep_key(self, key: str, place: Place) -> None:
        """Keep a key where the person chose."""
        self._forget_test()
        if self.provider is not None and not self.by_account and key.strip():
            self.spawn(self._keep(self.provider, key, place), name="keep")

    def forget_key(self) -> None:
        """Remove the kept key from this computer."""
        self._forget_test()
        if self.provider is not None:
            self.spawn(self._forget(self.provider), name="forget")

    def test_connection(self) -> None:
        """Have the model say one word; the outcome is in `test`, `test_model` and `error`."""
        if self.test != "running":
            self.test, self.error = "running", None
            self.changed.emit()
            self.spawn(self._test(), name="test")

    def look_for_models(self) -> None:
        """Ask the provider which models it has; a failure is told in `error`."""
        self._forget_test()
        self.spawn(self._look(), name="models")

    async def _load(self) -> None:
        """Look where the key is. A keyring may be slow: what was asked last counts, not what is answered last."""
        self._asked += 1
        asked, provider = self._asked, self.provider
        if provider is not None:
            try:
                found = await self._ai.key_status(provider.name, self.base_url)
            except AppError as error:
                self.error = error
            else:
                self.key = found if asked == self._asked else self.key
        self.changed.emit()

    async def _configure(self, name: str, model: str, base_url: str) -> None:
        try:
            await self._ai.configure(name, model=model, base_url=base_url)
        except AppError as error:
            self.error = error
        await self._load()

    async def _keep(self, provider: Provider, key: str, place: Place) -> None:
        try:
            await self._ai.keep_key(provider.name, key, place, base_url=self.base_url)
        except AppError as error:
            self.error = error
        await self._load()

    async def _forget(self, provider: Provider) -> None:
        try:
            await self._ai.forget_key(provider.name, base_url=self.base_url)
        except AppError as error:
            self.error = error
        await self._load()

    async def _test(self) -> None:
        outcome: TestState = "failed"
        try:
            self.test_model = await self._ai.test_connection()
            outcome = "ok"
        except AppError as error:
            self.error = error
        finally:
            self.test = outcome
            self.changed.emit()

    async def _look(self) -> None:
        try:
            found = await self._ai.models()
        except AppError as error:
            self.error = error
            self.changed.emit()
            return
        self.models_found.emit(sorted(found))

    def _forget_test(self) -> None:
        self.test, self.error = "", None
        self.changed.emit()
