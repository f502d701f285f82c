"""Writes a group and its members as synced records into the group's own scope. Knows no table."""

import uuid
from collections.abc import Iterable

from server.groups.store import GroupRow, MemberRow
from server.storage.transaction import Transaction
from shared.groups.records import GROUP, MEMBERSHIP, membership_id
from sync.authoring import Writing, write
from sync.change_store import ChangeStore
from sync.scopes import ScopeKind, scope_of
from sync.stamps import AUTHORITY


def group_scope(group_id: uuid.UUID) -> str:
    """Return the scope that a group shares."""
    return scope_of(ScopeKind.GROUP, group_id)


def group_writing(group: GroupRow) -> Writing:
    """Return what a group's record says."""
    values = {"name": group.name, "description": group.description, "created_ms": group.created_ms}
    return GROUP.kind, group.group_id.bytes, group_scope(group.group_id), values


def member_writing(member: MemberRow, *, gone: bool = False) -> Writing:
    """Return what somebody's membership says; `gone` deletes it."""
    values = {
        "group_id": member.group_id.bytes,
        "user_id": member.user_id.bytes,
        "name": member.name,
        "role": member.role.value,
        "joined_ms": member.joined_ms,
    }
    key = membership_id(member.group_id, member.user_id).bytes
    return MEMBERSHIP.kind, key, group_scope(member.group_id), None if gone else values


async def write_records(tx: Transaction, writings: Iterable[Writing]) -> None:
    """Write records within the transaction that writes the rows they tell of."""
    listed = list(writings)

    def work(store: ChangeStore) -> None:
        write(store, AUTHORITY, listed, tx.now_ms)

    await tx.changes(work)
