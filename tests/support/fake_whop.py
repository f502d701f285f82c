"""A local Whop (API v1) for all that is asked of it: checkouts complete on demand, webhooks follow."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support import whop_bodies as bodies
from tests.support.fake_payments import BODY, Delivery, FakePayments
from tests.support.webhook_signer import WHOP_SECRET, whop_headers


@dataclass
class FakeWhop(FakePayments):
    """`api` is its base address. Everybody who pays is `user`, unless said otherwise."""

    key: str = "whop_test_key"
    variants: dict[str, dict[str, Any]] = field(default_factory=dict)
    checkouts: dict[str, dict[str, Any]] = field(default_factory=dict)
    memberships: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def api(self) -> str:
        return f"{self.url}/api/v1"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v1/variants/{id}", self._one_of("variants")),
            web.post("/api/v1/checkout_configurations", self._checkout),
            web.get("/api/v1/{listed:memberships|payments|refunds|disputes}", self._list),
            web.get("/api/v1/memberships/{id}", self._one_of("memberships")),
            web.patch("/api/v1/memberships/{id}", self._update),
            web.post("/api/v1/memberships/{id}/cancel", self._cancel),
            web.get("/api/v1/payments/{id}", self._one_of("payments")),
            web.post("/api/v1/payments/{id}/generate_pdf", self._pdf),
        ]

    # What the seller has, and what people do at Whop

    def sells(self, variant_id: str, amount: int, *, currency: str = "usd", interval: str = "month") -> None:
        """Have a variant."""
        self.variants[variant_id] = bodies.variant(variant_id, amount, currency=currency, interval=interval)

    async def complete(self, page_url: str, user: str = "user_ana") -> dict[str, Any]:
        """Pay what a checkout's page asks for; return the payment. All webhooks of it follow."""
        found = self.checkouts[page_url.rpartition("/")[2]]
        number, of = self.number(), self.variants[found["_plan"]]
        made = bodies.membership(
            f"mem_{number:04}",
            of,
            user,
            begins=self.now(),
            metadata=found["metadata"],
            url=f"{self.url}/manage/{user}",
        )
        self.memberships[made["id"]] = made
        await self.event("membership.activated", made)
        return await self.bill(made["id"])

    async def bill(self, membership_id: str) -> dict[str, Any]:
        """Have a payment of a membership succeed."""
        whose = self.memberships[membership_id]
        made = bodies.payment(
            f"pay_{self.number():04}",
            self.variants[whose["plan_id"]],
            whose["user_id"],
            at_s=self.now(),
            metadata=whose["metadata"],
            membership=membership_id,
        )
        self.payments[made["id"]] = made
        await self.event("payment.succeeded", made)
        return made

    async def renew(self, membership_id: str) -> None:
        """Let the period end: a membership that was to end is gone, else it is paid."""
        found = self.memberships[membership_id]
        if found["cancel_at_period_end"]:
            found["status"] = "canceled"
            await self.event("membership.deactivated", self._changed(found))
            return
        found["current_period_start"] = found["current_period_end"]
        await self.event("membership.activated", self._changed(found))
        await self.bill(membership_id)

    async def give_back(self, payment_id: str, amount: int) -> dict[str, Any]:
        """Refund a payment."""
        of = self.payments[payment_id]
        made = bodies.refund(f"rfnd_{self.number():04}", of, at_s=self.now(), amount=amount)
        self.refunds[made["id"]] = made
        of["substatus"] = "refunded"
        await self.event("refund.created", made)
        return made

    async def event(self, kind: str, found: dict[str, Any]) -> None:
        """Say that something happened."""
        event_id = f"msg_{self.number():06}"
        await self.emit(event_id, bodies.event(kind, found, at_s=self.now_s(), event_id=event_id))

    def signed(self, delivery: Delivery) -> dict[str, str]:
        return whop_headers(delivery.body, WHOP_SECRET, event_id=delivery.event_id, at_s=self.now_s())

    # What the server asks

    async def _checkout(self, request: web.Request) -> web.Response:
        asked, key = request[BODY], request.headers.get("Idempotency-Key", "")
        if key in self._kept:
            return web.json_response(self._kept[key])
        if asked["account_id"] != bodies.ACCOUNT or asked["plan_id"] not in self.variants:
            return _error(400)
        checkout_id = f"ch_{self.number():04}"
        made = bodies.checkout(checkout_id, at_s=self.now(), url=f"{self.url}/pay/{checkout_id}", asked=asked)
        self.checkouts[checkout_id] = {**made, "_plan": asked["plan_id"]}
        if key:
            self._kept[key] = made
        return web.json_response(made)

    async def _update(self, request: web.Request) -> web.Response:
        found = self.memberships.get(request.match_info["id"])
        if found is None:
            return _error(404)
        found["cancel_at_period_end"] = request[BODY]["cancel_at_period_end"]
        await self.event("membership.cancel_at_period_end_changed", self._changed(found))
        return web.json_response(found)

    async def _cancel(self, request: web.Request) -> web.Response:
        found = self.memberships.get(request.match_info["id"])
        if found is None:
            return _error(404)
        if request[BODY].get("cancel_at_period_end"):
            found["cancel_at_period_end"] = True
            await self.event("membership.cancel_at_period_end_changed", self._changed(found))
        else:
            found |= {"status": "canceled", "canceled_at": bodies.iso(self.now())}
            await self.event("membership.deactivated", self._changed(found))
        return web.json_response(found)

    async def _pdf(self, request: web.Request) -> web.Response:
        payment_id = request.match_info["id"]
        url = f"{self.url}/pdf/{payment_id}"
        return web.json_response({"url": url, "expires_at": bodies.iso(self.now() + 600)})

    async def _list(self, request: web.Request) -> web.Response:
        asked = request.query
        if asked.get("account_id") != bodies.ACCOUNT:
            return _error(403)
        listed = getattr(self, request.match_info["listed"], {}).values()
        user, since = asked.get("user_id"), asked.get("created_after", "")
        chosen = [
            one
            for one in reversed(listed)
            if user in (None, one.get("user_id"), one.get("user", {}).get("id"))
            and one["created_at"][:19] >= since[:19]
        ]
        if "statuses" in asked:
            chosen = [one for one in chosen if one["status"] in asked.getall("statuses")]
        first, begin = int(asked.get("first", 20)), int(asked.get("after", 0))
        more = begin + first < len(chosen)
        page = bodies.listed(chosen[begin : begin + first], cursor=str(begin + first) if more else "")
        return web.json_response(page)

    def _one_of(self, name: str) -> Any:
        async def one(request: web.Request) -> web.Response:
            found = getattr(self, name).get(request.match_info["id"])
            return _error(404) if found is None else web.json_response(found)

        return one

    def _changed(self, found: dict[str, Any]) -> dict[str, Any]:
        found["updated_at"] = bodies.iso(self.now_s())
        return found

    def refusal(self, status: int) -> dict[str, Any]:
        return {"error": {"type": "trouble", "message": f"No: {status}"}}


def _error(status: int) -> web.Response:
    return web.json_response({"error": {"type": "bad_request", "message": "No."}}, status=status)
