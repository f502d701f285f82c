"""SQL of groups, members and invitations. Every function runs in the caller's transaction; decides nothing."""

import uuid
from collections.abc import Sequence

import msgspec
from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.engine import RowMapping

from server.groups.tables import GROUP_GONE as GONE
from server.groups.tables import GROUP_INVITATION as INVITATION
from server.groups.tables import GROUP_MEMBER as MEMBER
from server.groups.tables import GROUP_REMOVED as REMOVED
from server.groups.tables import STUDY_GROUP as GROUP
from server.storage.transaction import Transaction
from shared.groups.messages import Role


class GroupRow(msgspec.Struct, frozen=True):
    """A group as it is kept."""

    group_id: uuid.UUID
    tenant_id: uuid.UUID | None
    name: str
    description: str
    created_ms: int


class MemberRow(msgspec.Struct, frozen=True):
    """Somebody in a group as it is kept."""

    group_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    role: Role
    joined_ms: int


class InvitationRow(msgspec.Struct, frozen=True):
    """An invitation as it is kept: of its token only the SHA-256."""

    invitation_id: uuid.UUID
    group_id: uuid.UUID
    token_hash: bytes
    role: Role
    uses_left: int
    expires_ms: int
    email: str
    created_by: uuid.UUID
    created_ms: int


def _member(row: RowMapping) -> MemberRow:
    return msgspec.convert({name: row[name] for name in MemberRow.__struct_fields__}, MemberRow)


def _group(row: RowMapping) -> GroupRow:
    return msgspec.convert({name: row[name] for name in GroupRow.__struct_fields__}, GroupRow)


def _invitation(row: RowMapping) -> InvitationRow:
    return msgspec.convert({name: row[name] for name in InvitationRow.__struct_fields__}, InvitationRow)


class GroupStore:
    """The tables of groups within one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._connection = tx.connection

    # Groups

    async def group(self, group_id: uuid.UUID, *, lock: bool = False) -> GroupRow | None:
        """Return a group. `lock` keeps its members as they are until the commit."""
        query = select(GROUP).where(GROUP.c.group_id == group_id)
        if lock:
            query = query.with_for_update()
        found = (await self._connection.execute(query)).mappings().first()
        return None if found is None else _group(found)

    async def add_group(self, group: GroupRow) -> None:
        await self._connection.execute(GROUP.insert().values(msgspec.structs.asdict(group)))

    async def change_group(self, group_id: uuid.UUID, name: str, description: str) -> None:
        await self._connection.execute(
            update(GROUP).where(GROUP.c.group_id == group_id).values(name=name, description=description)
        )

    async def delete_group(self, group_id: uuid.UUID) -> None:
        """Remove a group with its members and invitations."""
        for table in (INVITATION, REMOVED, MEMBER, GROUP):
            await self._connection.execute(delete(table).where(table.c.group_id == group_id))

    async def was_deleted(self, group_id: uuid.UUID) -> bool:
        """Whether there was a group with this id once."""
        query = select(GONE.c.group_id).where(GONE.c.group_id == group_id)
        return (await self._connection.execute(query)).first() is not None

    async def mark_deleted(self, group_id: uuid.UUID) -> None:
        """Remember that a group is gone."""
        values = {"group_id": group_id, "gone_ms": self._tx.now_ms}
        await self._connection.execute(GONE.insert().values(values))

    async def groups_of(self, user_id: uuid.UUID) -> list[tuple[GroupRow, Role, int]]:
        """Return a person's groups with their role and the number of members, by name."""
        mine, all_members = MEMBER.alias("mine"), MEMBER.alias("all_members")
        query = (
            select(GROUP, mine.c.role, func.count(all_members.c.user_id).label("members"))
            .join(mine, and_(mine.c.group_id == GROUP.c.group_id, mine.c.user_id == user_id))
            .join(all_members, all_members.c.group_id == GROUP.c.group_id)
            .group_by(*GROUP.c, mine.c.role)
            .order_by(func.lower(GROUP.c.name), GROUP.c.group_id)
        )
        rows = (await self._connection.execute(query)).mappings().all()
        return [(_group(row), Role(row["role"]), int(row["members"])) for row in rows]

    # Members

    async def member(self, group_id: uuid.UUID, user_id: uuid.UUID) -> MemberRow | None:
        query = select(MEMBER).where(MEMBER.c.group_id == group_id, MEMBER.c.user_id == user_id)
        found = (await self._connection.execute(query)).mappings().first()
        return None if found is None else _member(found)

    async def members(self, group_id: uuid.UUID) -> list[MemberRow]:
        """Return everybody in a group: by role, then by when they joined."""
        rank = case({role.value: place for place, role in enumerate(Role)}, value=MEMBER.c.role)
        query = select(MEMBER).where(MEMBER.c.group_id == group_id)
        query = query.order_by(rank, MEMBER.c.joined_ms, MEMBER.c.user_id)
        return [_member(row) for row in (await self._connection.execute(query)).mappings().all()]

    async def count_members(self, group_id: uuid.UUID) -> int:
        query = select(func.count()).select_from(MEMBER).where(MEMBER.c.group_id == group_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def count_groups(self, user_id: uuid.UUID) -> int:
        query = select(func.count()).select_from(MEMBER).where(MEMBER.c.user_id == user_id)
        return int((await self._connection.execute(query)).scalar_one())

    async def memberships(
        self, user_id: uuid.UUID, *, lock: bool = False
    ) -> Sequence[tuple[MemberRow, uuid.UUID | None]]:
        """Return a person's memberships, each with its group's tenant.

        `lock` keeps them from being taken away before this transaction's commit (PostgreSQL; on SQLite there is
        one writer anyway), which makes a removal a line: what commits after it was judged without them.
        """
        query = (
            select(MEMBER, GROUP.c.tenant_id)
            .join(GROUP, GROUP.c.group_id == MEMBER.c.group_id)
            .where(MEMBER.c.user_id == user_id)
            .order_by(MEMBER.c.group_id)
        )
        if lock:
            query = query.with_for_update(read=True, of=MEMBER)
        rows = (await self._connection.execute(query)).mappings().all()
        return [(_member(row), row["tenant_id"]) for row in rows]

    async def add_member(self, member: MemberRow) -> None:
        await self._connection.execute(MEMBER.insert().values(msgspec.structs.asdict(member)))

    async def set_role(self, group_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
        await self._connection.execute(
            update(MEMBER)
            .where(MEMBER.c.group_id == group_id, MEMBER.c.user_id == user_id)
            .values(role=role.value)
        )

    async def set_name(self, user_id: uuid.UUID, name: str) -> None:
        await self._connection.execute(update(MEMBER).where(MEMBER.c.user_id == user_id).values(name=name))

    async def remove_member(self, group_id: uuid.UUID, user_id: uuid.UUID) -> None:
        await self._connection.execute(
            delete(MEMBER).where(MEMBER.c.group_id == group_id, MEMBER.c.user_id == user_id)
        )

    async def removed_ms(self, group_id: uuid.UUID, user_id: uuid.UUID) -> int | None:
        """Return when somebody was last removed from a group by another; None when never."""
        query = select(REMOVED.c.removed_ms).where(
            REMOVED.c.group_id == group_id, REMOVED.c.user_id == user_id
        )
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return None if found is None else int(found)

    async def mark_removed(self, group_id: uuid.UUID, user_id: uuid.UUID) -> None:
        """Remember that somebody was removed now. The group must be locked."""
        here = REMOVED.c.group_id == group_id, REMOVED.c.user_id == user_id
        await self._connection.execute(delete(REMOVED).where(*here))
        values = {"group_id": group_id, "user_id": user_id, "removed_ms": self._tx.now_ms}
        await self._connection.execute(REMOVED.insert().values(values))

    async def forget_removals(self, user_id: uuid.UUID) -> None:
        """Forget from where a person was removed: their account is erased."""
        await self._connection.execute(delete(REMOVED).where(REMOVED.c.user_id == user_id))

    # Invitations

    async def add_invitation(self, invitation: InvitationRow) -> None:
        await self._connection.execute(INVITATION.insert().values(msgspec.structs.asdict(invitation)))

    async def invitation(self, token_hash: bytes, *, lock: bool = False) -> InvitationRow | None:
        """Return an open invitation. `lock`: nobody else uses it up before the commit."""
        query = select(INVITATION).where(
            INVITATION.c.token_hash == token_hash, INVITATION.c.expires_ms > self._tx.now_ms
        )
        if lock:
            query = query.with_for_update()
        found = (await self._connection.execute(query)).mappings().first()
        return None if found is None else _invitation(found)

    async def invitations(self, group_id: uuid.UUID) -> list[InvitationRow]:
        """Return the open invitations of a group, newest first."""
        query = (
            select(INVITATION)
            .where(INVITATION.c.group_id == group_id, INVITATION.c.expires_ms > self._tx.now_ms)
            .order_by(INVITATION.c.created_ms.desc(), INVITATION.c.invitation_id)
        )
        return [_invitation(row) for row in (await self._connection.execute(query)).mappings().all()]

    async def use_invitation(self, invitation: InvitationRow) -> None:
        """Count one use; the last one removes it."""
        if invitation.uses_left <= 1:
            await self.remove_invitation(invitation.group_id, invitation.invitation_id)
            return
        await self._connection.execute(
            update(INVITATION)
            .where(INVITATION.c.invitation_id == invitation.invitation_id)
            .values(uses_left=invitation.uses_left - 1)
        )

    async def remove_invitation(self, group_id: uuid.UUID, invitation_id: uuid.UUID) -> bool:
        """Remove an invitation; returns whether it was there."""
        done = await self._connection.execute(
            delete(INVITATION).where(
                INVITATION.c.group_id == group_id, INVITATION.c.invitation_id == invitation_id
            )
        )
        return done.rowcount > 0

    async def remove_invitations_by(self, user_id: uuid.UUID) -> None:
        await self._connection.execute(delete(INVITATION).where(INVITATION.c.created_by == user_id))

    async def remove_expired_invitations(self) -> int:
        """Remove what has run out; returns how many."""
        done = await self._connection.execute(
            delete(INVITATION).where(INVITATION.c.expires_ms <= self._tx.now_ms)
        )
        return done.rowcount
