"""What a desktop process committed, noted in the same transaction, in the words of the simulation's ledger.

The facts are in a table of their own in the library file, so a kill, a copy or a restore has them exactly as it has
the edits. A value is told by its row, field and words; only words that nobody wrote before count (`marked`).
"""

import hashlib
import random
import re
import sqlite3
from typing import Any

import msgspec

from sync.conflicts import loss_of
from sync.rows import CONFLICT, Key, Op, Row
from sync.stamps import DELETED, decode_fields, encode_fields
from tests.support.sync_ledger import Ledger

_TABLE = "CREATE TABLE IF NOT EXISTS test_fact (no INTEGER PRIMARY KEY, fact BLOB NOT NULL)"
_MARK = re.compile(r"~[0-9a-f]{12}~")
_encode = msgspec.msgpack.encode


def mark(rng: random.Random) -> str:
    """A word nobody wrote before."""
    return f"~{rng.getrandbits(48):012x}~"


def told(kind: str, row_id: bytes, name: str, value: Any) -> str:
    """The value of a field as a word that exists once; empty when others may have written the same."""
    if isinstance(value, str) and (found := _MARK.search(value)):
        digest = hashlib.sha1(f"{kind}|{row_id.hex()}|{name}|{value}".encode()).hexdigest()
        return f"{kind}.{name}{found[0]}{digest[:12]}"
    return ""


def note(connection: sqlite3.Connection, fact: list[Any]) -> None:
    connection.execute("INSERT INTO test_fact (fact) VALUES (?)", [_encode(fact)])


def install() -> None:
    """Note what every transaction of this process commits. Before any library is opened."""
    from desktop.storage import database
    from desktop.storage.transaction import Transaction
    from desktop.sync import decisions

    insert, write = Transaction._insert, Transaction._write_registers
    settle, restore, open_writer = decisions._settle, decisions.restore, database.Database._open_writer

    def inserted(tx: Any, record: Any, id_: Any, home: str, stamp: Any, values: dict[str, Any]) -> None:
        insert(tx, record, id_, home, stamp, values)
        if record.event:
            note(tx.connection, ["event", record.kind, id_.bytes, _row(tx, record, id_)])
            return
        for name, value in _row(tx, record, id_).items():
            if text := told(record.kind, id_.bytes, name, value):
                note(tx.connection, ["edit", record.kind, id_.bytes, name, text, None])

    def wrote(tx: Any, record: Any, id_: Any, values: dict[str, Any]) -> bool:
        before = _row(tx, record, id_)
        done = write(tx, record, id_, values)
        if done:
            _note_changes(tx, record, id_, values, before)
        return done

    def settled(tx: Any, edits: Any, row: Row) -> None:
        settle(tx, edits, row)
        (kind, row_id), name, raw, _ = loss_of(row)
        if text := told(kind, row_id, name, msgspec.msgpack.decode(raw)):
            note(tx.connection, ["dismiss", text])
        else:
            note(tx.connection, ["loose", kind, row_id])

    def restored(tx: Any, conflict_id: Any) -> None:
        tx.restoring = True
        restore(tx, conflict_id)
        tx.restoring = False

    def opened(self: Any) -> None:
        open_writer(self)
        self._writer.execute(_TABLE)

    given: Any = Transaction
    given._insert, given._write_registers = inserted, wrote
    decisions._settle, decisions.restore = settled, restored
    opener: Any = database.Database
    opener._open_writer = opened


def _row(tx: Any, record: Any, id_: Any) -> dict[str, Any]:
    names = [*record.field_names(), DELETED]
    found = tx.execute(f"SELECT {', '.join(names)} FROM {record.table} WHERE id = ?", [id_.bytes]).fetchone()
    return dict(zip(names, found, strict=True)) if found is not None else {}


def _note_changes(tx: Any, record: Any, id_: Any, values: dict[str, Any], before: dict[str, Any]) -> None:
    kind, row_id, after = record.kind, id_.bytes, _row(tx, record, id_)
    for name in values:
        if name not in after or after[name] == before[name]:
            continue
        if name == DELETED and after[name]:
            seen = [[one, text] for one, value in after.items() if (text := told(kind, row_id, one, value))]
            note(tx.connection, ["delete", kind, row_id, seen])
        elif name == DELETED:
            note(tx.connection, ["restore", kind, row_id])
        elif text := told(kind, row_id, name, after[name]):
            parent = told(kind, row_id, name, before[name]) or None
            if getattr(tx, "restoring", False):
                note(tx.connection, ["again", kind, row_id, name, text, parent, after[DELETED]])
            else:
                note(tx.connection, ["edit", kind, row_id, name, text, parent])
        else:
            note(tx.connection, ["loose", kind, row_id])


class FleetLedger(Ledger):
    """All facts of some library files, to be judged against an authority's rows."""

    def __init__(self) -> None:
        super().__init__(random.Random(0))
        self._read: set[bytes] = set()
        self._again: dict[str, tuple[Any, str]] = {}
        self._covered: set[str | None] = set()

    def read(self, connection: sqlite3.Connection) -> int:
        """Take the facts of a file; those of its copies count once. Returns how many were new."""
        new = 0
        for number, raw in connection.execute("SELECT no, fact FROM test_fact ORDER BY no"):
            known = hashlib.sha256(b"%d|" % number + raw).digest()
            if known in self._read:
                continue
            self._read.add(known)
            new += 1
            self._take(msgspec.msgpack.decode(raw))
        return new

    def _take(self, fact: list[Any]) -> None:
        match fact:
            case ["edit", kind, row_id, name, text, parent]:
                self.edits[text] = ((kind, row_id), name, parent)
            case ["again", kind, row_id, name, text, parent, deleted]:
                # A value that lost was restored: it is written a second time, over another.
                self._again[text] = (kind, row_id), name
                self._covered.add(parent)
                self.dismissed.add(text)
                if deleted:
                    # Into a thing that is deleted and stays so: its deletion could not have seen it.
                    self.restored.add((kind, row_id))
            case ["event", kind, row_id, values]:
                self.events[f"{kind}|{row_id.hex()}"] = _event(kind, row_id, values)
            case ["delete", kind, row_id, seen]:
                self.deletes[kind, row_id].append(frozenset((name, text) for name, text in seen))
            case ["restore" | "loose", kind, row_id]:
                self.restored.add((kind, row_id))
            case ["dismiss", text]:
                self.dismissed.add(text)

    def heads(self) -> dict[tuple[Key, str], set[str]]:
        found = super().heads()
        for values in found.values():
            values.difference_update(self._covered)
        for text, (key, name) in self._again.items():
            found[key, name].add(text)
        return found

    def check(self, rows: list[Row], refused: list[Op], *, exact: bool) -> None:
        """I1 and I4; `exact`: also that no conflict is false and no deletion lost."""
        self.judge(
            [one for row in rows if (one := plain(row))], [_plain_op(op) for op in refused], exact=exact
        )


def _event(kind: str, row_id: bytes, values: dict[str, Any]) -> dict[str, Any]:
    kept = sorted((name, value) for name, value in values.items() if name != DELETED)
    return {"at": f"{kind}|{row_id.hex()}", "is": hashlib.sha256(_encode(kept)).hexdigest()}


def _values(fields: bytes) -> dict[str, Any]:
    return {name: msgspec.msgpack.decode(value) for name, value in decode_fields(fields).items()}


def _packed(values: dict[str, Any]) -> bytes:
    return encode_fields({name: msgspec.Raw(_encode(value)) for name, value in values.items()})


def _marked(kind: str, row_id: bytes, fields: bytes) -> bytes:
    values = {name: told(kind, row_id, name, value) for name, value in _values(fields).items()}
    return _packed({name: text for name, text in values.items() if text})


def plain(row: Row) -> Row | None:
    """A row with the ledger's words for its values; None for a conflict about words that are not told apart."""
    if row.kind == CONFLICT:
        (kind, row_id), name, raw, _ = loss_of(row)
        text = told(kind, row_id, name, msgspec.msgpack.decode(raw))
        fields = _packed({**_values(row.fields), "value": _encode(text)})
        return msgspec.structs.replace(row, fields=fields) if text or name == DELETED else None
    if row.event:
        return msgspec.structs.replace(row, fields=_packed(_event(row.kind, row.id, _values(row.fields))))
    return msgspec.structs.replace(row, fields=_marked(row.kind, row.id, row.fields))


def _plain_op(op: Op) -> Op:
    if op.flags & 1:
        return msgspec.structs.replace(op, fields=_packed({"at": f"{op.kind}|{op.id.hex()}"}))
    return msgspec.structs.replace(op, fields=_marked(op.kind, op.id, op.fields))
