"""SQL of sync beside the engine's change store: devices, snapshots, care. In the caller's transaction."""

import uuid
from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    Text,
    column,
    delete,
    func,
    or_,
    select,
    table,
    update,
)

from server.storage.transaction import Transaction
from server.sync.tables import SYNC_CARE as CARE
from server.sync.tables import SYNC_CHUNK as CHUNK
from server.sync.tables import SYNC_DEVICE as DEVICE
from server.sync.tables import SYNC_DROPPED as DROPPED
from server.sync.tables import SYNC_SNAPSHOT as SNAPSHOT
from sync.protocol import Chunk, Snapshot

_HEAD = table("sync_scope_head", column("no", Integer), column("scope", Text), column("head", BigInteger))
_RECORD = table("sync_record", column("scope", Integer))
_RECEIPT = table("sync_receipt", column("device", LargeBinary), column("number", BigInteger))
_FIND = 400
SKEW_MS = 300_000
"""How far the clocks of two servers may be apart."""


class SyncStore:
    """What sync keeps, within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._connection = tx.connection

    # Devices

    async def hold_device(
        self, device_id: uuid.UUID, user_id: uuid.UUID, author: int
    ) -> frozenset[int] | None:
        """Remember whose a device is and let no other exchange of the person's devices go on before the commit.

        Returns the authors of all devices that the person ever synced with; None when the device is somebody else's.
        """
        query = (
            select(DEVICE.c.device_id, DEVICE.c.user_id, DEVICE.c.author)
            .where(or_(DEVICE.c.device_id == device_id, DEVICE.c.user_id == user_id))
            .order_by(DEVICE.c.device_id)
            .with_for_update()
        )
        found = (await self._connection.execute(query)).all()
        if all(row.device_id != device_id for row in found):
            values = {
                "device_id": device_id, "author": author, "user_id": user_id, "first_ms": self._tx.now_ms,
            }  # fmt: skip
            insert = self._tx.insert(DEVICE).values(values)
            await self._connection.execute(insert.on_conflict_do_nothing(index_elements=["device_id"]))
            found = (await self._connection.execute(query)).all()
        if any(row.user_id != user_id for row in found):
            return None
        return frozenset(row.author for row in found)

    async def authors(self, user_id: uuid.UUID) -> frozenset[int]:
        """Return the numbers of all devices that a person ever synced with."""
        query = select(DEVICE.c.author).where(DEVICE.c.user_id == user_id)
        return frozenset((await self._connection.execute(query)).scalars())

    async def authors_of(self, people: Collection[uuid.UUID]) -> list[tuple[int, uuid.UUID]]:
        """Return the numbers of all devices that these people ever synced with, each with whose it is."""
        query = select(DEVICE.c.author, DEVICE.c.user_id).where(DEVICE.c.user_id.in_(people))
        found = await self._connection.execute(query.order_by(DEVICE.c.user_id, DEVICE.c.first_ms))
        return [(row.author, row.user_id) for row in found]

    async def forget_devices(self, user_id: uuid.UUID) -> None:
        """Remove a person's devices and what they are remembered to have handed in."""
        devices = (
            await self._connection.execute(select(DEVICE.c.device_id).where(DEVICE.c.user_id == user_id))
        ).scalars()
        for device_id in list(devices):
            await self._connection.execute(delete(_RECEIPT).where(_RECEIPT.c.device == device_id.bytes))
        await self._connection.execute(delete(DEVICE).where(DEVICE.c.user_id == user_id))

    # Scopes

    async def heads(self, scopes: Collection[str]) -> dict[str, int]:
        """Return the last feed numbers as they are, without locking anything; 0 for a scope without rows."""
        found = dict.fromkeys(scopes, 0)
        listed = sorted(scopes)
        for at in range(0, len(listed), _FIND):
            query = select(_HEAD.c.scope, _HEAD.c.head).where(_HEAD.c.scope.in_(listed[at : at + _FIND]))
            found.update({row.scope: int(row.head) for row in (await self._connection.execute(query)).all()})
        return found

    async def large_scopes(self, after: str, least_head: int, count: int) -> Sequence[tuple[str, int]]:
        """Return up to `count` (scope, head) behind `after` whose feeds are that long, by name."""
        query = select(_HEAD.c.scope, _HEAD.c.head).where(_HEAD.c.scope > after, _HEAD.c.head > least_head)
        query = query.order_by(_HEAD.c.scope).limit(count)
        return [(row.scope, int(row.head)) for row in (await self._connection.execute(query)).all()]

    async def count_rows(self, scope: str) -> int:
        """Return how many rows a scope has, deleted ones included."""
        no = select(_HEAD.c.no).where(_HEAD.c.scope == scope).scalar_subquery()
        query = select(func.count()).select_from(_RECORD).where(_RECORD.c.scope == no)
        return int((await self._connection.execute(query)).scalar_one())

    async def due_scopes(self, every_ms: int, count: int) -> list[str]:
        """Return scopes that were not compacted for so long, those never compacted first.

        What was noted at a time that is yet to come was noted by a clock that was wrong.
        """
        then, now_ms = func.coalesce(CARE.c.compacted_ms, 0), self._tx.now_ms
        query = (
            select(_HEAD.c.scope)
            .join_from(_HEAD, CARE, CARE.c.scope == _HEAD.c.scope, isouter=True)
            .where(_HEAD.c.head > 0, or_(then < now_ms - every_ms, then > now_ms + SKEW_MS))
            .order_by(then, _HEAD.c.scope)
            .limit(count)
        )
        return list((await self._connection.execute(query)).scalars())

    async def compacted(self, scope: str) -> None:
        """Note that a scope was compacted now."""
        await self._care(scope, {"compacted_ms": self._tx.now_ms})

    async def purged(self, scope: str) -> None:
        """Note that something was erased: no snapshot made before is offered or kept any more."""
        head = (await self.heads([scope]))[scope]
        await self._care(scope, {"purged_seq": head})
        await self.forget_snapshot(scope)

    async def _care(self, scope: str, values: dict[str, int]) -> None:
        whole = {"scope": scope, "compacted_ms": 0, "purged_seq": 0} | values
        insert = self._tx.insert(CARE).values(whole)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["scope"], set_=values))

    async def purge_receipts(self, keep: int) -> int:
        """Forget all but the last `keep` batches of every device; returns how many went."""
        other = _RECEIPT.alias("other")
        last = select(func.max(other.c.number)).where(other.c.device == _RECEIPT.c.device).scalar_subquery()
        done = await self._connection.execute(delete(_RECEIPT).where(_RECEIPT.c.number <= last - keep))
        return done.rowcount

    # Scopes that are no more

    async def drop_later(self, scope: str) -> None:
        """Note that the rows of a scope are to be removed."""
        await self._connection.execute(
            self._tx.insert(DROPPED)
            .values({"scope": scope, "dropped_ms": self._tx.now_ms})
            .on_conflict_do_nothing(index_elements=["scope"])
        )

    async def next_dropped(self) -> str | None:
        """Return a scope of which rows are left to be removed."""
        query = select(DROPPED.c.scope).order_by(DROPPED.c.dropped_ms).limit(1)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def cleared(self, scope: str) -> None:
        """Note that nothing is left of a scope."""
        await self._connection.execute(delete(DROPPED).where(DROPPED.c.scope == scope))

    # Snapshots

    async def snapshots(self, scopes: Collection[str]) -> dict[str, Snapshot]:
        """Return the newest snapshot of each scope that has one."""
        found: dict[str, Snapshot] = {}
        listed = sorted(scopes)
        for at in range(0, len(listed), _FIND):
            query = select(SNAPSHOT).where(
                SNAPSHOT.c.scope.in_(listed[at : at + _FIND]), SNAPSHOT.c.replaced_ms.is_(None)
            )
            for row in (await self._connection.execute(query.order_by(SNAPSHOT.c.seq))).all():
                chunks = msgspec.msgpack.decode(row.chunks, type=list[Chunk])
                found[row.scope] = Snapshot(row.scope, row.seq, row.rows, chunks)
        return found

    async def add_snapshot(self, snapshot: Snapshot) -> bool:
        """Offer a snapshot in place of those before; False when it holds what was erased meanwhile."""
        care = select(CARE.c.purged_seq).where(CARE.c.scope == snapshot.scope)
        if ((await self._connection.execute(care)).scalar_one_or_none() or 0) > snapshot.seq:
            return False
        await self.replace_snapshots(snapshot.scope)
        await self.forget_snapshot(snapshot.scope, snapshot.seq)
        values = {
            "scope": snapshot.scope, "seq": snapshot.seq, "rows": snapshot.rows, "made_ms": self._tx.now_ms,
            "chunks": msgspec.msgpack.encode(snapshot.chunks), "replaced_ms": None,
        }  # fmt: skip
        await self._connection.execute(SNAPSHOT.insert().values(values))
        names = {chunk.name for chunk in snapshot.chunks}
        rows = [{"name": name, "scope": snapshot.scope, "seq": snapshot.seq} for name in sorted(names)]
        await self._connection.execute(CHUNK.insert(), rows)
        return True

    async def replace_snapshots(self, scope: str) -> None:
        """Offer a scope's snapshots no longer; their chunks can still be fetched for a while."""
        await self._connection.execute(
            update(SNAPSHOT)
            .where(SNAPSHOT.c.scope == scope, SNAPSHOT.c.replaced_ms.is_(None))
            .values(replaced_ms=self._tx.now_ms)
        )

    async def forget_snapshot(self, scope: str, seq: int | None = None) -> None:
        """Remove one or all snapshots of a scope. Their files are collected later."""
        for each in (CHUNK, SNAPSHOT):
            query = delete(each).where(each.c.scope == scope)
            await self._connection.execute(query if seq is None else query.where(each.c.seq == seq))

    async def old_snapshots(self, before_ms: int) -> list[tuple[str, int]]:
        """Return (scope, seq) of what was replaced before then."""
        query = select(SNAPSHOT.c.scope, SNAPSHOT.c.seq).where(SNAPSHOT.c.replaced_ms < before_ms)
        return [(row.scope, int(row.seq)) for row in (await self._connection.execute(query)).all()]

    async def scopes_of_chunk(self, name: bytes) -> set[str]:
        """Return the scopes whose snapshots a chunk is part of."""
        query = select(CHUNK.c.scope).where(CHUNK.c.name == name)
        return set((await self._connection.execute(query)).scalars())

    async def known_chunks(self, names: Collection[bytes]) -> set[bytes]:
        """Return which of these chunks some snapshot has."""
        found: set[bytes] = set()
        listed = sorted(names)
        for at in range(0, len(listed), _FIND):
            query = select(CHUNK.c.name).where(CHUNK.c.name.in_(listed[at : at + _FIND]))
            found.update((await self._connection.execute(query)).scalars())
        return found
