"""What machines ask of a server: is it alive, is it ready, its figures, its own description."""

import asyncio
import time
from collections.abc import Mapping

import msgspec
import structlog
from aiohttp import web

from server.services import Check
from server.version import program_version
from server.web.addresses import Networks
from server.web.call import Call
from server.web.logs import error_fields
from server.web.metrics import MEDIA_TYPE
from server.web.operation import Auth, Limit, Operation
from shared.errors import AppError

DOCUMENT = web.AppKey("openapi", bytes)
_CHECK_S = 3.0
_FRESH_S = 2.0
_LOG = structlog.get_logger("health")


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    version: str
    alive: bool = True


class Readiness(msgspec.Struct, frozen=True):
    """Whether requests should be sent here. `parts` maps what the server needs to "ok" or "failed"."""

    ready: bool
    draining: bool
    parts: dict[str, str]


async def healthz(_call: Call) -> Alive:
    """Alive, whatever else is the matter: what restarts a process should look here."""
    return Alive(program_version())


async def readyz(call: Call) -> web.Response:
    """Ask every part at once, each with a time limit; 503 tells a balancer to look elsewhere."""
    services = call.services
    parts = await call.request.app[LOOKED].parts(services.checks)
    ready = not services.draining and all(told == "ok" for told in parts.values())
    body = msgspec.json.encode(Readiness(ready, services.draining, parts))
    return web.Response(body=body, status=200 if ready else 503, content_type="application/json")


class Looked:
    """What the parts last said. Anybody may ask whether a server is ready; that must not become load on its store."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._until_s = 0.0
        self._parts: dict[str, str] = {}

    async def parts(self, checks: Mapping[str, Check]) -> dict[str, str]:
        """Return each part's "ok" or "failed", at the most 2 s old."""
        async with self._one:
            if time.monotonic() >= self._until_s:
                names = list(checks)
                async with asyncio.TaskGroup() as group:
                    asked = [group.create_task(_works(name, checks[name])) for name in names]
                results = zip(names, asked, strict=True)
                self._parts = {name: "ok" if task.result() else "failed" for name, task in results}
                self._until_s = time.monotonic() + _FRESH_S
            return self._parts


LOOKED = web.AppKey("looked", Looked)


async def _works(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_S):
            await check()
    except Exception as error:  # noqa: BLE001 - any trouble of a part is an answer
        _LOG.warning("a part is not ready", part=name, **error_fields(error))
        return False
    return True


async def metrics(call: Call) -> web.Response:
    """Prometheus' text format, for the networks that may read it."""
    server = call.services.config.server
    # Through a proxy that nobody named, everybody has the proxy's address.
    told = "X-Forwarded-For" in call.request.headers
    unnamed = told and (call.request.remote or "") not in Networks(server.trusted_proxies)
    if unnamed or call.address not in Networks(server.metrics_from):
        raise AppError("web.forbidden")
    return web.Response(body=call.services.metrics.text(), headers={"Content-Type": MEDIA_TYPE})


async def openapi(call: Call) -> web.Response:
    """The description of every operation."""
    return web.Response(
        body=call.request.app[DOCUMENT],
        content_type="application/json",
        headers={"Cache-Control": "public, max-age=300"},
    )


OPERATIONS = (
    Operation(
        "GET", "/healthz", healthz, "Is the process alive?", answer=Alive, auth=Auth.NONE, limit=Limit.NONE
    ),
    Operation(
        "GET",
        "/readyz",
        readyz,
        "Can it do its work? 503 with the same body when not.",
        answer=Readiness,
        auth=Auth.NONE,
        raw=True,
        head=True,
        limit=Limit.NONE,
        statuses=(503,),
        gives=("application/json",),
    ),
    Operation(
        "GET",
        "/metrics",
        metrics,
        "Figures in Prometheus' text format",
        auth=Auth.NONE,
        raw=True,
        head=True,
        limit=Limit.NONE,
        gives=("text/plain",),
        errors=("web.forbidden",),
    ),
    Operation(
        "GET",
        "/openapi.json",
        openapi,
        "This description",
        auth=Auth.NONE,
        raw=True,
        head=True,
        gives=("application/json",),
    ),
)
