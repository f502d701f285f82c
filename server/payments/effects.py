"""What it changes here that something happened at a provider. Inside one transaction; knows no provider's JSON.

Everything is judged by how things stand, never by what came before, so that order and repetition change nothing.
"""

import uuid
from dataclasses import dataclass, field

from msgspec import structs

from server.accounts.service import AccountsService
from server.billing.orders import Move, Order, PlanIs
from server.payments import event_store, standing, store
from server.payments.events import CustomerSeen, Paid, Refunded, Seen, SubscriptionSeen
from server.payments.offers import OfferBook, SoldOffer
from server.payments.standing import Given, SubscriptionRow
from server.payments.store import PaymentRow, PersonRow, ReturnRow
from server.storage.transaction import Transaction
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.payments.messages import Provider

INTERNAL = "internal"


class Waiting(AppError):  # noqa: N818 - it is to be done later
    """What happened cannot be judged before `key` is known: a customer, a person, an offer. Nothing is wrong."""

    def __init__(self, key: str) -> None:
        super().__init__("payments.waiting")
        self.key = key


@dataclass
class Outcome:
    """Whom it concerned, what the ledger is to do in the same transaction, and whether others may be looked at.

    `people` are locked until the end of the transaction.
    """

    users: list[uuid.UUID] = field(default_factory=list[uuid.UUID])
    orders: list[Order] = field(default_factory=list[Order])
    people: dict[uuid.UUID, PersonRow] = field(default_factory=dict[uuid.UUID, PersonRow])
    woken: bool = False


class Effects:
    """`grace_ms` is how long a plan outlives a payment that failed."""

    def __init__(self, accounts: AccountsService, offers: OfferBook, grace_ms: int) -> None:
        self._accounts, self._offers, self._grace_ms = accounts, offers, grace_ms

    async def apply(self, tx: Transaction, seen: Seen, outcome: Outcome) -> None:
        """Bring in what happened. Raises `Waiting`; then everything of the transaction is to be undone."""
        if isinstance(seen, SubscriptionSeen):
            await self._subscription(tx, seen, outcome)
        elif isinstance(seen, Paid):
            await self._paid(tx, seen, outcome)
        elif isinstance(seen, Refunded):
            await self._refunded(tx, seen, outcome)
        else:
            await self._customer(tx, seen, outcome)

    async def doubtful(self, tx: Transaction, seen: SubscriptionSeen) -> bool:
        """Whether the provider should be asked how a subscription really stands."""
        kept = await store.subscription(tx, seen.provider, seen.id)
        return kept is not None and standing.doubtful(self._row(seen, kept.user_id, kept), kept)

    async def give(self, tx: Transaction, user_id: uuid.UUID, plan: str, outcome: Outcome) -> None:
        """Have another billing system's word count like a subscription without an end; "free" ends it.

        Raises `AppError("accounts.user_not_found")`.
        """
        if (await self._accounts.standing(tx, user_id)).state == "deleted":
            raise AppError("accounts.user_not_found")
        row = SubscriptionRow(
            provider=INTERNAL,
            id=str(user_id),
            customer="",
            user_id=user_id,
            status="ended" if plan == "free" else "active",
            plan=plan,
            seen_ms=tx.now_ms,
        )
        await store.keep_subscription(tx, row)
        await self.stand(tx, user_id, outcome)

    async def stand(self, tx: Transaction, user_id: uuid.UUID, outcome: Outcome) -> None:
        """Give a person the plan that everything known gives now; what an administrator gave counts too."""
        outcome.users.append(user_id)
        # An administrator may be giving a plan at this moment.
        account = (await self._accounts.plans(tx, [user_id], hold=True)).get(user_id)
        person = await self._locked(tx, user_id, outcome)
        if account is None or person is None:
            await store.close_all(tx, user_id)
            await store.keep_person(tx, PersonRow(user_id=user_id, base=Given(), given=Given()))
            return
        now = Given(*account[:2])
        base = person.base if now == person.given else now
        best = standing.in_force(
            await store.subscriptions(tx, user_id),
            base,
            tx.now_ms,
            grace_ms=self._grace_ms,
            restricted=await store.restricted(tx, user_id),
        )
        given = PersonRow(user_id=user_id, base=base, given=best)
        if given != person:
            outcome.people[user_id] = given
            await store.keep_person(tx, given)
        if best != now:
            await self._accounts.give_plan(tx, user_id, *best)
            outcome.orders.append(PlanIs(user_id=user_id, plan=best.plan, at_once=True))

    # each kind of news

    async def _customer(self, tx: Transaction, seen: CustomerSeen, outcome: Outcome) -> None:
        user_id = await self._person(tx, seen.provider, seen.customer, seen.user_id, outcome)
        await self.stand(tx, user_id, outcome)

    async def _subscription(self, tx: Transaction, seen: SubscriptionSeen, outcome: Outcome) -> None:
        user_id = await self._person(tx, seen.provider, seen.customer, seen.user_id, outcome)
        await self._locked(tx, user_id, outcome)
        kept = await store.subscription(tx, seen.provider, seen.id)
        unknown = bool(seen.sold) and self._sold(seen.provider, seen.sold) is None
        if unknown and seen.status != "ended" and (kept is None or not kept.plan):
            raise Waiting(f"offer:{seen.provider}:{seen.sold[0]}")
        row = self._row(seen, user_id, kept)
        row = standing.joined(row, kept or row)
        if row != kept:
            await store.keep_subscription(tx, row)
        await self.stand(tx, user_id, outcome)
        if kept is not None and kept.user_id != user_id:
            await self.stand(tx, kept.user_id, outcome)

    async def _paid(self, tx: Transaction, seen: Paid, outcome: Outcome) -> None:
        kept = await store.lock_payment(tx, seen.provider, seen.id)
        offer = self._sold(seen.provider, seen.sold)
        user_id = await self._known(tx, seen.provider, seen.customer, seen.user_id, outcome) or kept.user_id
        # Whop makes a membership of whatever is bought.
        tops_up = offer is not None and offer.meter is not None
        once = tops_up or (bool(seen.sold) and not seen.subscription)
        if user_id is None and once:
            raise Waiting(_customer_key(seen.provider, seen.customer))
        if offer is None and once and not kept.granted:
            raise Waiting(f"offer:{seen.provider}:{seen.sold[0]}")
        row = _merged(kept, seen, user_id, offer.id if offer is not None else "")
        if offer is not None and offer.meter is not None and user_id is not None and not kept.granted:
            row = await self._top_up(tx, row, offer, user_id, outcome)
        # Two events may name different amounts; each is balanced once.
        await self._balance(tx, row, f"{row.id}:back:{row.amount_minor}", outcome)
        if user_id is not None:
            await self.stand(tx, user_id, outcome)

    async def _top_up(
        self, tx: Transaction, row: PaymentRow, offer: SoldOffer, user_id: uuid.UUID, outcome: Outcome
    ) -> PaymentRow:
        if user_id not in await self._accounts.plans(tx, [user_id]):
            return row
        meter = offer.meter or Meter.AI_TOKENS
        outcome.orders.append(
            Move(
                user_id=user_id,
                kind="topup",
                meter=meter,
                amount=offer.amount,
                idem=row.id,
                reason=offer.id,
            )
        )
        return structs.replace(row, meter=meter.value, granted=offer.amount)

    async def _refunded(self, tx: Transaction, seen: Refunded, outcome: Outcome) -> None:
        payment = await store.lock_payment(tx, seen.provider, seen.of)
        customer = payment.customer or seen.customer
        if payment.user_id is None and customer:
            user_id = await store.user_of(tx, seen.provider, customer)
            payment = structs.replace(payment, customer=customer, user_id=user_id)
        kept = next((one for one in await store.returns(tx, payment.id) if one.id == seen.id), None)
        if kept is None or (seen.seen_ms, seen.taken) > (kept.seen_ms, kept.taken):
            await store.keep_return(
                tx,
                ReturnRow(
                    id=seen.id,
                    payment_id=payment.id,
                    provider=seen.provider,
                    kind=seen.kind,
                    taken=seen.taken,
                    seen_ms=seen.seen_ms,
                    currency=seen.currency,
                    amount_minor=seen.amount_minor,
                    settled=kept.settled if kept is not None else False,
                ),
            )
        await self._balance(tx, payment, f"{seen.id}:{seen.seen_ms}", outcome)
        if payment.user_id is not None:
            await self.stand(tx, payment.user_id, outcome)

    async def _balance(self, tx: Transaction, row: PaymentRow, idem: str, outcome: Outcome) -> None:
        """Have the ledger take back as much of a top-up as money went back of its payment; write the payment."""
        back = [one.amount_minor for one in await store.returns(tx, row.id) if one.taken]
        wanted = _share(row.granted, sum(back), row.amount_minor) if back else 0
        more = wanted - row.taken_back
        if more and row.user_id is not None:
            meter = Meter(row.meter)
            move = Move(
                user_id=row.user_id,
                kind="refund" if more > 0 else "topup",
                meter=meter,
                amount=abs(more),
                idem=idem,
                of=row.id if more > 0 else "",
                reason=row.offer,
            )
            outcome.orders.append(move)
            row = structs.replace(row, taken_back=wanted)
        await store.keep_payment(tx, row)

    # who and what

    async def _person(
        self, tx: Transaction, provider: Provider, customer: str, said: uuid.UUID | None, outcome: Outcome
    ) -> uuid.UUID:
        user_id = await self._known(tx, provider, customer, said, outcome)
        if user_id is None:
            raise Waiting(_customer_key(provider, customer))
        return user_id

    async def _known(
        self, tx: Transaction, provider: Provider, customer: str, said: uuid.UUID | None, outcome: Outcome
    ) -> uuid.UUID | None:
        """Return who it is, by what the event says, else by who the customer is; remember it from now on."""
        user_id = said or await store.user_of(tx, provider, customer)
        if user_id is None:
            return None
        try:
            await self._accounts.standing(tx, user_id)
        except AppError as error:
            raise Waiting(f"user:{user_id}") from error
        if said is not None and customer and await store.link(tx, provider, customer, said):
            outcome.woken |= await event_store.wake(tx, _customer_key(provider, customer))
        return user_id

    async def _locked(self, tx: Transaction, user_id: uuid.UUID, outcome: Outcome) -> PersonRow | None:
        """Keep others from a person: the account first, as whoever changes an account does. None: it is gone."""
        found = outcome.people.get(user_id)
        if found is None:
            account = (await self._accounts.plans(tx, [user_id], hold=True)).get(user_id)
            found = await store.person(tx, user_id)
            if found is None:
                if account is None:
                    return None
                found = await store.new_person(tx, user_id, Given(*account[:2]))
        outcome.people[user_id] = found
        return found

    def _sold(self, provider: Provider, names: tuple[str, ...]) -> SoldOffer | None:
        return next((offer for name in names if (offer := self._offers.of(provider, name))), None)

    def _row(
        self, seen: SubscriptionSeen, user_id: uuid.UUID, kept: SubscriptionRow | None
    ) -> SubscriptionRow:
        # Who subscribed to what is not sold any more keeps it.
        before = kept or _NOTHING
        offer, then = self._sold(seen.provider, seen.sold), self._sold(seen.provider, seen.next_sold)
        return SubscriptionRow(
            provider=seen.provider,
            id=seen.id,
            customer=seen.customer,
            user_id=user_id,
            status=seen.status,
            offer=offer.id if offer is not None else before.offer,
            plan=offer.plan if offer is not None else before.plan,
            next_offer=then.id if then is not None else "",
            begins_ms=seen.begins_ms,
            ends_ms=seen.ends_ms,
            ends_then=seen.ends_then,
            final=seen.final,
            past_due_ms=seen.past_due_ms,
            seen_ms=seen.seen_ms,
            closing=before.closing and seen.status != "ended",
        )


_NOTHING = SubscriptionRow(provider="", id="", customer="", user_id=uuid.UUID(int=0), status="")


def _customer_key(provider: str, customer: str) -> str:
    return f"customer:{provider}:{customer}"


def _share(granted: int, back_minor: int, paid_minor: int) -> int:
    """How much of what was bought goes back with so much of the money."""
    return granted if back_minor >= paid_minor else granted * back_minor // paid_minor


def _merged(kept: PaymentRow, seen: Paid, user_id: uuid.UUID | None, offer: str) -> PaymentRow:
    """Several events tell of one payment, each something of it."""
    times = [at_ms for at_ms in (kept.at_ms, seen.at_ms) if at_ms > 0]
    return structs.replace(
        kept,
        customer=kept.customer or seen.customer,
        user_id=user_id,
        subscription=kept.subscription or seen.subscription,
        offer=kept.offer or offer,
        currency=kept.currency or seen.currency[:8],
        amount_minor=max(kept.amount_minor, seen.amount_minor),
        at_ms=min(times, default=1),
    )
