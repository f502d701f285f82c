"""Making an account: open to all, by invitation, or not at all; telling nobody who has one already."""

import uuid

import msgspec

from server.accounts import account_store, tenant_store
from server.accounts.account_store import AccountRow
from server.accounts.audit import note
from server.accounts.context import Context
from server.accounts.device_keys import proven_key
from server.accounts.emails import normal_email
from server.accounts.encoding import secret_hash
from server.accounts.mail_tokens import VERIFY, may_send, send_link
from server.accounts.names import cleaned_name, language_tag
from server.accounts.origin import Origin
from server.accounts.sessions import Opened, Sessions
from server.accounts.sign_in_service import SignInService
from server.accounts.tenant_store import InvitationRow
from server.storage.transaction import Transaction
from shared.accounts.messages import Session, SignIn, SignUp
from shared.errors import AppError
from shared.ids import new_id


class Wanted(msgspec.Struct, frozen=True):
    """A sign-up that was read and found to be in order.

    Without a password the account is one of somewhere else, `verified` says whether that has confirmed the address.
    """

    email: str
    name: str
    language: str
    password_hash: str | None
    user_id: uuid.UUID | None
    invitation: str
    verified: bool = False


class SignUpService:
    """Makes accounts."""

    def __init__(self, context: Context, sessions: Sessions, sign_ins: SignInService) -> None:
        self._context, self._sessions, self._sign_ins = context, sessions, sign_ins

    async def sign_up(self, body: SignUp, origin: Origin) -> Session:
        """Make an account and sign the device in.

        Where addresses must be confirmed the answer is always `accounts.confirm_email`, whether there was an account
        or not, unless an invitation by mail has confirmed it. The same request again, after a lost answer, signs in.
        Raises AppError `accounts.sign_up_closed`, `accounts.invitation_needed`, `accounts.invitation_invalid`,
        `accounts.invitation_other_email`, `accounts.email_invalid`, `accounts.email_taken`, `accounts.name_invalid`,
        `accounts.password_too_short`, `accounts.password_too_long`, and those of a device's proof.
        """
        email, name = normal_email(body.email), cleaned_name(body.name)
        self._context.passwords.check_new(body.password)
        key = proven_key(body.device, body.email, self._context.clock.now_ms())
        async with self._context.database.read() as tx:
            existing = await account_store.by_email(tx, email)
        if existing is not None and (existing.email_verified or not self._context.must_verify):
            return await self._existing(body, existing, origin)
        await self.check_open(body.invitation, email)
        password_hash = await self._context.passwords.hashed(body.password)
        language = language_tag(body.language)
        wanted = Wanted(email, name, language, password_hash, body.user_id, body.invitation)

        async def make(tx: Transaction) -> Opened | None:
            account = await self.make(tx, wanted, origin)
            if account is None:
                return None
            return await self._sessions.open(tx, account, body.device, key, origin)

        opened = await self._context.database.transact(make)
        if opened is None:
            raise AppError("accounts.confirm_email" if self._context.must_verify else "accounts.email_taken")
        return await self._sessions.answer(opened)

    async def make(self, tx: Transaction, wanted: Wanted, origin: Origin) -> AccountRow | None:
        """Make the account of a sign-up; None when it may not be used at once: taken, or to be confirmed first."""
        invitation = await self._invitation(tx, wanted.invitation, wanted.email)
        row = await self._new_row(tx, wanted, invitation)
        if not await account_store.add(tx, row):
            return await self._taken(tx, wanted)
        await note(tx, "account.made", origin, actor=row.id, tenant=row.tenant_id)
        if invitation is not None:
            await tenant_store.drop_invitation(tx, invitation.id, invitation.tenant_id)
        elif wanted.verified:
            pass
        elif self._context.must_verify:
            await send_link(self._context, tx, row, VERIFY, password_hash=wanted.password_hash)
            return None
        elif self._context.mails.enabled:
            await send_link(self._context, tx, row, VERIFY)
        await self._context.hooks.profile(tx, row.id, row.name, row.language)
        return await self._context.account(tx, row.id)

    async def check_open(self, invitation: str, email: str) -> None:
        """Raise AppError `accounts.sign_up_closed`, `accounts.invitation_…` unless an account may be made."""
        mode = self._context.config.accounts.sign_up
        if invitation:
            async with self._context.database.write() as tx:
                await self._invitation(tx, invitation, email)
        elif mode != "open":
            closed = mode == "closed"
            raise AppError("accounts.sign_up_closed" if closed else "accounts.invitation_needed")

    async def _invitation(self, tx: Transaction, token: str, email: str) -> InvitationRow | None:
        if not token:
            return None
        row = await tenant_store.find_invitation(tx, secret_hash(token))
        if row is None:
            raise AppError("accounts.invitation_invalid")
        if row.email != email:
            raise AppError("accounts.invitation_other_email")
        return row

    async def _new_row(self, tx: Transaction, wanted: Wanted, invitation: InvitationRow | None) -> AccountRow:
        proposed = wanted.user_id
        # An id that anybody ever had is not given again: its scope may be known to devices.
        if proposed is None or await account_store.by_id(tx, proposed) is not None:
            proposed = new_id()
        return AccountRow(
            id=proposed,
            email=wanted.email,
            email_verified=wanted.verified or invitation is not None,
            name=wanted.name,
            language=wanted.language,
            role=invitation.role if invitation else "learner",
            plan="free",
            plan_until_ms=0,
            tenant_id=invitation.tenant_id if invitation else None,
            password_hash=wanted.password_hash,
            generation=0,
            created_ms=tx.now_ms,
        )

    async def _taken(self, tx: Transaction, wanted: Wanted) -> None:
        """Somebody signed up with this address before and has not confirmed it, or did so a moment ago."""
        account = await account_store.by_email(tx, wanted.email)
        if account is None:
            raise AppError("accounts.busy")
        if not self._context.must_verify:
            return
        if account.email_verified:
            await self._tell_owner(tx, account)
            return
        # Who owns the address is open until a link is used; that link's password is then the account's.
        await account_store.change(tx, account.id, password_hash=None)
        if await may_send(tx, account.id, VERIFY):
            await send_link(self._context, tx, account, VERIFY, password_hash=wanted.password_hash)

    async def _existing(self, body: SignUp, account: AccountRow, origin: Origin) -> Session:
        try:
            return await self._sign_ins.sign_in(SignIn(body.email, body.password, body.device), origin)
        except AppError as error:
            if error.code not in ("accounts.wrong_sign_in", "accounts.too_many_attempts"):
                raise
        await self.check_open(body.invitation, account.email or "")
        if not self._context.must_verify:
            raise AppError("accounts.email_taken")
        async with self._context.database.write() as tx:
            await self._tell_owner(tx, account)
        raise AppError("accounts.confirm_email")

    async def _tell_owner(self, tx: Transaction, account: AccountRow) -> None:
        email, language = account.email or "", account.language
        if not await self._context.attempts.may_mail(tx, email):
            return
        tx.after_commit(lambda: self._context.mails.send("exists", email, language))
