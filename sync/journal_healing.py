"""The part of a device's journal that tells where it and the authority differ: digests, and what is compared again."""

from collections.abc import Iterable

from sync.digest import BUCKETS, ZERO, added, joined, parted
from sync.journal_tables import JournalTables
from sync.rows import Key


class HealingJournal(JournalTables):
    """Digests of buckets as the authority's word has them, and the buckets that are awaited whole."""

    def buckets(self, scope: str) -> dict[int, bytes]:
        """Return the digests of a scope's buckets, as the authority's word has it, without those of no row."""
        packed = self.one("SELECT digests FROM sync_bucket WHERE scope = ?", scope)
        return {number: one for number, one in enumerate(parted(packed or b"")) if one not in (b"", ZERO)}

    def add_digests(self, amounts: dict[tuple[str, int], int]) -> None:
        """Add to the digests of (scope, bucket)."""
        for scope in {scope for scope, _ in amounts}:
            digests = self.buckets(scope)
            for (of, bucket), amount in amounts.items():
                if of == scope and amount:
                    digests[bucket] = added(digests.get(bucket, ZERO), amount)
            self.set_buckets(scope, digests)

    def set_buckets(self, scope: str, digests: dict[int, bytes]) -> None:
        """Replace the digests of a scope."""
        # One row for all: as rows of their own they cost more than what they sum up.
        self.run(
            "INSERT INTO sync_bucket VALUES (?, ?) ON CONFLICT DO UPDATE SET digests = excluded.digests",
            *(scope, joined(digests)),
        )

    def heal(self, scope: str, buckets: Iterable[int], why: str, life: int = 0) -> None:
        """Queue buckets to be fetched whole; `life` is the epoch in which they were last as the authority's."""
        self.connection.executemany(
            "INSERT INTO sync_heal VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET why = excluded.why,"
            " life = excluded.life WHERE why <> 'epoch'",
            [(scope, number, why, life) for number in buckets],
        )

    def healing(self, scope: str, count: int = BUCKETS) -> list[int]:
        """Return buckets that are to be fetched whole."""
        found = self.all("SELECT bucket FROM sync_heal WHERE scope = ? ORDER BY bucket LIMIT ?", scope, count)
        return [bucket for (bucket,) in found]

    def lost_buckets(self, scope: str, why: str) -> set[int]:
        """Return the buckets of a scope that are to be fetched for this reason."""
        found = self.all("SELECT bucket FROM sync_heal WHERE scope = ? AND why = ?", scope, why)
        return {bucket for (bucket,) in found}

    def all_lost(self) -> dict[tuple[str, int], int]:
        """Return the (scope, bucket) in which an authority that was set back may lack something, with their life."""
        found = self.all("SELECT scope, bucket, life FROM sync_heal WHERE why = 'epoch'")
        return {(scope, bucket): life for scope, bucket, life in found}

    def met(self, keys: Iterable[Key], life: int) -> None:
        """Note that rows of awaited buckets are as the authority had them in this life already."""
        self.connection.executemany(
            "INSERT INTO sync_met VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET life = excluded.life",
            [(*key, life) for key in keys],
        )

    def life_of(self, key: Key, life: int) -> int:
        """Return in which life a row of an awaited bucket was last as the authority's; `life` is the bucket's."""
        found = self.one("SELECT life FROM sync_met WHERE kind = ? AND id = ?", *key)
        return life if found is None else int(found)

    def why_heal(self, scope: str, bucket: int) -> str | None:
        """Return why a bucket is fetched; None when it is not awaited."""
        return self.one("SELECT why FROM sync_heal WHERE scope = ? AND bucket = ?", scope, bucket)

    def healed(self, scope: str, bucket: int) -> None:
        """Take a bucket off the queue."""
        self.run("DELETE FROM sync_heal WHERE scope = ? AND bucket = ?", scope, bucket)
        if not self.one("SELECT EXISTS (SELECT 1 FROM sync_heal WHERE why = 'epoch')"):
            self.run("DELETE FROM sync_met")

    # Given back to an authority that was set back, while the row that comes of it is still to come. It is of the life
    # in which it was known: the authority may be set back once more before the device hears what became of it.

    def give(self, key: Key, op: bytes) -> None:
        """Keep what is given back of a row, and of which life, until the authority's row comes."""
        self.run("INSERT OR IGNORE INTO sync_given VALUES (?, ?, ?)", *key, op)

    def given(self, key: Key) -> list[bytes]:
        """Return what was given back of a row."""
        return [op for (op,) in self.all("SELECT op FROM sync_given WHERE kind = ? AND id = ?", *key)]

    def all_given(self) -> list[tuple[str, bytes, bytes]]:
        """Return all that was given back: kind, id and the packed operation of each."""
        return self.all("SELECT kind, id, op FROM sync_given")

    def came(self, keys: Iterable[Key]) -> None:
        """Note that the authority's rows came: how they are by now is of its present life."""
        if self.one("SELECT EXISTS (SELECT 1 FROM sync_given)"):
            self.connection.executemany("DELETE FROM sync_given WHERE kind = ? AND id = ?", list(keys))
