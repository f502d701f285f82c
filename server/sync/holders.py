"""What a row is in, up to the thing that is shared as a whole: as it stands, and as one batch would have it.

Looked up only when somebody takes a row out of a group, which is rare.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from server.sync.kinds import RULES, Rule
from sync.rows import Key, Op, Row
from sync.stamps import decode_fields

_ID_BYTES = 16
Rows = Callable[[Iterable[Key]], Mapping[Key, Row]]


class Holders:
    """For one batch. `rows` are those that are stored, `coming` returns the operations of the batch."""

    def __init__(
        self, rows: Rows, coming: Callable[[], Iterable[Op]], rules: Mapping[str, Rule] = RULES
    ) -> None:
        self._rows, self._coming, self._rules = rows, coming, rules
        self._found: dict[Key, Row | None] = {}
        self._ops: dict[Key, Op] | None = None

    def whole(self, row: Row, op: Op) -> Row | None:
        """Return the stored thing that a row will be in, as a whole, once the batch is taken; None if it is not here.

        The way up ends where something is in another scope than the row was in.
        """
        kind, fields = row.kind, [op.fields, row.fields]
        while (rule := self._rules.get(kind)) is not None and rule.part_of is not None:
            kind, reference = rule.part_of
            key = _named(kind, reference, fields)
            held = None if key is None else self._stored(key)
            if key is None or held is None or held.scope != row.scope:
                return None
            if self._rules[kind].part_of is None:
                return held
            coming = self._coming_of(key)
            fields = [held.fields] if coming is None else [coming.fields, held.fields]
        return None

    def _stored(self, key: Key) -> Row | None:
        if key not in self._found:
            self._found[key] = self._rows([key]).get(key)
        return self._found[key]

    def _coming_of(self, key: Key) -> Op | None:
        if self._ops is None:
            self._ops = {op.key: op for op in self._coming()}
        return self._ops.get(key)


def _named(kind: str, reference: str, fields: list[bytes]) -> Key | None:
    """Return the key of what the first of these fields names."""
    for raw in fields:
        if (value := decode_fields(raw).get(reference)) is not None:
            row_id: Any = msgspec.msgpack.decode(value)
            return (kind, row_id) if isinstance(row_id, bytes) and len(row_id) == _ID_BYTES else None
    return None
