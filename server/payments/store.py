"""SQL of customers, subscriptions, payments, what of them went back, and what payments gave to a person."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from sqlalchemy import Table, and_, func, select, update

from server.payments.standing import Given, SubscriptionRow
from server.payments.tables import CUSTOMER, EVENT, PAYMENT, PERSON, RETURN, SUBSCRIPTION
from server.storage.transaction import Transaction


class PaymentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A payment; `at_ms` 0 when only what went back of it is known."""

    id: str
    provider: str
    customer: str = ""
    user_id: uuid.UUID | None = None
    subscription: str = ""
    offer: str = ""
    currency: str = ""
    amount_minor: int = 0
    at_ms: int = 0
    meter: str = ""
    granted: int = 0
    taken_back: int = 0


class ReturnRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money that went back."""

    id: str
    payment_id: str
    provider: str
    kind: str
    taken: bool
    seen_ms: int
    currency: str
    amount_minor: int
    settled: bool = False


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """What payments gave a person last, and what was given by hand."""

    user_id: uuid.UUID
    base: Given
    given: Given


# customers


async def link(
    tx: Transaction, provider: str, customer: str, user_id: uuid.UUID, *, proven: bool = False
) -> bool:
    """Remember who a customer is. Tells whether it is new.

    Whoever was linked first stays, unless somebody has `proven` to be the customer: who pays at a provider may be
    another than whoever began to buy.
    """
    values = {"provider": provider, "customer": customer, "user_id": user_id, "at_ms": tx.now_ms}
    statement = tx.insert(CUSTOMER).values(**values)
    if proven:
        statement = statement.on_conflict_do_update(
            index_elements=["provider", "customer"],
            set_={"user_id": user_id, "at_ms": tx.now_ms},
            where=CUSTOMER.c.user_id != user_id,
        )
    else:
        statement = statement.on_conflict_do_nothing()
    if (await tx.connection.execute(statement)).rowcount != 1:
        return False
    theirs = and_(PAYMENT.c.provider == provider, PAYMENT.c.customer == customer, PAYMENT.c.user_id.is_(None))
    await tx.connection.execute(update(PAYMENT).where(theirs).values(user_id=user_id))
    return True


async def user_of(tx: Transaction, provider: str, customer: str) -> uuid.UUID | None:
    """Return who a customer is."""
    statement = select(CUSTOMER.c.user_id).where(
        CUSTOMER.c.provider == provider, CUSTOMER.c.customer == customer
    )
    return await tx.connection.scalar(statement)


async def customer_of(tx: Transaction, provider: str, user_id: uuid.UUID) -> str:
    """Return a person's newest customer id at a provider, or ""."""
    statement = (
        select(CUSTOMER.c.customer)
        .where(CUSTOMER.c.provider == provider, CUSTOMER.c.user_id == user_id)
        .order_by(CUSTOMER.c.at_ms.desc(), CUSTOMER.c.customer.desc())
        .limit(1)
    )
    return await tx.connection.scalar(statement) or ""


# subscriptions


async def subscription(tx: Transaction, provider: str, subscription_id: str) -> SubscriptionRow | None:
    """Return what is kept of a subscription."""
    statement = select(SUBSCRIPTION).where(
        SUBSCRIPTION.c.provider == provider, SUBSCRIPTION.c.id == subscription_id
    )
    found = (await tx.connection.execute(statement)).mappings().first()
    return None if found is None else SubscriptionRow(**found)


async def keep_subscription(tx: Transaction, row: SubscriptionRow) -> None:
    """Write a subscription."""
    values = msgspec.structs.asdict(row)
    statement = tx.insert(SUBSCRIPTION).values(**values)
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["provider", "id"], set_=values)
    )


async def subscriptions(tx: Transaction, user_id: uuid.UUID) -> list[SubscriptionRow]:
    """Return all of a person."""
    statement = select(SUBSCRIPTION).where(SUBSCRIPTION.c.user_id == user_id)
    found = await tx.connection.execute(statement.order_by(SUBSCRIPTION.c.provider, SUBSCRIPTION.c.id))
    return [SubscriptionRow(**one) for one in found.mappings()]


async def close_all(tx: Transaction, user_id: uuid.UUID) -> None:
    """Note that the provider is to be told to end what a person had."""
    live = and_(SUBSCRIPTION.c.user_id == user_id, SUBSCRIPTION.c.status != "ended")
    paid = SUBSCRIPTION.c.provider != "internal"
    await tx.connection.execute(update(SUBSCRIPTION).where(live, paid).values(closing=True))


async def closing(tx: Transaction, limit: int) -> list[SubscriptionRow]:
    """Return subscriptions that the provider is to be told to end."""
    statement = select(SUBSCRIPTION).where(SUBSCRIPTION.c.closing.is_(True)).limit(limit)
    return [SubscriptionRow(**one) for one in (await tx.connection.execute(statement)).mappings()]


async def gone(tx: Transaction, provider: str, subscription_id: str) -> None:
    """Note that the provider knows no such subscription any more."""
    which = and_(SUBSCRIPTION.c.provider == provider, SUBSCRIPTION.c.id == subscription_id)
    await tx.connection.execute(
        update(SUBSCRIPTION).where(which).values(status="ended", final=True, closing=False)
    )


async def unsure(tx: Transaction, provider: str, before_ms: int, limit: int) -> list[SubscriptionRow]:
    """Return subscriptions that should have renewed or ended by now, of which nothing was heard."""
    statement = (
        select(SUBSCRIPTION)
        .where(
            SUBSCRIPTION.c.status.in_(("active", "trialing", "past_due")),
            SUBSCRIPTION.c.provider == provider,
            SUBSCRIPTION.c.ends_ms.between(1, before_ms),
        )
        .order_by(SUBSCRIPTION.c.ends_ms)
        .limit(limit)
    )
    return [SubscriptionRow(**one) for one in (await tx.connection.execute(statement)).mappings()]


# payments


async def lock_payment(tx: Transaction, provider: str, payment_id: str) -> PaymentRow:
    """Return a payment, made if need be, that nobody else changes until the end."""
    empty = PaymentRow(id=payment_id, provider=provider)
    await tx.connection.execute(
        tx.insert(PAYMENT).values(**msgspec.structs.asdict(empty)).on_conflict_do_nothing()
    )
    statement = select(PAYMENT).where(PAYMENT.c.id == payment_id).with_for_update()
    return PaymentRow(**(await tx.connection.execute(statement)).mappings().one())


async def keep_payment(tx: Transaction, row: PaymentRow) -> None:
    """Write a payment that was locked."""
    await tx.connection.execute(
        update(PAYMENT).where(PAYMENT.c.id == row.id).values(**msgspec.structs.asdict(row))
    )


async def returns(tx: Transaction, payment_id: str) -> list[ReturnRow]:
    """Return what went back of a payment."""
    statement = select(RETURN).where(RETURN.c.payment_id == payment_id).order_by(RETURN.c.id)
    return [ReturnRow(**one) for one in (await tx.connection.execute(statement)).mappings()]


async def returns_to(tx: Transaction, user_id: uuid.UUID, limit: int) -> list[ReturnRow]:
    """Return what a person got back, the newest first."""
    statement = (
        select(RETURN)
        .join(PAYMENT, PAYMENT.c.id == RETURN.c.payment_id)
        .where(PAYMENT.c.user_id == user_id, RETURN.c.taken.is_(True))
        .order_by(RETURN.c.seen_ms.desc(), RETURN.c.id)
        .limit(limit)
    )
    return [ReturnRow(**one) for one in (await tx.connection.execute(statement)).mappings()]


async def keep_return(tx: Transaction, row: ReturnRow) -> None:
    """Write what went back."""
    values = msgspec.structs.asdict(row)
    statement = tx.insert(RETURN).values(**values)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def restricted(tx: Transaction, user_id: uuid.UUID) -> bool:
    """Whether a payment of a person was taken back by a dispute that nobody has settled."""
    statement = (
        select(func.count())
        .select_from(RETURN.join(PAYMENT, PAYMENT.c.id == RETURN.c.payment_id))
        .where(PAYMENT.c.user_id == user_id, *_open_dispute())
    )
    return bool(await tx.connection.scalar(statement))


async def settle(tx: Transaction, user_id: uuid.UUID) -> int:
    """Have a person's disputes restrict nothing any more; returns how many did."""
    theirs = select(PAYMENT.c.id).where(PAYMENT.c.user_id == user_id)
    statement = update(RETURN).where(RETURN.c.payment_id.in_(theirs), *_open_dispute()).values(settled=True)
    return (await tx.connection.execute(statement)).rowcount


def _open_dispute() -> tuple[Any, ...]:
    return (RETURN.c.kind == "dispute", RETURN.c.taken.is_(True), RETURN.c.settled.is_(False))


# people


async def person(tx: Transaction, user_id: uuid.UUID) -> PersonRow | None:
    """Return what was given to a person; nobody else changes it until the end."""
    statement = select(PERSON).where(PERSON.c.user_id == user_id).with_for_update()
    found = (await tx.connection.execute(statement)).mappings().first()
    if found is None:
        return None
    base = Given(found["base_plan"], found["base_until_ms"])
    return PersonRow(user_id=user_id, base=base, given=Given(found["given_plan"], found["given_until_ms"]))


async def new_person(tx: Transaction, user_id: uuid.UUID, account: Given) -> PersonRow:
    """Have a person begin with what the account says, unless another process was faster; then as `person`."""
    first = {
        "user_id": user_id,
        "base_plan": account.plan,
        "base_until_ms": account.until_ms,
        "given_plan": account.plan,
        "given_until_ms": account.until_ms,
    }
    await tx.connection.execute(tx.insert(PERSON).values(**first).on_conflict_do_nothing())
    return await person(tx, user_id) or PersonRow(user_id=user_id, base=account, given=account)


async def keep_person(tx: Transaction, row: PersonRow) -> None:
    """Write what was given."""
    values = {
        "base_plan": row.base.plan,
        "base_until_ms": row.base.until_ms,
        "given_plan": row.given.plan,
        "given_until_ms": row.given.until_ms,
    }
    await tx.connection.execute(update(PERSON).where(PERSON.c.user_id == row.user_id).values(**values))


async def run_out(tx: Transaction, limit: int) -> list[uuid.UUID]:
    """Return people whose plan has run out since payments gave it."""
    statement = select(PERSON.c.user_id).where(PERSON.c.given_until_ms.between(1, tx.now_ms)).limit(limit)
    return [row.user_id for row in await tx.connection.execute(statement)]


async def exported(tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[dict[str, Any]]:
    """Yield what is kept of a person's buying, for the person to take away."""
    named: tuple[tuple[str, Table], ...] = (
        ("customer", CUSTOMER),
        ("subscription", SUBSCRIPTION),
        ("payment", PAYMENT),
    )
    for kind, table in named:
        for found in (
            await tx.connection.execute(select(table).where(table.c.user_id == user_id))
        ).mappings():
            yield {"record": kind, **{name: value for name, value in found.items() if name != "user_id"}}
    for row in await returns_to(tx, user_id, 1_000):
        yield {"record": "return", **msgspec.structs.asdict(row)}


async def erase(tx: Transaction, user_id: uuid.UUID) -> None:
    """Forget what providers said in words about a person; the books of what was paid stay, without a name."""
    await tx.connection.execute(update(EVENT).where(EVENT.c.user_id == user_id).values(body=b""))
    await close_all(tx, user_id)
