"""What an administrator asks of the server and has it change. Keeps nothing; knows no page."""

import uuid
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from desktop.accounts.service import Calls
from shared.accounts.messages import (
    AuditPage,
    AuditQuery,
    NewTenant,
    NewTenantInvitation,
    Tenant,
    TenantChange,
    TenantInvitation,
    TenantInvitations,
    Tenants,
    User,
    UserChange,
    Users,
)
from shared.billing.messages import (
    ADMIN_PATH,
    Adjustment,
    AdminPlans,
    AiModel,
    BillingStatus,
    BudgetChange,
    BudgetStatus,
    Caps,
    LedgerPage,
    Margin,
    MarginList,
    ModelList,
    NewPrice,
    NewPrompt,
    PriceList,
    PromptList,
    PromptText,
)
from shared.billing.meters import Meter
from shared.payments import admin_messages
from shared.payments.admin_messages import EventQuery, Settled, WebhookDetail, WebhookEvent, WebhookPage
from shared.plans import Plan

T = TypeVar("T")
_BILLING = ADMIN_PATH.removeprefix("/api/v1/")
_PAYMENTS = admin_messages.ADMIN_PATH.removeprefix("/api/v1/")
PAGE = 50


class Reach(StrEnum):
    """Whose administrator somebody is: nobody's, of a school (a tenant), of the whole server."""

    NOBODY = ""
    SCHOOL = "school"
    SERVER = "server"


_REACHES = {"super_admin": Reach.SERVER, "admin": Reach.SCHOOL}


class SignedIn(Protocol):
    """What is needed of who is signed in."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def server_name(self) -> str: ...
    @property
    def tenant_name(self) -> str: ...


class Accounts(Calls, Protocol):
    """What is needed of the accounts service, which announces "account" on the bus."""

    @property
    def session(self) -> SignedIn | None: ...

    async def save(self, path: str, target: Path) -> int:
        """Stream `/api/v1/<path>` into a file; returns its size in bytes. Raises AppError."""
        ...


class AdminService:
    """Every method asks the server, and raises AppError as connections and the server do. Edits count at once."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    @property
    def reach(self) -> Reach:
        """Whose administrator the signed-in person is."""
        session = self._accounts.session
        return _REACHES.get(session.role, Reach.NOBODY) if session is not None else Reach.NOBODY

    @property
    def place(self) -> str:
        """What is administered: the server's name, or the school's."""
        session = self._accounts.session
        if session is None:
            return ""
        return session.tenant_name if self.reach is Reach.SCHOOL else session.server_name

    @property
    def me(self) -> uuid.UUID | None:
        session = self._accounts.session
        return session.user_id if session is not None else None

    # The catalog

    async def plans(self) -> AdminPlans:
        return await self._get("plans", AdminPlans)

    async def put_plan(self, plan: Plan) -> AdminPlans:
        """Change what a plan allows and costs."""
        return await self._call("PUT", f"plans/{plan.name}", AdminPlans, plan)

    async def reset_plan(self, name: str) -> AdminPlans:
        """Have a plan as the program brings it."""
        return await self._call("DELETE", f"plans/{name}", AdminPlans)

    async def prices(self, model: str = "") -> PriceList:
        """What counts now, or every version of one model."""
        return await self._get(f"prices?{urlencode({'model': model})}", PriceList)

    async def add_price(self, price: NewPrice) -> PriceList:
        """Add a version; what was charged stays charged."""
        return await self._call("POST", "prices", PriceList, price)

    async def margins(self) -> MarginList:
        return await self._get("margins", MarginList)

    async def put_margin(self, margin: Margin) -> MarginList:
        """Set a margin, or drop it."""
        return await self._call("PUT", "margins", MarginList, margin)

    async def models(self) -> ModelList:
        return await self._get("models", ModelList)

    async def put_model(self, model: AiModel) -> ModelList:
        """Add or change a model."""
        return await self._call("PUT", "models", ModelList, model)

    async def reset_model(self, model: str) -> ModelList:
        """Have a model as shipped, or not at all."""
        return await self._call("DELETE", f"models?{urlencode({'model': model})}", ModelList)

    async def prompts(self) -> PromptList:
        return await self._get("prompts", PromptList)

    async def put_prompt(self, context: str, text: str | None) -> PromptText:
        """Set the instructions of a use; None takes them back."""
        return await self._call("PUT", f"prompts/{quote(context)}", PromptText, NewPrompt(text))

    async def budget(self) -> BudgetStatus:
        return await self._get("budget", BudgetStatus)

    async def put_budget(self, change: BudgetChange) -> BudgetStatus:
        return await self._call("PUT", "budget", BudgetStatus, change)

    # People

    async def people(self, text: str = "", *, after: uuid.UUID | None = None) -> Users:
        """Return a page of people whose name or e-mail has `text`."""
        query = {"text": text, "limit": str(PAGE)} | ({"after": str(after)} if after else {})
        return await self._accounts.call("GET", f"admin/users?{urlencode(query)}", answer=Users)

    async def change_person(self, user_id: uuid.UUID, change: UserChange) -> User:
        """Give a role or a plan, suspend or let in again."""
        return await self._accounts.call("PATCH", f"admin/users/{user_id}", body=change, answer=User)

    async def status(self, user_id: uuid.UUID) -> BillingStatus:
        """How somebody's meters stand."""
        return await self._get(f"users/{user_id}/status", BillingStatus)

    async def ledger(self, user_id: uuid.UUID, *, before: str = "", meter: Meter | None = None) -> LedgerPage:
        """Return entries of somebody, the newest first; `before` is `next` of the page before."""
        query = {"limit": str(PAGE)} | ({"before": before} if before else {})
        query |= {"meter": meter.value} if meter is not None else {}
        return await self._get(f"users/{user_id}/ledger?{urlencode(query)}", LedgerPage)

    async def save_ledger(self, user_id: uuid.UUID, target: Path) -> int:
        """Write every entry of somebody as CSV; returns its size in bytes. Raises AppError for a full disk too."""
        return await self._accounts.save(f"{_BILLING}/users/{user_id}/ledger.csv", target)

    async def adjust(self, user_id: uuid.UUID, adjustment: Adjustment) -> BillingStatus:
        """Correct a balance by a new entry; the same id again changes nothing."""
        return await self._call("POST", f"users/{user_id}/adjust", BillingStatus, adjustment)

    async def remove_member(self, tenant_id: uuid.UUID, user_id: uuid.UUID) -> None:
        """Take somebody out of a school; the account stays."""
        await self._accounts.call("DELETE", f"tenants/{tenant_id}/members/{user_id}", answer=type(None))

    # Schools

    async def schools(self) -> Tenants:
        """Return every school, by name."""
        return await self._accounts.call("GET", "admin/tenants", answer=Tenants)

    async def new_school(self, school: NewTenant) -> Tenant:
        """Make a school and invite its first administrator; the same again makes no second one."""
        return await self._accounts.call("POST", "admin/tenants", body=school, answer=Tenant)

    async def change_school(self, tenant_id: uuid.UUID, change: TenantChange) -> Tenant:
        """Rename or suspend a school."""
        return await self._accounts.call("PATCH", f"admin/tenants/{tenant_id}", body=change, answer=Tenant)

    async def caps(self, tenant_id: uuid.UUID) -> Caps:
        """What the people of a school may use together."""
        return await self._get(f"tenants/{tenant_id}/caps", Caps)

    async def put_caps(self, tenant_id: uuid.UUID, caps: Caps) -> Caps:
        return await self._call("PUT", f"tenants/{tenant_id}/caps", Caps, caps)

    async def invitations(self, tenant_id: uuid.UUID) -> TenantInvitations:
        """The open invitations of a school, or of the server itself (the id of zeros)."""
        path = f"tenants/{tenant_id}/invitations"
        return await self._accounts.call("GET", path, answer=TenantInvitations)

    async def invite(self, tenant_id: uuid.UUID, invitation: NewTenantInvitation) -> TenantInvitation:
        """Invite somebody by mail; the link is told once, in the answer."""
        path = f"tenants/{tenant_id}/invitations"
        return await self._accounts.call("POST", path, body=invitation, answer=TenantInvitation)

    async def withdraw(self, tenant_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
        """Take an invitation back."""
        path = f"tenants/{tenant_id}/invitations/{invitation_id}"
        await self._accounts.call("DELETE", path, answer=type(None))

    # What happened

    async def audit(self, query: AuditQuery) -> AuditPage:
        """Return a page of the audit log, the newest first."""
        given = {name: str(value) for name, value in msgspec.structs.asdict(query).items() if value}
        return await self._accounts.call("GET", f"admin/audit?{urlencode(given)}", answer=AuditPage)

    # Payments

    async def events(self, query: EventQuery) -> WebhookPage:
        """Return a page of webhooks of payments, the newest first."""
        given = {name: str(value) for name, value in msgspec.structs.asdict(query).items() if value}
        return await self._accounts.call("GET", f"{_PAYMENTS}/events?{urlencode(given)}", answer=WebhookPage)

    async def event(self, event_id: uuid.UUID) -> WebhookDetail:
        """Return a webhook with what was sent."""
        return await self._accounts.call("GET", f"{_PAYMENTS}/events/{event_id}", answer=WebhookDetail)

    async def replay(self, event_id: uuid.UUID) -> WebhookEvent:
        """Bring a webhook in once more; one that was done changes nothing."""
        path = f"{_PAYMENTS}/events/{event_id}/replay"
        return await self._accounts.call("POST", path, answer=WebhookEvent)

    async def settle(self, user_id: uuid.UUID) -> Settled:
        """Have somebody's disputes restrict nothing any more."""
        return await self._accounts.call("POST", f"{_PAYMENTS}/users/{user_id}/settle", answer=Settled)

    async def _get(self, path: str, answer: type[T]) -> T:
        return await self._accounts.call("GET", f"{_BILLING}/{path}", answer=answer)

    async def _call(self, method: str, path: str, answer: type[T], body: msgspec.Struct | None = None) -> T:
        return await self._accounts.call(method, f"{_BILLING}/{path}", body=body, answer=answer)
