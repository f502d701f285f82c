"""Who is in which group, judged within one transaction: found or refused. Shared by all that groups do."""

import uuid

from server.groups.people import Changed, Listener
from server.groups.records import group_scope
from server.groups.rules import Act, may
from server.groups.store import GroupRow, GroupStore, MemberRow
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError
from shared.groups.messages import Group


class Announcer:
    """Tells whoever listens what a transaction changed, once it is committed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, call: Listener) -> None:
        self._listeners.append(call)

    def after(self, tx: Transaction, group_id: uuid.UUID, *people: uuid.UUID) -> None:
        """Announce that a group's scope has something new, and that these people's grants may have changed."""
        changed = Changed(frozenset(people), frozenset({group_scope(group_id)}))
        for listener in self._listeners:
            tx.after_commit(lambda listener=listener: listener(changed))


async def entered(
    tx: Transaction, who: Principal, group_id: uuid.UUID, act: Act, *, lock: bool = False
) -> tuple[GroupRow, MemberRow]:
    """Return a group and the asking person's place in it.

    Raises `groups.not_found` for a group of another tenant or one the person is not in (nobody learns which exist),
    `groups.not_allowed` when the role does not do. `lock` holds the group's members still until the commit.
    """
    store = GroupStore(tx)
    group = await store.group(group_id, lock=lock)
    member = await store.member(group_id, who.user_id)
    if group is None or member is None or group.tenant_id != who.tenant_id:
        raise AppError("groups.not_found")
    if not may(member.role, act):
        raise AppError("groups.not_allowed")
    return group, member


async def as_told(store: GroupStore, group: GroupRow, member: MemberRow) -> Group:
    """Return a group as one of its members is told of it."""
    count = await store.count_members(group.group_id)
    return Group(group.group_id, group.name, group.description, member.role, count, group.created_ms)
