"""Leases for tests: the server's on a ledger, and devices that hold keys and chains and can be copied or set back."""

import copy
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from server.accounts.device_store import DeviceRow
from server.billing.leases import Leases
from server.billing.tables import HOLD
from server.storage.database import Database
from server.web.principal import Principal
from shared.billing import leases as rules
from shared.billing.lease_messages import IssueLease, LeaseAnswer, SendReport
from shared.billing.leases import Chain, Lease, Report, Spend
from shared.ids import new_id
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import USER, VOICE, Stage, staged

SERVER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def report_of(key: Ed25519PrivateKey, report: Report) -> SendReport:
    """A report as the device sends it."""
    payload = rules.canonical(report)
    return SendReport(rules.sealed(payload, key.sign(rules.REPORT_DOMAIN + payload)))


@dataclass
class Device:
    """A computer with its chain. `copied` is what a cloned disk or a snapshot that was put back has."""

    leases: "Lending"
    device_id: uuid.UUID
    user_id: uuid.UUID = USER
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    lease: Lease | None = None
    chain: Chain | None = None
    entries: list[Spend] = field(default_factory=list)
    known: int = 0

    @property
    def who(self) -> Principal:
        return Principal(self.user_id, uuid.UUID(int=9), self.device_id)

    @property
    def left(self) -> int:
        return self.lease.grant - self.chain.spent if self.lease else 0

    async def issue(self, lease_id: uuid.UUID | None = None) -> LeaseAnswer:
        answer = await self.leases.service.issue(self.who, IssueLease(lease_id=lease_id or new_id()))
        self.take(answer)
        return answer

    def take(self, answer: LeaseAnswer) -> None:
        """Believe what the server signed."""
        self.known = answer.counter
        if not answer.token:
            return
        lease, payload, signature = rules.opened(answer.token, Lease)
        SERVER_KEY.public_key().verify(signature, rules.LEASE_DOMAIN + payload)
        if self.lease is None or self.lease.lease_id != lease.lease_id:
            self.chain, self.entries = rules.empty_chain(lease.lease_id), []
        self.lease = lease

    def spend(self, amount: int, *, wall_ms: int | None = None) -> None:
        """Use some up without a connection; a wicked device may use more than it has."""
        clock = self.leases.stage.clock
        spend = Spend(
            number=self.chain.counter + 1,
            amount=amount,
            wall_ms=clock.now_ms() if wall_ms is None else wall_ms,
            monotonic_ms=clock.monotonic_ms(),
            previous=self.chain.head,
        )
        _, self.chain = rules.linked(self.chain, spend)
        self.entries.append(spend)

    def report(self, *, final: bool = False, first: int | None = None, **more) -> Report:
        begin = self.known if first is None else first
        return Report(
            **{
                "lease_id": self.lease.lease_id,
                "counter": self.chain.counter,
                "spent": self.chain.spent,
                "head": self.chain.head,
                "entries": tuple(self.entries[begin : begin + rules.REPORTED_AT_ONCE]),
                "final": final,
                "sent_ms": self.leases.stage.clock.now_ms(),
                **more,
            }
        )

    async def send(self, report: Report, *, renew: bool = False) -> LeaseAnswer:
        service = self.leases.service
        answer = await (service.renew if renew else service.report)(self.who, report_of(self.key, report))
        self.take(answer)
        return answer

    async def renew(self) -> LeaseAnswer:
        answer = await self.send(self.report(), renew=True)
        while answer.state == "open" and answer.counter < self.chain.counter:
            answer = await self.send(self.report(), renew=True)
        return answer

    async def give_back(self) -> LeaseAnswer:
        return await self.send(self.report(final=True))

    def copied(self) -> "Device":
        other = copy.copy(self)
        other.entries = list(self.entries)
        return other


class Lending:
    """The server's leases, and the devices it knows."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.devices: dict[uuid.UUID, Device] = {}
        self.service = self.reopened()

    def reopened(self) -> Leases:
        return Leases(self.stage.database, self.stage.clock, self.stage.ledger, self._device, self._sign)

    async def _device(self, _tx, device_id):
        device = self.devices.get(device_id)
        if device is None:
            return None
        raw = device.key.public_key().public_bytes_raw()
        return DeviceRow(device_id, device.user_id, f"Laptop {device_id.int}", "linux", raw, 0, 0)

    def _sign(self, message):
        return "k1", SERVER_KEY.sign(message)

    def device(self, number: int = 71, user_id: uuid.UUID = USER) -> Device:
        device = Device(self, uuid.UUID(int=number), user_id)
        self.devices[device.device_id] = device
        return device

    async def meter(self, user_id: uuid.UUID = USER):
        balances = await self.stage.ledger.balances(user_id)
        return next(each for each in balances.meters if each.meter is VOICE)

    async def open_holds(self) -> int:
        async with self.stage.database.read() as tx:
            query = select(HOLD.c.id).where(HOLD.c.state == 0, HOLD.c.kind == "lease")
            return len((await tx.connection.execute(query)).all())

    async def restart(self, *, crash: bool = False) -> None:
        await self.stage.restart(crash=crash)
        self.service = self.reopened()

    async def lawful(self) -> None:
        """The laws hold once everything that waits is written."""
        await self.restart()
        await check_ledger(self.stage.database, self.stage.ledger, quiet=False)


@asynccontextmanager
async def lending(database: Database, clock):
    async with staged(database, clock) as stage:
        found = Lending(stage)
        yield found
        await found.lawful()
