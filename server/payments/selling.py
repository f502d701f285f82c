"""Buying, as a person does it: what is sold, checkout, changing, ending, history. Asks providers; books nothing."""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Mapping

from server.accounts.service import AccountsService
from server.payments import history_store
from server.payments.events import CustomerSeen, SubscriptionSeen
from server.payments.offers import OfferBook, SoldOffer, is_upgrade
from server.payments.prices import PriceList
from server.payments.provider import NAMES, PaymentProvider, Purchase
from server.payments.service import PaymentsService
from server.payments.standing import SubscriptionRow, lives_until
from server.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.payments import messages
from shared.payments.messages import LEFT_PATH, THANKS_PATH, Action, MySubscription, Provider

_PAGES = 1_000
"""Checkouts that are remembered, for those who press twice."""
_PAGE_MS = 15 * 60_000
_LIVE = ("active", "trialing", "past_due", "paused")
_CHANGES = ("active", "trialing")


class Selling:
    """`payments` brings in what providers answer, so that a person sees it before its webhook comes."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        accounts: AccountsService,
        payments: PaymentsService,
        offers: OfferBook,
        providers: Mapping[Provider, PaymentProvider],
    ) -> None:
        self._database, self._clock, self._accounts = database, clock, accounts
        self._payments, self._book, self._providers = payments, offers, providers
        self.prices = PriceList(providers, clock)
        # Each person's newest; an older one may be closed by now.
        self._pages: OrderedDict[uuid.UUID, tuple[str, int, messages.PageToOpen]] = OrderedDict()

    # What there is

    async def offers(self, user_id: uuid.UUID) -> messages.Offers:
        """Return what is sold with its prices, and what the person has of it."""
        async with self._database.read() as tx:
            person = await self._accounts.standing(tx, user_id)
            bought = (await self._accounts.plans(tx, [user_id])).get(user_id, ("free", 0, None))
        sold = [offer for offer in self._book.offers if self._ways(offer)]
        prices = await self.prices.of(sold)
        return messages.Offers(
            offers=tuple(
                messages.Offer(
                    id=offer.id,
                    interval=offer.interval,
                    plan=offer.plan,
                    meter=offer.meter,
                    amount=offer.amount,
                    prices=prices[offer.id],
                )
                for offer in sold
            ),
            plan=person.plan,
            plan_until_ms=bought[1] if bought[0] == person.plan else 0,
            subscriptions=tuple(self._told(row) for row in await self._mine(user_id)),
            unreachable=self.prices.unreachable(),
            restricted=await self._payments.restricted(user_id),
        )

    async def history(self, user_id: uuid.UUID) -> messages.PaymentHistory:
        """Return what a person paid and got back."""
        async with self._database.read() as tx:
            return messages.PaymentHistory(payments=tuple(await history_store.entries(tx, user_id)))

    async def invoices(self, user_id: uuid.UUID) -> messages.InvoiceList:
        """Return a person's invoices at all providers that can be reached."""
        customers = await self._customers(user_id)
        found = await asyncio.gather(
            *(self._invoices(name, customer) for name, customer in customers.items())
        )
        listed = [entry for entries in found for entry in entries or ()]
        return messages.InvoiceList(
            invoices=tuple(sorted(listed, key=lambda entry: entry.at_ms, reverse=True)),
            unreachable=tuple(
                name for name, entries in zip(customers, found, strict=True) if entries is None
            ),
        )

    async def invoice_page(self, user_id: uuid.UUID, provider: str, invoice: str) -> messages.PageToOpen:
        """Return where an invoice of this person is. Raises `AppError("payments.no_invoice")`."""
        for name, customer in (await self._customers(user_id)).items():
            if name == provider:
                return await self._providers[name].invoice_page(customer, invoice)
        raise AppError("payments.no_invoice")

    # Buying

    async def checkout(
        self, user_id: uuid.UUID, asked: messages.Checkout, language: str, here: str
    ) -> messages.PageToOpen:
        """Begin to sell; `here` is how this server is reached by the browser that comes back.

        Raises AppError `payments.not_sold`, `payments.unknown_offer`, `payments.already_subscribed`,
        `payments.restricted`, and what a provider's `checkout` raises.
        """
        offer = self._offer(asked.offer)
        ways = self._ways(offer)
        name = asked.provider or ways[0]
        if name not in ways:
            raise AppError("payments.unknown_offer")
        key = f"{user_id}:{asked.request_id}:{offer.id}:{name}"
        known = self._pages.get(user_id)
        if known is not None and known[0] == key and known[1] > self._clock.now_ms():
            return known[2]
        await self._check_free(user_id, offer, name)
        async with self._database.read() as tx:
            person = await self._accounts.standing(tx, user_id)
        page = await self._providers[name].checkout(
            Purchase(
                user_id=user_id,
                email=person.email,
                language=person.language or language,
                customer=await self._customer(user_id, name, person.email),
                offer=offer,
                sold_as=offer.sold_as[name],
                key=key,
                thanks_url=f"{here}{THANKS_PATH}",
                left_url=f"{here}{LEFT_PATH}",
            )
        )
        self._remember(user_id, key, page)
        return page

    async def portal(self, user_id: uuid.UUID, asked: messages.Portal, here: str) -> messages.PageToOpen:
        """Return the provider's page about a person's payments. Raises `AppError("payments.no_customer")`."""
        customers = await self._customers(user_id)
        pays_at = [row.provider for row in await self._mine(user_id)]
        wanted: list[str] = [asked.provider] if asked.provider else [*pays_at, *customers]
        for name, customer in sorted(customers.items(), key=lambda each: _place(wanted, each[0])):
            if name in wanted:
                return await self._providers[name].portal(customer, f"{here}{LEFT_PATH}")
        raise AppError("payments.no_customer")

    # What one has

    async def change(self, user_id: uuid.UUID, asked: messages.Change) -> MySubscription:
        """Put a subscription on another offer: for more at once, for less when its period ends.

        Raises AppError `payments.no_subscription`, `payments.same_offer`, `payments.unknown_offer`,
        `payments.cannot_change`, `payments.restricted`, `payments.declined`.
        """
        row, provider = await self._one(user_id, asked.subscription, "change")
        offer = self._offer(asked.offer)
        if not offer.plan or provider.name not in offer.sold_as:
            raise AppError("payments.unknown_offer")
        if offer.id == row.offer and not (row.ends_then or row.next_offer):
            raise AppError("payments.same_offer")
        if await self._payments.restricted(user_id):
            raise AppError("payments.restricted")
        if offer.id == row.offer:
            return await self._brought_in(user_id, await provider.resume(row.id))
        at_once = is_upgrade(self._book.named(row.offer), offer)
        key = f"{user_id}:{asked.request_id}:{offer.id}"
        return await self._brought_in(user_id, await provider.change(row.id, offer, at_once=at_once, key=key))

    async def cancel(self, user_id: uuid.UUID, asked: messages.Cancel) -> MySubscription:
        """End a subscription. Raises AppError `payments.no_subscription`, `payments.cannot_change`."""
        action: Action = "cancel_now" if asked.at_once else "cancel_at_end"
        row, provider = await self._one(user_id, asked.subscription, action)
        return await self._brought_in(user_id, await provider.cancel(row.id, at_once=asked.at_once))

    async def resume(self, user_id: uuid.UUID, asked: messages.Resume) -> MySubscription:
        """Let a subscription go on. Raises AppError `payments.no_subscription`, `payments.cannot_change`."""
        row, provider = await self._one(user_id, asked.subscription, "resume")
        return await self._brought_in(user_id, await provider.resume(row.id))

    # Small things

    def _offer(self, offer_id: str) -> SoldOffer:
        offer = self._book.named(offer_id)
        if not self._providers:
            raise AppError("payments.not_sold")
        if offer is None or not self._ways(offer):
            raise AppError("payments.unknown_offer")
        return offer

    def _ways(self, offer: SoldOffer) -> list[Provider]:
        return [name for name in self._providers if name in offer.sold_as]

    async def _check_free(self, user_id: uuid.UUID, offer: SoldOffer, name: Provider) -> None:
        """Whether somebody may buy. For a plan the providers are asked: a webhook may not have come yet."""
        if await self._payments.restricted(user_id):
            raise AppError("payments.restricted")
        if not offer.plan:
            return
        for each in self._providers:
            try:
                await self._look(user_id, each)
            except AppError:
                if each == name:
                    raise
        for row in await self._mine(user_id):
            if row.status in _LIVE:
                raise AppError("payments.already_subscribed", provider=_title(row.provider))

    async def _look(self, user_id: uuid.UUID, name: Provider) -> None:
        """Bring in what a provider knows of a person's subscriptions now."""
        customer = await self._payments.customer(user_id, name)
        try:
            live = await self._providers[name].live(user_id, customer)
        except AppError as error:
            if error.code != "payments.no_customer":
                raise
            return
        if live:
            await self._payments.seen(*live)

    async def _customer(self, user_id: uuid.UUID, name: Provider, email: str) -> str:
        """Return whom a person buys as, and remember it before anything is bought."""
        customer = await self._payments.customer(user_id, name)
        if not customer:
            customer = await self._providers[name].customer_for(user_id, email)
            if customer:
                await self._payments.seen(CustomerSeen(provider=name, customer=customer, user_id=user_id))
        return customer

    async def _customers(self, user_id: uuid.UUID) -> dict[Provider, str]:
        found: dict[Provider, str] = {}
        for name in self._providers:
            customer = await self._payments.customer(user_id, name)
            if customer:
                found[name] = customer
        return found

    async def _invoices(self, name: Provider, customer: str) -> list[messages.InvoiceEntry] | None:
        try:
            return await self._providers[name].invoices(customer)
        except AppError as error:
            return [] if error.code == "payments.no_customer" else None

    async def _mine(self, user_id: uuid.UUID) -> list[SubscriptionRow]:
        """Return the subscriptions that live, the one that gives the plan first."""
        return [row for row in await self._payments.subscriptions(user_id) if row.status != "ended"]

    async def _one(
        self, user_id: uuid.UUID, wanted: str | None, action: Action
    ) -> tuple[SubscriptionRow, PaymentProvider]:
        row = next((each for each in await self._mine(user_id) if wanted in (None, each.id)), None)
        if row is None:
            raise AppError("payments.no_subscription")
        provider = next((each for name, each in self._providers.items() if name == row.provider), None)
        if provider is None or action not in provider.actions:
            raise AppError("payments.cannot_change", provider=_title(row.provider))
        return row, provider

    async def _brought_in(self, user_id: uuid.UUID, seen: SubscriptionSeen) -> MySubscription:
        await self._payments.seen(seen)
        for row in await self._payments.subscriptions(user_id):
            if row.id == seen.id and row.provider == seen.provider:
                return self._told(row)
        raise AppError("payments.no_subscription")

    def _told(self, row: SubscriptionRow) -> MySubscription:
        offer = self._book.named(row.offer)
        grace_ms = lives_until(row, self._payments.grace_ms) if row.status == "past_due" else None
        return MySubscription(
            id=row.id,
            provider=row.provider,  # pyright: ignore[reportArgumentType] - the internal one is never told
            plan=row.plan,
            status=row.status,  # pyright: ignore[reportArgumentType] - as it was seen
            offer=row.offer if offer else "",
            interval=offer.interval if offer else "month",
            period_end_ms=row.ends_ms,
            ends_then=row.ends_then,
            grace_until_ms=grace_ms or 0,
            next_offer=row.next_offer,
            can=tuple(sorted(self._can(row))),
        )

    def _can(self, row: SubscriptionRow) -> set[Action]:
        actions = next((each.actions for name, each in self._providers.items() if name == row.provider), None)
        if actions is None or row.status == "ended":
            return set()
        fits: dict[Action, bool] = {
            "cancel_now": True,
            "cancel_at_end": not row.ends_then,
            "resume": row.ends_then or bool(row.next_offer),
            "change": row.status in _CHANGES,
            "portal": True,
        }
        return {action for action in actions if fits[action]}

    def _remember(self, user_id: uuid.UUID, key: str, page: messages.PageToOpen) -> None:
        self._pages.pop(user_id, None)
        self._pages[user_id] = (key, self._clock.now_ms() + _PAGE_MS, page)
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)


def _place(wanted: list[str], name: str) -> int:
    return wanted.index(name) if name in wanted else len(wanted)


def _title(provider: str) -> str:
    return next((title for name, title in NAMES.items() if name == provider), provider)
