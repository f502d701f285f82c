"""What the fake providers of payments share: a real local server, faults on demand, signed webhooks that are sent."""

import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

BODY = web.RequestKey("body", dict[str, Any])
"""What was sent, as a mapping."""


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Delivery:
    """A webhook that was made; `status` 0 until it was sent, or when nobody answered."""

    event_id: str
    body: bytes
    status: int = 0

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class FakePayments:
    """One provider. `webhook_url` empty: events are only kept, until `deliver` sends them.

    `trouble`: every answer has this status. `garbage`: every answer is this, b"" cuts the connection in the middle.
    `breaks`: what is asked for by POST or PATCH of a path that matches this is not done, for a fault of the provider.
    `key` is what clients must sign in with.
    """

    key: str = "sk_test_key"
    webhook_url: str = ""
    trouble: int = 0
    garbage: bytes | None = None
    breaks: str = ""
    now_s: Callable[[], float] = time.time
    asked: list[Asked] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    url: str = ""
    _numbers: int = 0

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    def signed(self, delivery: Delivery) -> dict[str, str]:
        """The headers that a webhook goes out with."""
        raise NotImplementedError

    def refusal(self, status: int) -> dict[str, Any]:
        """An error as this provider words it."""
        raise NotImplementedError

    @classmethod
    @asynccontextmanager
    async def running(cls, **about: Any) -> AsyncIterator[Self]:
        fake = cls(**about)
        app = web.Application(middlewares=[fake._around])
        app.add_routes(fake.routes())
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            fake.url = f"http://{host}:{port}"
            yield fake
        finally:
            await runner.cleanup()

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def now(self) -> int:
        return int(self.now_s())

    async def emit(self, event_id: str, event: dict[str, Any]) -> None:
        """Keep a webhook, and send it when somebody listens."""
        delivery = Delivery(event_id, json.dumps(event).encode())
        self.deliveries.append(delivery)
        if self.webhook_url:
            await self.deliver(delivery)

    async def deliver(self, *chosen: Delivery) -> list[int]:
        """Send webhooks, all that were made when none is named; what was sent before is sent again."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            for one in chosen or tuple(self.deliveries):
                try:
                    async with session.post(
                        self.webhook_url, data=one.body, headers=self.signed(one)
                    ) as answer:
                        one.status = answer.status
                except aiohttp.ClientError:
                    one.status = 0
        return [one.status for one in chosen or self.deliveries]

    def kinds(self) -> list[str]:
        """The types of all webhooks that were made, in order."""
        return [each.event["type"] for each in self.deliveries]

    @web.middleware
    async def _around(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.path.startswith("/pay/"):
            return await handler(request)
        raw = await request.read()
        body = self.parsed(raw, request)
        request[BODY] = body
        self.asked.append(Asked(request.method, request.path, body, dict(request.headers)))
        if self.garbage is not None:
            return await self._nonsense(request)
        if self.trouble:
            return web.json_response(self.refusal(self.trouble), status=self.trouble)
        if self.breaks and request.method in ("POST", "PATCH") and re.search(self.breaks, request.path):
            return web.json_response(self.refusal(500), status=500)
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return web.json_response(self.refusal(401), status=401)
        return await handler(request)

    async def _nonsense(self, request: web.Request) -> web.StreamResponse:
        if self.garbage:
            return web.Response(body=self.garbage, content_type="application/json")
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b'{"id": "')
        request.transport.abort()
        return answer

    def parsed(self, raw: bytes, request: web.Request) -> dict[str, Any]:
        """What was sent as a body."""
        return json.loads(raw) if raw else {}
