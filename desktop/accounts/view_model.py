"""State of the account page: who is signed in, what is under way, the devices. QtCore only."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from desktop.accounts.browser_visit import Browser
from desktop.accounts.entry import Draft, Purpose
from desktop.accounts.service import AccountsService, Device, FoundServer, SignedIn
from desktop.runtime.changes import ChangeBus
from desktop.runtime.secrets import Place
from desktop.widgets.base_view_model import ViewModel
from shared.accounts.foreign_messages import ForeignProven
from shared.accounts.messages import SignInProvider
from shared.errors import AppError
from shared.tasks import TaskScope

Work = Callable[[], Coroutine[Any, Any, Any]]


class AccountViewModel(ViewModel):
    """`changed`: anything below changed. `done(what)`: something the person asked for is done (see `words_page`).

    `came_back`: the browser was at a provider and has come back.
    """

    changed = Signal()
    done = Signal(str)
    came_back = Signal()

    def __init__(self, accounts: AccountsService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._accounts = accounts
        self._task: asyncio.Task[None] | None = None
        self._export: asyncio.Task[None] | None = None
        self.server: FoundServer | None = None
        self.server_error: AppError | None = None
        self.looking = False
        self.error: AppError | None = None
        self.confirm_email = ""
        self.in_browser: tuple[SignInProvider, str] | None = None
        """The provider that the browser is at, and the address there."""
        self.proven: ForeignProven | None = None
        """Who somebody is elsewhere, while something is still needed to sign in here."""
        self.devices: list[Device] = []
        self.devices_error: AppError | None = None
        self.exported: tuple[int, int | None] | None = None
        self.key_place: Place | None = None
        self.server_mails = False
        self.stored_bytes: int | None = None
        self.asking = False
        self.asked_error: AppError | None = None
        self.watch(lambda _changes: self._account_changed(), "account")
        self.watch(lambda _changes: self._sync_moved(), "sync_status")

    @property
    def session(self) -> SignedIn | None:
        return self._accounts.session

    @property
    def last(self) -> SignedIn | None:
        return self._accounts.last

    @property
    def ended(self) -> AppError | None:
        """What ended the session, when it was not the person here."""
        return AppError(self._accounts.ended) if self._accounts.ended else None

    @property
    def busy(self) -> bool:
        """Whether signing in or up is under way."""
        return self._task is not None

    @property
    def exporting(self) -> bool:
        return self._export is not None

    def reload(self) -> None:
        """Ask the server for the account and its devices; offline, what is known stays."""
        self.spawn_latest(self._load, name="account")

    # Signing in

    def find_server(self, typed: str) -> None:
        """Look who answers at an address, while the person goes on typing."""
        if typed.strip():
            self.spawn_latest(lambda: self._find(typed), name="server")

    def forget_server(self) -> None:
        """The address is being typed anew."""
        if self.server is not None or self.server_error is not None:
            self.server, self.server_error = None, None
            self.changed.emit()

    def enter(self, draft: Draft, language: str) -> None:
        """Sign in or up. What goes wrong is in `error`."""
        self._start(lambda: self._enter(draft, language))

    def stop(self) -> None:
        """Give up waiting."""
        if self._task is not None:
            self._task.cancel()

    @property
    def providers(self) -> tuple[SignInProvider, ...]:
        """Where people of the server that was found may have an account to sign in with."""
        return self.server.info.providers if self.server is not None else ()

    def provider_name(self) -> str:
        """What people know the provider by that somebody came from."""
        wanted = self.proven.provider if self.proven is not None else ""
        return next((each.name for each in self.providers if each.provider == wanted), wanted)

    def continue_with(self, provider: SignInProvider, browser: Browser) -> None:
        """Sign in with an account elsewhere; `stop` gives up waiting for the browser."""
        self._start(lambda: self._continue(provider, browser))

    def complete(self, *, language: str, name: str = "", invitation: str = "", password: str = "") -> None:
        """Give what was still needed."""
        given = {"name": name, "invitation": invitation, "password": password, "language": language}
        self._start(lambda: self._complete(given))

    def forget_proven(self) -> None:
        """Back to the form."""
        self.proven = None
        self.clear_error()
        self.changed.emit()

    def forgot(self, typed_server: str, email: str) -> None:
        """Have the mail for a new password sent."""
        self._start(lambda: self._forgot(typed_server, email))

    def clear_error(self) -> None:
        if self.error is not None:
            self.error = None
            self.changed.emit()

    def back_to_sign_in(self) -> None:
        """The person says that the mail was answered."""
        self.confirm_email = ""
        self.changed.emit()

    # The account

    def rename(self, name: str) -> None:
        self.spawn(self._accounts.own.rename(name), name="rename")

    def rename_device(self, device_id: uuid.UUID, name: str) -> None:
        self.spawn(
            self._then_load(lambda: self._accounts.own.rename_device(device_id, name), "device_renamed"),
            name="device",
        )

    def revoke_device(self, device_id: uuid.UUID) -> None:
        self.spawn(
            self._then_load(lambda: self._accounts.own.revoke_device(device_id), "device_revoked"),
            name="device",
        )

    def change_password(self, old: str, new: str) -> None:
        """What goes wrong is in `asked_error`, for the dialog that asked."""
        self._ask(lambda: self._accounts.own.change_password(old, new), "password_changed")

    def change_email(self, email: str, password: str) -> None:
        """Done as "email_asked" or, where the server sends no mails, "email_changed"; else as above."""
        self._ask(lambda: self._accounts.own.change_email(email, password), "email_changed", "email_asked")

    def resend_verification(self) -> None:
        self.spawn(self._then_load(self._accounts.own.resend_verification, "mail_sent"), name="mail")

    async def pending(self) -> int:
        """How many things here the server does not have yet."""
        return await self._accounts.pending()

    def sign_out(self) -> None:
        self.spawn(self._then(self._accounts.sign_out, "signed_out"), name="sign out")

    def sign_out_everywhere(self) -> None:
        self.spawn(self._then(self._accounts.sign_out_everywhere, "signed_out_everywhere"), name="sign out")

    def delete_account(self, password: str) -> None:
        """What goes wrong is in `asked_error`, for the dialog that asked."""
        self._ask(lambda: self._accounts.delete_account(password), "deleted")

    def forget_asked(self) -> None:
        """Another dialog opens."""
        self.asked_error = None

    def export_to(self, target: Path) -> None:
        """Download everything the server has into a file."""
        if self._export is None and not self._scope.closed:
            self.exported = (0, None)
            self._export = self._scope.spawn(self._run_export(target), name="export")
            self.changed.emit()

    def stop_export(self) -> None:
        if self._export is not None:
            self._export.cancel()

    def _account_changed(self) -> None:
        if self.session is None:
            self.devices, self.devices_error, self.stored_bytes = [], None, None
        elif not self.devices and self.devices_error is None:
            self.reload()
        self.changed.emit()

    def _sync_moved(self) -> None:
        """What the server did not answer is asked again once it may be back."""
        if self.devices_error is not None and self.session is not None:
            self.reload()

    def _start(self, work: Work) -> None:
        if self._task is not None or self._scope.closed:
            return
        self.error = None
        self._task = self._scope.spawn(self._attempt(work), name="enter")
        self.changed.emit()

    async def _attempt(self, work: Work) -> None:
        try:
            await work()
        except AppError as error:
            self.error = error
        finally:
            self._task = None
            self.changed.emit()

    async def _enter(self, draft: Draft, language: str) -> None:
        server = await self._server_for(draft.server)
        email = draft.email.strip()
        if draft.purpose is Purpose.SIGN_IN:
            await self._accounts.sign_in(server, email=email, password=draft.password)
        else:
            await self._sign_up(server, draft, email, language)
        if self.session is not None:
            self.confirm_email = ""
            self.done.emit("signed_in")
            self.reload()

    async def _continue(self, provider: SignInProvider, browser: Browser) -> None:
        server = self.server
        if server is None:
            return

        def waiting(url: str) -> None:
            self.in_browser = (provider, url)
            self.changed.emit()

        try:
            self.proven = await self._accounts.foreign.prove(
                server, provider, replace(browser, waiting=waiting)
            )
        finally:
            self.in_browser = None
            self.came_back.emit()
        if self.proven.needs == "other_way":
            email, self.proven = self.proven.email, None
            raise AppError("accounts.sign_in_other_way", email=email, provider=provider.name)
        if self.proven.needs == "nothing":
            await self._complete({})

    async def _complete(self, given: dict[str, str]) -> None:
        server, proven = self.server, self.proven
        if server is None or proven is None:
            return
        try:
            await self._accounts.foreign.enter(server, proven, **given)
        except AppError as error:
            if proven.needs == "nothing" or error.code == "accounts.browser_answer_old":
                self.proven = None
            raise
        self.proven, self.confirm_email = None, ""
        self.done.emit("signed_in")
        self.reload()

    async def _sign_up(self, server: FoundServer, draft: Draft, email: str, language: str) -> None:
        try:
            await self._accounts.sign_up(
                server,
                email=email,
                password=draft.password,
                name=draft.name.strip(),
                language=language,
                invitation=draft.invitation.strip(),
            )
        except AppError as error:
            if error.code != "accounts.confirm_email":
                raise
            self.confirm_email = email

    async def _forgot(self, typed_server: str, email: str) -> None:
        server = await self._server_for(typed_server)
        await self._accounts.request_password_reset(server, email.strip())
        self.done.emit("reset_sent")

    async def _server_for(self, typed: str) -> FoundServer:
        if self.server is None:
            self.server = await self._accounts.find_server(typed)
            self.server_error = None
        return self.server

    async def _find(self, typed: str) -> None:
        self.looking, self.server, self.server_error = True, None, None
        self.changed.emit()
        try:
            self.server = await self._accounts.find_server(typed)
        except AppError as error:
            self.server_error = error
        finally:
            self.looking = False
            self.changed.emit()

    async def _load(self) -> None:
        if self.session is None:
            return
        self.key_place = await self._accounts.key_place()
        try:
            await self._accounts.own.refresh()
            self.server_mails = (await self._accounts.server()).mail
            self.devices = await self._accounts.own.devices()
            self.devices_error = None
        except AppError as error:
            self.devices_error = error
        self.changed.emit()
        if self.devices_error is None:
            await self._load_size()

    async def _load_size(self) -> None:
        """Without an answer no size is told; whether the server is reached, the devices say."""
        with contextlib.suppress(AppError):
            self.stored_bytes = await self._accounts.own.stored_bytes()
            self.changed.emit()

    def _ask(self, work: Work, what: str, asked: str = "") -> None:
        if self.asking:
            return
        self.asking, self.asked_error = True, None
        self.changed.emit()
        self.spawn(self._asked(work, what, asked), name="ask")

    async def _asked(self, work: Work, what: str, asked: str) -> None:
        """Say `asked` instead of `what` when the work answers that a person has to do something first."""
        try:
            pending = await work()
        except AppError as error:
            self.asked_error = error
        else:
            self.done.emit(asked if asked and pending else what)
            self.reload()
        finally:
            self.asking = False
            self.changed.emit()

    async def _then(self, work: Work, what: str) -> None:
        await work()
        self.done.emit(what)

    async def _then_load(self, work: Work, what: str) -> None:
        await self._then(work, what)
        self.reload()

    async def _run_export(self, target: Path) -> None:
        def progress(have: int, total: int | None) -> None:
            self.exported = (have, total)
            self.changed.emit()

        try:
            await self._accounts.own.export_to(target, progress)
            self.done.emit("exported")
        finally:
            self._export = None
            self.exported = None
            self.changed.emit()
