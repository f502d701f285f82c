"""How synced records are declared: kind, table, fields and each field's merge rule. No SQL."""

from enum import StrEnum

import msgspec


class Merge(StrEnum):
    """How two devices' values of one field become one."""

    REGISTER = "register"
    """The later edit wins, the loser is kept for the author to restore."""
    CONSTANT = "constant"
    """Written once at creation; part of what the record is."""


class Field(msgspec.Struct, frozen=True):
    """One column of a synced record. `content`: it names files by their hashes, which are kept while the row lives."""

    name: str
    merge: Merge = Merge.REGISTER
    content: bool = False


class Record(msgspec.Struct, frozen=True):
    """A kind of thing a person makes. `scope` is who shares it; `event` kinds are only ever inserted.

    `homes` are the kinds of scope it may live in; `by_server`: devices show it, only the server writes it.
    """

    kind: str
    table: str
    fields: tuple[Field, ...]
    event: bool = False
    homes: frozenset[str] = frozenset({"user", "group"})
    by_server: bool = False

    def field_names(self) -> tuple[str, ...]:
        """Names of the record's own columns, without the sync columns."""
        return tuple(field.name for field in self.fields)


DELETED = "deleted"
"""The register every record has besides its own fields."""

USER_HOME = frozenset({"user"})
"""Homes of what is never shared."""


def constant(name: str, *, content: bool = False) -> Field:
    """Declare a field that is written once."""
    return Field(name, Merge.CONSTANT, content)


def register(name: str, *, content: bool = False) -> Field:
    """Declare a field a person may edit."""
    return Field(name, Merge.REGISTER, content)
