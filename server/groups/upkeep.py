"""What groups do when a person is renamed, exported or erased, and what has run out."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from server.groups.membership import Announcer
from server.groups.people import ScopeGone
from server.groups.records import group_scope, member_writing, write_records
from server.groups.rules import heir_order
from server.groups.store import GroupStore, MemberRow
from server.storage.database import Database
from server.storage.transaction import Transaction
from shared.groups.messages import Role
from shared.groups.records import MEMBERSHIP, membership_id
from sync.change_store import ChangeStore
from sync.erasure import erase


class Upkeep:
    """Called back by accounts, and by the periodic jobs."""

    def __init__(
        self,
        database: Database,
        announcer: Announcer,
        delete_group: Callable[[Transaction, uuid.UUID], Awaitable[None]],
    ) -> None:
        self._database, self._announcer, self._delete_group = database, announcer, delete_group
        self._erased_in: list[ScopeGone] = []

    def on_erased_in(self, call: ScopeGone) -> None:
        """Have a function called within the transaction that erases a row, with its scope: copies of it must go."""
        self._erased_in.append(call)

    async def renamed(self, tx: Transaction, user_id: uuid.UUID, name: str) -> None:
        """Write a person's new name wherever they are a member."""
        store = GroupStore(tx)
        await store.set_name(user_id, name)
        found = [member for member, _ in await store.memberships(user_id)]
        await write_records(tx, [member_writing(member) for member in found])
        for member in found:
            self._announcer.after(tx, member.group_id)

    async def exported(
        self, tx: Transaction, user_id: uuid.UUID, tenant_id: uuid.UUID | None
    ) -> list[dict[str, Any]]:
        """Return a person's groups within their tenant, and roles, as plain values for their export."""
        return [
            {
                "group_id": str(group.group_id),
                "name": group.name,
                "description": group.description,
                "role": role.value,
                "members": members,
                "created_ms": group.created_ms,
            }
            for group, role, members in await GroupStore(tx).groups_of(user_id)
            if group.tenant_id == tenant_id
        ]

    async def erased(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Take a person out of every group; what they own goes to the highest and longest member, or ends."""
        store = GroupStore(tx)
        await store.remove_invitations_by(user_id)
        await store.forget_removals(user_id)
        for member, _ in await store.memberships(user_id):
            await store.group(member.group_id, lock=True)
            others = [one for one in await store.members(member.group_id) if one.user_id != user_id]
            if not others:
                await self._delete_group(tx, member.group_id)
                continue
            await self._leave_behind(tx, member, others)

    async def _leave_behind(self, tx: Transaction, member: MemberRow, others: list[MemberRow]) -> None:
        store = GroupStore(tx)
        await store.remove_member(member.group_id, member.user_id)
        if member.role == Role.OWNER:
            heir = min(others, key=lambda one: heir_order(one.role, one.joined_ms))
            await store.set_role(heir.group_id, heir.user_id, Role.OWNER)
            heir = MemberRow(heir.group_id, heir.user_id, heir.name, Role.OWNER, heir.joined_ms)
            await write_records(tx, [member_writing(heir)])
        key = MEMBERSHIP.kind, membership_id(member.group_id, member.user_id).bytes

        def work(changes: ChangeStore) -> None:
            erase(changes, [key], tx.now_ms, contested=False)

        await tx.changes(work)
        for call in self._erased_in:
            await call(tx, group_scope(member.group_id))
        self._announcer.after(tx, member.group_id, member.user_id)

    async def tidy(self) -> int:
        """Remove invitations that have run out; returns how many."""

        async def work(tx: Transaction) -> int:
            return await GroupStore(tx).remove_expired_invitations()

        return await self._database.transact(work)
