"""What other slices and the routes use of accounts. Joins the parts; decides nothing itself."""

import contextlib
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from server.accounts import (
    account_store,
    attempt_store,
    audit_store,
    device_store,
    foreign_store,
    mail_token_store,
    session_store,
    tenant_store,
)
from server.accounts.admin_service import AdminService
from server.accounts.attempts import Attempts
from server.accounts.audit import note_by
from server.accounts.context import DAY_MS, Context
from server.accounts.data_service import DataService
from server.accounts.device_store import DeviceRow
from server.accounts.email_service import EmailService
from server.accounts.emails import normal_email
from server.accounts.foreign_service import ForeignService
from server.accounts.hooks import (
    CarriedFile,
    Carrier,
    Eraser,
    Exporter,
    ForeignLinked,
    Hooks,
    PlanGiven,
    ProfileChanged,
    SessionEnded,
    TenantChanged,
)
from server.accounts.invited_service import InvitedService
from server.accounts.key_ring import KeyRing
from server.accounts.mail_post import MailPost
from server.accounts.origin import Origin
from server.accounts.passwords import Passwords
from server.accounts.plan_giving import give_plan
from server.accounts.profile_service import ProfileService
from server.accounts.recovery_service import RecoveryService
from server.accounts.seen import Seen
from server.accounts.sessions import Sessions
from server.accounts.sign_in_service import SignInService
from server.accounts.sign_up_service import SignUpService
from server.accounts.tenant_service import TenantService
from server.accounts.ways_service import WaysService
from server.config.declarations import ServerConfig
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import ServerInfo, SigningKeys
from shared.clock import Clock
from shared.errors import AppError
from shared.plans import Plan, plan_named
from shared.tasks import TaskScope

__all__ = ["AccountsService", "CarriedFile", "DeviceRow", "Standing"]

ENDED_KEPT_DAYS = 30
"""How long an ended sign-in is remembered, to tell its device why."""
_PLACES_KEPT_DAYS = 180


class Standing(msgspec.Struct, frozen=True):
    """What an account is at a moment. `plan` is the one in force: free once it has run out."""

    user_id: uuid.UUID
    state: Literal["active", "suspended", "deleted"]
    name: str
    email: str
    email_verified: bool
    language: str
    tenant_id: uuid.UUID | None
    role: str
    plan: str


class AccountsService:
    """The accounts of one server. Make it with `open`; the parts are for the routes of this slice."""

    def __init__(self, context: Context, scope: TaskScope) -> None:
        self._context = context
        self._sessions = Sessions(context)
        self.sign_ins = SignInService(context, self._sessions)
        self.sign_ups = SignUpService(context, self._sessions, self.sign_ins)
        self.recovery = RecoveryService(context, self._sessions, scope)
        self.foreign = ForeignService(context, self._sessions, self.sign_ins, self.sign_ups)
        self.ways = WaysService(context, self.foreign, self.recovery)
        context.providers = tuple(each.told() for each in self.foreign.providers.values())
        self.emails = EmailService(context, self.recovery)
        self.profile = ProfileService(context, self._sessions)
        self.tenants = TenantService(context, self._sessions)
        self.invited = InvitedService(context, self.tenants, self.sign_ups)
        self.admin = AdminService(context, self._sessions)
        self.data = DataService(context, self._sessions, self.recovery)
        self.refresh = self._sessions.refresh
        self._seen = Seen(context.database, context.clock)
        self.seen = self._seen.note
        scope.spawn(self._seen.run(), name="seen")

    @classmethod
    async def open(
        cls,
        database: Database,
        clock: Clock,
        config: ServerConfig,
        scope: TaskScope,
        *,
        version: str = "",
        plan: Callable[[str], Plan] = plan_named,
    ) -> "AccountsService":
        """Read or make the server's keys. `scope` owns the tasks that send mails; `plan` says what a plan gives."""
        context = Context(
            database=database,
            clock=clock,
            config=config,
            keys=await KeyRing.open(database, clock),
            passwords=Passwords(config.accounts),
            mails=MailPost(config.mail, config.server.name, clock, scope),
            attempts=Attempts(config.limits),
            hooks=Hooks(),
            version=version,
            plan=plan,
        )
        return cls(context, scope)

    async def close(self) -> None:
        """Let mails on their way finish, within limits, and stop the hashing threads."""
        with contextlib.suppress(AppError):
            await self._seen.write()
        await self.foreign.close()
        await self._context.mails.close()
        self._context.passwords.close()

    # Who asks

    async def principal(self, token: str, *, though_suspended: bool = False) -> Principal:
        """Return who an access token speaks for; `though_suspended` lets a suspended account pass.

        Raises AppError `accounts.token_invalid`, `accounts.token_expired` (refresh), `accounts.token_revoked`,
        `accounts.suspended`, `accounts.deleted`.
        """
        return await self._sessions.principal(token, though_suspended=though_suspended)

    async def standing(self, transaction: Transaction, user_id: uuid.UUID, *, hold: bool = False) -> Standing:
        """Return an account as it is in a transaction; with `hold` nobody erases it before the commit.

        Raises `AppError("accounts.user_not_found")`.
        """
        row = await account_store.by_id(transaction, user_id, hold=hold)
        if row is None:
            raise AppError("accounts.user_not_found")
        state = "deleted" if row.deleted_ms is not None else "suspended" if row.suspended else "active"
        return Standing(
            user_id=row.id,
            state=state,
            name=row.name,
            email=row.email or "",
            email_verified=row.email_verified,
            language=row.language,
            tenant_id=row.tenant_id,
            role=row.role,
            plan=row.plan_at(transaction.now_ms),
        )

    person = standing

    async def plans(
        self, transaction: Transaction, user_ids: Sequence[uuid.UUID], *, hold: bool = False
    ) -> dict[uuid.UUID, tuple[str, int, uuid.UUID | None]]:
        """Return (plan as bought, until when or 0, tenant) of accounts that were not deleted.

        With `hold` nobody else changes them before the commit.
        """
        return await account_store.plans(transaction, user_ids, hold=hold)

    async def give_plan(self, transaction: Transaction, user_id: uuid.UUID, plan: str, until_ms: int) -> None:
        """Give somebody a plan until a time (0: without an end); the audit log tells of it."""
        await give_plan(self._context, self._sessions, transaction, user_id, plan, until_ms)

    def check_verified(self, person: Standing) -> None:
        """Raise `AppError("accounts.confirm_email")` when this server asks for verified addresses."""
        if self._context.must_verify and not person.email_verified:
            raise AppError("accounts.confirm_email")

    def normal_email(self, text: str) -> str:
        """Return the one form of an e-mail that is stored. Raises `AppError("accounts.email_invalid")`."""
        return normal_email(text)

    # What other slices do through accounts

    async def audit(
        self,
        transaction: Transaction,
        principal: Principal,
        action: str,
        subject: uuid.UUID | None = None,
        *,
        detail: dict[str, str] | None = None,
        address: str = "",
    ) -> None:
        """Write what somebody did into the audit log, inside the transaction that does it."""
        origin = Origin(address, device_id=principal.device_id)
        await note_by(transaction, action, origin, principal, subject=subject, detail=detail)

    def sign(self, kind: str, claims: dict[str, Any]) -> str:
        """Return an EdDSA JWT (`typ` = kind) that devices verify with `ServerInfo.public_key`."""
        return self._context.keys.sign_document(kind, claims)

    def sign_bytes(self, message: bytes) -> tuple[str, bytes]:
        """Return (kid, raw Ed25519 signature) by a key of `signing_keys`; `message` begins with its own domain."""
        return self._context.keys.sign_bytes(message)

    async def device(self, transaction: Transaction, device_id: uuid.UUID) -> DeviceRow | None:
        """Return a device with its name and public key, a removed one too."""
        return await device_store.by_id(transaction, device_id)

    async def send_group_invitation(
        self, email: str, language: str, *, group: str, inviter: str, url: str
    ) -> None:
        """Send a mail that asks somebody into a group; nothing happens on a server without mail."""
        self._context.mails.send("group_invitation", email, language, url=url, group=group, inviter=inviter)

    async def follow_profile(
        self, transaction: Transaction, user_id: uuid.UUID, name: str | None, language: str | None
    ) -> None:
        """Take over what a synced profile record says; words an account may not have are left out."""
        await self.profile.follow(transaction, user_id, name, language)

    def on_export(self, call: Exporter) -> None:
        """Have a slice asked for its part when somebody exports their data."""
        self._context.hooks.exporters.append(call)

    def on_carry(self, call: Carrier) -> None:
        """Have a slice asked for the files of a person when they export their data."""
        self._context.hooks.carriers.append(call)

    def on_erase(self, call: Eraser) -> None:
        """Have a slice erase its part when an account is deleted."""
        self._context.hooks.erasers.append(call)

    def on_session_ended(self, call: SessionEnded) -> None:
        """Have live connections of a person or a device closed."""
        self._context.hooks.session_ended.append(call)

    def on_profile_changed(self, call: ProfileChanged) -> None:
        """Have a changed name or language written into the profile record."""
        self._context.hooks.profile_changed.append(call)

    def on_tenant_changed(self, call: TenantChanged) -> None:
        """Tell another slice who joined or left a tenant."""
        self._context.hooks.tenant_changed.append(call)

    def on_plan_given(self, call: PlanGiven) -> None:
        """Have a slice told of a person who was given another plan."""
        self._context.hooks.plan_given.append(call)

    def on_foreign_linked(self, call: ForeignLinked) -> None:
        """Have a slice told, in its transaction, that a person's account elsewhere was linked (a Whop customer)."""
        self._context.hooks.foreign_linked.append(call)

    async def linked_to(self, transaction: Transaction, kind: str, subject: str) -> uuid.UUID | None:
        """Return whose account an account elsewhere is linked to: `linked_to(tx, "whop", "user_…")`."""
        return await foreign_store.of_kind(transaction, kind, subject)

    def on_standing_changed(self, call: Callable[[], None]) -> None:
        """Have a slice told, after the commit, that somebody's role, plan, school or state changed."""
        self._context.hooks.standing_changed.append(call)

    # The server

    def server_info(self) -> ServerInfo:
        """Return what anybody may know of this server."""
        return self._context.server_info()

    def signing_keys(self) -> SigningKeys:
        """Return the public keys that are good now."""
        return self._context.keys.published()

    async def create_super_admin(
        self, email: str, name: str, password: str, *, replace: bool = True
    ) -> uuid.UUID:
        """Make an account, or with `replace` an existing one, super admin with this password, address verified."""
        return await self.admin.create_super_admin(email, name, password, replace=replace)

    async def tidy(self) -> None:
        """Daily: make a new signing key when due, drop what has expired."""
        await self._context.keys.renew()
        kept_days = self._context.config.accounts.audit_days
        async with self._context.database.write() as tx:
            await mail_token_store.drop_before(tx, tx.now_ms)
            await tenant_store.drop_expired_invitations(tx)
            await foreign_store.tidy(tx)
            await attempt_store.forget(tx, before_ms=tx.now_ms - 2 * DAY_MS)
            await device_store.forget_places(tx, before_ms=tx.now_ms - _PLACES_KEPT_DAYS * DAY_MS)
            await session_store.drop_over(tx, tx.now_ms - ENDED_KEPT_DAYS * DAY_MS)
            await session_store.drop_forgotten_devices(tx)
            await audit_store.drop_before(tx, tx.now_ms - max(kept_days, ENDED_KEPT_DAYS) * DAY_MS)
