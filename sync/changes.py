"""Rows that one transaction of an authority reads and writes: places in feeds, traces of moves, digests. No rule."""

from collections.abc import Iterable

from sync.change_store import ChangeStore, Departure
from sync.digest import add_states, bucket_of, changed_by
from sync.origins import Origins
from sync.rows import Flag, Key, Row
from sync.stamps import encode_stamps

NONE = encode_stamps({})


class Changes:
    """Collects what becomes of rows; `write` hands all of it to the store at once."""

    def __init__(self, store: ChangeStore) -> None:
        self._store = store
        self.before: dict[Key, Row | None] = {}
        self.now: dict[Key, Row] = {}
        self._heads: dict[str, int] = {}
        self._departures: list[Departure] = []
        self._origins: dict[Key, Origins] = {}

    def lock(self, scopes: Iterable[str]) -> None:
        """Read the heads of scopes, which locks them; before the rows, whose state is then the last one."""
        wanted = set(scopes) - self._heads.keys()
        if wanted:
            self._heads |= self._store.heads(wanted)

    def load(self, keys: Iterable[Key]) -> None:
        """Read rows that were not read yet."""
        wanted = set(keys) - self.before.keys()
        if not wanted:
            return
        found = self._store.rows(wanted)
        self.before |= dict.fromkeys(wanted) | found
        self.now |= found

    def enter(self, row: Row) -> None:
        """Give a row the next place in its scope's feed. It must have been loaded."""
        old = self.now.get(row.key)
        if row.edited and (old is None or old.edited != row.edited):
            self.origins(row.key).note_edit(row.edited, old.stamps if old is not None else NONE)
        if old is not None and old.scope != row.scope:
            seq = self._next(old.scope)
            self._departures.append(Departure(old.scope, seq, row.key, row.scope))
        row.seq = self._next(row.scope)
        self.now[row.key] = row

    def add(self, row: Row) -> int:
        """Give a row that is nowhere yet its place, in the first life of an authority; returns the place."""
        row.seq = self._heads[row.scope] = self._heads[row.scope] + 1
        self.now[row.kind, row.id] = row
        return row.seq

    def load_origins(self, keys: Iterable[Key]) -> None:
        """Read the past lives of rows; only an authority that was set back has any."""
        wanted = set(keys) - self._origins.keys()
        if wanted:
            found = self._store.origins(wanted)
            self._origins |= {key: Origins(found.get(key, ())) for key in wanted}

    def origins(self, key: Key) -> Origins:
        """Return the past lives of a row; what is noted there is written with the rest."""
        self.load_origins([key])
        return self._origins[key]

    def _next(self, scope: str) -> int:
        if scope not in self._heads:
            self.lock([scope])
        self._heads[scope] += 1
        return self._heads[scope]

    def write(self) -> int:
        """Write what was entered; returns how many rows that are."""
        lived = {key: origins.entries for key, origins in self._origins.items() if origins.changed}
        if lived:
            self._store.keep_origins(lived)
        written = [row for key, row in self.now.items() if row is not self.before.get(key)]
        if not written and not self._departures:
            return 0
        self._store.save(written)
        self._store.depart(self._departures)
        self._store.set_heads(self._heads, self._amounts(written))
        return len(written)

    def _amounts(self, written: list[Row]) -> dict[tuple[str, int], int]:
        amounts: dict[tuple[str, int], int] = {}
        made: dict[str, list[tuple[str, bytes, bytes]]] = {}
        for row in written:
            before = self.before.get(row.key)
            if before is None:
                if not row.flags & Flag.DELETED:
                    made.setdefault(row.kind, []).append((row.scope, row.id, row.stamps))
                continue
            key, at = row.key, bucket_of(row.id)
            was: tuple[bytes | None, bool] = (before.stamps, before.deleted)
            if before.scope != row.scope:
                left = (before.scope, at)
                amounts[left] = amounts.get(left, 0) + changed_by(key, was, (None, False))
                was = (None, False)
            home = (row.scope, at)
            amounts[home] = amounts.get(home, 0) + changed_by(key, was, (row.stamps, row.deleted))
        for kind, states in made.items():
            add_states(amounts, kind, states)
        return amounts
