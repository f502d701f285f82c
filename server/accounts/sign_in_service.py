"""Signing in and out. Takes the same time for e-mails without an account and gives the same answer."""

from collections.abc import Awaitable, Callable

import msgspec

from server.accounts import account_store, device_store
from server.accounts.account_store import AccountRow
from server.accounts.attempts import Attempt
from server.accounts.audit import note, note_by
from server.accounts.context import Context
from server.accounts.device_keys import proven_key
from server.accounts.emails import normal_email
from server.accounts.mail_tokens import VERIFY, may_send, send_link
from server.accounts.origin import Origin
from server.accounts.sessions import Opened, Sessions
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import Session, SignIn
from shared.errors import AppError

Also = Callable[[Transaction, AccountRow], Awaitable[None]]
"""What else is done in the transaction that signs in."""


class Asked(msgspec.Struct, frozen=True):
    """An attempt that was counted, with the account it is for, if there is one."""

    email: str
    key: bytes
    account: AccountRow | None
    attempt: Attempt


class SignInService:
    """Signs devices in and out."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context, self._sessions = context, sessions

    async def sign_in(
        self, body: SignIn, origin: Origin, *, signed: str = "", also: Also | None = None
    ) -> Session:
        """Sign a device in with e-mail and password. `signed` is what the device signed in place of the e-mail.

        Raises AppError `accounts.wrong_sign_in`, `accounts.too_many_attempts`, `accounts.suspended`,
        `accounts.confirm_email`, `accounts.email_invalid`, `accounts.password_too_long`, `accounts.busy`, and those
        of a device's proof and of opening a sign-in.
        """
        self._context.passwords.check_length(body.password)
        asked = await self._ask(body, origin, signed or body.email)
        account = asked.account
        stored = account.password_hash if account is not None else None
        fits = await self._context.passwords.fits(stored, body.password)
        if account is None or not fits:
            await self._refuse(account, origin)
            raise AppError("accounts.wrong_sign_in")
        if account.suspended:
            raise AppError("accounts.suspended")
        if self._context.must_verify and not account.email_verified:
            await self.ask_to_confirm(account)
        rehashed = None
        if stored is not None and self._context.passwords.outdated(stored):
            rehashed = await self._context.passwords.hashed_anyway(body.password)

        async def open_session(tx: Transaction) -> Opened:
            opened = await self._open(tx, body, asked, origin, rehashed)
            if also is not None:
                await also(tx, opened.account)
            return opened

        return await self._sessions.answer(await self._context.database.transact(open_session))

    async def _ask(self, body: SignIn, origin: Origin, signed: str) -> Asked:
        email = normal_email(body.email)
        key = proven_key(body.device, signed, self._context.clock.now_ms())

        async def count(tx: Transaction) -> Asked:
            account = await account_store.by_email(tx, email)
            device = await device_store.by_id(tx, body.device.device_id) if account else None
            known = (
                device is not None
                and account is not None
                and device.user_id == account.id
                and device.public_key == key
                and device.revoked_ms is None
            )
            attempt = await self._context.attempts.begin(
                tx,
                email,
                origin.address,
                account.id if account else None,
                device.id if device and known else None,
            )
            return Asked(email, key, account, attempt)

        return await self._context.database.transact(count)

    async def _refuse(self, account: AccountRow | None, origin: Origin) -> None:
        subject = account.id if account else None
        tenant = account.tenant_id if account else None
        async with self._context.database.write() as tx:
            await note(tx, "sign_in.refused", origin, actor=None, subject=subject, tenant=tenant)

    async def ask_to_confirm(self, account: AccountRow) -> None:
        """Mail the link that confirms the address, if not just done. Raises `AppError("accounts.confirm_email")`."""
        async with self._context.database.write() as tx:
            if await may_send(tx, account.id, VERIFY):
                await send_link(self._context, tx, account, VERIFY)
        raise AppError("accounts.confirm_email")

    async def _open(
        self, tx: Transaction, body: SignIn, asked: Asked, origin: Origin, rehashed: str | None
    ) -> Opened:
        if asked.account is None:
            raise AssertionError("only an account opens a sign-in")
        account = await self._context.account(tx, asked.account.id, lock=True)
        if account.password_hash != asked.account.password_hash:
            raise AppError("accounts.wrong_sign_in")
        if account.suspended:
            raise AppError("accounts.suspended")
        await self._context.attempts.succeeded(tx, asked.attempt)
        if rehashed is not None:
            await account_store.change(tx, account.id, password_hash=rehashed)
        opened = await self._sessions.open(tx, account, body.device, asked.key, origin)
        at = msgspec.structs.replace(origin, device_id=body.device.device_id)
        await note(tx, "sign_in", at, actor=account.id, tenant=account.tenant_id)
        return opened

    async def sign_out(self, who: Principal, origin: Origin) -> None:
        """End the sign-in that asks; the device stays in the list."""
        async with self._context.database.write() as tx:
            await self._sessions.end(tx, "signed_out", user_id=who.user_id, session_id=who.session_id)
            await note_by(tx, "sign_out", origin, who)

    async def sign_out_everywhere(self, who: Principal, origin: Origin) -> None:
        """End every sign-in of a person, this one too. Access tokens end with them."""
        async with self._context.database.write() as tx:
            await self._sessions.end(tx, "signed_out", user_id=who.user_id)
            await note_by(tx, "sign_out.everywhere", origin, who)
