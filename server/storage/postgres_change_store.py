"""An authority's store in PostgreSQL: the same promises as `sync.sqlite_store`, with several writers at once.

Heads of scopes are locked until the commit, so feed numbers become visible in the order they were given. A row that
another transaction changed since it was read is never overwritten (`InterferenceError`: do it all again).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.storage.failures import InterferenceError
from server.storage.kind_numbers import KindNumbers, KnownKinds
from server.storage.scope_heads import ScopeHeads
from server.storage.statements import Statements
from sync.change_store import Departure, ReceiptRecord
from sync.conflicts import kept_for
from sync.digest import ZERO, added
from sync.protocol import Gone
from sync.rows import Flag, Key, Origin, Row

_PAGE = 5_000
_SELECT = "SELECT r.kind, r.id, r.scope, r.flags, r.stamps, r.fields, r.seq, r.edited FROM sync_record r"
_NAMES = "id, kind, scope, seq, flags, edited, stamps, fields"
_ARRAYS = "$1::bytea[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::bigint[], $7::bytea[], $8::bytea[]"
_INSERT = (
    f"INSERT INTO sync_record ({_NAMES}) SELECT * FROM unnest({_ARRAYS})"  # noqa: S608 - names and casts, above
    " ON CONFLICT (id, kind) DO NOTHING"
)
_UPDATE = (
    "UPDATE sync_record r SET scope = u.scope, seq = u.seq, flags = u.flags, edited = u.edited, stamps = u.stamps,"  # noqa: S608 - as above
    f" fields = u.fields FROM unnest({_ARRAYS}, $9::int[], $10::bigint[]) AS u ({_NAMES}, old_scope, old_seq)"
    " WHERE r.id = u.id AND r.kind = u.kind AND r.scope = u.old_scope AND r.seq = u.old_seq"
)
_UPSERT = (
    f"INSERT INTO sync_record AS r ({_NAMES}) SELECT * FROM unnest({_ARRAYS})"  # noqa: S608 - as above
    " ON CONFLICT (id, kind) DO UPDATE"
    " SET scope = excluded.scope, seq = excluded.seq, flags = excluded.flags, edited = excluded.edited,"
    " stamps = excluded.stamps, fields = excluded.fields WHERE r.scope = ANY($9::int[])"
)


class PostgresChangeStore:
    """A `ChangeStore` for one transaction. Runs on a thread; every statement is set-based and one round trip.

    `writing` is False in a transaction that only reads: it sees one snapshot and locks nothing.
    """

    def __init__(self, statements: Statements, known_kinds: KnownKinds, *, writing: bool) -> None:
        self._db = statements
        self._kinds = KindNumbers(statements, known_kinds)
        self._scopes = ScopeHeads(statements)
        self._seen: dict[Key, tuple[int, int] | None] = {}
        self._locking = writing

    def epoch(self) -> int:
        return int(self._db.all("SELECT epoch FROM sync_authority")[0][0])

    def last_batch(self, device: bytes) -> int:
        found = self._db.all("SELECT max(number) FROM sync_receipt WHERE device = $1", device)
        return int(found[0][0] or 0)

    def receipt(self, device: bytes, number: int) -> ReceiptRecord | None:
        select = "SELECT digest, receipt FROM sync_receipt WHERE device = $1 AND number = $2"
        found = self._db.all(select, device, number)
        return ReceiptRecord(*found[0]) if found else None

    def keep_receipt(self, device: bytes, number: int, record: ReceiptRecord) -> None:
        """Remember that a batch was handled. What follows only answers it: `heads` then locks nothing more."""
        insert = "INSERT INTO sync_receipt VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
        if not self._db.do(insert, device, number, record.digest, record.receipt):
            raise InterferenceError("the same batch came twice at once")
        self._locking = False

    def rows(self, keys: Iterable[Key]) -> dict[Key, Row]:
        wanted = set(keys)
        numbers = self._kinds.known({kind for kind, _ in wanted})
        names = {number: kind for kind, number in numbers.items()}
        ids = list({row_id for _, row_id in wanted})
        found = self._find(ids, list(names))
        # Behind the lock it is read once more: until then it was anybody's to change.
        while self._locking and self._scopes.lock_numbers({row[2] for row in found}):
            found = self._find(ids, list(names))
        rows = {row.key: row for row in self._rows_of(found)}
        self._seen.update(dict.fromkeys(wanted))
        self._seen.update(((names[row[0]], row[1]), (row[2], row[6])) for row in found)
        return {key: row for key, row in rows.items() if key in wanted}

    def _find(self, ids: list[bytes], kinds: list[int]) -> list[Any]:
        if not ids or not kinds:
            return []
        select = f"{_SELECT} WHERE r.id = ANY($1::bytea[]) AND r.kind = ANY($2::int[])"
        return self._db.all(select, ids, kinds)

    def heads(self, scopes: Iterable[str]) -> dict[str, int]:
        wanted = set(scopes)
        known = self._scopes.locked(wanted) if self._locking else self._scopes.known(wanted)
        return {scope: known[scope].head if scope in known else 0 for scope in wanted}

    def digests(self, scopes: Iterable[str]) -> dict[str, bytes]:
        wanted = set(scopes)
        known = self._scopes.known(wanted)
        return {scope: known[scope].digest if scope in known else ZERO for scope in wanted}

    def horizon(self, scope: str) -> int:
        known = self._scopes.known({scope}).get(scope)
        return known.horizon if known else 0

    def save(self, rows: Iterable[Row]) -> None:
        listed = list({row.key: row for row in rows}.values())
        if not listed:
            return
        scopes = {name: head.no for name, head in self._scopes.locked({row.scope for row in listed}).items()}
        kinds = self._kinds.numbers({row.kind for row in listed})
        fresh: list[Row] = []
        unread: list[Row] = []
        read: list[tuple[Row, tuple[int, int]]] = []
        for row in listed:
            if row.key not in self._seen:
                unread.append(row)
            elif (place := self._seen[row.key]) is None:
                fresh.append(row)
            else:
                read.append((row, place))
        done = 0
        if fresh:
            done += self._db.do(_INSERT, *_columns(fresh, kinds, scopes))
        if read:
            old = ([scope for _, (scope, _) in read], [seq for _, (_, seq) in read])
            done += self._db.do(_UPDATE, *_columns([row for row, _ in read], kinds, scopes), *old)
        if unread:
            mine = self._scopes.locked_numbers()
            done += self._db.do(_UPSERT, *_columns(unread, kinds, scopes), mine)
        if done != len(listed):
            raise InterferenceError("a row was changed by another transaction")
        self._seen.update((row.key, (scopes[row.scope], row.seq)) for row in listed)

    def depart(self, departures: Iterable[Departure]) -> None:
        listed = list(departures)
        if not listed:
            return
        scopes = self._scopes.locked({scope for one in listed for scope in (one.scope, one.to)})
        kinds = self._kinds.numbers({one.key[0] for one in listed})
        last: dict[tuple[str, Key], Departure] = {}
        for one in listed:
            last.pop((one.to, one.key), None)
            last[one.scope, one.key] = one
        self._db.do(
            "DELETE FROM sync_departure d USING unnest($1::int[], $2::bytea[], $3::int[]) AS u (scope, id, kind)"
            " WHERE d.scope = u.scope AND d.id = u.id AND d.kind = u.kind",
            [scopes[one.to].no for one in listed],
            [one.key[1] for one in listed],
            [kinds[one.key[0]] for one in listed],
        )
        kept = list(last.values())
        self._db.do(
            "INSERT INTO sync_departure SELECT * FROM"
            " unnest($1::int[], $2::bytea[], $3::int[], $4::bigint[], $5::text[]) ON CONFLICT (scope, id, kind)"
            " DO UPDATE SET seq = excluded.seq, target = excluded.target",
            [scopes[one.scope].no for one in kept],
            [one.key[1] for one in kept],
            [kinds[one.key[0]] for one in kept],
            [one.seq for one in kept],
            [one.to for one in kept],
        )

    def set_heads(self, heads: dict[str, int], amounts: dict[tuple[str, int], int]) -> None:
        known = self._scopes.locked({*heads, *(scope for scope, _ in amounts)})
        if not known:
            return
        for scope, head in heads.items():
            known[scope].head = head
        for (scope, _), amount in amounts.items():
            known[scope].digest = added(known[scope].digest, amount)
        self._scopes.write(list(known.values()))
        places = [(known[scope].no, bucket) for scope, bucket in amounts]
        if places:
            self._add(places, list(amounts.values()))

    def _add(self, places: list[tuple[int, int]], amounts: list[int]) -> None:
        columns = ([scope for scope, _ in places], [bucket for _, bucket in places])
        found = self._db.all(
            "SELECT d.scope, d.bucket, d.digest FROM sync_digest d JOIN unnest($1::int[], $2::int[])"
            " AS u (scope, bucket) ON d.scope = u.scope AND d.bucket = u.bucket",
            *columns,
        )
        old = {(scope, bucket): digest for scope, bucket, digest in found}
        digests = [added(old.get(at, b""), amount) for at, amount in zip(places, amounts, strict=True)]
        self._db.do(
            "INSERT INTO sync_digest SELECT * FROM unnest($1::int[], $2::int[], $3::bytea[])"
            " ON CONFLICT (scope, bucket) DO UPDATE SET digest = excluded.digest",
            *(*columns, digests),
        )

    def feed(self, scope: str, after: int, count: int) -> list[Row]:
        select = f"{_SELECT} WHERE r.scope = $1 AND r.seq > $2 ORDER BY r.seq LIMIT $3"
        return self._rows_of(self._db.all(select, self._scopes.number(scope), after, count))

    def departures(self, scope: str, after: int, until: int) -> list[Gone]:
        found = self._db.all(
            "SELECT seq, kind, id, target FROM sync_departure WHERE scope = $1 AND seq > $2 AND seq <= $3 ORDER BY seq",
            *(self._scopes.number(scope), after, until),
        )
        names = self._kinds.names({row[1] for row in found})
        return [Gone(seq, names[kind], row_id, target) for seq, kind, row_id, target in found]

    def buckets(self, scope: str) -> dict[int, bytes]:
        number = self._scopes.number(scope)
        found = self._db.all("SELECT bucket, digest FROM sync_digest WHERE scope = $1", number)
        return {row[0]: row[1] for row in found}

    def bucket_rows(self, scope: str, bucket: int) -> list[Row]:
        select = f"{_SELECT} WHERE r.scope = $1 AND substr(r.id, length(r.id)) = $2"
        return self._rows_of(self._db.all(select, self._scopes.number(scope), bytes([bucket])))

    def living(self, scope: str) -> Iterator[Row]:
        select = f"{_SELECT} WHERE r.scope = $1 AND r.flags & $2 = 0 ORDER BY r.kind, r.id"
        for page in self._db.pages(select, self._scopes.number(scope), int(Flag.DELETED), size=_PAGE):
            yield from self._rows_of(page)

    def origins(self, keys: Iterable[Key]) -> dict[Key, list[Origin]]:
        wanted = set(keys)
        kinds = self._kinds.known({kind for kind, _ in wanted})
        found = self._db.all(
            "SELECT o.kind, o.id, o.origins FROM sync_origin o WHERE o.id = ANY($1::bytea[])"
            " AND o.kind = ANY($2::int[])",
            *(list({row_id for _, row_id in wanted}), list(kinds.values())),
        )
        names = self._kinds.names({row[0] for row in found})
        entries = {(names[kind], row_id): raw for kind, row_id, raw in found}
        return {
            key: msgspec.msgpack.decode(raw, type=list[Origin])
            for key, raw in entries.items()
            if key in wanted
        }

    def keep_origins(self, origins: dict[Key, list[Origin]]) -> None:
        kinds = self._kinds.numbers({kind for kind, _ in origins})
        self._db.do(
            "INSERT INTO sync_origin SELECT * FROM unnest($1::bytea[], $2::int[], $3::bytea[])"
            " ON CONFLICT (id, kind) DO UPDATE SET origins = excluded.origins",
            [row_id for _, row_id in origins],
            [kinds[kind] for kind, _ in origins],
            [msgspec.msgpack.encode(entries) for entries in origins.values()],
        )

    def _forget_origins(self) -> None:
        if self.epoch():
            self._db.do(
                "DELETE FROM sync_origin o WHERE NOT EXISTS"
                " (SELECT 1 FROM sync_record r WHERE r.id = o.id AND r.kind = o.kind)"
            )

    def conflicts_of(self, keys: Iterable[Key]) -> list[Row]:
        wanted = set(keys)
        # Kind 0 is that of conflicts: the number stands here for the index. Which row one is of stands somewhere in
        # its fields: most are told apart without being sent.
        named = "EXISTS (SELECT 1 FROM unnest($1::bytea[]) AS u (id) WHERE position(u.id IN r.fields) > 0)"
        found = self._db.all(
            f"{_SELECT} WHERE r.kind = 0 AND {named} ORDER BY r.id", [row_id for _, row_id in wanted]
        )
        return [row for row in self._rows_of(found) if kept_for(row) in wanted]

    def forget(self, scope: str, keys: Iterable[Key], horizon: int) -> None:
        listed = list(keys)
        head = self._scopes.locked({scope})[scope]
        kinds = self._kinds.known({kind for kind, _ in listed})
        self._db.do(
            "DELETE FROM sync_record r USING unnest($1::bytea[], $2::int[]) AS u (id, kind)"
            " WHERE r.id = u.id AND r.kind = u.kind",
            *([row_id for _, row_id in listed], [kinds[kind] for kind, _ in listed]),
        )
        self._forget_origins()
        self._db.do("DELETE FROM sync_departure WHERE scope = $1 AND seq <= $2", head.no, horizon)
        head.horizon = horizon
        self._scopes.write([head])
        self._seen.update(dict.fromkeys(listed))

    def drop_scope(self, scope: str, limit: int | None = None) -> bool:
        head = self._scopes.locked({scope})[scope]
        self._db.do(
            "DELETE FROM sync_record WHERE scope = $1 AND seq IN"
            " (SELECT seq FROM sync_record WHERE scope = $1 ORDER BY seq LIMIT $2)",
            *(head.no, limit),
        )
        self._forget_origins()
        self._db.do("DELETE FROM sync_departure WHERE scope = $1", head.no)
        self._db.do("DELETE FROM sync_digest WHERE scope = $1", head.no)
        head.head = head.horizon = head.head + 1
        head.digest = ZERO
        self._scopes.write([head])
        self._seen.clear()
        return not self._db.all("SELECT EXISTS (SELECT 1 FROM sync_record WHERE scope = $1)", head.no)[0][0]

    def _rows_of(self, found: list[Any]) -> list[Row]:
        kinds = self._kinds.names({row[0] for row in found})
        scopes = self._scopes.names({row[2] for row in found})
        return [Row(kinds[kind], row_id, scopes[scope], *rest) for kind, row_id, scope, *rest in found]


def _columns(rows: list[Row], kinds: dict[str, int], scopes: dict[str, int]) -> list[list[Any]]:
    """Return the rows as one array per column."""
    return [
        [row.id for row in rows],
        [kinds[row.kind] for row in rows],
        [scopes[row.scope] for row in rows],
        [row.seq for row in rows],
        [row.flags for row in rows],
        [row.edited for row in rows],
        [row.stamps for row in rows],
        [row.fields for row in rows],
    ]
