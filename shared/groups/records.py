"""Groups and who belongs to them as synced records, so that devices show them offline. Declarations only."""

import uuid

from shared.ids import derived_id
from shared.records import Record, constant, register

GROUP_HOME = frozenset({"group"})

GROUP = Record(
    "group",
    "study_group",
    (register("name"), register("description"), constant("created_ms")),
    homes=GROUP_HOME,
    by_server=True,
)
"""A group; its id is the group's. It lives in the scope `group:<id>`."""

MEMBERSHIP = Record(
    "membership",
    "membership",
    (
        constant("group_id"),
        constant("user_id"),
        register("name"),
        register("role"),
        constant("joined_ms"),
    ),
    homes=GROUP_HOME,
    by_server=True,
)
"""Somebody in a group: ids as 16 bytes, `role` a `shared.groups.messages.Role`. Who left is a deleted record."""


def membership_id(group_id: uuid.UUID, user_id: uuid.UUID) -> uuid.UUID:
    """Return the id of a person's membership record in a group."""
    return derived_id("membership", group_id, user_id)
