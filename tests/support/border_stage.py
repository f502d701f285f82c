"""A small slice for tests of the web border: operations of every sort, and accounts that know two tokens.

`stage` serves it on a loopback socket; `staged` does with other settings.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
import structlog
from aiohttp import web

from server.config.declarations import Section
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from server.web.principal import Principal
from server.web.sockets import open_socket
from shared.errors import AppError
from tests.support.cloud_server import Cloud, cloud_config, running_cloud

LEARNER = Principal(
    uuid.UUID(int=1), uuid.UUID(int=2), device_id=uuid.UUID(int=3), permissions=frozenset({"rooms:create"})
)
ADMIN = Principal(uuid.UUID(int=4), uuid.UUID(int=5), role="super_admin", plan="enterprise")
SECRET = "what a learner wrote"


class Note(msgspec.Struct, frozen=True):
    """A note."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    stars: int = 0


class Page(msgspec.Struct, frozen=True):
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    newest: bool = False


class Seen(msgspec.Struct, frozen=True):
    """What a handler saw."""

    address: str = ""
    language: str = ""
    user_id: uuid.UUID | None = None
    path: dict[str, str] = {}
    limit: int = 0


class Accounts:
    """Knows the tokens `learner` and `admin`, and of somebody suspended."""

    async def principal(self, token: str, *, though_suspended: bool = False) -> Principal:
        if token == "suspended" and not though_suspended:
            raise AppError("accounts.suspended")
        found = {"learner": LEARNER, "suspended": LEARNER, "admin": ADMIN}.get(token)
        if found is None:
            raise AppError("accounts.token_invalid")
        return found


class Gate:
    """Where `/stage/wait` waits."""

    def __init__(self) -> None:
        self.started, self.released = asyncio.Event(), asyncio.Event()


async def see(call: Call) -> Seen:
    """Say what came."""
    user = call.principal.user_id if call.principal else None
    path = {name: str(value) for name, value in call.path.items()}
    return Seen(call.address, call.language, user, path, call.query.limit if call.query else 0)


async def keep(_call: Call, body: Note) -> Note:
    return body


def named(name: str) -> Callable[[Call], Awaitable[None]]:
    """A handler of a name that says nothing."""

    async def nothing(_call: Call) -> None:
        return None

    nothing.__name__ = name
    return nothing


async def see_one(call: Call) -> Seen:
    return await see(call)


async def refuse(_call: Call) -> None:
    raise AppError("storage.busy")


async def burst(_call: Call) -> None:
    raise ValueError(SECRET)


async def wait(call: Call) -> Seen:
    """Answer when the test says so."""
    gate: Any = call.services.groups
    gate.started.set()
    await gate.released.wait()
    return Seen(call.address)


async def stream(call: Call) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await answer.prepare(call.request)
    await answer.write(b"piece")
    return answer


async def flood(call: Call) -> web.StreamResponse:
    """More than any buffer holds."""
    answer = web.StreamResponse()
    await answer.prepare(call.request)
    for _ in range(4_000):
        await answer.write(bytes(64 * 1_024))
    return answer


async def swallow(call: Call) -> web.Response:
    """Read a body piece by piece, as uploads do."""
    async for _ in call.request.content.iter_any():
        pass
    return web.Response(status=204)


async def live(call: Call) -> web.WebSocketResponse:
    async with open_socket(call) as socket:
        async for message in socket:
            await socket.send_str(message.data)
    return socket


STAGE = (
    Operation("GET", "/stage/see", see, "See", answer=Seen, query=Page, auth=Auth.NONE),
    Operation(
        "GET", "/stage/notes/{note_id}/{name}", see_one, "One", answer=Seen, patterns=(("name", "[a-z]+"),)
    ),
    Operation("POST", "/stage/notes", keep, "Keep", body=Note, answer=Note, status=201, auth=Auth.NONE),
    Operation("DELETE", "/stage/notes", named("clear"), "Clear"),
    Operation("GET", "/stage/admin", named("admin"), "For super admins", auth=Auth.SUPER_ADMIN),
    Operation("GET", "/stage/rooms", named("rooms"), "With a permission", permission="rooms:create"),
    Operation("GET", "/stage/refuse", refuse, "Refuse", auth=Auth.NONE, errors=("storage.busy",)),
    Operation("GET", "/stage/burst", burst, "A bug", auth=Auth.NONE),
    Operation("GET", "/stage/wait", wait, "Wait", answer=Seen, auth=Auth.NONE),
    Operation("GET", "/stage/stream", stream, "Stream", raw=True, gives=("text/plain",), auth=Auth.NONE),
    Operation("GET", "/stage/flood", flood, "Flood", raw=True, gives=("text/plain",), auth=Auth.NONE),
    Operation(
        "PUT", "/stage/swallow", swallow, "Swallow", raw=True, takes=("*/*",), status=204, auth=Auth.NONE
    ),
    Operation("GET", "/stage/live", live, "Live", raw=True, status=101, auth=Auth.NONE),
    Operation("POST", "/stage/sign-in", named("sign_in"), "Sign in", auth=Auth.NONE, limit=Limit.SIGN_IN),
    Operation("POST", "/stage/mail", named("mail"), "Mail", auth=Auth.NONE, limit=Limit.MAIL),
    Operation("GET", "/stage/sync", named("sync"), "Sync", limit=Limit.SYNC),
    Operation("GET", "/stage/leave", named("leave"), "Leave", though_suspended=True),
    Operation("GET", "/stage/content", named("content"), "Content", limit=Limit.CONTENT),
)


@asynccontextmanager
async def staged(folder: Path, **sections: Section) -> AsyncGenerator[Cloud, None]:
    """A server with these operations and no slice."""
    async with running_cloud(cloud_config(folder, **sections), operations=STAGE) as cloud:
        cloud.services.accounts = Accounts()
        cloud.services.groups = Gate()
        yield cloud


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[Cloud, None]:
    async with staged(tmp_path / "cloud") as cloud:
        yield cloud


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Puts the logs back as they were before a test set them up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
