"""What a person takes along and what goes with them: the export and the erasure of synced rows."""

import base64
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from server.accounts.service import AccountsService
from server.groups.service import GroupsService
from server.storage.transaction import Transaction
from server.sync.care import drop
from server.sync.grants import own_scope
from server.sync.store import SyncStore
from sync.change_store import ChangeStore
from sync.rows import Row
from sync.stamps import EVERY, decode_fields, decode_stamps

_PAGE = 500
_PIECE_BYTES = 1 << 20
_ID_BYTES = 16


class Leaving:
    """Called back by accounts. `rest` hears that rows of a person who left are still to be removed."""

    def __init__(self, accounts: AccountsService, groups: GroupsService, rest: Callable[[], None]) -> None:
        self._accounts, self._groups, self._rest = accounts, groups, rest

    async def exported(self, tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        """Yield the person's groups, all rows of their own scope, and what they made in groups; JSON, line by line."""
        person = await self._accounts.standing(tx, user_id)
        groups = await self._groups.upkeep.exported(tx, user_id, person.tenant_id)
        yield "groups.jsonl", b"".join(msgspec.json.encode(one) + b"\n" for one in groups)
        async for piece in _lines(tx, own_scope(user_id), None):
            yield "records.jsonl", piece
        authors = await SyncStore(tx).authors(user_id)
        for one in groups:
            async for piece in _lines(tx, f"group:{one['group_id']}", authors):
                yield f"groups/{one['group_id']}.jsonl", piece

    async def erased(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Remove the person's own scope and devices. What they shared stays with the groups it was given to."""
        if not await drop(tx, own_scope(user_id)):
            tx.after_commit(self._rest)
        await SyncStore(tx).forget_devices(user_id)


async def _lines(tx: Transaction, scope: str, authors: frozenset[int] | None) -> AsyncIterator[bytes]:
    at = 0
    while True:

        def work(store: ChangeStore, after: int = at) -> tuple[bytes, int]:
            rows = store.feed(scope, after, _PAGE)
            mine = [row for row in rows if authors is None or _made_by(row, authors)]
            return b"".join(_line(row) for row in mine), rows[-1].seq if rows else 0

        piece, at = await tx.changes(work)
        if not at:
            return
        for start in range(0, len(piece), _PIECE_BYTES):
            yield piece[start : start + _PIECE_BYTES]


def _made_by(row: Row, authors: frozenset[int]) -> bool:
    return decode_stamps(row.stamps)[EVERY][1] in authors


def _line(row: Row) -> bytes:
    values = {name: _plain(msgspec.msgpack.decode(raw)) for name, raw in decode_fields(row.fields).items()}
    told = {"kind": row.kind, "id": str(uuid.UUID(bytes=row.id)), "deleted": row.deleted, "fields": values}
    return msgspec.json.encode(told) + b"\n"


def _plain(value: Any) -> Any:
    """Bytes as text: ids in their usual form, the rest in base 64."""
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value)) if len(value) == _ID_BYTES else base64.b64encode(value).decode()
    if isinstance(value, list):
        return [_plain(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        pairs: list[tuple[Any, Any]] = list(value.items())  # pyright: ignore[reportUnknownArgumentType]
        return {str(key): _plain(each) for key, each in pairs}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
