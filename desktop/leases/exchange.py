"""What the server is told of a lease and asked for: one exchange from a lease as it is here to one as it may go on."""

import uuid
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from desktop.accounts.service import Calls, WhoIsIn
from desktop.leases import store
from desktop.leases.marks import Mark, Marks, is_restored
from desktop.leases.signed import verified
from desktop.leases.store import LeaseRow
from desktop.storage.database import Database
from desktop.storage.transaction import Transaction
from shared.accounts.messages import SigningKeys
from shared.billing import leases as rules
from shared.billing.lease_messages import LEASES_PATH, IssueLease, LeaseAnswer, SendReport
from shared.billing.leases import Lease, Report
from shared.billing.meters import Meter
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

T = TypeVar("T")
METER = Meter.VOICE_MS
_PATH = LEASES_PATH.removeprefix("/api/v1/")
_NOT_THERE = 404
_GONE = frozenset({"billing.lease_not_found", "billing.lease_elsewhere"})


class Accounts(Calls, Protocol):
    """What is needed of the accounts service, which announces "account" on the bus."""

    @property
    def session(self) -> WhoIsIn | None: ...

    async def sign(self, message: bytes) -> tuple[str, str]:
        """Return (this device's public key, its signature), base64url. Raises AppError."""
        ...


class Exchange:
    """`told_time(server's time)` says whether this computer's clock is right; methods raise AppError."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        clock: Clock,
        marks: Marks,
        told_time: Callable[[int], bool],
    ) -> None:
        self._database, self._accounts, self._clock = database, accounts, clock
        self._marks, self._told_time = marks, told_time

    async def run(self, who: WhoIsIn, row: LeaseRow | None, mark: Mark | None, *, give_back: bool) -> None:
        """Tell what was spent of `row`, and have it lent anew or, with `give_back`, end it."""
        if mark is not None and (row is None or row.lease_id != mark.lease_id):
            await self._own_up(mark.lease_id, mark.spent)
            await self._marks.forget()
        if row is not None and row.state == "open" and not is_restored(row, mark) and not give_back:
            if await self._reported(row, mark):
                return
            row = None
        elif row is not None and row.state != "asked":
            await self._end(row, mark)
            row = None
        if not give_back:
            await self._asked(row or await self._begin(who))
        elif row is not None:
            # The answer to the question for it never came: perhaps it was lent.
            await self._own_up(row.lease_id, 0)
            await self._over(row.lease_id)

    async def _begin(self, who: WhoIsIn) -> LeaseRow:
        lease_id = new_id()
        row = LeaseRow(
            lease_id=lease_id,
            meter=METER,
            user_id=who.user_id,
            server=who.server_url,
            state="asked",
            token="",
            counter=0,
            spent=0,
            head=rules.root_of(lease_id),
            reported=0,
        )
        await self._database.write(lambda tx: store.ask(tx, row))
        return row

    async def _asked(self, row: LeaseRow) -> None:
        body = IssueLease(lease_id=row.lease_id)
        answer = await self._call("issue", body)
        if answer.state != "open":
            await self._database.write(lambda tx: store.become(tx, row.lease_id, "closed"))
            return
        await self._take(row, answer)

    async def _reported(self, row: LeaseRow, mark: Mark | None) -> bool:
        """Send what the server does not have, in parts; False when the lease is over."""
        known = row.reported
        while True:
            answer = await self._renewed(row, known)
            if answer is None or answer.state != "open":
                await self._over(row.lease_id)
                return False
            ahead = answer.counter > row.counter
            if ahead or (answer.counter == row.counter and answer.head != row.head.hex()):
                # The server knows more of it than this library: it was put back.
                await self._end(row, mark, spent=answer.spent)
                return False
            await self._database.write(lambda tx, to=answer.counter: store.reported(tx, row.lease_id, to))
            if answer.counter in (row.counter, known):
                break
            known = answer.counter
        if answer.token:
            await self._take(row, answer)
        return True

    async def _renewed(self, row: LeaseRow, known: int) -> LeaseAnswer | None:
        """None: the server knows no such lease; it was set back."""
        try:
            return await self._call("renew", await self._report(row, known))
        except AppError as error:
            if error.code in _GONE:
                return None
            raise

    async def _take(self, row: LeaseRow, answer: LeaseAnswer) -> None:
        """Believe a lease that is signed by the server and made for this device."""
        keys = await self._accounts.call("GET", "keys", answer=SigningKeys)
        named = {key.kid: key.x for key in keys.keys}
        lease = verified(answer.token, named, row.lease_id, row.user_id)
        await check_device(lease, self._accounts)
        now_ms, right = self._clock.now_ms(), self._told_time(answer.server_ms)

        def work(tx: Transaction) -> None:
            store.keep_keys(tx, [(lease.key_id, named[lease.key_id])])
            store.lend(tx, row.lease_id, answer.token)
            if right:
                store.saw(tx, now_ms, healed=True)

        await self._database.write(work)
        if right:
            await self._marks.keep(Mark(row.lease_id, row.counter, row.spent, now_ms))

    async def _end(self, row: LeaseRow, mark: Mark | None, *, spent: int = 0) -> None:
        """Spend nothing of it any more, tell everything, and give the rest back."""
        await self._database.write(lambda tx: store.become(tx, row.lease_id, "closing"))
        if spent > 0 or is_restored(row, mark):
            marked = mark.spent if mark is not None else 0
            await self._own_up(row.lease_id, max(spent, row.spent, marked))
        else:
            await self._told_all(row)
        await self._over(row.lease_id)

    async def _told_all(self, row: LeaseRow) -> None:
        known = row.reported
        while True:
            try:
                answer = await self._call("report", await self._report(row, known, final=True))
            except AppError as error:
                if error.code in _GONE:
                    return
                raise
            if answer.state != "open":
                return
            if answer.counter == known:
                raise AppError("billing.lease_forged", detail="the server does not follow")
            known = answer.counter

    async def _own_up(self, lease_id: uuid.UUID, spent: int) -> None:
        """Say of a lease whose chain is not here any more what was spent of it at least."""
        report = Report(
            lease_id=lease_id,
            counter=0,
            spent=spent,
            head=rules.root_of(lease_id),
            final=True,
            sent_ms=self._clock.now_ms(),
        )
        try:
            await self._call("report", await self._sealed(report))
        except AppError as error:
            if error.code not in _GONE:
                raise

    async def _over(self, lease_id: uuid.UUID) -> None:
        await self._database.write(lambda tx: store.become(tx, lease_id, "closed"))
        await self._marks.forget()

    async def _report(self, row: LeaseRow, after: int, *, final: bool = False) -> SendReport:
        async with self._database.reader() as reader:
            found = await store.entries(reader, row.lease_id, after, rules.REPORTED_AT_ONCE)
        return await self._sealed(
            Report(
                lease_id=row.lease_id,
                counter=row.counter,
                spent=row.spent,
                head=row.head,
                # What is spent meanwhile is told the next time.
                entries=tuple(one for one in found if one.number <= row.counter),
                final=final,
                sent_ms=self._clock.now_ms(),
            )
        )

    async def _sealed(self, report: Report) -> SendReport:
        payload = rules.canonical(report)
        _, signature = await self._accounts.sign(rules.REPORT_DOMAIN + payload)
        return SendReport(f"{rules.encoded(payload)}.{signature}")

    async def _call(self, what: str, body: msgspec.Struct) -> LeaseAnswer:
        return await self._accounts.call("POST", f"{_PATH}/{what}", body=body, answer=LeaseAnswer)


async def check_device(lease: Lease, accounts: Accounts) -> None:
    """Raise AppError unless this computer has the key that the lease was made for."""
    public_key, _ = await accounts.sign(b"lease.key.v1.")
    if lease.device_key != public_key:
        raise AppError("leases.unverified")


def is_missing(error: AppError) -> bool:
    """Whether the server has no leases: with its own words, or a proxy's."""
    if error.code == "network.bad_answer":
        return error.parameters.get("status") == _NOT_THERE
    return error.code == "web.not_found"
