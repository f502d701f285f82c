"""SQL of how long the server was seen to run, and of the marks by which the age of rows is known."""

from collections.abc import Collection

from sqlalchemy import delete, select

from server.storage.transaction import Transaction
from server.sync.tables import SYNC_LIVED as LIVED
from server.sync.tables import SYNC_MARK as MARK
from sync.ages import Mark, lived_between

_ONE = 1


class AgeStore:
    """The server's age and its scopes' marks, within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._connection = tx.connection

    async def look(self, ran_ms: int | None) -> int:
        """Count the time since the last look, as `sync.ages.lived_between` does; returns how long the server lived."""
        query = select(LIVED.c.lived_ms, LIVED.c.seen_ms).where(LIVED.c.no == _ONE).with_for_update()
        found = (await self._connection.execute(query)).one_or_none()
        lived_ms = 0
        if found is not None:
            lived_ms = found.lived_ms + lived_between(self._tx.now_ms - found.seen_ms, ran_ms)
        values = {"lived_ms": lived_ms, "seen_ms": self._tx.now_ms}
        insert = self._tx.insert(LIVED).values({"no": _ONE} | values)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["no"], set_=values))
        return lived_ms

    async def lived(self) -> int:
        """Return how long the server had lived at the last look."""
        query = select(LIVED.c.lived_ms).where(LIVED.c.no == _ONE)
        return (await self._connection.execute(query)).scalar_one_or_none() or 0

    async def marks(self, scope: str) -> list[Mark]:
        """Return a scope's marks, the oldest first."""
        query = select(MARK.c.seq, MARK.c.lived_ms).where(MARK.c.scope == scope).order_by(MARK.c.seq)
        return [Mark(row.seq, row.lived_ms) for row in (await self._connection.execute(query)).all()]

    async def set_marks(self, scope: str, old: Collection[Mark], new: Collection[Mark]) -> None:
        """Have a scope's marks be `new` where they were `old`."""
        gone = {mark.seq for mark in old} - {mark.seq for mark in new}
        if gone:
            query = delete(MARK).where(MARK.c.scope == scope, MARK.c.seq.in_(gone))
            await self._connection.execute(query)
        for mark in new:
            if mark not in old:
                values = {"scope": scope, "seq": mark.seq, "lived_ms": mark.lived_ms}
                await self._connection.execute(self._tx.insert(MARK).values(values).on_conflict_do_nothing())
