"""The server's own rules on operations, beyond grants: kinds, homes, constants, ids, sizes, and what others shared.

Pure: a guard is made for one exchange and knows who asks. Kinds it does not know are kept as they are.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from server.groups.rules import CURATORS
from server.sync.holders import Holders
from server.sync.kinds import ANY_HOMES, RULES, Rule
from shared.groups.messages import Role
from shared.sync.messages import Objection
from sync.codec import UNREADABLE
from sync.merge import Problem
from sync.rows import Flag, Op, Row
from sync.scopes import ScopeKind, kind_of, scope_of
from sync.stamps import DELETED, EVERY, SCOPE, Stamps, decode_fields, decode_stamps, stamp_of, tag_of

MAX_ROW_BYTES = 1 << 20
"""Stamps and fields of one operation."""
MAX_KIND_CHARS = 64
"""Kinds are indexed, and PostgreSQL indexes no long ones."""
MAX_DEPTH = 64
"""Lists within lists in one value: far more than any record has, far less than a program can read."""
_DERIVED = 5
"""UUID version of ids that follow from what a record says: two devices making it meet, with constants of each."""

_NESTING = frozenset({list, dict})
_read_values: Callable[[bytes], dict[str, Any]] = msgspec.msgpack.Decoder(dict[str, Any]).decode


class Asking(msgspec.Struct, frozen=True):
    """Who hands in a batch.

    `roles` by group scope, `authors` are the numbers of all devices the person ever synced with, `full` the scopes
    that take no new rows.
    """

    user_id: uuid.UUID
    roles: Mapping[str, Role]
    authors: frozenset[int]
    full: frozenset[str] = frozenset()


class SyncGuard:
    """A `sync.intake.Guard`: called with the row as it stands and the operation; returns a reason to refuse, or None.

    `holders` knows what a row is in; without it parts are judged by themselves.

    Raises `msgspec.MsgspecError` for bytes that are not what they should be, which the intake refuses.
    """

    def __init__(
        self, asking: Asking, rules: Mapping[str, Rule] = RULES, *, holders: Holders | None = None
    ) -> None:
        self._asking, self._rules, self.holders = asking, rules, holders

    def __call__(self, stored: Row | None, op: Op) -> str | None:
        rule = self._rules.get(op.kind)
        if len(op.kind) > MAX_KIND_CHARS:
            return Problem.MALFORMED
        reason = self._room(stored, op) or _form(op) or self._home(rule, op)
        if reason is not None or rule is None:
            return reason
        if stored is None:
            return self._identity(rule, op)
        if stored.event:
            return None
        return (
            self._constants(rule, stored, op)
            or self._taken_away(rule, stored, op)
            or self._left(rule, stored, op)
        )

    def _room(self, stored: Row | None, op: Op) -> str | None:
        if len(op.stamps) + len(op.fields) + len(op.base or b"") + len(op.seen or b"") > MAX_ROW_BYTES:
            return Objection.TOO_LARGE
        return Objection.FULL if stored is None and op.scope in self._asking.full else None

    def _home(self, rule: Rule | None, op: Op) -> str | None:
        """Which kinds may be handed in at all, where, and in which form."""
        if rule is not None and rule.by_server:
            return Problem.RESERVED
        if kind_of(op.scope) not in (ANY_HOMES if rule is None else rule.homes):
            return Objection.WRONG_SCOPE
        if rule is not None and rule.event != bool(op.flags & Flag.EVENT):
            return Problem.MALFORMED
        return None

    def _identity(self, rule: Rule, op: Op) -> str | None:
        """An id that follows from what the record says must be that one."""
        if rule.identity is None or op.base is not None:
            return None
        if op.scope != scope_of(ScopeKind.USER, self._asking.user_id):
            return Objection.WRONG_SCOPE
        expected = rule.identity(self._asking.user_id, _read_values(op.fields))
        return None if expected is not None and expected.bytes == op.id else Objection.WRONG_ID

    def _constants(self, rule: Rule, stored: Row, op: Op) -> str | None:
        """What is written once stays, except where two devices made the same thing, each with constants of its own."""
        if not rule.constants:
            return None
        given = decode_fields(op.fields)
        named = rule.constants & given.keys()
        made_twice = op.base is None or op.flags & Flag.CARRY
        if not named or (made_twice and op.id[6] >> 4 == _DERIVED):
            return None
        held = decode_fields(stored.fields)
        if any(name in held and bytes(held[name]) != bytes(given[name]) for name in named):
            return Objection.CONSTANT
        return None

    def _taken_away(self, rule: Rule, stored: Row, op: Op) -> str | None:
        """What another person shared in a group is deleted or moved by the group's curators only."""
        role = self._asking.roles.get(stored.scope)
        if not rule.shared or role is None or role in CURATORS:
            return None
        held, new = decode_stamps(stored.stamps), decode_stamps(op.stamps)
        if self._made_by_asking(rule, held):
            return None
        deletes = bool(op.flags & Flag.DELETED) and not stored.deleted and DELETED in new
        moves = _moves(stored, op, held, new)
        # Whoever could write the constants anew would pass for the one who made the thing.
        remakes = any(_writes(new, held, name) for name in rule.constants)
        return Objection.NOT_YOURS if deletes or moves or remakes else None

    def _left(self, rule: Rule, stored: Row, op: Op) -> str | None:
        """A part does not go where the whole may not: it would be torn from what others see it in."""
        role = self._asking.roles.get(stored.scope)
        if rule.part_of is None or role is None or role in CURATORS or self.holders is None:
            return None
        if not _moves(stored, op, decode_stamps(stored.stamps), decode_stamps(op.stamps)):
            return None
        whole = self.holders.whole(stored, op)
        if whole is None or whole.deleted:
            return None
        mine = self._made_by_asking(self._rules[whole.kind], decode_stamps(whole.stamps))
        return None if mine else Problem.STAYS

    def _made_by_asking(self, rule: Rule, held: Stamps) -> bool:
        return any(stamp_of(held, name)[1] in self._asking.authors for name in rule.constants)


def _moves(stored: Row, op: Op, held: Stamps, new: Stamps) -> bool:
    return op.scope != stored.scope and SCOPE in new and new[SCOPE][1:] != tag_of(held, SCOPE)


def _writes(new: Stamps, held: Stamps, name: str) -> bool:
    stamp = new.get(name) or new.get(EVERY)
    return stamp is not None and stamp[1:] != tag_of(held, name)


def _form(op: Op) -> str | None:
    """Values that other people's devices could not read are no values."""
    try:
        values = _read_values(op.fields)
    except UNREADABLE:
        return Problem.MALFORMED
    nested = [value for value in values.values() if type(value) in _NESTING]
    return Problem.MALFORMED if nested and _too_deep(nested) else None


def _too_deep(level: list[Any]) -> bool:
    for _ in range(MAX_DEPTH):
        inner: list[Any] = []
        for value in level:
            inner.extend(value.values() if hasattr(value, "values") else value)
        level = [value for value in inner if type(value) in _NESTING]
        if not level:
            return False
    return True
