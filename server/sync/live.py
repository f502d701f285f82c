"""Who listens for pokes in this process: what every live device may read and is told next. Knows no socket."""

import asyncio
import time
import uuid
from collections.abc import Collection
from typing import Protocol, TypeVar

import structlog

from server.sync.pokes import News
from server.web.principal import Principal
from shared.errors import AppError
from shared.sync.messages import Close, Poke
from shared.tasks import TaskScope

PERIOD_S = 0.2
"""At most five frames a second to one device."""
K = TypeVar("K")
_LOG = structlog.get_logger("sync")


class Heads(Protocol):
    """Reads what listeners are told, in one look at the database."""

    async def readable(self, who: Collection[Principal]) -> dict[uuid.UUID, frozenset[str]]:
        """Return the scopes that each person may read, by user."""
        ...

    async def heads(self, scopes: Collection[str]) -> dict[str, int]:
        """Return the last feed numbers."""
        ...


class Listener:
    """One live device. What it is to be told is kept once per scope, however slowly it takes it."""

    def __init__(self, who: Principal) -> None:
        self.who = who
        self.scopes: frozenset[str] = frozenset()
        self.ending: Close | None = None
        self._heads: dict[str, int] = {}
        self._lost: set[str] = set()
        self._usage = False
        self._news = asyncio.Event()

    def tell(self, heads: dict[str, int], lost: Collection[str] = ()) -> None:
        """Add to what it is told next."""
        self._heads.update(heads)
        for scope in lost:
            self._heads.pop(scope, None)
        self._lost = (self._lost | set(lost)) - heads.keys()
        self._news.set()

    def tell_usage(self) -> None:
        """Have it told that its person's use changed."""
        self._usage = True
        self._news.set()

    def end(self, why: Close) -> None:
        """Have it closed."""
        self.ending = self.ending or why
        self._news.set()

    async def next(self) -> Poke | Close:
        """Wait for the next frame, or for the reason to close."""
        await self._news.wait()
        self._news.clear()
        if self.ending is not None:
            return self.ending
        poke = Poke(self._heads, tuple(sorted(self._lost)), usage=self._usage)
        self._heads, self._lost, self._usage = {}, set(), False
        return poke


class Live:
    """All live devices of this process."""

    def __init__(self, heads: Heads, *, most: int = 20_000, period_s: float = PERIOD_S) -> None:
        self._heads, self._most, self._period_s = heads, most, period_s
        self._by_device: dict[uuid.UUID, Listener] = {}
        self._by_user: dict[uuid.UUID, set[Listener]] = {}
        self._by_scope: dict[str, set[Listener]] = {}
        self._scopes: set[str] = set()
        self._people: set[uuid.UUID] = set()
        self._spenders: set[uuid.UUID] = set()
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return len(self._by_device)

    def start(self, scope: TaskScope) -> None:
        """Begin to tell."""
        scope.spawn(self._telling(), name="live")

    async def join(self, who: Principal) -> Listener:
        """Take in a device; an older socket of the same device ends. Its first frame has all granted scopes."""
        if who.device_id is None:
            raise AppError("sync.no_device")
        if len(self._by_device) >= self._most:
            raise AppError("sync.busy", seconds=30)
        listener = Listener(who)
        earlier = self._by_device.get(who.device_id)
        if earlier is not None:
            self.leave(earlier)
            earlier.end(Close.TOO_MANY)
        self._by_device[who.device_id] = listener
        self._by_user.setdefault(who.user_id, set()).add(listener)
        try:
            await self._refresh([listener], first=True)
        except BaseException:
            self.leave(listener)
            raise
        return listener

    def leave(self, listener: Listener) -> None:
        """Let a device go."""
        device_id, user_id = listener.who.device_id, listener.who.user_id
        if device_id is not None and self._by_device.get(device_id) is listener:
            del self._by_device[device_id]
        _discard(self._by_user, user_id, listener)
        self._place(listener, frozenset())

    def hear(self, news: News) -> None:
        """Take in news of the bus."""
        self._scopes |= news.scopes & self._by_scope.keys()
        self._people |= news.people & self._by_user.keys()
        self._spenders |= self._by_user.keys() if news.allowances else news.spenders & self._by_user.keys()
        for user_id, device_id in news.ended:
            for listener in list(self._by_user.get(user_id, ())):
                if device_id in (None, listener.who.device_id):
                    self.leave(listener)
                    listener.end(Close.REVOKED)
        if self._scopes or self._people or self._spenders:
            self._wake.set()

    async def _telling(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            began = time.monotonic()
            scopes, self._scopes = self._scopes, set()
            people, self._people = self._people, set()
            spenders, self._spenders = self._spenders, set()
            for listener in (each for user_id in spenders for each in self._by_user.get(user_id, ())):
                listener.tell_usage()
            try:
                await self._tell(scopes, people)
            except AppError as trouble:
                # Said again at the next change, and devices poll.
                _LOG.warning("devices were not told", code=trouble.code)
            await asyncio.sleep(max(0.0, self._period_s - (time.monotonic() - began)))

    async def _tell(self, scopes: set[str], people: set[uuid.UUID]) -> None:
        changed = [listener for user_id in people for listener in self._by_user.get(user_id, ())]
        if changed:
            await self._refresh(changed)
        if scopes:
            for scope, head in (await self._heads.heads(scopes)).items():
                for listener in self._by_scope.get(scope, ()):
                    listener.tell({scope: head})

    async def _refresh(self, listeners: list[Listener], *, first: bool = False) -> None:
        readable = await self._heads.readable([listener.who for listener in listeners])
        new: dict[Listener, frozenset[str]] = {}
        for listener in listeners:
            scopes = readable.get(listener.who.user_id, frozenset())
            new[listener] = scopes - listener.scopes
            lost = listener.scopes - scopes
            if self._place(listener, scopes) and lost:
                listener.tell({}, lost)
        wanted = {scope for scopes in new.values() for scope in scopes}
        heads = await self._heads.heads(wanted) if wanted else {}
        for listener, scopes in new.items():
            told = {scope: heads[scope] for scope in scopes if scope in listener.scopes}
            if told or first:
                listener.tell(told)

    def _place(self, listener: Listener, scopes: frozenset[str]) -> bool:
        """Note what a device may read; False when it is gone already."""
        for scope in listener.scopes - scopes:
            _discard(self._by_scope, scope, listener)
        present = listener in self._by_user.get(listener.who.user_id, ())
        for scope in scopes - listener.scopes if present else ():
            self._by_scope.setdefault(scope, set()).add(listener)
        listener.scopes = scopes if present else frozenset()
        return present


def _discard(index: dict[K, set[Listener]], key: K, one: Listener) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(one)
        if not found:
            del index[key]
