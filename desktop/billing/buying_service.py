"""Buying: what the server sells, checkouts in the browser, what was paid. Knows no page and opens no browser."""

import asyncio
import contextlib
import uuid
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from desktop.billing.buying import Waiting, has_come, limit_of, price_at
from desktop.billing.service import KIND as USAGE
from desktop.billing.service import Accounts, BillingService, is_absent
from desktop.runtime.changes import ChangeBus, ChangeSet
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import (
    CANCEL_PATH,
    CHANGE_PATH,
    CHECKOUT_PATH,
    HISTORY_PATH,
    INVOICES_PATH,
    OFFERS_PATH,
    PORTAL_PATH,
    RESUME_PATH,
    Cancel,
    Change,
    Checkout,
    InvoiceEntry,
    InvoiceList,
    MySubscription,
    Offer,
    Offers,
    PageToOpen,
    PaymentEntry,
    PaymentHistory,
    Portal,
    Price,
    Provider,
    Resume,
    Subscribed,
)
from shared.tasks import TaskScope

__all__ = [
    "KIND",
    "BuyingService",
    "InvoiceEntry",
    "InvoiceList",
    "MySubscription",
    "Offer",
    "Offers",
    "PageToOpen",
    "PaymentEntry",
    "PaymentHistory",
    "Price",
    "Provider",
    "Waiting",
]

T = TypeVar("T")
KIND = "payments"
"""What is announced on the bus when anything below changed."""
_SIGNED_OUT = "accounts.signed_out"
_PROVIDER_S = 45.0
"""The server asks the provider in its turn."""
_LOCAL = ("127.0.0.1", "::1", "localhost")


class WaitPace(msgspec.Struct, frozen=True):
    """How often it is asked whether a payment came, in seconds: a poke says so at once, unless the line is down."""

    often_s: float = 5.0
    often_for_s: float = 900.0
    seldom_s: float = 60.0


class BuyingService:
    """Announces the kind "payments" on the bus. Methods that ask raise AppError as connections and the server do."""

    def __init__(
        self,
        accounts: Accounts,
        billing: BillingService,
        clock: Clock,
        bus: ChangeBus,
        *,
        pace: WaitPace | None = None,
    ) -> None:
        self._accounts, self._billing, self._clock, self._bus = accounts, billing, clock, bus
        self._pace = pace or WaitPace()
        self._offers: Offers | None = None
        self._of: tuple[uuid.UUID, str] | None = None
        self._problem: AppError | None = None
        self._waiting: Waiting | None = None
        self._thanks: Offer | None = None
        self._requests: dict[tuple[str, str], uuid.UUID] = {}
        self._watching = 0
        self._asking = asyncio.Lock()
        self._stale = self._refreshing = False
        self._scope = TaskScope("payments")
        self._unsubscribe = bus.subscribe(self._changed)

    # How it stands

    @property
    def offers(self) -> Offers | None:
        """What is sold and what one has, as far as it was asked; None before."""
        return self._offers if self._of == self._who() else None

    @property
    def sells(self) -> bool:
        """Whether the server is known to sell something."""
        return self.offers is not None and bool(self.offers.offers)

    @property
    def problem(self) -> AppError | None:
        """Why the last question for offers got no answer."""
        return self._problem

    @property
    def waiting(self) -> Waiting | None:
        """The purchase that is under way."""
        return self._waiting

    @property
    def thanks(self) -> Offer | None:
        """What was bought and has come, until a person has seen it."""
        return self._thanks

    @property
    def expired(self) -> bool:
        """Whether the page that one should pay on is closed by now."""
        return self._waiting is not None and self._waiting.expired(self._clock.now_ms())

    def watch(self, *, watched: bool) -> None:
        """Say that somebody looks at what is sold: it is then asked anew whenever the server says something changed."""
        self._watching += 1 if watched else -1

    def seen_thanks(self) -> None:
        """The person has read it."""
        if self._thanks is not None:
            self._thanks = None
            self._bus.announce(KIND)

    def stop_waiting(self) -> None:
        """Watch for this payment no longer; if it is made all the same, it counts."""
        if self._waiting is not None:
            self._waiting = None
            self._bus.announce(KIND)

    async def close(self) -> None:
        """Ask no more."""
        self._unsubscribe()
        await self._scope.close()

    # What the server is asked

    async def refresh(self) -> Offers:
        """Ask what is sold; nothing, from a server that knows no payments."""
        async with self._asking:
            try:
                offers = await self._call("GET", OFFERS_PATH, Offers)
            except AppError as error:
                if not is_absent(error) and error.code != "payments.not_sold":
                    self._problem = error
                    self._bus.announce(KIND)
                    raise
                offers = Offers(offers=(), plan="", plan_until_ms=0)
            self._problem, self._offers, self._of = None, offers, self._who()
            self._look_for_it()
        self._bus.announce(KIND)
        return offers

    async def checkout(self, offer: Offer, provider: Provider | None = None) -> PageToOpen:
        """Begin to buy; the page is to be opened in the browser, and from now on the payment is waited for."""
        price = price_at(offer, provider)
        if price is None:
            raise AppError("payments.unknown_offer")
        if offer.meter is not None:
            # A top-up has come when the limit rises above what it is now.
            with contextlib.suppress(AppError):
                await self._billing.refresh()
        key = (offer.id, price.provider)
        request = Checkout(offer=offer.id, request_id=self._request(key), provider=price.provider)
        page = _checked(await self._ask("POST", CHECKOUT_PATH, request, PageToOpen, key), self._server())
        self._wait(offer, price, page)
        return page

    async def change(self, offer: Offer, mine: MySubscription, *, at_once: bool) -> MySubscription:
        """Put a subscription on another offer. What counts `at_once` is waited for like a payment."""
        price = price_at(offer, mine.provider)
        if price is None:
            raise AppError("payments.unknown_offer")
        key = (offer.id, mine.id)
        request = Change(offer=offer.id, request_id=self._request(key), subscription=mine.id)
        changed = (await self._ask("POST", CHANGE_PATH, request, Subscribed, key)).subscription
        if at_once:
            self._wait(offer, price, None)
        await self._after()
        return changed

    async def cancel(self, mine: MySubscription, *, at_once: bool) -> MySubscription:
        """End a subscription now, or when what is paid for ends."""
        request = Cancel(at_once=at_once, subscription=mine.id)
        ended = (await self._ask("POST", CANCEL_PATH, request, Subscribed)).subscription
        await self._after()
        return ended

    async def resume(self, mine: MySubscription) -> MySubscription:
        """Take back the cancelling, or the smaller plan that was to come."""
        request = Resume(subscription=mine.id)
        kept = (await self._ask("POST", RESUME_PATH, request, Subscribed)).subscription
        await self._after()
        return kept

    async def portal(self, provider: Provider | None = None) -> PageToOpen:
        """Return the provider's own page about cards, subscriptions and invoices."""
        page = await self._ask("POST", PORTAL_PATH, Portal(provider=provider), PageToOpen)
        return _checked(page, self._server())

    async def history(self) -> PaymentHistory:
        """Return what was paid and given back, the newest first."""
        return await self._call("GET", HISTORY_PATH, PaymentHistory)

    async def invoices(self) -> InvoiceList:
        """Return the invoices, the newest first."""
        return await self._call("GET", INVOICES_PATH, InvoiceList)

    async def invoice(self, entry: InvoiceEntry) -> PageToOpen:
        """Return the page of an invoice; some providers make it only when it is asked for."""
        if entry.url:
            page = PageToOpen(url=entry.url, provider=entry.provider)
        else:
            path = f"{INVOICES_PATH}/{entry.provider}/{quote(entry.id, safe='')}"
            page = await self._call("GET", path, PageToOpen)
        return _checked(page, self._server())

    async def _call(self, method: str, path: str, answer: type[T], body: msgspec.Struct | None = None) -> T:
        """Ask as whoever is signed in; an answer for somebody who left meanwhile is for nobody."""
        who, path = self._signed_in(), path.removeprefix("/api/v1/")
        found = await self._accounts.call(method, path, body=body, answer=answer, timeout_s=_PROVIDER_S)
        if who != self._who():
            raise AppError(_SIGNED_OUT)
        return found

    async def _ask(
        self,
        method: str,
        path: str,
        body: msgspec.Struct,
        answer: type[T],
        key: tuple[str, str] | None = None,
    ) -> T:
        """Order something. The same order keeps its id until the server has answered it for good."""
        try:
            found = await self._call(method, path, answer, body)
        except AppError as error:
            if key is not None and not error.retryable:
                self._requests.pop(key, None)
            raise
        if key is not None:
            self._requests.pop(key, None)
        return found

    async def _after(self) -> None:
        """Learn how it stands after an order; that this fails takes nothing from the order."""
        for ask in (self.refresh, self._billing.refresh):
            with contextlib.suppress(AppError):
                await ask()

    # A payment that is waited for

    def _wait(self, offer: Offer, price: Price, page: PageToOpen | None) -> None:
        standing = self._billing.standing
        self._thanks = None
        self._waiting = Waiting(
            offer,
            price,
            self._clock.now_ms(),
            url=page.url if page is not None else "",
            expires_ms=page.expires_ms if page is not None else 0,
            limit_before=limit_of(standing.meters, offer.meter) if standing is not None else 0,
        )
        self._scope.spawn(self._keep_asking(self._waiting), name="waiting for a payment")
        self._bus.announce(KIND)

    async def _keep_asking(self, waiting: Waiting) -> None:
        """Ask from time to time whether it came; a poke asks besides."""
        passed_s = 0.0
        while True:
            pause_s = self._pace.often_s if passed_s < self._pace.often_for_s else self._pace.seldom_s
            await asyncio.sleep(pause_s)
            passed_s += pause_s
            if self._waiting is not waiting:
                return
            # The usage that comes asks for the offers too.
            try:
                await self._billing.refresh()
            except AppError:
                continue

    def _look_for_it(self) -> None:
        waiting, offers, standing = self._waiting, self.offers, self._billing.standing
        if waiting is None or offers is None or standing is None:
            return
        if has_come(waiting, offers, standing.plan, standing.meters):
            self._waiting, self._thanks = None, waiting.offer
            self._bus.announce(KIND)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.everything:
            return
        if changes.touches("account") and self._of != self._who():
            self._offers, self._of, self._problem = None, None, None
            self._waiting, self._thanks = None, None
            self._requests.clear()
            self._bus.announce(KIND)
        elif changes.touches(USAGE) and (self._watching > 0 or self._waiting is not None):
            self._look_for_it()
            self._scope.spawn(self._refresh_quietly(), name="offers")

    async def _refresh_quietly(self) -> None:
        """Ask until there is an answer, as long as somebody is interested; when wanted meanwhile, once more."""
        self._stale = True
        if self._refreshing:
            return
        self._refreshing = True
        try:
            while self._stale and self._who() is not None:
                self._stale = False
                try:
                    await self.refresh()
                except AppError as error:
                    self._stale = error.retryable and (self._watching > 0 or self._waiting is not None)
                    await asyncio.sleep(self._pace.often_s)
        finally:
            self._refreshing = False

    def _request(self, key: tuple[str, str]) -> uuid.UUID:
        """The id of an order: pressed again after a broken connection, it is the same order."""
        return self._requests.setdefault(key, uuid.uuid4())

    def _who(self) -> tuple[uuid.UUID, str] | None:
        session = self._accounts.session
        return (session.user_id, session.server_url) if session is not None else None

    def _signed_in(self) -> tuple[uuid.UUID, str]:
        who = self._who()
        if who is None:
            raise AppError(_SIGNED_OUT)
        return who

    def _server(self) -> str:
        return self._signed_in()[1]


def is_safe(url: str, server_url: str) -> bool:
    """Whether a browser may be sent there: https; http only on this computer, where the server is too."""
    try:
        parts, server = urlsplit(url), urlsplit(server_url)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in _LOCAL and server.hostname in _LOCAL


def _checked(page: PageToOpen, server_url: str) -> PageToOpen:
    if not is_safe(page.url, server_url):
        raise AppError("payments.bad_page", provider=page.provider)
    return page
