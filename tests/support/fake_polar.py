"""A local Polar (API of 2026-10) for all that is asked of it: checkouts complete on demand, webhooks follow."""

from dataclasses import dataclass, field
from typing import Any

from adaptix._internal.code_tools.utils import BUILTIN_TO_NAME
from aiohttp import web

from tests.support import polar_bodies as bodies
from tests.support.fake_payments import BODY, Delivery, FakePayments
from tests.support.webhook_signer import POLAR_SECRET, polar_headers

# PySide6 puts `qApp` among Python's builtins, None until there is an application, and adaptix, with which Polar's
# library reads answers, then writes `qApp` where it means None. A server has no Qt; a process of tests has.
BUILTIN_TO_NAME[None, type(None)] = "None"


@dataclass
class FakePolar(FakePayments):
    """`url` is its base address. `declines`: cards of people who change their plan are refused."""

    key: str = "polar_oat_test"
    declines: bool = False
    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    checkouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/products/{id}", self._one_of("products")),
            web.post("/v1/checkouts/", self._checkout),
            web.post("/v1/customer-sessions/", self._portal),
            web.get("/v1/subscriptions/{id}", self._one_of("subscriptions")),
            web.patch("/v1/subscriptions/{id}", self._update),
            web.delete("/v1/subscriptions/{id}", self._revoke),
            web.get("/v1/{listed:orders|refunds|subscriptions}/", self._list),
            web.get("/v1/orders/{id}", self._one_of("orders")),
            web.get("/v1/orders/{id}/{kind:invoice|receipt}", self._document),
        ]

    # What the seller has, and what people do at Polar

    def sells(self, name: str, amount: int, *, currency: str = "usd", interval: str = "month") -> str:
        """Have a product; return its id."""
        made = bodies.product(name, amount, currency=currency, interval=interval)
        self.products[made["id"]] = made
        return made["id"]

    async def complete(self, page_url: str) -> dict[str, Any]:
        """Pay what a checkout's page asks for; return the order. All webhooks of it follow."""
        found = self.checkouts[page_url.rpartition("/")[2]]
        external = found["external_customer_id"]
        whose = bodies.customer(external, found["customer_email"] or "ana@example.org", at_s=self.now())
        if whose["id"] not in self.customers:
            self.customers[whose["id"]] = whose
            await self.event("customer.created", whose)
        of = self.products[found["product_id"]]
        found |= {"status": "succeeded", "customer_id": whose["id"]}
        if not of["is_recurring"]:
            return await self._order(of, whose, found["metadata"])
        made = bodies.subscription(
            bodies.polar_id(f"subscription {self.number()}"),
            of,
            whose,
            begins=self.now(),
            metadata=found["metadata"],
        )
        self.subscriptions[made["id"]] = made
        found["subscription_id"] = made["id"]
        await self.event("subscription.created", made)
        await self.event("subscription.active", made)
        return await self._order(of, whose, found["metadata"], made)

    async def _order(
        self,
        of: dict[str, Any],
        whose: dict[str, Any],
        metadata: dict[str, Any],
        subscribed: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        number = self.number()
        made = bodies.order(
            bodies.polar_id(f"order {number}"),
            of,
            whose,
            at_s=self.now(),
            metadata=metadata,
            subscribed=subscribed,
            number=number,
        )
        self.orders[made["id"]] = made
        await self.event("order.paid", made)
        return made

    async def renew(self, subscription_id: str) -> None:
        """Let the period end: what was planned counts, a subscription that was to end is gone, else it is paid."""
        found = self.subscriptions[subscription_id]
        if found["cancel_at_period_end"]:
            await self._ended(found)
            return
        if found["pending_update"]:
            self._put_on(found, found["pending_update"]["product_id"])
            found["pending_update"] = None
        found["current_period_start"] = found["current_period_end"]
        await self.event("subscription.updated", self._changed(found))
        await self._order(found["product"], found["customer"], found["metadata"], found)

    async def give_back(self, order_id: str, amount: int | None = None) -> dict[str, Any]:
        """Refund an order."""
        of = self.orders[order_id]
        refund_id = bodies.polar_id(f"refund {self.number()}")
        made = bodies.refund(refund_id, of, at_s=self.now(), amount=amount or of["total_amount"])
        self.refunds[refund_id] = made
        of["status"] = "refunded" if made["amount"] == of["total_amount"] else "partially_refunded"
        await self.event("refund.created", made)
        return made

    async def event(self, kind: str, found: dict[str, Any]) -> None:
        """Say that something happened."""
        await self.emit(f"msg_{self.number():06}", bodies.event(kind, found, at_s=self.now_s()))

    def signed(self, delivery: Delivery) -> dict[str, str]:
        return polar_headers(delivery.body, POLAR_SECRET, event_id=delivery.event_id, at_s=self.now_s())

    # What the server asks

    async def _checkout(self, request: web.Request) -> web.Response:
        asked = request[BODY]
        of = self.products.get(asked["products"][0])
        if of is None:
            detail = [{"loc": ["body", "products"], "msg": "Product does not exist.", "type": "value_error"}]
            return web.json_response({"detail": detail}, status=422)
        checkout_id = bodies.polar_id(f"checkout {self.number()}")
        made = bodies.checkout(
            checkout_id, of, at_s=self.now(), url=f"{self.url}/pay/{checkout_id}", asked=asked
        )
        self.checkouts[checkout_id] = made
        return web.json_response(made, status=201)

    async def _portal(self, request: web.Request) -> web.Response:
        whose = self.customers.get(request[BODY]["customer_id"])
        if whose is None:
            return _missing()
        made = bodies.session(whose, at_s=self.now(), url=f"{self.url}/portal/{whose['id']}")
        return web.json_response(made, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        found, asked = self.subscriptions.get(request.match_info["id"]), request[BODY]
        if found is None:
            return _missing()
        if found["status"] == "canceled" or ("product_id" in asked and found["cancel_at_period_end"]):
            return _error(403, "AlreadyCanceledSubscription")
        if "product_id" in asked and self.declines and asked.get("proration_behavior") != "next_period":
            return _error(402, "PaymentFailed")
        if "cancel_at_period_end" in asked:
            ends = asked["cancel_at_period_end"]
            found["cancel_at_period_end"] = ends
            found["ends_at"] = found["current_period_end"] if ends else None
            found["canceled_at"] = bodies.iso(self.now()) if ends else None
        if "pending_update" in asked:
            found["pending_update"] = None
        if asked.get("proration_behavior") == "next_period":
            of = self.products[asked["product_id"]]
            found["pending_update"] = bodies.pending_update(
                of, applies_at=found["current_period_end"], at_s=self.now()
            )
        elif "product_id" in asked:
            self._put_on(found, asked["product_id"])
            await self._order(found["product"], found["customer"], found["metadata"], found)
        await self.event("subscription.updated", self._changed(found))
        return web.json_response(found)

    async def _revoke(self, request: web.Request) -> web.Response:
        found = self.subscriptions.get(request.match_info["id"])
        if found is None:
            return _missing()
        if found["status"] == "canceled":
            return _error(403, "AlreadyCanceledSubscription")
        await self._ended(found)
        return web.json_response(found)

    async def _ended(self, found: dict[str, Any]) -> None:
        now = bodies.iso(self.now())
        found |= {"status": "canceled", "ended_at": now, "canceled_at": now, "ends_at": now}
        await self.event("subscription.revoked", self._changed(found))

    async def _list(self, request: web.Request) -> web.Response:
        asked, items = request.query, getattr(self, request.match_info["listed"]).values()
        customer = asked.get("customer_id")
        chosen = [one for one in reversed(items) if customer in (None, one["customer_id"])]
        external = asked.get("external_customer_id")
        chosen = [one for one in chosen if external in (None, one.get("customer", {}).get("external_id"))]
        page, limit = int(asked.get("page", 1)), int(asked.get("limit", 10))
        return web.json_response(bodies.listed(chosen, page=page, limit=limit))

    async def _document(self, request: web.Request) -> web.Response:
        found = self.orders.get(request.match_info["id"])
        if found is None or (request.match_info["kind"] == "invoice" and not found["is_invoice_generated"]):
            return _missing()
        return web.json_response({"url": f"{self.url}/{request.match_info['kind']}/{found['id']}.pdf"})

    def _one_of(self, name: str) -> Any:
        async def one(request: web.Request) -> web.Response:
            found = getattr(self, name).get(request.match_info["id"])
            return _missing() if found is None else web.json_response(found)

        return one

    def _put_on(self, found: dict[str, Any], product_id: str) -> None:
        of = self.products[product_id]
        found |= {"product": of, "product_id": product_id, "prices": of["prices"]}
        found |= {"amount": of["prices"][0]["price_amount"], "recurring_interval": of["recurring_interval"]}

    def _changed(self, found: dict[str, Any]) -> dict[str, Any]:
        found["modified_at"] = bodies.iso(self.now_s())
        return found

    def refusal(self, status: int) -> dict[str, Any]:
        return {"error": "Trouble", "detail": f"No: {status}"}


def _missing() -> web.Response:
    return _error(404, "ResourceNotFound")


def _error(status: int, name: str) -> web.Response:
    return web.json_response({"error": name, "detail": "No."}, status=status)
