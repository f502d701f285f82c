"""Words about buying: prices, offers, subscriptions, payments. Decides no layout."""

from PySide6.QtCore import QCoreApplication

from desktop.billing.buying import Choice
from desktop.billing.buying_service import (
    InvoiceEntry,
    MySubscription,
    Offer,
    Offers,
    PaymentEntry,
    Price,
    Provider,
)
from desktop.billing.words_page import amount_text, meter_title, plan_name
from desktop.widgets.formats import format_date, format_day, format_money
from desktop.widgets.pill import Tone

_PROVIDERS: dict[str, str] = {"stripe": "Stripe", "polar": "Polar", "whop": "Whop"}


def provider_name(provider: Provider) -> str:
    """What a provider calls itself."""
    return _PROVIDERS[provider]


def price_text(price: Price) -> str:
    """Return a price in its currency: "€15"."""
    return format_money(price.amount_minor, price.currency, price.digits)


def offer_name(offer: Offer) -> str:
    """What an offer is: "Pro, by the month", "10,000 AI tokens"."""
    if offer.meter is not None:
        return f"{amount_text(offer.meter, offer.amount)} · {meter_title(offer.meter)}"
    words = {
        "month": QCoreApplication.translate("Buying", "{plan}, by the month"),
        "year": QCoreApplication.translate("Buying", "{plan}, by the year"),
        "once": "{plan}",
    }
    return words[offer.interval].format(plan=plan_name(offer.plan))


def step_text(chosen: Choice, plan: str, mine: MySubscription | None) -> str:
    """What is written on the button of a plan's card; empty where there is nothing to press."""
    words = {
        "buy": QCoreApplication.translate("Buying", "Get {plan}"),
        "bigger": QCoreApplication.translate("Buying", "Change to {plan}"),
        "smaller": QCoreApplication.translate("Buying", "Change to {plan}"),
        "by_year": QCoreApplication.translate("Buying", "Pay by the year"),
        "by_month": QCoreApplication.translate("Buying", "Pay by the month"),
        "keep": QCoreApplication.translate("Buying", "Keep {plan}"),
        "free": QCoreApplication.translate("Buying", "Go back to {plan}"),
        "provider_page": QCoreApplication.translate("Buying", "Change at {provider}"),
    }
    name = provider_name(mine.provider) if mine is not None else ""
    return words.get(chosen.step, "").format(plan=plan_name(plan), provider=name)


def step_note(chosen: Choice, mine: MySubscription | None) -> str:
    """What is said under the button of a plan's card; empty for most."""
    if chosen.next_ms:
        words = QCoreApplication.translate("Buying", "From {day} on")
        return words.format(day=format_day(chosen.next_ms))
    if chosen.step == "elsewhere" and mine is not None:
        words = QCoreApplication.translate(
            "Buying",
            "You pay through {provider}, where this is not sold. Cancel there first, then come back.",
        )
        return words.format(provider=provider_name(mine.provider))
    return ""


def subscription_title(mine: MySubscription, offer: Offer | None) -> str:
    """What one pays for: "Pro, €25 a month"."""
    price = next((one for one in offer.prices if one.provider == mine.provider), None) if offer else None
    if price is None:
        return plan_name(mine.plan)
    words = (
        QCoreApplication.translate("Buying", "{plan}, {price} a year")
        if mine.interval == "year"
        else QCoreApplication.translate("Buying", "{plan}, {price} a month")
    )
    return words.format(plan=plan_name(mine.plan), price=price_text(price))


def subscription_state(mine: MySubscription) -> tuple[str, Tone]:
    """Return the word for how a subscription stands, and its tone."""
    if mine.ends_then and mine.status in ("active", "trialing"):
        return QCoreApplication.translate("Buying", "Ends"), "warning"
    states: dict[str, tuple[str, Tone]] = {
        "active": (QCoreApplication.translate("Buying", "Paid"), "ok"),
        "trialing": (QCoreApplication.translate("Buying", "On trial"), "info"),
        "past_due": (QCoreApplication.translate("Buying", "Payment failed"), "danger"),
        "incomplete": (QCoreApplication.translate("Buying", "Not paid yet"), "warning"),
        "paused": (QCoreApplication.translate("Buying", "Paused"), "info"),
        "ended": (QCoreApplication.translate("Buying", "Ended"), "neutral"),
    }
    return states[mine.status]


def subscription_text(mine: MySubscription, offers: Offers) -> str:
    """What happens next with a subscription, and what to do about it."""
    plan, provider = plan_name(mine.plan), provider_name(mine.provider)
    day = format_date(mine.period_end_ms) if mine.period_end_ms else ""
    coming = next((one for one in offers.offers if one.id == mine.next_offer), None)
    if mine.status == "past_due":
        return _past_due_text(mine)
    if mine.status == "incomplete":
        words = QCoreApplication.translate(
            "Buying", "The first payment is not finished. Finish it at {provider}, and {plan} counts at once."
        )
    elif mine.status == "paused":
        words = QCoreApplication.translate("Buying", "Nothing is charged until you go on at {provider}.")
    elif mine.ends_then and day:
        words = QCoreApplication.translate(
            "Buying", "You have {plan} until {day}. Nothing more is charged after that, and you are on Free."
        )
    elif coming is not None and day:
        words = QCoreApplication.translate("Buying", "You have {plan} until {day}; then it is {next}.")
    elif mine.status == "trialing" and day:
        words = QCoreApplication.translate(
            "Buying", "Free of charge until {day}; then {provider} charges it."
        )
    elif day:
        words = QCoreApplication.translate("Buying", "Renewed on {day}, charged by {provider}.")
    else:
        words = QCoreApplication.translate("Buying", "Charged by {provider}.")
    following = offer_name(coming) if coming is not None else ""
    return words.format(plan=plan, provider=provider, day=day, next=following)


def _past_due_text(mine: MySubscription) -> str:
    words = (
        QCoreApplication.translate(
            "Buying",
            "The last payment did not go through. You keep {plan} until {day}: put the card right at {provider} "
            "before then, and nothing changes.",
        )
        if mine.grace_until_ms
        else QCoreApplication.translate(
            "Buying",
            "The last payment did not go through. Put the card right at {provider}, and {plan} goes on.",
        )
    )
    day = format_date(mine.grace_until_ms) if mine.grace_until_ms else ""
    return words.format(plan=plan_name(mine.plan), provider=provider_name(mine.provider), day=day)


def thanks_text(offer: Offer) -> str:
    """What is said when something bought has come."""
    if offer.meter is not None:
        words = QCoreApplication.translate("Buying", "Thank you! {amount} were added and can be used now.")
        return words.format(amount=offer_name(offer))
    words = QCoreApplication.translate(
        "Buying", "Thank you! You have {plan} now; everything in it counts at once."
    )
    return words.format(plan=plan_name(offer.plan))


def payment_title(payment: PaymentEntry, offers: Offers | None) -> str:
    """What was paid for; what is sold no more as the provider calls it."""
    sold = offers.offers if offers is not None else ()
    offer = next((one for one in sold if one.id == payment.offer), None) if payment.offer else None
    if offer is not None:
        return offer_name(offer)
    return payment.title or QCoreApplication.translate("Buying", "A payment")


def payment_amount(payment: PaymentEntry) -> str:
    """Return the amount; what was given back is below zero."""
    text = format_money(payment.amount_minor, payment.currency, payment.digits)
    return text if payment.kind == "paid" else f"−{text}"


def payment_state(payment: PaymentEntry) -> tuple[str, Tone]:
    """Return the word for a payment, and its tone."""
    states: dict[str, tuple[str, Tone]] = {
        "paid": (QCoreApplication.translate("Buying", "Paid"), "ok"),
        "refunded": (QCoreApplication.translate("Buying", "Given back"), "info"),
        "disputed": (QCoreApplication.translate("Buying", "Taken back by the bank"), "warning"),
    }
    return states[payment.kind]


def invoice_state(invoice: InvoiceEntry) -> tuple[str, Tone]:
    """Return the word for an invoice, and its tone."""
    states: dict[str, tuple[str, Tone]] = {
        "paid": (QCoreApplication.translate("Buying", "Paid"), "ok"),
        "open": (QCoreApplication.translate("Buying", "To be paid"), "warning"),
        "void": (QCoreApplication.translate("Buying", "Void"), "neutral"),
        "refunded": (QCoreApplication.translate("Buying", "Given back"), "info"),
    }
    return states[invoice.status]


def unreachable_text(providers: tuple[Provider, ...], *, paid: bool = False) -> str:
    """Who does not answer, and what is missing for it: offers, or what was `paid`; empty when everybody does."""
    if not providers:
        return ""
    words = (
        QCoreApplication.translate(
            "Buying", "{providers} does not answer just now, so what you paid there is missing here."
        )
        if paid
        else QCoreApplication.translate(
            "Buying", "{providers} does not answer just now, so what it sells is missing here."
        )
    )
    return words.format(providers=", ".join(provider_name(one) for one in providers))


def change_words(chosen: Choice, mine: MySubscription) -> tuple[str, str, str]:
    """Return title, explanation and action of the question before something is charged to the card that is known."""
    offer, price = chosen.offer, chosen.price
    name = offer_name(offer) if offer is not None else ""
    amount = price_text(price) if price is not None else ""
    title = QCoreApplication.translate("Buying", "Change to {offer}?").format(offer=name)
    body = (
        QCoreApplication.translate(
            "Buying",
            "{price} a year from now on. {provider} charges it to the card it knows, less what is left of what you "
            "paid. It counts at once.",
        )
        if offer is not None and offer.interval == "year"
        else QCoreApplication.translate(
            "Buying",
            "{price} a month from now on. {provider} charges it to the card it knows, less what is left of what you "
            "paid. It counts at once.",
        )
    )
    action = QCoreApplication.translate("Buying", "Change and pay")
    return title, body.format(price=amount, provider=provider_name(mine.provider)), action


def done_text(what: str, mine: MySubscription, offers: Offers | None) -> str:
    """What is said when an order was carried out."""
    plan = plan_name(mine.plan)
    day = format_day(mine.period_end_ms) if mine.period_end_ms else ""
    sold = offers.offers if offers is not None else ()
    coming = next((one for one in sold if one.id == mine.next_offer), None)
    if what == "resume":
        words = QCoreApplication.translate("Buying", "You keep {plan}.")
    elif what == "cancel" and mine.status == "ended":
        words = QCoreApplication.translate("Buying", "{plan} has ended. Nothing more is charged.")
    elif what == "cancel" and day:
        words = QCoreApplication.translate("Buying", "{plan} ends on {day}. Nothing more is charged.")
    elif what == "cancel":
        words = QCoreApplication.translate("Buying", "{plan} ends. Nothing more is charged.")
    elif coming is not None and day:
        words = QCoreApplication.translate("Buying", "From {day} on you have {next}.")
    else:
        words = QCoreApplication.translate("Buying", "Done.")
    return words.format(plan=plan, day=day, next=offer_name(coming) if coming is not None else "")
