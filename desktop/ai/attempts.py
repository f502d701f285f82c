"""Tries a call up to three times, notices replies that were cut, has every attempt's token use recorded."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import msgspec

from desktop.ai.engine import (
    AnswerEngine,
    EngineEvent,
    EngineRequest,
    Finished,
    TextDelta,
    TokenUse,
    TryingAgain,
    estimated_tokens,
)
from shared.clock import Clock
from shared.errors import AppError

# A server that asks for a longer pause than this is told to the person instead of waited for.
LONGEST_WAIT_S = 15.0
_CONNECTION_LOST = {"ai.unreachable", "ai.timed_out"}


class Attempt(msgspec.Struct, frozen=True):
    """One call that went out: when, what it used, how long it took and how it ended.

    `outcome` is `complete`, `length`, `filtered`, `cancelled`, or the code of the error.
    """

    at_ms: int
    operation: str
    provider: str
    model: str
    use: TokenUse
    duration_ms: int
    outcome: str


class RetryPolicy(msgspec.Struct, frozen=True):
    """How often and how patiently: waits double, with up to a quarter of jitter."""

    tries: int = 3
    first_wait_s: float = 0.6

    def wait_s(self, error: AppError, attempt: int) -> float | None:
        """How long to wait after this attempt (1, 2 …); None when there is no point in another."""
        # A server that was silent for a minute may be writing, and billing, all the same.
        if not error.retryable or error.code == "ai.timed_out" or attempt >= self.tries:
            return None
        wait_s = self.first_wait_s * 2 ** (attempt - 1)
        if error.code == "ai.rate_limited":
            asked = float(error.parameters.get("seconds", 0))
            if asked > LONGEST_WAIT_S:
                return None
            wait_s = max(wait_s, asked)
        return wait_s * (1 + random.random() / 4)  # noqa: S311 (jitter, not a secret)


class PersistentEngine:
    """An engine that survives passing failures, as long as no word has been shown yet."""

    def __init__(
        self,
        inner: AnswerEngine,
        clock: Clock,
        record: Callable[[Attempt], None],
        policy: RetryPolicy | None = None,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._record = record
        self._policy = policy or RetryPolicy()

    @property
    def provider(self) -> str:
        return self._inner.provider

    @property
    def model(self) -> str:
        return self._inner.model

    async def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply. A failure after the first word is final: text shown is never written twice."""
        for attempt in range(1, self._policy.tries + 1):
            spoken = False
            try:
                async with aclosing(self._attempt(request)) as events:
                    async for event in events:
                        spoken = spoken or isinstance(event, TextDelta)
                        yield event
                return
            except AppError as error:
                wait_s = self._policy.wait_s(error, attempt)
                if spoken or wait_s is None:
                    raise
                yield TryingAgain(attempt + 1, round(wait_s * 1000), error)
            await asyncio.sleep(wait_s)

    async def _attempt(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """One call; whatever ends it, its use is recorded."""
        at_ms = self._clock.now_ms()
        started_ms = self._clock.monotonic_ms()
        use: TokenUse | None = None
        written = 0
        finished: Finished | None = None
        outcome = "cancelled"
        try:
            async with aclosing(self._inner.stream(request)) as events:
                async for event in events:
                    if isinstance(event, TextDelta):
                        written += len(event.text)
                    elif isinstance(event, TokenUse):
                        use = event
                    elif isinstance(event, Finished):
                        finished = event
                    yield event
            if finished is None:
                # Both SDKs take a stream that stops short, but cleanly, for a whole one.
                raise AppError("ai.cut_off", provider=self._inner.provider)
            outcome = finished.reason
        except AppError as error:
            if finished is not None and error.code in _CONNECTION_LOST:
                # Only the counts were still to come.
                outcome = finished.reason
                return
            if written and error.code in _CONNECTION_LOST:
                outcome = "ai.cut_off"
                raise AppError("ai.cut_off", provider=self._inner.provider, detail=error.code) from error
            outcome = error.code
            raise
        finally:
            final = _final_use(use, request, written, outcome)
            duration_ms = self._clock.monotonic_ms() - started_ms
            self._record(
                Attempt(at_ms, request.operation, self.provider, self.model, final, duration_ms, outcome)
            )


def _final_use(use: TokenUse | None, request: EngineRequest, written: int, outcome: str) -> TokenUse:
    """What to record: the provider's counts if the reply was whole, else what can be told from the text."""
    if use is not None and outcome in {"complete", "length", "filtered"}:
        return use
    if use is None and not written and outcome.startswith("ai."):
        return TokenUse(0, 0)
    # Cut or cancelled: the provider has read the request and bills what it wrote.
    output = -(-written // 4)
    if use is not None:
        return msgspec.structs.replace(use, output_tokens=max(use.output_tokens, output), estimated=True)
    asked = estimated_tokens(request.system + "".join(turn.text for turn in request.turns))
    return TokenUse(asked, output, estimated=True)
