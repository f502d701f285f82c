"""Moving an account to another e-mail: asked with the password, in force once the new address has shown itself."""

import uuid

from server.accounts import account_store, mail_token_store, told
from server.accounts.account_store import AccountRow
from server.accounts.audit import note, note_by
from server.accounts.context import Context
from server.accounts.emails import normal_email
from server.accounts.mail_tokens import EMAIL, found, send_link
from server.accounts.origin import Origin
from server.accounts.recovery_service import RecoveryService
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import Account, EmailChanged
from shared.errors import AppError


class EmailService:
    """Changes the address somebody signs in with. What was there before is told at each step."""

    def __init__(self, context: Context, recovery: RecoveryService) -> None:
        self._context, self._recovery = context, recovery

    async def ask(self, who: Principal, email: str, password: str, origin: Origin) -> EmailChanged:
        """Have the new address asked by mail; on a server without mail it is in force at once, unconfirmed.

        Where mails go out, the answer for an address that has an account is that of any other: its owner is told, the
        asker is not. Raises AppError `accounts.email_invalid`, `accounts.email_same`, `accounts.wrong_password`,
        `accounts.too_many_attempts`, `accounts.too_many_mails` and, without mails, `accounts.email_taken`.
        """
        form = normal_email(email)
        await self._recovery.check_password(who, password, origin)

        async def work(tx: Transaction) -> EmailChanged:
            account = await self._context.account(tx, who.user_id, lock=True)
            if account.email == form:
                raise AppError("accounts.email_same")
            mailed = self._context.mails.enabled
            await note_by(tx, "email.asked", origin, who)
            if mailed:
                await self._send(tx, account, form)
            else:
                await self._move(tx, account, form, verified=False)
                await note_by(tx, "email.changed", origin, who)
            return EmailChanged(await self._now(tx, who.user_id), mailed)

        return await self._context.database.transact(work)

    async def confirm(self, token: str, password: str, origin: Origin) -> None:
        """Put a new address in force by its link. The password keeps out whoever got a mistyped address's mail.

        Raises AppError `accounts.link_invalid`, `accounts.wrong_password`, `accounts.too_many_attempts`,
        `accounts.password_too_long`, `accounts.email_taken`.
        """
        await self._prove(token, password, origin)

        async def work(tx: Transaction) -> None:
            row = await found(tx, token, EMAIL)
            account = await self._context.account(tx, row.user_id, lock=True)
            await self._move(tx, account, row.email, verified=True)
            await note(tx, "email.changed", origin, actor=account.id, tenant=account.tenant_id)

        await self._context.database.transact(work)

    async def _send(self, tx: Transaction, account: AccountRow, email: str) -> None:
        taken = await account_store.by_email(tx, email)
        await mail_token_store.expire(tx, account.id, EMAIL)
        await send_link(self._context, tx, account, EMAIL, email=email, silent=taken is not None)
        if taken is not None and await self._context.attempts.may_mail(tx, email):
            tx.after_commit(lambda: self._context.mails.send("exists", email, taken.language))
        self._tell(tx, "email_asked", account)

    async def _move(self, tx: Transaction, account: AccountRow, email: str, *, verified: bool) -> None:
        await account_store.move(tx, account.id, email, verified=verified)
        # Links that went to the address before are no longer the owner's.
        await mail_token_store.drop(tx, account.id)
        self._tell(tx, "email_changed", account)

    async def _prove(self, token: str, password: str, origin: Origin) -> None:
        self._context.passwords.check_length(password)
        async with self._context.database.write() as tx:
            row = await found(tx, token, EMAIL)
            account = await self._context.account(tx, row.user_id)
            attempt = await self._context.attempts.begin(
                tx, account.email or "", origin.address, account.id, None
            )
        if not await self._context.passwords.fits(account.password_hash, password):
            raise AppError("accounts.wrong_password")
        async with self._context.database.write() as tx:
            await self._context.attempts.succeeded(tx, attempt)

    async def _now(self, tx: Transaction, user_id: uuid.UUID) -> Account:
        return told.account(await self._context.account(tx, user_id), tx.now_ms)

    def _tell(self, tx: Transaction, kind: str, account: AccountRow) -> None:
        """Write to the address there was."""
        tx.after_commit(lambda: self._context.mails.send(kind, account.email or "", account.language))
