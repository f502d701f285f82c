"""Passwords that change or were forgotten, and confirming an e-mail: what links in mails lead to."""

from server.accounts import account_store, device_store, foreign_store, mail_token_store
from server.accounts.attempts import place_hash
from server.accounts.audit import note, note_by
from server.accounts.context import Context
from server.accounts.emails import normal_email
from server.accounts.mail_token_store import MailToken
from server.accounts.mail_tokens import EMAIL, RESET, VERIFY, found, may_send, send_link
from server.accounts.origin import Origin
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction
from server.web.addresses import limited_part
from server.web.principal import Principal
from shared.errors import AppError
from shared.tasks import TaskScope


class RecoveryService:
    """Changes passwords and confirms addresses."""

    def __init__(self, context: Context, sessions: Sessions, scope: TaskScope) -> None:
        self._context, self._sessions, self._scope = context, sessions, scope

    def ask_reset(self, email: str, origin: Origin) -> None:
        """Have a link mailed, if there is an account. Answers before it looks, so the time tells nothing.

        Raises `AppError("accounts.email_invalid")`.
        """
        form = normal_email(email)
        if self._context.mails.enabled:
            self._scope.spawn(self._send_reset(form, origin), name="password-reset")

    async def _send_reset(self, email: str, origin: Origin) -> None:
        async def send(tx: Transaction) -> None:
            account = await account_store.by_email(tx, email)
            if account is None or account.suspended or not await may_send(tx, account.id, RESET):
                return
            await send_link(self._context, tx, account, RESET)
            await note(
                tx, "password.reset_asked", origin, actor=None, subject=account.id, tenant=account.tenant_id
            )

        await self._context.database.transact(send)

    async def reset(self, token: str, password: str, origin: Origin) -> None:
        """Set a password by a link: every sign-in ends, the address is confirmed, failed attempts are forgiven.

        Accounts elsewhere are unlinked: whoever got in before may have linked one. The owner's own asks the password
        once and is linked again.

        Raises AppError `accounts.link_invalid`, `accounts.password_too_short`, `accounts.password_too_long`.
        """
        self._context.passwords.check_new(password)
        await self.check_link(token, RESET)
        password_hash = await self._context.passwords.hashed(password)

        async def change(tx: Transaction) -> None:
            row = await found(tx, token, RESET)
            account = await self._context.account(tx, row.user_id, lock=True)
            await mail_token_store.drop(tx, account.id)
            await foreign_store.erase(tx, account.id)
            verified = account.email_verified or account.email == row.email
            await account_store.change(tx, account.id, password_hash=password_hash, email_verified=verified)
            await self._sessions.end(tx, "password", user_id=account.id)
            await self._context.attempts.forgive(tx, row.email)
            await device_store.know_place(tx, account.id, place_hash(limited_part(origin.address)))
            await note(tx, "password.reset", origin, actor=account.id, tenant=account.tenant_id)
            self._tell(tx, account.email, account.language)

        await self._context.database.transact(change)

    async def change_password(self, who: Principal, old: str, new: str, origin: Origin) -> None:
        """Set a password by the old one; every other device is signed out.

        Raises AppError `accounts.wrong_password`, `accounts.no_password`, `accounts.too_many_attempts`, those of a
        new password.
        """
        self._context.passwords.check_new(new)
        await self.check_password(who, old, origin)
        password_hash = await self._context.passwords.hashed(new)
        async with self._context.database.write() as tx:
            account = await self._context.account(tx, who.user_id, lock=True)
            await account_store.change(tx, account.id, password_hash=password_hash)
            for purpose in (RESET, EMAIL):
                await mail_token_store.drop(tx, account.id, purpose)
            await self._sessions.end(tx, "password", user_id=account.id, but=who.session_id)
            await note_by(tx, "password.changed", origin, who)
            self._tell(tx, account.email, account.language)

    async def check_password(self, who: Principal, password: str, origin: Origin) -> None:
        """Make sure that it is the person who asks.

        Raises AppError `accounts.wrong_password`, `accounts.no_password`, `accounts.too_many_attempts`,
        `accounts.password_too_long`.
        """
        self._context.passwords.check_length(password)

        async with self._context.database.write() as tx:
            account = await self._context.account(tx, who.user_id)
            if account.password_hash is None:
                raise AppError("accounts.no_password")
            email = account.email or ""
            attempt = await self._context.attempts.begin(
                tx, email, origin.address, who.user_id, who.device_id
            )
        if not await self._context.passwords.fits(account.password_hash, password):
            async with self._context.database.write() as tx:
                await note_by(tx, "password.refused", origin, who)
            raise AppError("accounts.wrong_password")
        async with self._context.database.write() as tx:
            await self._context.attempts.succeeded(tx, attempt)

    async def check_link(self, token: str, purpose: str) -> None:
        """Raise `AppError("accounts.link_invalid")` for a link that leads nowhere; uses nothing up."""
        async with self._context.database.write() as tx:
            await found(tx, token, purpose)

    async def asks_password(self, token: str) -> bool:
        """Whether a confirming link also needs the password of its sign-up. Raises `accounts.link_invalid`."""
        async with self._context.database.write() as tx:
            return await self._to_prove(tx, token) is not None

    async def verify(self, token: str, origin: Origin, password: str = "") -> None:
        """Confirm an address by a link, and put the password of that sign-up in force for whoever knows it.

        Anybody can sign up with somebody else's address: the owner's click alone must not give them the account.
        Raises AppError `accounts.link_invalid`, `accounts.wrong_password`, `accounts.too_many_attempts`,
        `accounts.password_too_long`.
        """
        await self._prove(token, password, origin)

        async def confirm(tx: Transaction) -> None:
            row = await found(tx, token, VERIFY)
            account = await self._context.account(tx, row.user_id, lock=True)
            if account.email != row.email:
                raise AppError("accounts.link_invalid")
            await mail_token_store.drop(tx, account.id, VERIFY)
            chosen = row.password_hash is not None and not account.email_verified
            password_hash = row.password_hash if chosen else account.password_hash
            await account_store.change(tx, account.id, email_verified=True, password_hash=password_hash)
            await note(tx, "email.verified", origin, actor=account.id, tenant=account.tenant_id)
            if chosen:
                await self._context.hooks.profile(tx, account.id, account.name, account.language)

        await self._context.database.transact(confirm)

    async def _to_prove(self, tx: Transaction, token: str) -> tuple[MailToken, str] | None:
        """Return a link and the hash its user must know the password of; None where the link alone will do."""
        row = await found(tx, token, VERIFY)
        account = await self._context.account(tx, row.user_id)
        before = account.password_hash if self._context.must_verify else None
        stored = row.password_hash or before
        return None if account.email_verified or stored is None else (row, stored)

    async def _prove(self, token: str, password: str, origin: Origin) -> None:
        self._context.passwords.check_length(password)
        async with self._context.database.write() as tx:
            wanted = await self._to_prove(tx, token)
            if wanted is None:
                return
            row, stored = wanted
            attempt = await self._context.attempts.begin(tx, row.email, origin.address, row.user_id, None)
        if not await self._context.passwords.fits(stored, password):
            raise AppError("accounts.wrong_password")
        async with self._context.database.write() as tx:
            await self._context.attempts.succeeded(tx, attempt)

    async def resend(self, who: Principal) -> None:
        """Mail the confirming link again.

        Raises AppError `accounts.mail_off`, `accounts.already_verified`, `accounts.too_many_mails`.
        """
        if not self._context.mails.enabled:
            raise AppError("accounts.mail_off")
        async with self._context.database.write() as tx:
            account = await self._context.account(tx, who.user_id)
            if account.email_verified:
                raise AppError("accounts.already_verified")
            await send_link(self._context, tx, account, VERIFY)

    def _tell(self, tx: Transaction, email: str | None, language: str) -> None:
        tx.after_commit(lambda: self._context.mails.send("changed", email or "", language))
