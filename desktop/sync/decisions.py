"""What a person decides: values that lost, and edits that were not taken. Works on one open connection."""

import uuid
from pathlib import Path
from typing import Any

import msgspec

from desktop.runtime.paths import disk_error
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import store
from desktop.sync.value_texts import text_of, title_of, words_of
from desktop.sync.views import Conflict, RefusedEdit
from shared.clock import hybrid_ms
from shared.errors import AppError
from shared.synced import BY_KIND
from sync.conflicts import base_of, kept_for, loss_of
from sync.journal import Journal, Refused
from sync.local_edits import LocalEdits
from sync.row_store import SqliteRowStore
from sync.rows import CONFLICT, Key, Op, Row
from sync.stamps import DELETED, decode_fields

_REFERENCES = {"collection_id": "collection", "item_id": "item", "quiz_id": "quiz", "chat_id": "chat"}
"""Which kind of thing a field refers to."""
_value = msgspec.msgpack.Decoder().decode


class Decisions:
    """Reads and carries out, on the writer's connection."""

    def __init__(self, connection: "sqlite3.Connection") -> None:
        self._connection = connection
        self._journal = Journal(connection)
        self._rows = TypedRowStore(connection)

    # Conflicts

    def conflicts(self) -> list[Conflict]:
        """Return the open ones of things that are there, newest first."""
        rows = self._rows.get((CONFLICT, row_id) for row_id in store.open_conflicts(self._connection))
        listed = [one for row in rows.values() if (one := self._conflict(row)) is not None]
        return sorted(listed, key=lambda one: (-one.when_ms, one.id))

    def _conflict(self, row: Row) -> Conflict | None:
        if kept_for(row) is None:
            return None
        key, field, raw, stamp = loss_of(row)
        thing = self._rows.get([key]).get(key)
        if thing is None:
            return None
        fields = _fields(thing)
        deleting = field == DELETED
        base = base_of(row)
        whose = store.author(self._connection, stamp[1], row.scope)
        return Conflict(
            id=uuid.UUID(bytes=row.id),
            kind=key[0],
            thing_id=uuid.UUID(bytes=key[1]),
            title=self._title(key[0], fields),
            field=field,
            lost="" if deleting else text_of(field, _value(raw), self._name),
            standing="" if deleting else text_of(field, fields.get(field), self._name),
            base=None if base is None else text_of(field, _value(base), self._name),
            mine=stamp[1] == store.own_author(self._connection),
            device=whose.device,
            who=whose.name,
            group=whose.group,
            when_ms=hybrid_ms(stamp[0]),
            gone=thing.deleted,
        )

    # What was not taken

    def refused(self) -> list[RefusedEdit]:
        """Return the edits that were not taken, oldest first."""
        return [self._refused_edit(one) for one in self._journal.refused()]

    def _refused_edit(self, one: Refused) -> RefusedEdit:
        op = msgspec.msgpack.decode(one.op, type=Op)
        given = {name: _value(raw) for name, raw in decode_fields(op.fields).items()}
        here = self._rows.get([op.key]).get(op.key)
        known = _fields(here) if here is not None else {}
        return RefusedEdit(
            no=one.no,
            kind=one.kind,
            thing_id=uuid.UUID(bytes=one.id),
            title=self._title(one.kind, known | given),
            scope=one.scope,
            reason=one.reason,
            text=words_of(given, self._name),
            when_ms=one.at_ms,
        )

    def exported(self) -> list[dict[str, Any]]:
        """Return them with every field, as a file for a person or a program holds them."""
        listed: list[dict[str, Any]] = []
        for one in self._journal.refused():
            op = msgspec.msgpack.decode(one.op, type=Op)
            listed.append(
                {
                    "kind": one.kind,
                    "id": str(uuid.UUID(bytes=one.id)),
                    "scope": one.scope,
                    "reason": one.reason,
                    "at_ms": one.at_ms,
                    "fields": {name: _plain(_value(raw)) for name, raw in decode_fields(op.fields).items()},
                }
            )
        return listed

    # Names

    def _title(self, kind: str, fields: dict[str, Any]) -> str:
        if own := title_of({name: value for name, value in fields.items() if kind != "correction"}):
            return own
        for field in _REFERENCES:
            if isinstance(fields.get(field), bytes) and (name := self._name(field, fields[field])):
                return name
        return title_of(fields)

    def _name(self, field: str, row_id: bytes) -> str:
        kind = _REFERENCES.get(field)
        if kind is None:
            return ""
        row = self._rows.get([(kind, row_id)]).get((kind, row_id))
        return title_of(_fields(row)) if row is not None else ""


def restore(tx: Transaction, conflict_id: uuid.UUID) -> None:
    """Write the value that lost as a new edit, and settle the conflict: of a deleted thing, the thing comes back too.

    Raises AppError `sync.conflict_gone`.
    """
    rows, edits, row = _open(tx, conflict_id)
    key, field, raw, _ = loss_of(row)
    if key not in rows.get([key]):
        raise AppError("sync.conflict_gone")
    record = BY_KIND.get(key[0])
    stray = key in SqliteRowStore(tx.connection).get([key])
    if record is None or stray:
        _edit_stray(edits, key, field, raw)
    elif field == DELETED:
        tx.delete(record, uuid.UUID(bytes=key[1]))
    elif field in record.field_names():
        tx.put(record, uuid.UUID(bytes=key[1]), **{field: _value(raw)})
    else:
        raise AppError("sync.conflict_gone", detail="a field of a newer version")
    _settle(tx, edits, row)


def dismiss(tx: Transaction, conflict_id: uuid.UUID) -> None:
    """Keep what stands, and settle the conflict. Raises AppError `sync.conflict_gone`."""
    _, edits, row = _open(tx, conflict_id)
    _settle(tx, edits, row)


def let_go(tx: Transaction, no: int) -> None:
    """Forget an edit that was not taken."""
    tx.journal.let_go(no)
    tx.changed("refused")


def _open(tx: Transaction, conflict_id: uuid.UUID) -> tuple[TypedRowStore, LocalEdits, Row]:
    rows = TypedRowStore(tx.connection)
    key = (CONFLICT, conflict_id.bytes)
    row = rows.get([key]).get(key)
    if row is None or row.deleted or kept_for(row) is None:
        raise AppError("sync.conflict_gone")
    tx.check_may_write(row.scope)
    return rows, LocalEdits(tx.journal, SqliteRowStore(tx.connection), tx.now_ms), row


def _edit_stray(edits: LocalEdits, key: Key, field: str, raw: bytes) -> None:
    if field == DELETED:
        edits.delete(key)
    else:
        edits.change(key, {field: _value(raw)})
        edits.restore(key)


def _settle(tx: Transaction, edits: LocalEdits, row: Row) -> None:
    edits.delete(row.key)
    tx.changed(CONFLICT, uuid.UUID(bytes=row.id))


def write_export(path: Path, listed: list[dict[str, object]]) -> None:
    """Write what `Decisions.exported` returned, whole or not at all. Raises AppError for a full or read-only disk."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(listed)))
        part.replace(path)
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise disk_error(cause, path.parent) from cause


def _fields(row: Row) -> dict[str, Any]:
    return {name: _value(raw) for name, raw in decode_fields(row.fields).items()}


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: bytes as hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
