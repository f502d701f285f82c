"""What administrators see and do: people and the audit log, of their own tenant or, as super admin, of all."""

import unicodedata
import uuid
from typing import Any

from server.accounts import account_store, audit_store, told
from server.accounts.account_store import AccountRow
from server.accounts.audit import note_by
from server.accounts.context import Context
from server.accounts.emails import normal_email
from server.accounts.names import cleaned_name
from server.accounts.origin import Origin
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.accounts.messages import PAGE_MOST, AuditPage, AuditQuery, User, UserChange, UserQuery, Users
from shared.accounts.permissions import may_give
from shared.errors import AppError
from shared.ids import new_id

_MOST_MS = 1 << 53
_TEXT_CHARS = 200


class AdminService:
    """Lists and changes people, and shows the audit log."""

    def __init__(self, context: Context, sessions: Sessions) -> None:
        self._context, self._sessions = context, sessions

    async def users(self, who: Principal, query: UserQuery) -> Users:
        """Return a page of people."""
        text = "".join(char for char in query.text[:_TEXT_CHARS] if unicodedata.category(char)[0] != "C")
        limit = _page_size(query.limit)
        async with self._context.database.read() as tx:
            rows = await account_store.page(
                tx, tenant_id=_reach(who), text=text, after=query.after, limit=limit + 1
            )
        return Users(tuple(told.user(row, seen_ms) for row, seen_ms in rows[:limit]), len(rows) > limit)

    async def change_user(self, who: Principal, user_id: uuid.UUID, body: UserChange, origin: Origin) -> User:
        """Give a role, suspend, or (super admins) give a plan. Counts at the person's next request.

        Raises AppError `accounts.user_not_found`, `accounts.role_not_allowed`, `accounts.last_admin`.
        """
        async with self._context.database.write() as tx:
            account = await self._context.account(tx, user_id, lock=True)
            if _reach(who) not in (None, account.tenant_id):
                raise AppError("accounts.user_not_found")
            changed = await _changes(tx, who, account, body)
            await account_store.change(tx, user_id, stale=True, **changed)
            tx.after_commit(self._sessions.forget_all)
            if body.suspended:
                self._context.hooks.ended(tx, user_id)
            if body.plan is not None:
                self._context.hooks.given(tx, user_id)
            detail = {name: str(value) for name, value in changed.items()}
            await note_by(tx, "user.changed", origin, who, subject=user_id, detail=detail)
            return told.user(await self._context.account(tx, user_id), 0)

    async def audit(self, who: Principal, query: AuditQuery) -> AuditPage:
        """Return a page of the audit log."""
        limit = _page_size(query.limit)
        before = min(max(query.before, 0), _MOST_MS)
        async with self._context.database.read() as tx:
            entries = await audit_store.page(
                tx,
                tenant_id=_reach(who),
                user_id=query.user_id,
                before=before,
                limit=limit + 1,
                action=query.action,
            )
            shown = entries[:limit]
            ids = {id_ for one in shown for id_ in (one.actor_id, one.subject_id) if id_ is not None}
            people = await account_store.named(tx, ids, tenant_id=_reach(who))
        return AuditPage(tuple(shown), len(entries) > limit, tuple(people))

    async def has_account(self, email: str) -> bool:
        """Whether an e-mail has an account. Raises `AppError("accounts.email_invalid")`."""
        form = normal_email(email)
        async with self._context.database.read() as tx:
            return await account_store.by_email(tx, form) is not None

    async def create_super_admin(
        self, email: str, name: str, password: str, *, replace: bool = True
    ) -> uuid.UUID:
        """Make an account, or the one there is, super admin with this password; its sign-ins end.

        Raises `AppError("accounts.admin_exists")` for the one there is, without `replace`.
        """
        form, cleaned = normal_email(email), cleaned_name(name)
        password_hash = await self._context.passwords.hashed(password)

        async def make(tx: Transaction) -> uuid.UUID:
            account = await account_store.by_email(tx, form)
            if account is not None and not replace:
                raise AppError("accounts.admin_exists", email=form)
            user_id = account.id if account else new_id()
            values: dict[str, Any] = {
                "role": "super_admin",
                "password_hash": password_hash,
                "email_verified": True,
                "suspended_ms": None,
            }
            if account is None:
                row = AccountRow(
                    user_id,
                    form,
                    True,
                    cleaned,
                    "en",
                    "super_admin",
                    "free",
                    0,
                    None,
                    password_hash,
                    0,
                    tx.now_ms,
                )
                await account_store.add(tx, row)
                await self._context.hooks.profile(tx, user_id, cleaned, "en")
            else:
                await account_store.change(tx, user_id, stale=True, **values)
                await self._sessions.end(tx, "password", user_id=user_id)
            who = Principal(user_id, user_id)
            await note_by(tx, "admin.made", Origin(), who)
            return user_id

        return await self._context.database.transact(make)


def _reach(who: Principal) -> uuid.UUID | None:
    """The tenant somebody sees; None is all. Raises `AppError("accounts.tenant_not_found")` for an admin of none."""
    if who.role == "super_admin":
        return None
    if who.tenant_id is None:
        raise AppError("accounts.tenant_not_found")
    return who.tenant_id


def _page_size(limit: int) -> int:
    return min(max(limit, 1), PAGE_MOST)


async def _changes(tx: Transaction, who: Principal, account: AccountRow, body: UserChange) -> dict[str, Any]:
    """Return the columns to set, after everything was found to be allowed."""
    changed: dict[str, Any] = {}
    if not may_give(who.role, account.role):
        raise AppError("accounts.role_not_allowed")
    if body.role is not None and body.role != account.role:
        tenant_role = body.role == "admin" and account.tenant_id is None
        if not may_give(who.role, body.role) or tenant_role:
            raise AppError("accounts.role_not_allowed")
        changed["role"] = body.role
    if body.suspended is not None:
        changed["suspended_ms"] = tx.now_ms if body.suspended else None
    if body.plan is not None:
        if who.role != "super_admin":
            raise AppError("accounts.role_not_allowed")
        changed |= {"plan": body.plan, "plan_until_ms": min(max(body.plan_until_ms, 0), _MOST_MS)}
    if "role" in changed or body.suspended:
        await _check_not_last(tx, account)
    return changed


async def _check_not_last(tx: Transaction, account: AccountRow) -> None:
    if account.role not in ("admin", "super_admin") or account.suspended_ms is not None:
        return
    tenant_id = None if account.role == "super_admin" else account.tenant_id
    if await account_store.count_admins(tx, tenant_id) <= 1:
        raise AppError("accounts.last_admin")
