"""One hold from the moment it is granted: settled or voided exactly once, whatever happens. Knows no wire."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from server.ai.reserving import charged
from server.ai.taps import Tap
from server.billing.ledger import Ledger
from server.billing.orders import Hold
from shared.billing.prices import PriceVersion, cost_nano
from shared.billing.usage import Usage
from shared.clock import Clock

_TOKENS_PER_S = 40
"""How fast a provider is taken to write when nobody saw it."""


class Bill:
    """What a call costs. Ending it takes effect at once and waits for nothing; a second end does nothing."""

    def __init__(
        self,
        ledger: Ledger,
        hold: Hold,
        price: PriceVersion,
        clock: Clock,
        *,
        input_tokens: int,
        output_tokens: int,
    ) -> None:
        self._ledger = ledger
        self.hold = hold
        self._price = price
        self._clock = clock
        self._input_tokens, self._output_tokens = input_tokens, output_tokens
        self._sent_ms: int | None = None
        self._read_whole = False
        self.open = True
        self.tap: Tap | None = None

    def sent(self, *, whole: bool) -> None:
        """The request is on its way; `whole`: nothing will be seen of the answer before its end."""
        self._sent_ms = self._clock.monotonic_ms()
        self._read_whole = whole

    async def durable(self) -> None:
        """Wait until the hold is on disk: nothing goes out before. Raises AppError when it was refused meanwhile."""
        try:
            await self.hold.durable
        except Exception:
            self.open = False  # there is no hold: the ledger gave it up itself
            raise

    @property
    def at_least_nano(self) -> int:
        """What a call without an answer may have cost the house."""
        return cost_nano(Usage(input_uncached=self._input_tokens), self._price.prices)

    def void(self, reason: str) -> None:
        """Nothing is charged."""
        if self.open:
            self.open = False
            _forget(self._ledger.void(self.hold, reason))

    def settle(
        self, usage: Usage, *, estimated: bool = False, stated_nano: int = 0, response: bytes | None = None
    ) -> None:
        """Charge what was used up."""
        if not self.open:
            return
        self.open = False
        request = self.hold.request
        settled = self._ledger.settle(
            self.hold,
            charged(usage, self._price, request.margin_ppm, request.operation),
            usage=usage,
            provider_cost_nano=stated_nano or cost_nano(usage, self._price.prices),
            flags=("estimated",) if estimated else (),
            response=response,
        )
        _forget(settled)

    def settle_seen(self) -> None:
        """Charge what was seen of a stream, or must have been made of an answer that nobody waited for."""
        tap = self.tap
        if self._sent_ms is None:
            self.void("not sent")
        elif tap is not None:
            self.settle(
                tap.usage(self._input_tokens), estimated=not tap.final, stated_nano=tap.stated_cost_nano
            )
        else:
            seconds = (self._clock.monotonic_ms() - self._sent_ms) // 1000
            written = min(self._output_tokens, seconds * _TOKENS_PER_S) if self._read_whole else 0
            self.settle(Usage(input_uncached=self._input_tokens, output=written), estimated=True)


def _forget(ended: Awaitable[Any]) -> None:
    """Nobody waits for the disk: the ledger itself sees to it that what it took on is written."""
    if isinstance(ended, asyncio.Future):
        ended.add_done_callback(lambda future: None if future.cancelled() else future.exception())
