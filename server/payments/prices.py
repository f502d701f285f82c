"""What things cost at the providers, asked once in some minutes. Knows no person."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping

import msgspec
import structlog

from server.payments.offers import SoldOffer
from server.payments.provider import Listed, PaymentProvider
from shared.clock import Clock
from shared.errors import AppError
from shared.payments.messages import Price, Provider

FRESH_MS = 10 * 60_000
"""How long a price is not asked again."""
RETRY_MS = 30_000
"""How long a provider without an answer is left alone."""
_WAIT_S = 6.0
"""How long somebody waits for prices: a page opens without them."""
_LOG = structlog.get_logger("payments")
Key = tuple[Provider, str]


class PriceNow(msgspec.Struct, frozen=True):
    """A price (None: never known) and until when nobody asks again; `reached`: the last question was answered."""

    listed: Listed | None
    until_ms: int
    reached: bool


class PriceList:
    """Prices of offers, kept in memory. An old price is shown while its provider does not answer."""

    def __init__(self, providers: Mapping[Provider, PaymentProvider], clock: Clock) -> None:
        self._providers, self._clock = providers, clock
        self._known: dict[Key, PriceNow] = {}
        self._lock = asyncio.Lock()

    async def of(self, offers: Iterable[SoldOffer]) -> dict[str, tuple[Price, ...]]:
        """Return the prices of each offer by its id, in the order of its providers.

        One that is paid in another interval than the offer says is none: people would pay something else than shown.
        """
        sold = list(offers)
        async with self._lock:
            await self._refresh([key for offer in sold for key in self._keys(offer)])
        return {offer.id: tuple(self._right(offer)) for offer in sold}

    def unreachable(self) -> tuple[Provider, ...]:
        """The providers that did not answer when they were asked last."""
        silent = {provider for (provider, _), now in self._known.items() if not now.reached}
        return tuple(provider for provider in self._providers if provider in silent)

    def _right(self, offer: SoldOffer) -> Iterator[Price]:
        for key in self._keys(offer):
            listed = self._known[key].listed
            if listed is not None and listed.interval == offer.interval:
                yield listed.price
            elif listed is not None:
                _LOG.warning("price_of_other_interval", provider=key[0], name=key[1], offer=offer.id)

    def _keys(self, offer: SoldOffer) -> list[Key]:
        return [(name, offer.sold_as[name]) for name in self._providers if name in offer.sold_as]

    async def _refresh(self, keys: list[Key]) -> None:
        now_ms = self._clock.now_ms()
        old = [key for key in keys if key not in self._known or self._known[key].until_ms <= now_ms]
        async with asyncio.TaskGroup() as group:
            for key in old:
                group.create_task(self._ask(key, now_ms))

    async def _ask(self, key: Key, now_ms: int) -> None:
        provider, name = key
        before = self._known[key].listed if key in self._known else None
        try:
            async with asyncio.timeout(_WAIT_S):
                listed = await self._providers[provider].price(name)
            self._known[key] = PriceNow(listed, now_ms + FRESH_MS, reached=True)
        except TimeoutError:
            self._known[key] = PriceNow(before, now_ms + RETRY_MS, reached=False)
        except AppError as error:
            down = error.code == "payments.provider_down"
            self._known[key] = PriceNow(before if down else None, now_ms + RETRY_MS, reached=not down)
            _LOG.warning("price_unknown", provider=provider, name=name, code=error.code, detail=error.detail)
