"""Word that something changed, within this process and by Redis to the others. What is lost only waits for a poll.

Carries names of scopes and ids of people, never what changed.
"""

import asyncio
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from shared.tasks import TaskScope

CHANNEL = "lantern:pokes"
_LOG = structlog.get_logger("sync")
_WAITING = 1_000
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 10.0
_ANSWER_S = 5.0
_PING_S = 30.0


class News(msgspec.Struct, frozen=True):
    """What happened.

    `scopes` have something new, the grants of `people` may have changed, the sign-ins `ended` are no longer good:
    (user, device), where no device means all of them. What `spenders` used or may use changed; with
    `allowances` everybody's may have.
    """

    scopes: frozenset[str] = frozenset()
    people: frozenset[uuid.UUID] = frozenset()
    ended: tuple[tuple[uuid.UUID, uuid.UUID | None], ...] = ()
    spenders: frozenset[uuid.UUID] = frozenset()
    allowances: bool = False


class _Frame(msgspec.Struct, frozen=True, array_like=True):
    sender: bytes
    news: News


Listener = Callable[[News], None]


class Pokes:
    """The bus of one process. Without a Redis address it stays within it."""

    def __init__(self, redis_url: str = "") -> None:
        self._url = redis_url
        self._me = secrets.token_bytes(8)
        self._listeners: list[Listener] = []
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue(_WAITING)
        self.connected = False
        self.dropped = 0

    def listen(self, call: Listener) -> None:
        """Have a function called with all news, from this process and others; on the loop's thread."""
        self._listeners.append(call)

    def publish(self, news: News) -> None:
        """Tell everybody. Never waits: when Redis does not keep up, the other processes' devices poll."""
        self._tell(news)
        if not self._url:
            return
        try:
            self._outgoing.put_nowait(msgspec.msgpack.encode(_Frame(self._me, news)))
        except asyncio.QueueFull:
            self.dropped += 1

    def start(self, scope: TaskScope) -> None:
        """Join the other processes, if there is a Redis. The scope's end ends it."""
        if self._url:
            scope.spawn(self._kept(self._receiving), name="pokes in")
            scope.spawn(self._kept(self._sending), name="pokes out")

    def _tell(self, news: News) -> None:
        for call in self._listeners:
            try:
                call(news)
            except Exception:  # noqa: BLE001 - one listener's fault is not the others'
                _LOG.exception("a listener to pokes failed")

    async def _kept(self, work: Callable[[Any], Any]) -> None:
        """Run one side for ever, with a new connection after every failure."""
        from redis.asyncio import Redis
        from redis.exceptions import RedisError

        pause_s = _FIRST_PAUSE_S
        while True:
            client: Any = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
                self._url, socket_connect_timeout=_ANSWER_S, health_check_interval=int(_PING_S)
            )
            try:
                await client.ping()
                pause_s = _FIRST_PAUSE_S
                await work(client)
            except (RedisError, OSError, TimeoutError) as failure:
                _LOG.warning("redis does not carry pokes", reason=type(failure).__name__)
            finally:
                self.connected = False
                await client.aclose()
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _receiving(self, client: Any) -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            self.connected = True
            while True:
                message = await channel.get_message(timeout=_PING_S)
                if message is None:
                    await channel.ping()
                    continue
                self._read(message["data"])

    def _read(self, data: bytes) -> None:
        try:
            frame = msgspec.msgpack.decode(data, type=_Frame)
        except msgspec.MsgspecError:
            return  # of another version, or not ours
        if frame.sender != self._me:
            self._tell(frame.news)

    async def _sending(self, client: Any) -> None:
        while True:
            body = await self._outgoing.get()
            async with asyncio.timeout(_ANSWER_S):
                await client.publish(CHANNEL, body)
