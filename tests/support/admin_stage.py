"""An administrator with no server behind: answers as the server would, through JSON as on the wire, and takes edits."""

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from desktop.admin.page import create_page
from desktop.admin.service import AdminService
from desktop.runtime.changes import ChangeBus
from shared.accounts.messages import (
    AuditEntry,
    AuditPage,
    AuditPerson,
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
    Adjustment,
    AdminPlans,
    AiModel,
    BillingStatus,
    BudgetChange,
    BudgetStatus,
    Caps,
    LedgerEntry,
    LedgerPage,
    ListedModel,
    ListedPlan,
    ListedPrompt,
    Margin,
    MarginList,
    ModelList,
    NewPrice,
    NewPrompt,
    PriceEntry,
    PriceList,
    PromptList,
    PromptText,
)
from shared.billing.meters import Meter
from shared.billing.prices import Prices, Tier, UnitRates, flat
from shared.errors import AppError
from shared.payments.admin_messages import Settled, WebhookDetail, WebhookEvent, WebhookPage
from shared.payments.messages import Provider
from shared.plans import PLANS, Plan
from tests.support.billing_stage import NOVEMBER_20_MS, billing_status, entry
from tests.support.clocks import ManualClock
from tests.support.cloud_server import Cloud
from tests.support.page_stage import stage
from tests.support.waiting import until

ROOT, ADA, BEA, NORTE = (uuid.UUID(int=number) for number in (1, 7, 8, 50))
CENT = 10_000_000
NO_CONTENT = 204
_CLAUDE = UnitRates(
    input=200 * CENT,
    cache_read=10 * CENT,
    cache_write_5m=250 * CENT,
    cache_write_1h=400 * CENT,
    output=1_000 * CENT,
)
MODELS = (
    AiModel(
        model="claude-sonnet-5-5",
        upstream="anthropic",
        wire="anthropic",
        title="Claude Sonnet 5.5",
        aliases=("lantern",),
        fallbacks=("claude-haiku-5-5",),
    ),
    AiModel(model="claude-haiku-5-5", upstream="anthropic", wire="anthropic", title="Claude Haiku 5.5"),
    AiModel(model="gpt-5.6-terra", upstream="openai", wire="openai", title="GPT-5.6 Terra"),
    AiModel(model="school/llama-4-70b", upstream="custom", wire="openai", plans=("pro", "enterprise")),
    AiModel(
        model="text-embedding-3-small", upstream="openai", wire="openai", kind="embedding", title="Embedding"
    ),
)
PROMPTS = ("chat", "hint", "generate_cards", "lesson_teacher", "voice")


@dataclass(frozen=True)
class Admin:
    """Somebody signed in who administers the server, unless another role is given."""

    user_id: uuid.UUID = ROOT
    role: str = "super_admin"
    server_name: str = "Colegio del Lago"
    tenant_name: str = "Instituto Norte"


def price_of(
    number: int, model: str, prices: Prices, *, origin: str = "default", in_force: bool = True
) -> PriceEntry:
    return PriceEntry(
        number=number,
        model=model,
        prices=prices,
        valid_from_ms=NOVEMBER_20_MS - 86_400_000 * (10 - number),
        origin=origin,
        sha256="0" * 64,
        in_force=in_force,
    )


def person(user_id: uuid.UUID, name: str, email: str, **more: Any) -> User:
    given: dict[str, Any] = {
        "email_verified": True,
        "role": "learner",
        "plan": "free",
        "tenant_id": None,
        "suspended": False,
        "created_ms": NOVEMBER_20_MS - 90 * 86_400_000,
        "seen_ms": NOVEMBER_20_MS - 3_600_000,
        **more,
    }
    return User(user_id=user_id, name=name, email=email, **given)


def audited(number: int, action: str, actor: uuid.UUID | None = ROOT, **more: Any) -> AuditEntry:
    given: dict[str, Any] = {
        "at_ms": NOVEMBER_20_MS - (100 - number) * 60_000,
        "subject_id": more.pop("subject", actor),
        "tenant_id": None,
        "device_id": None,
        "address": "203.0.113.7",
        "detail": {},
        **more,
    }
    return AuditEntry(number=number, action=action, actor_id=actor, **given)


def webhook(number: int, kind: str, *, provider: Provider = "stripe", **more: Any) -> WebhookEvent:
    at_ms = NOVEMBER_20_MS - (10 - number) * 60_000
    given: dict[str, Any] = {"state": "done", "object_id": f"in_{number}", "attempts": 1, **more}
    return WebhookEvent(
        id=uuid.UUID(int=number),
        provider=provider,
        event_id=f"evt_1QabcDEF{number}",
        kind=kind,
        created_ms=at_ms,
        received_ms=at_ms,
        **given,
    )


@dataclass
class AdminAccount:
    """Stands for the account and the server behind it. `failing` is raised instead of an answer, once for `once`."""

    session: Admin | None = field(default_factory=Admin)
    plans: dict[str, ListedPlan] = field(
        default_factory=lambda: {name: ListedPlan(plan, edited=False) for name, plan in PLANS.items()}
    )
    models: dict[str, AiModel] = field(default_factory=lambda: {each.model: each for each in MODELS})
    edited_models: set[str] = field(default_factory=set)
    versions: list[PriceEntry] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    prompts: dict[str, ListedPrompt] = field(default_factory=dict)
    budget: BudgetStatus = field(
        default_factory=lambda: BudgetStatus(
            budget_micros=30_000_000,
            edited=False,
            spent_micros=23_480_000,
            held_micros=42_000,
            stopped=False,
            reset_date="2026-12-01",
        )
    )
    people: dict[uuid.UUID, User] = field(default_factory=dict)
    statuses: dict[uuid.UUID, BillingStatus] = field(default_factory=dict)
    entries: list[LedgerEntry] = field(default_factory=list)
    log: list[AuditEntry] = field(default_factory=list)
    schools: dict[uuid.UUID, Tenant] = field(
        default_factory=lambda: {NORTE: Tenant(NORTE, "Instituto Norte", NOVEMBER_20_MS, 31, suspended=False)}
    )
    caps: dict[uuid.UUID, Caps] = field(default_factory=dict)
    invited: list[TenantInvitation] = field(default_factory=list)
    events: list[WebhookEvent] = field(default_factory=list)
    bodies: dict[uuid.UUID, str] = field(default_factory=dict)
    failing: AppError | None = None
    once: AppError | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    adjusted: list[Adjustment] = field(default_factory=list)

    def __post_init__(self) -> None:
        tiers = (Tier(200_000, flat(400 * CENT, 1_200 * CENT)),)
        self.versions = [
            price_of(1, "claude-sonnet-5-5", Prices(flat(300 * CENT, 1_500 * CENT)), in_force=False),
            price_of(2, "claude-sonnet-5-5", Prices(_CLAUDE, tiers), origin="database"),
            price_of(3, "claude-haiku-5-5", Prices(flat(10 * CENT, 50 * CENT))),
            price_of(4, "gpt-5.6-terra", Prices(flat(250 * CENT, 1_500 * CENT)), origin="environment"),
            price_of(5, "text-embedding-3-small", Prices(flat(2 * CENT, 0))),
        ]
        self.margins = [Margin(model="", plan="pro", margin_ppm=1_250_000)]
        for context in PROMPTS:
            shipped = (
                f"What the program says about {context}, in two or three sentences that are to the point."
            )
            self.prompts[context] = ListedPrompt(
                context, shipped, "default", environment=None, default=shipped
            )
        given = [
            person(ROOT, "Rosa Direktorin", "root@example.org", role="super_admin", plan="enterprise"),
            person(ADA, "Ada Lovelace", "ada@example.org", role="teacher", plan="pro", tenant_id=NORTE),
            person(BEA, "Bea", "bea@example.org", suspended=True, email_verified=False, seen_ms=0),
        ]
        self.people = {each.user_id: each for each in given}
        self.entries = [
            entry(number, **({"kind": "mint", "amount": 10_000} if number == 5 else {}))
            for number in range(5, 0, -1)
        ]
        self.events = [
            webhook(3, "invoice.paid", state="dead", error="billing.unavailable", attempts=10, user_id=ADA),
            webhook(2, "order.paid", provider="polar", state="waiting", waits_for="customer:polar:cus_9"),
            webhook(1, "customer.subscription.updated", state="done", done_ms=NOVEMBER_20_MS, user_id=ADA),
        ]
        self.log = [
            audited(
                3, "billing.plan.changed", detail={"plan": "pro", "ai_tokens_per_month": "50000 -> 60000"}
            ),
            audited(2, "user.changed", subject=ADA, detail={"role": "teacher"}),
            audited(1, "sign_in.refused", None, subject=BEA, detail={"reason": "password"}),
        ]

    async def call(
        self, method: str, path: str, *, body: Any = None, answer: type, timeout_s: float = 30.0
    ) -> Any:
        self.asked.append((method, path))
        if self.hold is not None:
            await self.hold.wait()
        once, self.once = self.once, None
        failure = once or self.failing
        if failure is not None:
            raise failure
        url = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        given = msgspec.json.decode(msgspec.json.encode(body)) if body is not None else None
        said = self._said(method, unquote(url.path).removeprefix("admin/").split("/"), query, given)
        return msgspec.json.decode(msgspec.json.encode(said), type=answer)

    async def save(self, path: str, target: Path) -> int:
        self.asked.append(("SAVE", path))
        if self.failing is not None:
            raise self.failing
        return target.write_bytes(b"time,meter\n")

    def _said(self, method: str, parts: list[str], query: dict[str, str], body: Any) -> Any:
        first, second = parts[0], parts[1] if len(parts) > 1 else ""
        if first == "tenants":
            inside = len(parts) > 2
            return self._members(method, parts, body) if inside else self._schools(method, parts, body)
        answers = {
            "users": lambda: self._users(method, parts, query, body),
            "audit": lambda: self._audit(query),
            "payments": lambda: self._payments(method, parts, query),
            "billing users": lambda: self._person(method, parts, query, body),
            "billing tenants": lambda: self._caps(method, parts, body),
        }
        found = answers.get(first) or answers.get(f"{first} {second}")
        return found() if found is not None else getattr(self, f"_{second}")(method, parts, query, body)

    def _plans(self, method: str, parts: list[str], _query: Any, body: Any) -> AdminPlans:
        if method == "PUT":
            self.plans[parts[2]] = ListedPlan(msgspec.convert(body, Plan), edited=True)
        elif method == "DELETE":
            self.plans[parts[2]] = ListedPlan(PLANS[parts[2]], edited=False)
        return AdminPlans(tuple(self.plans.values()))

    def _prices(self, method: str, _parts: Any, query: dict[str, str], body: Any) -> PriceList:
        model = query.get("model", "")
        if method == "POST":
            new = msgspec.convert(body, NewPrice)
            model = new.model
            self.versions = [
                msgspec.structs.replace(each, in_force=each.in_force and each.model != model)
                for each in self.versions
            ]
            self.versions.append(price_of(len(self.versions) + 1, model, new.prices, origin="database"))
        found = [each for each in self.versions if (each.model == model if model else each.in_force)]
        return PriceList(tuple(reversed(found)))

    def _margins(self, method: str, _parts: Any, _query: Any, body: Any) -> MarginList:
        if method == "PUT":
            new = msgspec.convert(body, Margin)
            self.margins = [each for each in self.margins if (each.model, each.plan) != (new.model, new.plan)]
            if new.margin_ppm is not None:
                self.margins.append(new)
        return MarginList(tuple(self.margins), 1_500_000)

    def _models(self, method: str, _parts: Any, query: dict[str, str], body: Any) -> ModelList:
        shipped = {each.model: each for each in MODELS}
        if method == "PUT":
            new = msgspec.convert(body, AiModel)
            self.models[new.model] = new
            self.edited_models.add(new.model)
        elif method == "DELETE":
            name = query["model"]
            self.edited_models.discard(name)
            self.models.pop(name)
            self.models |= {name: shipped[name]} if name in shipped else {}
        prices = {each.model: each.number for each in self.versions if each.in_force}
        return ModelList(
            tuple(
                ListedModel(
                    model=each,
                    edited=each.model in self.edited_models,
                    reachable=each.upstream != "xai",
                    price_version=prices.get(each.model, 0),
                )
                for each in self.models.values()
            )
        )

    def _prompts(self, method: str, parts: list[str], _query: Any, body: Any) -> Any:
        if method == "PUT":
            before, text = self.prompts[parts[2]], msgspec.convert(body, NewPrompt).text
            self.prompts[parts[2]] = msgspec.structs.replace(
                before,
                text=text if text is not None else before.environment or before.default,
                source="database" if text is not None else "environment" if before.environment else "default",
            )
            return PromptText(parts[2], self.prompts[parts[2]].text, self.prompts[parts[2]].source)
        return PromptList(tuple(self.prompts.values()))

    def _budget(self, method: str, _parts: Any, _query: Any, body: Any) -> BudgetStatus:
        if method == "PUT":
            change = msgspec.convert(body, BudgetChange)
            limit = 30_000_000 if change.as_configured else change.budget_micros
            spent = self.budget.spent_micros
            self.budget = msgspec.structs.replace(
                self.budget,
                budget_micros=limit,
                edited=not change.as_configured,
                stopped=limit is not None and spent >= limit,
            )
        return self.budget

    def _users(self, method: str, parts: list[str], query: dict[str, str], body: Any) -> Any:
        if method == "PATCH":
            user, change = self.people[uuid.UUID(parts[1])], msgspec.convert(body, UserChange)
            given = {"role": change.role, "suspended": change.suspended, "plan": change.plan}
            changed = {name: value for name, value in given.items() if value is not None}
            self.people[user.user_id] = msgspec.structs.replace(user, **changed)
            return msgspec.structs.replace(self.people[user.user_id], seen_ms=0)
        text, limit = query.get("text", "").lower(), int(query.get("limit", "50"))
        after = uuid.UUID(query["after"]) if "after" in query else uuid.UUID(int=0)
        found = [
            each
            for each in self.people.values()
            if text in f"{each.name} {each.email} {each.user_id}".lower() and each.user_id > after
        ]
        return Users(tuple(found[:limit]), len(found) > limit)

    def _person(self, method: str, parts: list[str], query: dict[str, str], body: Any) -> Any:
        user_id = uuid.UUID(parts[2])
        if parts[3] == "adjust":
            change = msgspec.convert(body, Adjustment)
            self.adjusted.append(change)
            self.entries.insert(
                0,
                entry(
                    len(self.entries) + 1, amount=change.amount, kind="adjust", reason=change.reason, model=""
                ),
            )
        if parts[3] != "ledger":
            return self.statuses.get(user_id, billing_status("pro", ai_tokens=46_512, voice_ms=1_200_000))
        before, limit = int(query.get("before", "0.0").split(".")[0]), int(query.get("limit", 50))
        found = [one for one in self.entries if not before or one.number < before]
        if "meter" in query:
            found = [one for one in found if one.meter == Meter(query["meter"])]
        return LedgerPage(tuple(found[:limit]), f"{found[limit - 1].number}.0" if len(found) > limit else "")

    def _schools(self, method: str, parts: list[str], body: Any) -> Any:
        if method == "GET":
            return Tenants(tuple(self.schools.values()))
        if method == "POST":
            new = msgspec.convert(body, NewTenant)
            made = Tenant(new.tenant_id, new.name, NOVEMBER_20_MS, 0, suspended=False)
        else:
            change = msgspec.convert(body, TenantChange)
            given = {"name": change.name, "suspended": change.suspended}
            changed = {name: value for name, value in given.items() if value is not None}
            made = msgspec.structs.replace(self.schools[uuid.UUID(parts[1])], **changed)
        self.schools[made.tenant_id] = made
        return made

    def _caps(self, method: str, parts: list[str], body: Any) -> Caps:
        tenant_id = uuid.UUID(parts[2])
        if method == "PUT":
            self.caps[tenant_id] = msgspec.convert(body, Caps)
        return self.caps.get(tenant_id, Caps(()))

    def _members(self, method: str, path: list[str], body: Any) -> Any:
        tenant_id, parts = uuid.UUID(path[1]), path[2:]
        if parts[0] == "members":
            user = self.people[uuid.UUID(parts[1])]
            self.people[user.user_id] = msgspec.structs.replace(user, tenant_id=None)
            return None
        if method == "DELETE":
            self.invited = [each for each in self.invited if str(each.invitation_id) != parts[1]]
            return None
        if method == "GET":
            return TenantInvitations(tuple(self.invited))
        new = msgspec.convert(body, NewTenantInvitation)
        number = len(self.invited) + 1
        until_ms = NOVEMBER_20_MS + 7 * 86_400_000
        made = TenantInvitation(uuid.UUID(int=number), new.email, new.role, NOVEMBER_20_MS, until_ms)
        self.invited.insert(0, made)
        return msgspec.structs.replace(made, url=f"https://learn.example.org/join#{tenant_id}-{number}")

    def _payments(self, method: str, parts: list[str], query: dict[str, str]) -> Any:
        if parts[1] == "users":
            return Settled(1)
        if len(parts) == 2:
            limit = int(query.get("limit", 50))
            found = [
                each
                for each in self.events
                if query.get("provider", each.provider) == each.provider
                and query.get("state", each.state) == each.state
                and query.get("text", "") in f"{each.kind} {each.object_id}"
                and str(each.id) < query.get("before", "g")
            ]
            return WebhookPage(tuple(found[:limit]), len(found) > limit)
        event = next(each for each in self.events if str(each.id) == parts[2])
        if method == "POST":
            done = msgspec.structs.replace(event, state="done", error="", done_ms=NOVEMBER_20_MS)
            self.events[self.events.index(event)] = done
            return done
        return WebhookDetail(event, self.bodies.get(event.id, '{"id":"evt_1","type":"invoice.paid"}'))

    def _audit(self, query: dict[str, str]) -> AuditPage:
        limit, before = int(query.get("limit", 50)), int(query.get("before", 0))
        found = [
            each
            for each in self.log
            if each.action.startswith(query.get("action", ""))
            and (not before or each.number < before)
            and query.get("user_id", str(each.subject_id)) in (str(each.subject_id), str(each.actor_id))
        ]
        people = tuple(AuditPerson(each.user_id, each.name, each.email) for each in self.people.values())
        return AuditPage(tuple(found[:limit]), len(found) > limit, people)


class OverHttp:
    """An account whose calls go to the real server."""

    def __init__(self, cloud: Cloud, token: str) -> None:
        self._cloud, self._token = cloud, token
        self.session: Admin | None = Admin()

    async def call(
        self, method: str, path: str, *, body: Any = None, answer: type, timeout_s: float = 30.0
    ) -> Any:
        said = await self._cloud.ask(method, f"/api/v1/{path}", body, token=self._token)
        if said.status >= 300:
            raise AppError(said.code or "network.bad_answer", detail=f"{method} {path}: {said.status}")
        return None if said.status == NO_CONTENT else msgspec.json.decode(said.body, type=answer)

    async def save(self, path: str, target: Path) -> int:
        said = await self._cloud.ask("GET", f"/api/v1/{path}", token=self._token)
        return target.write_bytes(said.body)


@asynccontextmanager
async def opened_admin(
    part: str, account: AdminAccount | OverHttp | None = None, *, width: int = 1000, height: int = 720
) -> AsyncGenerator[SimpleNamespace]:
    """The page of administration with one part read: `page`, `shell`, `account`, `section`, `services`."""
    account = account or AdminAccount()
    services = admin_services(account)
    async with stage(create_page, services, width=width, height=height) as shown:
        shown.page.open_target(part=part)
        section = shown.page.section()
        await until(lambda: section is None or section.state() != "loading")
        yield SimpleNamespace(
            page=shown.page, shell=shown.shell, account=account, section=section, services=services
        )


def admin_services(account: AdminAccount | OverHttp) -> Any:
    """What the page takes of the services."""
    return SimpleNamespace(
        admin=AdminService(account),
        accounts=account,
        bus=ChangeBus(),
        clock=ManualClock(NOVEMBER_20_MS),
    )
