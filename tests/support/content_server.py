"""The content part of the cloud server behind its real border: groups and sign-in are told by the test.

A token is `name` or `name:plan`; a person's id comes from the name.
"""

import hashlib
import io
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from server.config.declarations import ContentSection, LimitsSection, ServerConfig, ServerSection
from server.content.local_files import LocalFiles
from server.content.metering import Stored, Work
from server.content.routes import OPERATIONS
from server.content.service import ContentService
from server.content.stores import BlobStore
from server.services import Services
from server.storage.database import Database
from server.storage.schema import migrate
from server.storage.transaction import Transaction
from server.web.application import make_app
from server.web.metrics import Metrics
from server.web.principal import Principal
from server.web.rate_limits import RateLimits
from server.web.serving import Listener
from shared.clock import Clock, SystemClock
from shared.groups.messages import Role
from shared.plans import Plan, plan_named
from shared.tasks import TaskScope
from sync.scopes import FULL, Access
from tests.support.cloud_server import Answer, Cloud

PIECE = "application/offset+octet-stream"


def user_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_DNS, name)


def person(name: str, plan: str = "free") -> Principal:
    return Principal(user_id(name), uuid.uuid4(), uuid.uuid4(), plan=plan)


def own(name: str) -> str:
    """The scope of a person."""
    return f"user:{user_id(name)}"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class ToldGroups:
    """Stands for the groups service: who has which role where."""

    members: dict[uuid.UUID, dict[str, Role]] = field(default_factory=dict)

    def put(self, name: str, scope: str, role: Role = Role.MEMBER) -> None:
        self.members.setdefault(user_id(name), {})[scope] = role

    async def roles(self, _tx, user: uuid.UUID, _tenant, *, lock: bool = False) -> dict[str, Role]:
        return dict(self.members.get(user, {}))

    async def access(self, _tx, who: Principal, scope: str) -> Access:
        if scope == f"user:{who.user_id}":
            return FULL
        role = self.members.get(who.user_id, {}).get(scope)
        return Access(0) if role is None else Access.READ if role is Role.VIEWER else FULL


class ToldAccounts:
    """Stands for the accounts service."""

    async def principal(self, token: str, *, though_suspended: bool = False) -> Principal:
        name, _, plan = token.partition(":")
        return person(name, plan or "free")


@dataclass
class ContentServer(Cloud):
    """A running server with content only."""

    groups: ToldGroups = field(default_factory=ToldGroups)

    @property
    def content(self) -> ContentService:
        return self.services.content

    async def begin(self, name: str, data: bytes, scope: str = "", **more: Any) -> Answer:
        new = {
            "sha256": sha(data),
            "size_bytes": len(data),
            "scope": scope or own(name.partition(":")[0]),
            **more,
        }
        return await self.ask("POST", "/api/v1/content/uploads", new, token=name)

    async def patch(self, name: str, upload_id: str, offset: int, data: bytes, **headers: str) -> Answer:
        given = {"Upload-Offset": str(offset), "Content-Type": PIECE, **headers}
        given["Authorization"] = f"Bearer {name}"
        url, limit = f"{self.url}/api/v1/content/uploads/{upload_id}", aiohttp.ClientTimeout(60)
        async with self.http.patch(url, data=io.BytesIO(data), headers=given, timeout=limit) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def upload(
        self, name: str, data: bytes, scope: str = "", piece: int = 4 * 1024 * 1024, **more: Any
    ) -> Answer:
        """Hand a file in whole; the last answer, or the first refusal."""
        answer = await self.begin(name, data, scope, **more)
        if answer.status != 200 or answer.json["complete"]:
            return answer
        upload_id, at = answer.json["upload_id"], answer.json["offset"]
        while at < len(data) and answer.status in (200, 204):
            answer = await self.patch(name, upload_id, at, data[at : at + piece])
            at += piece
        return answer

    async def get(
        self, name: str, hash_: str, scope: str = "", method: str = "GET", **headers: str
    ) -> Answer:
        path = f"/api/v1/content/{hash_}?scope={scope or own(name.partition(':')[0])}"
        return await self.ask(method, path, token=name, headers=headers)

    async def have(self, name: str, hashes: list[str], scope: str = "") -> Answer:
        body = {"scope": scope or own(name.partition(":")[0]), "hashes": hashes}
        return await self.ask("POST", "/api/v1/content/have", body, token=name)

    async def usage(self, name: str) -> Any:
        return (await self.ask("GET", "/api/v1/content/usage", token=name)).json


class PlainMeter:
    """Counts nothing: only the plan says what there is room for. `open` are the reservations in use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.open: dict[uuid.UUID, tuple[int, int]] = {}
        self.booked: list[Stored] = []

    async def allowance(self, who: Principal) -> Plan:
        return plan_named(who.plan)

    async def reserve(self, _who: Principal, stored_bytes: int, uploads: int) -> uuid.UUID:
        reservation = uuid.uuid4()
        self.open[reservation] = (stored_bytes, uploads)
        return reservation

    async def release(self, reservation: uuid.UUID) -> None:
        self.open.pop(reservation, None)

    async def write(self, work: Work) -> None:
        booked = await self._database.transact(work)
        self.booked += booked
        for each in booked:
            self.open.pop(each.reservation, None)

    async def level(self, _user_id: uuid.UUID, stored: Callable[[Transaction], Awaitable[int]]) -> None:
        await self._database.transact(stored)

    async def forgotten(self, _older_ms: int) -> list[uuid.UUID]:
        return list(self.open)


async def migrated(url: str, clock: Clock | None = None) -> Database:
    await migrate(url)
    return await Database.open(url, clock or SystemClock())


@asynccontextmanager
async def content_server(
    folder: Path,
    *,
    url: str = "",
    files: BlobStore | None = None,
    clock: Clock | None = None,
    section: ContentSection | None = None,
    groups: ToldGroups | None = None,
) -> AsyncGenerator[ContentServer, None]:
    """Serve content; several may share a database and a folder."""
    clock = clock or SystemClock()
    section = section or ContentSection(min_free_bytes=0)
    database = await migrated(url or f"sqlite:///{folder / 'lantern.db'}", clock)
    files = files or LocalFiles(folder / "content")
    section_server = ServerSection(port=0, drain_s=2.0, public_url="http://content.example")
    config = ServerConfig(server=section_server, limits=LimitsSection(enabled=False))
    metrics, scope, groups = Metrics(), TaskScope("server"), groups or ToldGroups()
    content = ContentService(database, groups, files, section, meter=PlainMeter(database))
    services: Any = Services(
        config=config,
        clock=clock,
        scope=scope,
        metrics=metrics,
        limits=RateLimits(config.limits, metrics, ""),
        database=database,
        accounts=ToldAccounts(),
        billing=None,
        voice=None,
        leases=None,
        payments=None,
        selling=None,
        ai=None,
        groups=groups,
        content=content,
        sync=None,
        pokes=None,
    )
    listener = await Listener.open(make_app(services, OPERATIONS), services)
    try:
        async with aiohttp.ClientSession() as http:
            yield ContentServer(services, listener, http, groups)
    finally:
        await listener.drain()
        await scope.close()
        await services.content.close()
        await database.close()
