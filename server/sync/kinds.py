"""What the server holds clients to, kind by kind, as data: derived from the declarations that all programs share."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from shared.accounts.records import PROFILE, profile_id
from shared.ai import records as ai_records
from shared.chat import records as chat_records
from shared.groups import records as group_records
from shared.media import records as media_records
from shared.quiz import records as quiz_records
from shared.records import Merge, Record
from shared.settings.records import SETTING, setting_id

Identity = Callable[[uuid.UUID, Mapping[str, Any]], uuid.UUID | None]
"""The id that a record of a person must have, from the person's id and the record's values; None: unknowable."""

_SLICES = (ai_records, chat_records, group_records, media_records, quiz_records)


class Rule(msgspec.Struct, frozen=True):
    """How rows of one kind are judged. `shared`: made by one person, looked after by the group's curators.

    `part_of`: the kind of thing it is in, and the field that names that thing.
    """

    kind: str
    homes: frozenset[str]
    by_server: bool
    event: bool
    constants: frozenset[str]
    shared: bool = False
    identity: Identity | None = None
    part_of: tuple[str, str] | None = None


def _setting(user_id: uuid.UUID, values: Mapping[str, Any]) -> uuid.UUID | None:
    key = values.get("key")
    return setting_id(user_id, key) if isinstance(key, str) else None


def _profile(user_id: uuid.UUID, _values: Mapping[str, Any]) -> uuid.UUID | None:
    return profile_id(user_id)


_IDENTITIES: dict[str, Identity] = {SETTING.kind: _setting, PROFILE.kind: _profile}
SHARED_KINDS = frozenset({"collection", "quiz"})
"""What a person shares as a whole, with everything in it."""
_PARTS = {
    "item": ("collection", "collection_id"),
    "tag": ("item", "item_id"),
    "correction": ("item", "item_id"),
    "question": ("quiz", "quiz_id"),
}


def declared() -> list[Record]:
    """Return every record that the programs share."""
    found = [value for module in _SLICES for value in vars(module).values() if isinstance(value, Record)]
    return [SETTING, PROFILE, *found]


def rule_of(record: Record) -> Rule:
    """Return how rows of a declared kind are judged."""
    constants = frozenset(field.name for field in record.fields if field.merge == Merge.CONSTANT)
    return Rule(
        record.kind,
        record.homes,
        record.by_server,
        record.event,
        constants,
        record.kind in SHARED_KINDS,
        _IDENTITIES.get(record.kind),
        _PARTS.get(record.kind),
    )


RULES: Mapping[str, Rule] = {record.kind: rule_of(record) for record in declared()}
"""By kind. A kind that is not here is of a newer version: kept and returned as it is."""
ANY_HOMES = frozenset({"user", "group"})
