"""Invoices and receipts as a person sees them, from Stripe's objects. Pure."""

from server.payments.events import OFFER_KEY
from server.payments.readings import Object, flag, inner, needed, number, seconds_ms, text
from shared.payments.messages import InvoiceEntry, InvoiceStatus
from shared.payments.money import minor_digits

URL_CHARS = 4_000
_STATUS: dict[str, InvoiceStatus] = {
    "paid": "paid",
    "open": "open",
    "void": "void",
    "uncollectible": "void",
}


def is_top_up(intent: Object) -> bool:
    """Only what was bought once carries the offer itself; payments of a subscription are told by its invoices."""
    return text(intent, "status") == "succeeded" and bool(text(intent, "metadata", OFFER_KEY))


def invoice(found: Object) -> InvoiceEntry | None:
    """An invoice as a person sees it; a draft is none."""
    status = _STATUS.get(text(found, "status"))
    if status is None:
        return None
    currency = text(found, "currency").upper()
    return InvoiceEntry(
        id=needed(found, "id"),
        provider="stripe",
        number=text(found, "number"),
        at_ms=seconds_ms(found, "created"),
        status=status,
        currency=currency,
        amount_minor=number(found, "total"),
        digits=minor_digits(currency),
        url=text(found, "hosted_invoice_url", most=URL_CHARS),
    )


def receipt(found: Object) -> InvoiceEntry:
    """The receipt of something that was bought once, from its payment intent with its charge."""
    currency = text(found, "currency").upper()
    charge = inner(found, "latest_charge")
    return InvoiceEntry(
        id=needed(found, "id"),
        provider="stripe",
        number=text(charge, "receipt_number"),
        at_ms=seconds_ms(found, "created"),
        status="refunded" if flag(charge, "refunded") else "paid",
        currency=currency,
        amount_minor=number(found, "amount_received") or number(found, "amount"),
        digits=minor_digits(currency),
        url=text(charge, "receipt_url", most=URL_CHARS),
    )
