"""What the routes use of the gateway: who may ask which model for what, kept answers, and the calls themselves."""

import hashlib
import re
from collections.abc import Mapping

import structlog
from aiohttp import web

from server.ai.answer_store import KeptAnswer
from server.ai.answers import Answers, Place, place_of
from server.ai.asking import Asked
from server.ai.drains import Drains
from server.ai.exchange import Exchange, Parts, Work
from server.ai.figures import figures_of
from server.ai.instructions import instructed
from server.ai.outlet import Outlet
from server.ai.upstreams import PASSED_ON, Upstreams
from server.billing.catalog import Catalog
from server.billing.ledger import Ledger
from server.config.declarations import AiSection
from server.storage.database import Database
from server.web.metrics import Metrics
from server.web.principal import Principal
from shared.billing.messages import OPERATIONS, AiModel, Wire
from shared.clock import Clock
from shared.errors import AppError
from shared.tasks import TaskScope

OPERATION = "X-Lantern-Operation"
CACHE = "X-Lantern-Cache"
MATERIAL = "X-Lantern-Material"
IDEMPOTENCY = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_GONE = 499
_LOG = structlog.get_logger("ai")


class AiService:
    """The gateway of one process. Make it in a running loop; close it before the ledger."""

    def __init__(
        self,
        settings: AiSection,
        database: Database,
        ledger: Ledger,
        catalog: Catalog,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._catalog = catalog
        self._upstreams = Upstreams(settings)
        self.answers = Answers(database)
        self.drains = Drains()
        self._figures = figures_of(metrics)
        metrics.watch("ai_drains", "Answers that are only counted.", lambda: len(self.drains))
        metrics.watch("ai_calls", "Calls that are being made.", lambda: len(self))
        self._parts = Parts(ledger, catalog, self._upstreams, clock, self.drains, self._figures)
        self._scope = TaskScope("ai")

    async def answer(
        self, asked: Asked, body: bytes, who: Principal, request: web.Request, language: str
    ) -> web.StreamResponse:
        """Make a call, or give a kept answer again.

        Raises AppError `ai.bad_request`, `ai.unknown_operation`, `ai.upstream_…`, `billing.…`.
        """
        operation = _operation(request.headers, asked)
        models = self._models(asked, who.plan)
        instructions = self._instructions(request.headers)
        asked = instructed(asked, instructions)
        place = place_of(
            who,
            asked.wire,
            operation,
            body,
            instructions=instructions,
            share=request.headers.get(CACHE, ""),
            material=request.headers.get(MATERIAL, ""),
        )
        if place is not None and (kept := await self.answers.find(place)) is not None:
            self._figures.cached.inc()
            headers = {"x-lantern-cache": "hit", "Content-Type": kept.media_type}
            return web.Response(body=kept.body, headers=headers)
        idem = _key(request.headers)
        work = Work(
            asked=asked,
            who=who,
            operation=operation,
            models=models,
            headers={name: request.headers[name] for name in PASSED_ON if name in request.headers},
            language=language,
            idem=idem,
            request_sha256=hashlib.sha256(asked.wire.encode() + body).digest() if idem else b"",
            keeps=place is not None,
        )
        return await self._made(work, place, request)

    async def _made(self, work: Work, place: Place | None, request: web.Request) -> web.StreamResponse:
        outlet = Outlet(request)
        exchange = Exchange(self._parts, work, outlet)
        self._scope.spawn(self._run(exchange, place, outlet), name="call")
        try:
            failure = await exchange.wait()
        finally:
            exchange.leave()
        if failure is not None and not outlet.streaming:
            raise failure
        return outlet.answer or web.Response(status=_GONE)

    async def _run(self, exchange: Exchange, place: Place | None, outlet: Outlet) -> None:
        await exchange.run()
        if place is None or not exchange.kept or outlet.answer is None:
            return
        try:
            await self.answers.keep(place, KeptAnswer(outlet.answer.content_type, exchange.kept))
        except AppError as error:
            _LOG.warning("an answer was not kept", code=error.code)

    def __len__(self) -> int:
        """How many calls are being made."""
        return len(self._scope)

    def offered(self, plan: str, wire: Wire) -> list[AiModel]:
        """What somebody on a plan may ask for on a wire, by every name."""
        return [model for model in self._catalog.offered(plan) if model.wire == wire]

    async def close(self) -> None:
        """Stop; what runs is charged by what was seen of it."""
        await self._scope.close()
        await self._upstreams.close()

    def _instructions(self, headers: Mapping[str, str]) -> str:
        """Those of the operation that is named. A program that names none brings its own, and hears none of ours."""
        found = self._catalog.state.prompts.get(headers.get(OPERATION, ""))
        return found.text if found is not None else ""

    def _models(self, asked: Asked, plan: str) -> tuple[AiModel, ...]:
        """The model and what may stand in for it on the same wire. Raises AppError `billing.…`."""
        first = self._catalog.model(asked.model)
        if first.wire != asked.wire or first.kind != asked.kind:
            raise AppError("billing.unknown_model", model=asked.model[:100])
        self._catalog.price(first.model)
        found = [
            model
            for model in self._catalog.candidates(asked.model, plan)
            if model.wire == asked.wire and model.kind == asked.kind and self._is_priced(model)
        ]
        if not found:
            raise AppError("billing.model_unreachable", model=first.model)
        return tuple(found)

    def _is_priced(self, model: AiModel) -> bool:
        try:
            self._catalog.price(model.model)
        except AppError:
            return False
        return True


def _operation(headers: Mapping[str, str], asked: Asked) -> str:
    if asked.kind == "embedding":
        return "embedding"
    named = headers.get(OPERATION, "chat")
    if named not in OPERATIONS or named == "embedding":
        raise AppError("ai.unknown_operation", operation=named[:40])
    return named


def _key(headers: Mapping[str, str]) -> str:
    given = headers.get(IDEMPOTENCY, "")
    if given and not _KEY.fullmatch(given):
        raise AppError("ai.bad_request", reason="Idempotency-Key must have 1 to 200 plain characters")
    return given
