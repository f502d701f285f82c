"""Whether the digests that are kept are those of the rows: what `lantern-server doctor` asks. Changes nothing."""

from collections.abc import AsyncIterator

from server.storage.database import Database
from server.sync.store import SyncStore
from sync.change_store import ChangeStore
from sync.digest import DIGEST_BYTES, ZERO, bucket_of, row_hash, total

_PAGE = 5_000
_SCOPES = 100


def faults(store: ChangeStore, scope: str) -> list[int]:
    """Return the buckets of a scope whose kept digest is not that of their rows; -1 stands for the whole."""
    amounts: dict[int, int] = {}
    at = 0
    while rows := store.feed(scope, at, _PAGE):
        at = rows[-1].seq
        for row in rows:
            if not row.deleted:
                number = bucket_of(row.id)
                amounts[number] = amounts.get(number, 0) + row_hash(row.key, row.stamps)
    modulus = 1 << (8 * DIGEST_BYTES)
    counted = {number: (amount % modulus).to_bytes(DIGEST_BYTES, "big") for number, amount in amounts.items()}
    kept = store.buckets(scope)
    wrong = [
        number
        for number in sorted(counted.keys() | kept.keys())
        if counted.get(number, ZERO) != kept.get(number, ZERO)
    ]
    if not wrong and store.digests([scope])[scope] != total(counted.values()):
        return [-1]
    return wrong


async def wrong_scopes(database: Database) -> AsyncIterator[tuple[str, list[int]]]:
    """Yield every scope whose digests are wrong, with the buckets. Each scope is read at one moment."""
    after = ""
    while True:
        async with database.read() as tx:
            found = await SyncStore(tx).large_scopes(after, 0, _SCOPES)
        for scope, _ in found:
            async with database.read() as tx:
                wrong = await tx.changes(lambda store, scope=scope: faults(store, scope))
            if wrong:
                yield scope, wrong
        if len(found) < _SCOPES:
            return
        after = found[-1][0]
