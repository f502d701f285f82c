"""Reads the groups and memberships that sync brought. Writes nothing: only the server does."""

import uuid

import aiosqlite
import msgspec

from shared.groups.messages import Role


class GroupRow(msgspec.Struct, frozen=True):
    """A group with the person's own role in it and how many belong to it."""

    group_id: uuid.UUID
    name: str
    description: str
    created_ms: int
    role: Role
    members: int


class MemberRow(msgspec.Struct, frozen=True):
    """Somebody in a group."""

    user_id: uuid.UUID
    name: str
    role: Role
    joined_ms: int


async def groups(reader: aiosqlite.Connection, user_id: uuid.UUID) -> list[GroupRow]:
    """Return the groups in which the person is, by name."""
    rows = await reader.execute_fetchall(
        "SELECT g.id, g.name, g.description, g.created_ms, m.role,"
        " (SELECT count(*) FROM membership a WHERE a.group_id = g.id AND a.deleted = 0)"
        " FROM study_group g JOIN membership m ON m.group_id = g.id AND m.user_id = ? AND m.deleted = 0"
        " WHERE g.deleted = 0 ORDER BY g.name COLLATE NOCASE, g.id",
        [user_id.bytes],
    )
    return [
        GroupRow(uuid.UUID(bytes=id_), name, description, created_ms, _role(role), count)
        for id_, name, description, created_ms, role, count in rows
    ]


async def members(reader: aiosqlite.Connection, group_id: uuid.UUID) -> list[MemberRow]:
    """Return who is in a group: by role, then by when they joined."""
    rows = await reader.execute_fetchall(
        "SELECT user_id, name, role, joined_ms FROM membership WHERE group_id = ? AND deleted = 0",
        [group_id.bytes],
    )
    found = [MemberRow(uuid.UUID(bytes=id_), name, _role(role), joined) for id_, name, role, joined in rows]
    order = list(Role)
    return sorted(found, key=lambda row: (order.index(row.role), row.joined_ms, row.user_id))


def _role(text: str) -> Role:
    """A role of a newer server counts as the least there is: the server decides anyway."""
    try:
        return Role(text)
    except ValueError:
        return Role.VIEWER
