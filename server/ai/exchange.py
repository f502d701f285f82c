"""One call from its hold to its charge, in a task of its own: whoever leaves, the hold is ended, the answer counted."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
import msgspec
import structlog

from server.ai import failures
from server.ai.answers import MOST_KEPT_BYTES
from server.ai.asking import Asked, body_for
from server.ai.bill import Bill
from server.ai.drains import Drains
from server.ai.figures import AiFigures
from server.ai.outlet import Outlet
from server.ai.reserving import REPLY_TOKENS, Reserve, Room, open_at_most, reserve
from server.ai.taps import tap_for, usage_of
from server.ai.upstreams import Upstreams
from server.billing.catalog import Catalog
from server.billing.ledger import Ledger
from server.billing.orders import HoldRequest
from server.web.logs import error_fields
from server.web.principal import Principal
from shared.billing.messages import AiModel
from shared.billing.meters import Meter
from shared.billing.prices import PriceVersion
from shared.billing.usage import Usage
from shared.clock import Clock
from shared.errors import AppError

MOST_S = 1_800.0
"""How long any call may take."""
DRAIN_S = 30.0
_LOOK_S = 1.0
_PAUSE_S = 0.25
_WAIT_S = 2
"""What a busy provider that says nothing is given, and the longest wait that a client is let wait for."""
_MOST_WAIT_S = 3_600
_MOST_ANSWER_BYTES = 64 * 1_024 * 1_024
_MOST_REFUSAL_BYTES = 256 * 1_024
_BUSY = frozenset({429, 503, 529})
_PASSED_REFUSALS = frozenset({400, 404, 405, 409, 413, 415, 422})
"""What a provider says of the request itself; all else is between it and the house."""
_PASSED_HEADERS = ("Content-Type", "request-id")
_BROKEN = (aiohttp.ClientError, OSError, TimeoutError)
_LOG = structlog.get_logger("ai")


@dataclass(frozen=True)
class Work:
    """A call that is allowed to be made: what, by whom, as what, with which models in turn."""

    asked: Asked
    who: Principal
    operation: str
    models: tuple[AiModel, ...]
    headers: Mapping[str, str]
    language: str
    idem: str = ""
    request_sha256: bytes = b""
    keeps: bool = False


@dataclass(frozen=True)
class Parts:
    """What every call works with."""

    ledger: Ledger
    catalog: Catalog
    upstreams: Upstreams
    clock: Clock
    drains: Drains
    figures: AiFigures


class Exchange:
    """Run `run` in a task that no client can cancel; the handler awaits `wait` and always calls `leave`."""

    def __init__(self, parts: Parts, work: Work, outlet: Outlet) -> None:
        self._parts = parts
        self._work = work
        self._outlet = outlet
        self._limit: asyncio.Timeout | None = None
        self._finished: asyncio.Future[AppError | None] = asyncio.get_running_loop().create_future()
        self.kept = b""
        """The whole answer of a call that is worth keeping."""

    # the handler's side

    async def wait(self) -> AppError | None:
        """Wait until the answer is complete, or nobody waits for it any more; returns what went wrong."""
        while not self._finished.done():
            await asyncio.wait([self._finished], timeout=_LOOK_S)
            if self._outlet.gone:
                break
        return self._finished.result() if self._finished.done() else None

    def leave(self) -> None:
        """The client is served, or gone: what still comes is counted for a while, as far as there is room for it."""
        if self._finished.done():
            return
        self._outlet.leave()
        limit = self._limit
        if limit is not None and not limit.expired():
            left_s = DRAIN_S if self._parts.drains.enter(self) else 0.0
            end = asyncio.get_running_loop().time() + left_s
            limit.reschedule(min(limit.when() or end, end))

    # the task

    async def run(self) -> None:
        """Make the call."""
        failure: AppError | None = None
        try:
            failure = await self._limited()
        except AppError as error:
            failure = error
        except TimeoutError:
            failure = AppError("ai.upstream_slow", model=self._work.models[0].model)
            await self._break_off(failure)
        except Exception as error:  # noqa: BLE001 - the client gets an answer, the log says where it happened
            _LOG.error("a call failed", **error_fields(error))
            failure = AppError("ai.upstream_trouble", model=self._work.models[0].model)
            await self._break_off(failure)
        finally:
            self._parts.drains.exit(self)
            if not self._finished.done():
                self._finished.set_result(failure)

    async def _limited(self) -> AppError | None:
        try:
            async with asyncio.timeout(MOST_S) as self._limit:
                return None if self._outlet.gone else await self._answer()
        finally:
            self._limit = None

    async def _answer(self) -> AppError | None:
        """Ask the model, once more if that may help, then those that stand in for it."""
        first, *others = self._work.models
        failure = await self._try(first)
        if failure is not None and not self._outlet.gone:
            pause_s = _pause_s(failure, alone=not others)
            if pause_s is not None:
                await asyncio.sleep(pause_s)
                failure = await self._try(first)
        for model in others:
            if failure is None or self._outlet.gone:
                break
            failure = await self._try(model)
        return failure

    async def _try(self, model: AiModel) -> AppError | None:
        """Make one attempt with a hold of its own; returns why another one may help."""
        work, parts = self._work, self._parts
        price = parts.catalog.price(model.model)
        wanted, remaining, request = await self._reserved(model, price)
        try:
            hold = await parts.ledger.hold(request)
        except AppError as error:
            if error.code == "billing.done_before" and await self._replayed():
                return None
            raise
        bill = Bill(
            parts.ledger,
            hold,
            price,
            parts.clock,
            input_tokens=work.asked.input_tokens,
            output_tokens=wanted.output_tokens * work.asked.replies,
        )
        headers = {
            "x-charge-id": str(hold.id),
            "x-quota-remaining": str(remaining),
            "x-quota-held": str(dict(wanted.amounts)[Meter.AI_TOKENS]),
        }
        try:
            return await self._send(model, bill, body_for(work.asked, model, wanted.output_tokens), headers)
        finally:
            if bill.open:
                parts.figures.estimated.inc()
                bill.settle_seen()

    async def _reserved(self, model: AiModel, price: PriceVersion) -> tuple[Reserve, int, HoldRequest]:
        work, ledger = self._work, self._parts.ledger
        who = work.who
        asked = (Meter.AI_TOKENS, Meter.CHARGED_MICROS)
        tokens, micros = await ledger.room(who.user_id, who.tenant_id, asked)
        margin_ppm = self._parts.catalog.margin_ppm(model.model, who.plan)
        most = min(model.output_tokens, REPLY_TOKENS.get(who.plan, model.output_tokens))
        wanted = reserve(
            work.asked,
            price,
            margin_ppm,
            Room(tokens, micros),
            most_output=most,
            operation=work.operation,
        )
        request = HoldRequest(
            user_id=who.user_id,
            tenant_id=who.tenant_id,
            amounts=wanted.amounts,
            operation=work.operation,
            idem=work.idem,
            request_sha256=work.request_sha256,
            price_version=price.number,
            margin_ppm=margin_ppm,
            deadline_ms=self._parts.clock.now_ms() + int((MOST_S + DRAIN_S) * 1000),
            open_at_most=open_at_most(who.plan),
        )
        return wanted, max(0, tokens - dict(wanted.amounts)[Meter.AI_TOKENS]), request

    async def _replayed(self) -> bool:
        """Give the answer that was given before under this key; a stream cannot be given twice."""
        kept = await self._parts.ledger.answered(self._work.who.user_id, self._work.idem)
        if kept is None or self._work.asked.stream:
            return False
        await self._outlet.whole(
            200, {"Content-Type": "application/json", "x-lantern-replayed": "true"}, kept
        )
        return True

    async def _send(
        self, model: AiModel, bill: Bill, body: bytes, headers: Mapping[str, str]
    ) -> AppError | None:
        work, parts = self._work, self._parts
        bill.sent(whole=not work.asked.stream)
        try:
            reply = await parts.upstreams.send(work.asked, model, body, work.headers)
        except AppError as error:
            return self._lost(bill, error)
        async with reply:
            if reply.status != 200:
                return await self._refused(model, bill, reply)
            if work.asked.stream:
                return await self._relay(model, bill, reply, headers)
            return await self._whole(model, bill, reply, headers)

    def _lost(self, bill: Bill, failure: AppError) -> AppError:
        """Nothing came: nothing is charged, though it may have cost the house something."""
        if failure.code == "ai.upstream_slow":
            self._parts.figures.leaked_nano.inc(bill.at_least_nano)
        bill.void(failure.code)
        return failure

    async def _refused(self, model: AiModel, bill: Bill, reply: aiohttp.ClientResponse) -> AppError | None:
        status = reply.status
        try:
            said = await reply.content.read(_MOST_REFUSAL_BYTES)
        except _BROKEN:
            said = b""
        bill.void(f"status {status}")
        self._parts.figures.refused.labels(model.upstream, str(status)).inc()
        if status in _PASSED_REFUSALS and reply.content_type == "application/json":
            await self._outlet.whole(status, {**_passed(reply), "x-should-retry": "false"}, said)
            return None
        if status in _BUSY:
            return AppError("ai.upstream_busy", model=model.model, seconds=_wait_s(reply))
        if status in (401, 402, 403):
            _LOG.error("a provider refuses the house", upstream=model.upstream, status=status)
        return AppError("ai.upstream_trouble", model=model.model, detail=f"status {status}")

    async def _whole(
        self, model: AiModel, bill: Bill, reply: aiohttp.ClientResponse, headers: Mapping[str, str]
    ) -> AppError | None:
        work = self._work
        trouble = AppError("ai.upstream_trouble", model=model.model)
        try:
            body = await _read(reply)
        except TimeoutError:
            return self._lost(bill, AppError("ai.upstream_slow", model=model.model))
        except _BROKEN:
            return self._lost(bill, trouble)
        usage, stated_nano = usage_of(work.asked.wire, model.upstream, body)
        if usage is None and not _is_object(body):
            return self._lost(bill, trouble)
        await bill.durable()
        known = usage or Usage(input_uncached=work.asked.input_tokens, output=-(-len(body) // 3))
        bill.settle(
            known,
            estimated=usage is None,
            stated_nano=stated_nano,
            response=body if work.idem else None,
        )
        if work.keeps:
            self.kept = body
        await self._outlet.whole(200, {**headers, **_passed(reply)}, body)
        return None

    async def _relay(
        self, model: AiModel, bill: Bill, reply: aiohttp.ClientResponse, headers: Mapping[str, str]
    ) -> AppError | None:
        """Pass a stream on as it comes. Before its first byte went out another attempt may still be made."""
        work, outlet = self._work, self._outlet
        if reply.content_type != "text/event-stream":
            return self._lost(bill, AppError("ai.upstream_trouble", model=model.model))
        tap = tap_for(work.asked.wire, model.upstream, wants_usage=work.asked.wants_usage)
        kept = bytearray()
        broken = began = False
        try:
            async for data in reply.content.iter_any():
                passed = tap.feed(data)
                if not passed:
                    continue
                if not began:
                    if tap.failed and not tap.began:
                        return self._lost(
                            bill, AppError("ai.upstream_busy", model=model.model, seconds=_WAIT_S)
                        )
                    await bill.durable()
                    bill.tap, began = tap, True
                    await outlet.begin({**headers, **_passed(reply), "X-Accel-Buffering": "no"})
                await outlet.send(passed)
                if work.keeps and len(kept) <= MOST_KEPT_BYTES:
                    kept += passed
        except _BROKEN:
            broken = True
        if not began:
            return self._lost(bill, AppError("ai.upstream_trouble", model=model.model))
        bill.settle_seen()
        if not tap.final:
            self._parts.figures.estimated.inc()
        if broken or tap.failed or not tap.ended:
            await self._break_off(AppError("ai.upstream_cut", model=model.model), told=tap.failed)
            return None
        rest = tap.close()
        await outlet.send(rest)
        await outlet.end()
        if work.keeps and tap.final:
            self.kept = bytes(kept + rest)
        return None

    async def _break_off(self, failure: AppError, *, told: bool = False) -> None:
        """A stream that cannot go on says so in its own protocol and is cut: a clean end would look like success."""
        if self._outlet.streaming:
            if not told:
                await self._outlet.send(failures.event(self._work.asked.wire, failure, self._work.language))
            self._outlet.cut()


def _wait_s(reply: aiohttp.ClientResponse) -> int:
    said = reply.headers.get("Retry-After", "")
    return min(int(said), _MOST_WAIT_S) if said.isascii() and said.isdigit() and len(said) < 9 else _WAIT_S


def _pause_s(failure: AppError, *, alone: bool) -> float | None:
    """How long to wait before the same model is asked again; None: that would not help."""
    if failure.code == "ai.upstream_slow":
        return None
    if failure.code != "ai.upstream_busy":
        return _PAUSE_S
    wait_s = float(failure.parameters["seconds"])
    return max(_PAUSE_S, wait_s) if alone and wait_s <= _WAIT_S else None


def _passed(reply: aiohttp.ClientResponse) -> dict[str, str]:
    return {name: reply.headers[name] for name in _PASSED_HEADERS if name in reply.headers}


async def _read(reply: aiohttp.ClientResponse) -> bytes:
    taken = bytearray()
    async for data in reply.content.iter_any():
        taken += data
        if len(taken) > _MOST_ANSWER_BYTES:
            raise aiohttp.ClientPayloadError("an answer without an end")
    return bytes(taken)


def _is_object(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
