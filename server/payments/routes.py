"""What the web interface answers about buying, and the pages that a browser comes back to."""

import re

from aiohttp import web

from server.payments.selling import Selling
from server.web.call import Call
from server.web.operation import Auth, Operation
from server.web.site_page import shown
from shared.payments import messages

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_DOWN = ("payments.provider_down", "payments.provider_refused")
_MINE = ("payments.no_subscription", "payments.cannot_change", *_DOWN)


def _selling(call: Call) -> Selling:
    return call.services.selling


def _here(call: Call) -> str:
    """How the browser reaches this server when it comes back: as configured, else as the caller reached it."""
    public = call.services.config.server.public_url.rstrip("/")
    host = call.request.headers.get("Host", "")
    if public or not _HOST.fullmatch(host):
        return public
    return f"{'https' if call.secure else 'http'}://{host}"


async def offers(call: Call) -> messages.Offers:
    return await _selling(call).offers(call.user.user_id)


async def checkout(call: Call, body: messages.Checkout) -> messages.PageToOpen:
    return await _selling(call).checkout(call.user.user_id, body, call.language, _here(call))


async def change(call: Call, body: messages.Change) -> messages.Subscribed:
    return messages.Subscribed(await _selling(call).change(call.user.user_id, body))


async def portal(call: Call, body: messages.Portal) -> messages.PageToOpen:
    return await _selling(call).portal(call.user.user_id, body, _here(call))


async def cancel(call: Call, body: messages.Cancel) -> messages.Subscribed:
    return messages.Subscribed(await _selling(call).cancel(call.user.user_id, body))


async def resume(call: Call, body: messages.Resume) -> messages.Subscribed:
    return messages.Subscribed(await _selling(call).resume(call.user.user_id, body))


async def history(call: Call) -> messages.PaymentHistory:
    return await _selling(call).history(call.user.user_id)


async def invoices(call: Call) -> messages.InvoiceList:
    return await _selling(call).invoices(call.user.user_id)


async def invoice(call: Call) -> messages.PageToOpen:
    return await _selling(call).invoice_page(call.user.user_id, call.path["provider"], call.path["invoice"])


async def thanks(call: Call) -> web.Response:
    return shown("thanks", call.language)


async def left(call: Call) -> web.Response:
    return shown("left", call.language)


# Whoever is suspended still pays: they may look, and end it.
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        messages.OFFERS_PATH,
        offers,
        "What is sold here, what it costs, and what one has of it.",
        though_suspended=True,
        answer=messages.Offers,
    ),
    Operation(
        "POST",
        messages.CHECKOUT_PATH,
        checkout,
        "Begin to buy: a page of the provider to open in a browser.",
        answer=messages.PageToOpen,
        body=messages.Checkout,
        errors=(
            *("payments.not_sold", "payments.unknown_offer", "payments.already_subscribed"),
            *("payments.restricted", "payments.in_progress", *_DOWN),
        ),
    ),
    Operation(
        "POST",
        messages.CHANGE_PATH,
        change,
        "Put one's subscription on another offer.",
        answer=messages.Subscribed,
        body=messages.Change,
        errors=(
            *("payments.not_sold", "payments.unknown_offer", "payments.same_offer", "payments.restricted"),
            *("payments.declined", "payments.in_progress", *_MINE),
        ),
    ),
    Operation(
        "POST",
        messages.PORTAL_PATH,
        portal,
        "The provider's own page about one's subscriptions and cards.",
        though_suspended=True,
        answer=messages.PageToOpen,
        body=messages.Portal,
        errors=("payments.no_customer", *_DOWN),
    ),
    Operation(
        "POST",
        messages.CANCEL_PATH,
        cancel,
        "End one's subscription, now or when its period ends.",
        though_suspended=True,
        answer=messages.Subscribed,
        body=messages.Cancel,
        errors=_MINE,
    ),
    Operation(
        "POST",
        messages.RESUME_PATH,
        resume,
        "Let one's subscription go on as it is.",
        answer=messages.Subscribed,
        body=messages.Resume,
        errors=_MINE,
    ),
    Operation(
        "GET",
        messages.HISTORY_PATH,
        history,
        "What one paid and got back.",
        though_suspended=True,
        answer=messages.PaymentHistory,
    ),
    Operation(
        "GET",
        messages.INVOICES_PATH,
        invoices,
        "One's invoices and receipts.",
        though_suspended=True,
        answer=messages.InvoiceList,
    ),
    Operation(
        "GET",
        f"{messages.INVOICES_PATH}/{{provider}}/{{invoice}}",
        invoice,
        "The page of an invoice.",
        though_suspended=True,
        answer=messages.PageToOpen,
        errors=("payments.no_invoice", *_DOWN),
        patterns=(("provider", "[a-z]{1,16}"), ("invoice", "[A-Za-z0-9_-]{1,100}")),
    ),
    Operation(
        "GET",
        messages.THANKS_PATH,
        thanks,
        "Where a browser comes back to after a purchase.",
        auth=Auth.NONE,
        raw=True,
        head=True,
        gives=("text/html",),
    ),
    Operation(
        "GET",
        messages.LEFT_PATH,
        left,
        "Where a browser comes back to without one.",
        auth=Auth.NONE,
        raw=True,
        head=True,
        gives=("text/html",),
    ),
)
