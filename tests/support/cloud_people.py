"""People on the real cloud server: signed up over HTTP, each device with its key, its engine and its token."""

import io
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.accounts.messages import NewDevice, Session, SignIn, SignUp
from shared.accounts.proofs import sign_in_message
from shared.base64url import encoded
from shared.clock import SystemClock
from shared.groups.messages import Group, Invitation
from shared.sync.messages import CHUNKS_PATH, EXCHANGE_PATH, MEDIA_TYPE
from shared.web.messages import Failure
from tests.support.sync_devices import SyncDevice

PASSWORD = "a password for tests"
LIMIT = aiohttp.ClientTimeout(60)


class RefusedError(Exception):
    """The server said no."""

    def __init__(self, status: int, failure: Failure, headers: Any) -> None:
        super().__init__(f"{status} {failure.code}")
        self.status, self.code, self.failure, self.headers = status, failure.code, failure, headers


@dataclass
class CloudDevice:
    """A device of somebody, on one server or on any of several that share a database."""

    email: str
    http: aiohttp.ClientSession
    urls: Callable[[], str]
    sync: SyncDevice
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    session: Session | None = None

    @property
    def user_id(self) -> uuid.UUID:
        return self.session.account.user_id

    @property
    def own(self) -> str:
        return f"user:{self.user_id}"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session.access_token}"}

    def _introduced(self) -> NewDevice:
        public = encoded(self.key.public_key().public_bytes_raw())
        bare = NewDevice(self.sync.journal.device(), "Test", "linux", public, SystemClock().now_ms())
        signature = encoded(self.key.sign(sign_in_message(bare, self.email)))
        return msgspec.structs.replace(bare, signature=signature)

    async def sign_up(self, name: str) -> "CloudDevice":
        body = SignUp(self.email, PASSWORD, name, self._introduced())
        self.session = await self.call("POST", "/api/v1/accounts/sign-up", body, Session)
        return self

    async def sign_in(self) -> "CloudDevice":
        body = SignIn(self.email, PASSWORD, self._introduced())
        self.session = await self.call("POST", "/api/v1/accounts/sign-in", body, Session)
        return self

    async def raw(
        self, method: str, path: str, *, data: bytes | None = None, **headers: str
    ) -> tuple[int, Any, bytes]:
        given = {**(self.bearer if self.session else {}), **headers}
        body = None if data is None else io.BytesIO(data)
        async with self.http.request(
            method, self.urls() + path, data=body, headers=given, timeout=LIMIT
        ) as answer:
            return answer.status, answer.headers, await answer.read()

    async def call(self, method: str, path: str, body: Any = None, answer: Any = None) -> Any:
        data = None if body is None else msgspec.json.encode(body)
        status, headers, found = await self.raw(
            method, path, data=data, **{"Content-Type": "application/json"}
        )
        if status >= 400:
            raise RefusedError(status, msgspec.json.decode(found, type=Failure), headers)
        return None if answer is None else msgspec.json.decode(found, type=answer)

    async def send(self, body: bytes) -> bytes:
        status, headers, found = await self.raw(
            "POST", EXCHANGE_PATH, data=body, **{"Content-Type": MEDIA_TYPE}
        )
        if status != 200:
            raise RefusedError(status, msgspec.json.decode(found, type=Failure), headers)
        return found

    async def fetch(self, name: str) -> bytes:
        """A chunk, in two ranges, as after a cut."""
        path = f"{CHUNKS_PATH}/{name}"
        status, headers, first = await self.raw("GET", path, Range="bytes=0-99")
        assert status == 206, status
        total = int(headers["Content-Range"].rpartition("/")[2])
        if total <= len(first):
            return first
        status, _, rest = await self.raw("GET", path, Range="bytes=100-")
        assert status == 206
        return first + rest

    async def settle(self) -> None:
        await self.sync.settle(self.send, self.fetch)

    async def group(self, name: str = "Biology") -> Group:
        body = {"group_id": str(uuid.uuid4()), "name": name}
        return await self.call("POST", "/api/v1/groups", body, Group)

    async def invite(self, group: Group, role: str = "member", **more: Any) -> Invitation:
        body = {"role": role, "uses": 50, **more}
        return await self.call("POST", f"/api/v1/groups/{group.group_id}/invitations", body, Invitation)

    async def accept(self, invitation: Invitation) -> Group:
        return await self.call("POST", f"/api/v1/invitations/{invitation.token}/accept", None, Group)


class CloudPeople:
    """Makes devices; `close` ends their files."""

    def __init__(self, folder: Path, http: aiohttp.ClientSession, *urls: str, seed: int = 1) -> None:
        self._folder, self._http = folder, http
        self._random = random.Random(seed)
        self.urls = list(urls)
        self.devices: list[CloudDevice] = []

    def route(self) -> str:
        """Any of the servers: nothing sticks."""
        return self._random.choice(self.urls)

    def device(self, name: str, folder: str = "") -> CloudDevice:
        sync = SyncDevice(self._folder / (folder or f"device{len(self.devices)}"))
        made = CloudDevice(f"{name}@example.org", self._http, self.route, sync)
        self.devices.append(made)
        return made

    async def person(self, name: str) -> CloudDevice:
        return await self.device(name).sign_up(name.title())

    async def another(self, name: str) -> CloudDevice:
        return await self.device(name).sign_in()

    async def everywhere(self, times: int = 2) -> None:
        for _ in range(times):
            for device in self.devices:
                await device.settle()

    def close(self) -> None:
        for device in self.devices:
            device.sync.close()
