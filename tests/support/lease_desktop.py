"""A computer with leases for tests: its own library, and the real leases of a server without a network between them."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.leases.service import LeasesService, Pace
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from shared.accounts.messages import SigningKey, SigningKeys
from shared.base64url import encoded
from shared.errors import AppError
from tests.support.billing_stage import Session
from tests.support.clocks import ManualClock
from tests.support.lease_stage import SERVER_KEY, Lending
from tests.support.ledger_stage import USER

BY_HAND = Pace(renew_s=3_600.0, first_retry_s=3_600.0)


@dataclass
class LeaseAccount:
    """Stands for the account: calls go to the server's leases. `online` is the network; `lose` loses one answer.

    `dies`: the server is killed before or after what is asked of it next.
    """

    lending: Lending
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    device_id: uuid.UUID = field(default_factory=uuid.uuid4)
    session: Session | None = field(default_factory=lambda: Session(user_id=USER))
    online: bool = True
    lose: bool = False
    absent: bool = False
    dies: Literal["", "before", "after"] = ""
    asked: list[str] = field(default_factory=list)
    keys: dict[str, Ed25519PrivateKey] = field(default_factory=lambda: {"k1": SERVER_KEY})

    def __post_init__(self) -> None:
        device = self.lending.device(self.device_id.int)
        device.key = self.key
        self.device = device

    async def sign(self, message: bytes) -> tuple[str, str]:
        public = self.key.public_key().public_bytes_raw()
        return encoded(public), encoded(self.key.sign(message))

    async def call(
        self, method: str, path: str, *, body: Any = None, answer: type, timeout_s: float = 30.0
    ) -> Any:
        if not self.online:
            raise AppError("network.unreachable")
        self.asked.append(path)
        if self.absent:
            raise AppError("web.not_found")
        dies, self.dies = self.dies, ""
        if dies != "before":
            said = await self._said(path, body)
        if dies:
            await self.lending.restart(crash=True)
            raise AppError("network.unreachable")
        if self.lose:
            self.lose = False
            raise AppError("network.unreachable")
        return msgspec.json.decode(msgspec.json.encode(said), type=answer)

    async def _said(self, path: str, body: Any) -> Any:
        if path == "keys":
            known = self.keys.items()
            return SigningKeys(
                tuple(SigningKey(kid, encoded(key.public_key().public_bytes_raw())) for kid, key in known)
            )
        service = self.lending.service
        call = {"leases/issue": service.issue, "leases/renew": service.renew, "leases/report": service.report}
        return await call[path](self.device.who, body)


@dataclass
class Computer:
    """A library with leases; `opened` is another process on it, or the same one after a restart."""

    paths: ProfilePaths
    clock: ManualClock
    account: LeaseAccount
    bus: ChangeBus
    database: Database
    leases: LeasesService

    def opened(self) -> LeasesService:
        return LeasesService(self.database, self.account, self.paths.root, self.clock, self.bus, pace=BY_HAND)

    async def again(self) -> LeasesService:
        """Restart."""
        await self.leases.close()
        self.leases = self.opened()
        await self.leases.look()
        return self.leases

    async def shut(self) -> None:
        """End the program and close the library."""
        await self.settled()
        await self.leases.close()
        await self.database.close()

    async def reopen(self) -> LeasesService:
        """Start it again on what lies there now."""
        self.database = await Database.open(self.paths, clock=self.clock, bus=self.bus)
        self.leases = self.opened()
        await self.leases.look()
        return self.leases

    async def lent(self) -> LeasesService:
        """Online once, and something was lent."""
        await self.leases.renew()
        return self.leases

    async def settled(self) -> None:
        """What is noted beside the library is written."""
        await asyncio.gather(*self.leases._scope._tasks)


@asynccontextmanager
async def computer(folder: Path, lending: Lending, clock: ManualClock) -> AsyncIterator[Computer]:
    """One device of the person."""
    paths = ProfilePaths.of(folder)
    paths.create()
    bus, account = ChangeBus(), LeaseAccount(lending)
    database = await Database.open(paths, clock=clock, bus=bus)
    made = Computer(
        paths,
        clock,
        account,
        bus,
        database,
        LeasesService(database, account, paths.root, clock, bus, pace=BY_HAND),
    )
    try:
        yield made
    finally:
        await made.leases.close()
        await made.database.close()
