"""Buying as the window shows it: what is sold, what is waited for, and what one asked to be done. QtCore only."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from PySide6.QtCore import QTimer, Signal

from desktop.billing.buying import AT_ONCE, Choice, Waiting, main_subscription, sells_larger, top_ups
from desktop.billing.buying_service import (
    KIND,
    BuyingService,
    InvoiceEntry,
    MySubscription,
    Offer,
    Offers,
    PageToOpen,
    Provider,
)
from desktop.billing.service import MeterStatus
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

Make = Callable[[], Coroutine[None, None, None]]
AGAIN_MS = 30_000
"""How often it is looked whether the provider's page is closed by now."""


class BuyingViewModel(ViewModel):
    """`changed`: anything below. `page_ready(PageToOpen)` is to be opened in the browser.

    `thanked(Offer)`: what was bought counts now. `done(what, MySubscription)`: "change", "cancel", "resume".
    """

    changed = Signal()
    page_ready = Signal(object)
    thanked = Signal(object)
    done = Signal(str, object)

    def __init__(self, buying: BuyingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._buying = buying
        self._thanked: Offer | None = None
        self._again: Callable[[], None] | None = None
        self._orders: set[str] = set()
        self._opening: set[str] = set()
        self._turn = asyncio.Lock()
        self.asked_error: AppError | None = None
        self.watch(lambda _changes: self._refreshed(), KIND)
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.changed)
        self._timer.start()

    # How it stands

    @property
    def asking(self) -> bool:
        """Whether an order is under way: nothing else is ordered by its buttons meanwhile."""
        return bool(self._orders)

    @property
    def offers(self) -> Offers | None:
        return self._buying.offers

    @property
    def sells(self) -> bool:
        return self._buying.sells

    @property
    def problem(self) -> AppError | None:
        return self._buying.problem

    @property
    def waiting(self) -> Waiting | None:
        return self._buying.waiting

    @property
    def expired(self) -> bool:
        return self._buying.expired

    @property
    def thanks(self) -> Offer | None:
        return self._buying.thanks

    def has_more_of(self, status: MeterStatus) -> bool:
        """Whether more of a meter can be bought: a larger plan, or a top-up of it."""
        offers = self.offers
        if offers is None or offers.restricted:
            return False
        added = any(one.meter == status.meter for one in top_ups(offers, (status,)))
        return added or sells_larger(offers)

    @property
    def known(self) -> bool:
        """Whether it was answered, or known not to be answered, what is sold."""
        return self.offers is not None or self.problem is not None

    # What a person asks

    def reload(self) -> None:
        """Ask the server what is sold."""
        self.spawn_latest(self._load, name="offers")

    def attend(self, *, watched: bool) -> None:
        """The page is looked at, or not any more."""
        self._buying.watch(watched=watched)

    def choose(self, chosen: Choice, provider: Provider | None = None) -> None:
        """Do what a plan's card offers, as far as it needs no question first."""
        mine = main_subscription(self.offers)
        if chosen.step == "buy" and chosen.offer is not None:
            self.buy(chosen.offer, provider)
        elif mine is None:
            return
        elif chosen.step == "keep":
            self.resume(mine)
        elif chosen.step == "provider_page":
            self.open_portal(mine.provider)
        elif chosen.offer is not None:
            self.change(chosen.offer, mine, at_once=chosen.step in AT_ONCE)

    def buy(self, offer: Offer, provider: Provider | None = None) -> None:
        """Begin a checkout."""
        self._order(f"buy {offer.id} {provider}", lambda: self._open(self._buying.checkout(offer, provider)))

    def change(self, offer: Offer, mine: MySubscription, *, at_once: bool) -> None:
        """Put the subscription on another offer."""
        self._order(
            f"change {mine.id} {offer.id}",
            lambda: self._tell("change", self._buying.change(offer, mine, at_once=at_once)),
        )

    def cancel(self, mine: MySubscription, *, at_once: bool) -> None:
        """End the subscription."""
        self._order(
            f"cancel {mine.id}", lambda: self._tell("cancel", self._buying.cancel(mine, at_once=at_once))
        )

    def resume(self, mine: MySubscription) -> None:
        """Take back the cancelling or the smaller plan."""
        self._order(f"resume {mine.id}", lambda: self._tell("resume", self._buying.resume(mine)))

    def open_portal(self, provider: Provider | None = None) -> None:
        """Ask for the provider's page about one's payments."""
        self._look_at(f"portal {provider}", lambda: self._open(self._buying.portal(provider)))

    def open_invoice(self, entry: InvoiceEntry) -> None:
        """Ask for the page of an invoice."""
        self._look_at(f"invoice {entry.provider} {entry.id}", lambda: self._open(self._buying.invoice(entry)))

    def order_again(self) -> None:
        """Do once more what failed last."""
        if self._again is not None:
            self._again()

    def forget_error(self) -> None:
        """The person has read it."""
        self.asked_error = None
        self.changed.emit()

    def stop_waiting(self) -> None:
        self._buying.stop_waiting()

    def seen_thanks(self) -> None:
        self._buying.seen_thanks()

    def close(self) -> None:
        self._timer.stop()
        super().close()

    async def _load(self) -> None:
        try:
            await self._buying.refresh()
        except AppError:
            # The service keeps the problem; the page says it.
            self.changed.emit()

    def _order(self, key: str, make: Make) -> None:
        """One order after the other; pressed twice is ordered once."""
        self._begin(self._orders, key, lambda: self._in_turn(make), lambda: self._order(key, make))

    def _look_at(self, key: str, make: Make) -> None:
        """Open a page: no order, so it waits for none."""
        self._begin(self._opening, key, make, lambda: self._look_at(key, make))

    def _begin(self, running: set[str], key: str, make: Make, again: Callable[[], None]) -> None:
        if key in running:
            return
        running.add(key)
        self.asked_error, self._again = None, again
        self.changed.emit()
        self.spawn(self._done(running, key, make), name="order")

    async def _in_turn(self, make: Make) -> None:
        async with self._turn:
            await make()

    async def _done(self, running: set[str], key: str, make: Make) -> None:
        try:
            await make()
        except AppError as error:
            self.asked_error = error
            if not error.retryable:
                # What is shown is not how it stands any more.
                self.reload()
        finally:
            running.discard(key)
            self.changed.emit()

    async def _open(self, asked: Awaitable[PageToOpen]) -> None:
        self.page_ready.emit(await asked)

    async def _tell(self, what: str, asked: Awaitable[MySubscription]) -> None:
        self.done.emit(what, await asked)

    def _refreshed(self) -> None:
        before, self._thanked = self._thanked, self._buying.thanks
        if self._thanked is not None and self._thanked is not before:
            self.thanked.emit(self._thanked)
        self.changed.emit()
