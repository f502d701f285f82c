"""SQL of what a person paid and got back, as the person sees it."""

import uuid
from typing import Any

from sqlalchemy import select

from server.payments.tables import PAYMENT, RETURN
from server.storage.transaction import Transaction
from shared.payments.messages import PaymentEntry
from shared.payments.money import minor_digits

MOST = 300
"""Payments of one person that are listed."""


async def entries(tx: Transaction, user_id: uuid.UUID) -> list[PaymentEntry]:
    """Return payments and what of them went back, the newest first."""
    paid = (
        select(PAYMENT)
        .where(PAYMENT.c.user_id == user_id, PAYMENT.c.at_ms > 0)
        .order_by(PAYMENT.c.at_ms.desc(), PAYMENT.c.id)
        .limit(MOST)
    )
    rows = (await tx.connection.execute(paid)).all()
    offers = {row.id: row.offer for row in rows}
    back = select(RETURN).where(RETURN.c.payment_id.in_(list(offers)), RETURN.c.taken)
    found = [
        PaymentEntry(
            id=row.id,
            provider=row.provider,
            kind="paid",
            at_ms=row.at_ms,
            currency=row.currency,
            amount_minor=row.amount_minor,
            digits=minor_digits(row.currency),
            offer=row.offer,
        )
        for row in rows
        if not _is_half(row)
    ]
    found += [
        PaymentEntry(
            id=row.id,
            provider=row.provider,
            kind="disputed" if row.kind == "dispute" else "refunded",
            at_ms=row.seen_ms,
            currency=row.currency,
            amount_minor=row.amount_minor,
            digits=minor_digits(row.currency),
            offer=offers[row.payment_id],
        )
        for row in (await tx.connection.execute(back)).all()
    ]
    return sorted(found, key=lambda entry: entry.at_ms, reverse=True)


def _is_half(row: Any) -> bool:
    """Stripe tells a payment of a subscription twice, as an invoice and as the intent that paid it, without a link.

    The intent says nothing of what was bought; money that goes back of it is told of it.
    """
    return row.id.startswith("stripe:pi:") and not row.offer
