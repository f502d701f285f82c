"""State of the ways to sign in: what is linked, what is offered, what the browser is at. QtCore only."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from desktop.accounts.browser_visit import Browser
from desktop.accounts.service import AccountsService
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.accounts.foreign_messages import ForeignProven, Ways
from shared.accounts.messages import SignInProvider
from shared.errors import AppError
from shared.tasks import TaskScope


class WaysViewModel(ViewModel):
    """`changed`: anything below changed. `done(what)`: see `words_page`. `came_back`: the browser has.

    `password_wanted(ForeignProven)`: what was shown is linked once the account's password is given.
    """

    changed = Signal()
    done = Signal(str)
    came_back = Signal()
    password_wanted = Signal(object)

    def __init__(self, accounts: AccountsService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._accounts = accounts
        self._task: asyncio.Task[None] | None = None
        self.ways: Ways | None = None
        self.offered: tuple[SignInProvider, ...] = ()
        self.in_browser: tuple[SignInProvider, str] | None = None
        self.error: AppError | None = None
        self.watch(lambda _changes: self._account_changed(), "account")

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    @property
    def linkable(self) -> tuple[SignInProvider, ...]:
        """The providers that are not linked yet."""
        linked = {way.provider for way in self.ways.ways} if self.ways is not None else set[str]()
        return tuple(each for each in self.offered if each.provider not in linked)

    @property
    def provers(self) -> tuple[SignInProvider, ...]:
        """The providers that can say that it is this person."""
        return tuple(each for each in self.offered if each not in self.linkable)

    @property
    def has_password(self) -> bool:
        """Whether the account has a password, as far as is known."""
        return self.ways is None or self.ways.password

    def reload(self) -> None:
        """Ask the server; offline, what is known stays."""
        self.spawn_latest(self._load, name="ways")

    def link(self, provider: SignInProvider, browser: Browser) -> None:
        """Have the browser go there; who came back is in `password_wanted`."""
        self._start(lambda: self._link(provider, browser))

    def confirm_link(self, proven: ForeignProven, password: str) -> None:
        """Link what was shown, with the account's password."""
        self._start(lambda: self._take(self._accounts.ways.link(proven, password), "way_linked"))

    def unlink(self, way_id: uuid.UUID) -> None:
        """Take a way back."""
        self._start(lambda: self._take(self._accounts.ways.unlink(way_id), "way_unlinked"))

    def choose_password(self, provider: SignInProvider, password: str, browser: Browser) -> None:
        """Have the browser show once more that it is this person, then set a first password."""
        self._start(lambda: self._choose_password(provider, password, browser))

    def stop(self) -> None:
        """Give up waiting."""
        if self._task is not None:
            self._task.cancel()

    def forget_error(self) -> None:
        """Another dialog opens."""
        if self.error is not None:
            self.error = None
            self.changed.emit()

    def _account_changed(self) -> None:
        if self._accounts.session is None:
            self.ways, self.offered, self.error = None, (), None
            self.changed.emit()
        elif self.ways is None:
            self.reload()

    async def _load(self) -> None:
        if self._accounts.session is None:
            return
        try:
            offered = (await self._accounts.server()).providers
            self.ways, self.offered = await self._accounts.ways.ways(), offered
        except AppError:
            # Whether the server is reached, the devices say.
            return
        self.changed.emit()

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._task is not None or self._scope.closed:
            return
        self.error = None
        self._task = self._scope.spawn(self._attempt(work), name="ways")
        self.changed.emit()

    async def _attempt(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except AppError as error:
            self.error = error
        finally:
            self._task = None
            self.changed.emit()

    async def _take(self, asked: Coroutine[Any, Any, Ways], what: str) -> None:
        self.ways = await asked
        self.done.emit(what)

    async def _link(self, provider: SignInProvider, browser: Browser) -> None:
        self.password_wanted.emit(await self._proven(provider, browser, to_link=True))

    async def _choose_password(self, provider: SignInProvider, password: str, browser: Browser) -> None:
        proven = await self._proven(provider, browser, to_link=False)
        await self._take(self._accounts.ways.first_password(proven, password), "password_set")

    async def _proven(self, provider: SignInProvider, browser: Browser, *, to_link: bool) -> ForeignProven:
        def waiting(url: str) -> None:
            self.in_browser = (provider, url)
            self.changed.emit()

        try:
            told = replace(browser, waiting=waiting)
            return await self._accounts.ways.prove(provider, told, to_link=to_link)
        finally:
            self.in_browser = None
            self.came_back.emit()
