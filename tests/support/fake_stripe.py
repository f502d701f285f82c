"""A local Stripe (API of 2026-10-28) for all that is asked of it: checkouts complete on demand, webhooks follow."""

import re
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.support import stripe_bodies as bodies
from tests.support.fake_payments import BODY, Delivery, FakePayments
from tests.support.webhook_signer import STRIPE_SECRET, stripe_headers

_PART = re.compile(r"[^\[\]]+")


@dataclass
class FakeStripe(FakePayments):
    """`url` is its base address. `declines`: cards of people who change their plan are refused."""

    declines: bool = False
    prices: dict[str, dict[str, Any]] = field(default_factory=dict)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    schedules: dict[str, dict[str, Any]] = field(default_factory=dict)
    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)
    payment_intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)
    _kept: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/prices/{id}", self._one_of("prices", "price")),
            web.post("/v1/customers", self._customer),
            web.post("/v1/checkout/sessions", self._checkout),
            web.get("/v1/checkout/sessions", self._list),
            web.post("/v1/checkout/sessions/{id}/expire", self._expire),
            web.post("/v1/billing_portal/sessions", self._portal),
            web.get("/v1/subscriptions/{id}", self._one_of("subscriptions", "subscription")),
            web.post("/v1/subscriptions/{id}", self._update),
            web.delete("/v1/subscriptions/{id}", self._end),
            web.post("/v1/subscription_schedules", self._schedule),
            web.get("/v1/subscription_schedules/{id}", self._one_of("schedules", "schedule")),
            web.post("/v1/subscription_schedules/{id}", self._phases),
            web.post("/v1/subscription_schedules/{id}/release", self._release),
            web.get("/v1/{listed:invoices|payment_intents|refunds|disputes|subscriptions}", self._list),
            web.get("/v1/events", self._events),
            web.get("/v1/invoices/{id}", self._one_of("invoices", "invoice")),
            web.get("/v1/payment_intents/{id}", self._one_of("payment_intents", "intent")),
            web.get("/pay/{id}", self._page),
            web.post("/pay/{id}", self._paid),
        ]

    # What the seller has

    def sells(self, price_id: str, amount: int, *, currency: str = "usd", interval: str = "month") -> None:
        """Have a price."""
        self.prices[price_id] = bodies.price(price_id, amount, currency=currency, interval=interval)

    # What people do at Stripe

    async def complete(self, page_url: str) -> dict[str, Any]:
        """Pay what a checkout's page asks for; return the session. All webhooks of it follow."""
        found = self.sessions[page_url.rpartition("/")[2]]
        assert found["status"] == "open", found["status"]
        customer = found["customer"] or await self._new_customer()
        now, amount = self.now(), found["amount_subtotal"]
        found |= {
            "status": "complete",
            "payment_status": "paid",
            "customer": customer,
            "amount_total": amount,
        }
        if found["mode"] == "payment":
            intent = self._intent(customer, amount, found["currency"], found["_inner"])
            found["payment_intent"] = intent["id"]
            await self.event("payment_intent.succeeded", intent)
        else:
            made = bodies.subscription(
                f"sub_{self.number():04}", customer, found["_price"], begins=now, metadata=found["_inner"]
            )
            self.subscriptions[made["id"]] = made
            found["subscription"] = made["id"]
            await self.event("customer.subscription.created", made)
            found["invoice"] = (await self.bill(made["id"]))["id"]
        await self.event("checkout.session.completed", found)
        return found

    async def bill(self, subscription_id: str, amount: int | None = None) -> dict[str, Any]:
        """Have an invoice of a subscription paid."""
        of = self.subscriptions[subscription_id]
        number = self.number()
        whole = of["items"]["data"][0]["price"]["unit_amount"] if amount is None else amount
        url = f"{self.url}/invoice/{number}"
        made = bodies.invoice(
            f"in_{number:04}", of["customer"], of, created=self.now(), amount=whole, url=url
        )
        of["latest_invoice"] = made["id"]
        self.invoices[made["id"]] = made
        intent = self._intent(of["customer"], whole, of["currency"], {})
        await self.event("payment_intent.succeeded", intent)
        await self.event("invoice.paid", made)
        return made

    async def renew(self, subscription_id: str) -> None:
        """Let the period end: what was planned counts, a subscription that was to end is gone, else it is paid."""
        of = self.subscriptions[subscription_id]
        item = of["items"]["data"][0]
        if of["cancel_at_period_end"]:
            await self._ended(of)
            return
        begins = item["current_period_end"]
        schedule = self.schedules.get(of["schedule"] or "")
        if schedule is not None:
            phase = schedule["_phases"][1]
            item["price"] = self.prices[phase["items"][0]["price"]]
            of["schedule"] = None
            _merge(of["metadata"], phase.get("metadata", {}))
        ends = begins + bodies.LENGTH_S[item["price"]["recurring"]["interval"]]
        item |= {"current_period_start": begins, "current_period_end": ends}
        await self.event("customer.subscription.updated", of)
        await self.bill(subscription_id)

    async def fall_behind(self, subscription_id: str) -> None:
        """A payment failed."""
        of = self.subscriptions[subscription_id]
        of["status"] = "past_due"
        await self.event("customer.subscription.updated", of)

    async def give_back(self, intent_id: str, amount: int | None = None) -> dict[str, Any]:
        """Refund a payment."""
        of = self.payment_intents[intent_id]
        made = bodies.refund(
            f"re_{self.number():04}",
            intent_id,
            created=self.now(),
            amount=amount or of["amount"],
            currency=of["currency"],
        )
        self.refunds[made["id"]] = made
        await self.event("refund.created", made)
        return made

    async def take_back(self, intent_id: str, status: str = "needs_response") -> dict[str, Any]:
        """Have a bank take a payment back; with another status, go on with the dispute."""
        of = self.payment_intents[intent_id]
        dispute_id = f"dp_{intent_id.removeprefix('pi_')}"
        kind = "closed" if status in ("won", "lost") else "created"
        made = bodies.dispute(
            dispute_id,
            intent_id,
            created=self.now(),
            amount=of["amount"],
            currency=of["currency"],
            status=status,
        )
        self.disputes[dispute_id] = made
        await self.event(f"charge.dispute.{kind}", made)
        return made

    async def event(self, kind: str, found: dict[str, Any]) -> None:
        """Say that something happened."""
        number = self.number()
        event = bodies.event(kind, _shown(found), created=self.now(), number=number)
        await self.emit(event["id"], event)

    def signed(self, delivery: Delivery) -> dict[str, str]:
        return stripe_headers(delivery.body, STRIPE_SECRET, at_s=self.now_s())

    # What the server asks

    async def _customer(self, request: web.Request) -> web.Response:
        key = request.headers.get("Idempotency-Key", "")
        if key in self._kept:
            return self._again(key, request[BODY])
        customer = await self._new_customer(request[BODY].get("metadata", {}))
        return self._made(request, self.customers[customer], self.customers)

    async def _expire(self, request: web.Request) -> web.Response:
        found = self.sessions[request.match_info["id"]]
        if found["status"] != "open":
            return self._refused("invalid_request_error", "", "session", 400)
        found["status"] = "expired"
        return self._answer(found)

    async def _checkout(self, request: web.Request) -> web.Response:
        asked = request[BODY]
        customer = asked.get("customer", "")
        if customer and customer not in self.customers:
            return self._missing("customer", customer)
        price = self.prices.get(asked["line_items"][0]["price"])
        if price is None:
            return self._missing("line_items[0][price]", asked["line_items"][0]["price"])
        session_id = f"cs_test_{self.number():04}"
        once = asked["mode"] == "payment"
        if once != (price["type"] == "one_time"):
            return self._refused("invalid_request_error", "", "line_items[0][price]", 400)
        made = bodies.session(
            session_id,
            created=self.now(),
            url=f"{self.url}/pay/{session_id}",
            amount=price["unit_amount"],
            mode=asked["mode"],
            currency=price["currency"],
            customer=customer or None,
            customer_email=asked.get("customer_email"),
            client_reference_id=asked.get("client_reference_id"),
            metadata=asked.get("metadata", {}),
            success_url=asked["success_url"],
            cancel_url=asked.get("cancel_url"),
        )
        made["_inner"] = asked.get("payment_intent_data" if once else "subscription_data", {}).get(
            "metadata", {}
        )
        made["_price"] = price
        return self._made(request, made, self.sessions)

    async def _portal(self, request: web.Request) -> web.Response:
        customer = request[BODY]["customer"]
        if customer not in self.customers:
            return self._missing("customer", customer)
        made = {
            "id": f"bps_{self.number():04}",
            "object": "billing_portal.session",
            "created": self.now(),
            "customer": customer,
            "livemode": False,
            "return_url": request[BODY].get("return_url"),
            "url": f"{self.url}/portal/{customer}",
        }
        return self._made(request, made, {})

    async def _update(self, request: web.Request) -> web.Response:
        found = self.subscriptions.get(request.match_info["id"])
        if found is None:
            return self._missing("subscription", request.match_info["id"])
        asked = request[BODY]
        key = request.headers.get("Idempotency-Key", "")
        if key in self._kept:
            return self._again(key, asked)
        if found["schedule"] and {"items", "cancel_at_period_end"} & set(asked):
            return self._refused("invalid_request_error", "", "schedule", 400)
        upgraded = "items" in asked
        if upgraded and self.declines:
            return self._refused("card_error", "card_declined", "", 402)
        if upgraded:
            found["items"]["data"][0]["price"] = self.prices[asked["items"][0]["price"]]
        if "cancel_at_period_end" in asked:
            ends = asked["cancel_at_period_end"] == "true"
            found["cancel_at_period_end"] = ends
            found["canceled_at"] = self.now() if ends else None
            found["cancel_at"] = found["items"]["data"][0]["current_period_end"] if ends else None
        _merge(found["metadata"], asked.get("metadata", {}))
        await self.event("customer.subscription.updated", found)
        if upgraded:
            await self.bill(found["id"], 700)
        return self._made(request, found, self.subscriptions)

    async def _end(self, request: web.Request) -> web.Response:
        found = self.subscriptions.get(request.match_info["id"])
        if found is None or found["status"] == "canceled":
            return self._missing("subscription", request.match_info["id"])
        await self._ended(found)
        return self._answer(found)

    async def _ended(self, found: dict[str, Any]) -> None:
        found |= {"status": "canceled", "ended_at": self.now(), "canceled_at": self.now()}
        await self.event("customer.subscription.deleted", found)

    async def _schedule(self, request: web.Request) -> web.Response:
        found = self.subscriptions[request[BODY]["from_subscription"]]
        if found["schedule"]:
            return self._refused("invalid_request_error", "", "from_subscription", 400)
        item = found["items"]["data"][0]
        now = {
            "items": [{"price": item["price"]["id"], "quantity": 1}],
            "start_date": item["current_period_start"],
            "end_date": item["current_period_end"],
            "metadata": {},
        }
        made = {
            "id": f"sub_sched_{self.number():04}",
            "object": "subscription_schedule",
            "created": self.now(),
            "customer": found["customer"],
            "end_behavior": "release",
            "livemode": False,
            "phases": [now],
            "status": "active",
            "subscription": found["id"],
        }
        found["schedule"] = made["id"]
        return self._made(request, made, self.schedules)

    async def _phases(self, request: web.Request) -> web.Response:
        found, asked = self.schedules[request.match_info["id"]], request[BODY]
        if asked["phases"][0]["start_date"] != str(found["phases"][0]["start_date"]):
            return self._refused("invalid_request_error", "", "phases[0][start_date]", 400)
        found["_phases"] = asked["phases"]
        found["phases"] = [
            found["phases"][0],
            *({"items": each["items"], "metadata": each.get("metadata", {})} for each in asked["phases"][1:]),
        ]
        await self.event("customer.subscription.updated", self.subscriptions[found["subscription"]])
        return self._answer(found)

    async def _release(self, request: web.Request) -> web.Response:
        found = self.schedules[request.match_info["id"]]
        found["status"] = "released"
        subscription = self.subscriptions[found["subscription"]]
        subscription["schedule"] = None
        return self._answer(found)

    async def _list(self, request: web.Request) -> web.Response:
        asked, name = request.query, request.match_info.get("listed", "sessions")
        data = sorted(getattr(self, name).values(), key=lambda one: one["created"], reverse=True)
        if "customer" in asked and asked["customer"] not in self.customers:
            return self._missing("customer", asked["customer"])
        for wanted in ("customer", "status"):
            data = [one for one in data if wanted not in asked or one[wanted] == asked[wanted]]
        if name == "subscriptions":
            data = [one for one in data if one["status"] != "canceled"]
        if "expand[0]" in asked:
            data = [self._with_charge(one) for one in data]
        return self._page_of(request, data)

    async def _events(self, request: web.Request) -> web.Response:
        failed = request.query.get("delivery_success") == "false"
        data = [one.event for one in reversed(self.deliveries) if not failed or not 200 <= one.status < 300]
        return self._page_of(request, data)

    def _page_of(self, request: web.Request, data: list[dict[str, Any]]) -> web.Response:
        since = int(request.query.get("created[gte]", 0))
        data = [one for one in data if one["created"] >= since]
        after = request.query.get("starting_after")
        if after:
            data = data[[one["id"] for one in data].index(after) + 1 :]
        limit = int(request.query.get("limit", 10))
        return self._answer(
            bodies.listed([_shown(one) for one in data[:limit]], request.path, more=len(data) > limit)
        )

    def _one_of(self, name: str, field_name: str) -> Any:
        async def one(request: web.Request) -> web.Response:
            found = getattr(self, name).get(request.match_info["id"])
            if found is None:
                return self._missing(field_name, request.match_info["id"])
            return self._answer(self._with_charge(found) if "expand[0]" in request.query else found)

        return one

    # A page that a browser can open

    async def _page(self, request: web.Request) -> web.Response:
        found = self.sessions[request.match_info["id"]]
        text = f'<form method="post"><button>Pay {found["amount_subtotal"]}</button></form>'
        return web.Response(text=text, content_type="text/html")

    async def _paid(self, request: web.Request) -> web.Response:
        found = await self.complete(str(request.url))
        raise web.HTTPSeeOther(found["success_url"])

    # Small things

    async def _new_customer(self, metadata: dict[str, str] | None = None) -> str:
        customer = f"cus_{self.number():04}"
        made = {
            "id": customer,
            "object": "customer",
            "created": self.now(),
            "livemode": False,
            "metadata": metadata or {},
        }
        self.customers[customer] = made
        await self.event("customer.created", made)
        return customer

    def _intent(self, customer: str, amount: int, currency: str, about: dict[str, str]) -> dict[str, Any]:
        made = bodies.payment_intent(
            f"pi_{self.number():04}",
            customer,
            created=self.now(),
            amount=amount,
            currency=currency,
            metadata=about,
        )
        self.payment_intents[made["id"]] = made
        return made

    def _with_charge(self, intent: dict[str, Any]) -> dict[str, Any]:
        refunded = any(one["payment_intent"] == intent["id"] for one in self.refunds.values())
        url = f"{self.url}/receipt/{intent['id']}"
        return {**intent, "latest_charge": bodies.charge(intent, url=url, refunded=refunded)}

    def _made(
        self, request: web.Request, made: dict[str, Any], kept: dict[str, dict[str, Any]]
    ) -> web.Response:
        """Answer, or answer again as before for the same key."""
        key = request.headers.get("Idempotency-Key", "")
        if key in self._kept:
            return self._again(key, request[BODY])
        kept[made["id"]] = made
        if key:
            self._kept[key] = (request[BODY], made)
        return self._answer(made)

    def _again(self, key: str, asked: dict[str, Any]) -> web.Response:
        before, answer = self._kept[key]
        if before != asked:
            return self._refused("idempotency_error", "", "", 400)
        return self._answer(answer)

    def _missing(self, name: str, value: str) -> web.Response:
        return self._refused(
            "invalid_request_error", "resource_missing", name, 404, f"No such {name}: '{value}'"
        )

    def _refused(self, kind: str, code: str, param: str, status: int, message: str = "No.") -> web.Response:
        error = {"type": kind, "message": message, "code": code, "param": param}
        return self._answer({"error": {name: value for name, value in error.items() if value}}, status)

    def refusal(self, status: int) -> dict[str, Any]:
        return {
            "error": {"type": "api_error" if status >= 500 else "invalid_request_error", "message": "No."}
        }

    def _answer(self, body: dict[str, Any], status: int = 200) -> web.Response:
        return web.json_response(
            _shown(body), status=status, headers={"Date": formatdate(self.now_s(), usegmt=True)}
        )

    def parsed(self, raw: bytes, request: web.Request) -> dict[str, Any]:
        return parse_form(raw.decode())


def parse_form(text: str) -> dict[str, Any]:
    """Read a form as Stripe does: `a[b][0]=c` is {"a": {"b": ["c"]}}."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        place = found
        *path, last = _PART.findall(name)
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return _with_lists(found)


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(one) for name, one in value.items()}
    return list(inner.values()) if inner and all(name.isdigit() for name in inner) else inner


def _merge(metadata: dict[str, str], change: dict[str, str]) -> None:
    for name, value in change.items():
        if value:
            metadata[name] = value
        else:
            metadata.pop(name, None)


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if not name.startswith("_")}
