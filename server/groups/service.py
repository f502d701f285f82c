"""Groups and their members: made, renamed, left, handed over, deleted. Other slices ask here who may see what."""

import uuid

from server.accounts.service import AccountsService
from server.groups.inviting import Inviting
from server.groups.membership import Announcer, as_told, entered
from server.groups.people import GroupLimits, Listener, ScopeGone
from server.groups.records import group_scope, group_writing, member_writing, write_records
from server.groups.rules import ACCESS, Act, may_change, may_remove
from server.groups.store import GroupRow, GroupStore, MemberRow
from server.groups.upkeep import Upkeep
from server.storage.database import Database
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError
from shared.groups.messages import (
    DESCRIPTION_CHARS,
    NAME_CHARS,
    Group,
    GroupChange,
    Groups,
    Member,
    MemberChange,
    Members,
    NewGroup,
    Role,
)
from sync.scopes import FULL, Access, ScopeKind, scope_of


class GroupsService:
    """What can be done with groups. Every method is one transaction; who listens is told after its commit."""

    def __init__(
        self,
        database: Database,
        accounts: AccountsService,
        *,
        public_url: str = "",
        limits: GroupLimits | None = None,
    ) -> None:
        self._database, self._accounts = database, accounts
        self._limits = limits or GroupLimits()
        self._announcer = Announcer()
        self._scope_gone: list[ScopeGone] = []
        self.inviting = Inviting(database, accounts, self._announcer, self._limits, public_url)
        self.upkeep = Upkeep(database, self._announcer, self._delete)

    def listen(self, call: Listener) -> None:
        """Have a function called after every commit that changed a group or a membership."""
        self._announcer.listen(call)

    def on_scope_gone(self, call: ScopeGone) -> None:
        """Have a function called within the transaction that deletes a group, with the group's scope."""
        self._scope_gone.append(call)

    # Groups

    async def create(self, who: Principal, new: NewGroup, address: str = "") -> Group:
        """Make a group whose owner is who asks. The same request again gives the same group."""
        name, description = _checked(new.name, new.description)

        async def work(tx: Transaction) -> Group:
            store = GroupStore(tx)
            if (again := await self._made_before(store, who, new.group_id)) is not None:
                return again
            if await store.count_groups(who.user_id) >= self._limits.groups:
                raise AppError("groups.too_many", limit=self._limits.groups)
            group = GroupRow(new.group_id, who.tenant_id, name, description, tx.now_ms)
            person = await self._accounts.person(tx, who.user_id)
            owner = MemberRow(new.group_id, who.user_id, person.name, Role.OWNER, tx.now_ms)
            await store.add_group(group)
            await store.add_member(owner)
            await write_records(tx, [group_writing(group), member_writing(owner)])
            await self._audit(tx, who, "groups.create", new.group_id, address)
            self._announcer.after(tx, new.group_id, who.user_id)
            return await as_told(store, group, owner)

        return await self._database.transact(work)

    async def _made_before(self, store: GroupStore, who: Principal, group_id: uuid.UUID) -> Group | None:
        group = await store.group(group_id)
        if group is None and not await store.was_deleted(group_id):
            return None
        member = await store.member(group_id, who.user_id)
        if group is None or member is None or member.role != Role.OWNER or group.tenant_id != who.tenant_id:
            raise AppError("groups.exists")
        return await as_told(store, group, member)

    async def groups_of(self, who: Principal) -> Groups:
        """Return the groups of a person."""
        async with self._database.read() as tx:
            found = await GroupStore(tx).groups_of(who.user_id)
        return Groups(
            tuple(
                Group(group.group_id, group.name, group.description, role, members, group.created_ms)
                for group, role, members in found
                if group.tenant_id == who.tenant_id
            )
        )

    async def group(self, who: Principal, group_id: uuid.UUID) -> Group:
        """Return one group."""
        async with self._database.read() as tx:
            return await as_told(GroupStore(tx), *await entered(tx, who, group_id, Act.SEE))

    async def change(
        self, who: Principal, group_id: uuid.UUID, change: GroupChange, address: str = ""
    ) -> Group:
        """Rename or describe a group."""

        async def work(tx: Transaction) -> Group:
            store = GroupStore(tx)
            group, member = await entered(tx, who, group_id, Act.CHANGE, lock=True)
            name, description = _checked(
                group.name if change.name is None else change.name,
                group.description if change.description is None else change.description,
            )
            await store.change_group(group_id, name, description)
            group = GroupRow(group_id, group.tenant_id, name, description, group.created_ms)
            await write_records(tx, [group_writing(group)])
            await self._audit(tx, who, "groups.change", group_id, address)
            self._announcer.after(tx, group_id)
            return await as_told(store, group, member)

        return await self._database.transact(work)

    async def delete(self, who: Principal, group_id: uuid.UUID, address: str = "") -> None:
        """Delete a group with everything it shares."""

        async def work(tx: Transaction) -> None:
            await entered(tx, who, group_id, Act.DELETE, lock=True)
            await self._delete(tx, group_id)
            await self._audit(tx, who, "groups.delete", group_id, address)

        await self._database.transact(work)

    async def _delete(self, tx: Transaction, group_id: uuid.UUID) -> None:
        store, scope = GroupStore(tx), group_scope(group_id)
        people = [member.user_id for member in await store.members(group_id)]
        await store.delete_group(group_id)
        await store.mark_deleted(group_id)
        for call in self._scope_gone:
            await call(tx, scope)
        self._announcer.after(tx, group_id, *people)

    # Members

    async def members(self, who: Principal, group_id: uuid.UUID) -> Members:
        """Return who is in a group."""
        async with self._database.read() as tx:
            await entered(tx, who, group_id, Act.SEE)
            found = await GroupStore(tx).members(group_id)
        return Members(tuple(Member(one.user_id, one.name, one.role, one.joined_ms) for one in found))

    async def change_member(
        self,
        who: Principal,
        group_id: uuid.UUID,
        user_id: uuid.UUID,
        change: MemberChange,
        address: str = "",
    ) -> Member:
        """Give somebody another role; `owner` hands the group over and makes the former owner a manager."""

        async def work(tx: Transaction) -> Member:
            _, actor = await entered(tx, who, group_id, Act.SEE, lock=True)
            target = await GroupStore(tx).member(group_id, user_id)
            if target is None:
                raise AppError("groups.member_missing")
            if target.role == change.role:
                return _told(target)
            if actor.role == Role.OWNER == target.role:
                raise AppError("groups.owner_stays")
            if not may_change(actor.role, target.role, change.role):
                raise AppError("groups.not_allowed")
            changed = [_in_role(target, change.role)]
            if change.role == Role.OWNER:
                changed.append(_in_role(actor, Role.MANAGER))
            await self._set_roles(tx, changed)
            await self._audit(tx, who, "groups.role", group_id, address, user_id, change.role.value)
            return _told(changed[0])

        return await self._database.transact(work)

    async def _set_roles(self, tx: Transaction, members: list[MemberRow]) -> None:
        for member in members:
            await GroupStore(tx).set_role(member.group_id, member.user_id, member.role)
        await write_records(tx, [member_writing(member) for member in members])
        self._announcer.after(tx, members[0].group_id, *(member.user_id for member in members))

    async def remove_member(
        self, who: Principal, group_id: uuid.UUID, user_id: uuid.UUID, address: str = ""
    ) -> None:
        """Remove somebody, or leave. The owner hands the group over first, or deletes it.

        Who is removed by somebody else comes in again only by an invitation made later.
        """

        async def work(tx: Transaction) -> None:
            store = GroupStore(tx)
            _, actor = await entered(tx, who, group_id, Act.SEE, lock=True)
            target = await store.member(group_id, user_id)
            if target is None:
                raise AppError("groups.member_missing")
            leaving = target.user_id == actor.user_id
            if leaving and target.role == Role.OWNER:
                raise AppError("groups.owner_stays")
            if not leaving and not may_remove(actor.role, target.role):
                raise AppError("groups.not_allowed")
            await store.remove_member(group_id, user_id)
            if not leaving:
                await store.mark_removed(group_id, user_id)
            await write_records(tx, [member_writing(target, gone=True)])
            action = "groups.leave" if leaving else "groups.remove"
            await self._audit(tx, who, action, group_id, address, user_id)
            self._announcer.after(tx, group_id, user_id)

        await self._database.transact(work)

    # For other slices

    async def roles(
        self, tx: Transaction, user_id: uuid.UUID, tenant_id: uuid.UUID | None, *, lock: bool = False
    ) -> dict[str, Role]:
        """Return a person's role by scope of each group. `lock`: nobody takes one away before the commit."""
        found = await GroupStore(tx).memberships(user_id, lock=lock)
        return {group_scope(member.group_id): member.role for member, tenant in found if tenant == tenant_id}

    async def people(self, tx: Transaction, scope: str) -> frozenset[uuid.UUID]:
        """Return who is in the group of a scope; nobody for a scope of another kind."""
        kind, _, group_id = scope.partition(":")
        if kind != ScopeKind.GROUP:
            return frozenset()
        return frozenset(member.user_id for member in await GroupStore(tx).members(uuid.UUID(group_id)))

    async def access(self, tx: Transaction, who: Principal, scope: str) -> Access:
        """Return what a person may do in a scope: all in their own, by role in a group's, nothing elsewhere."""
        if scope == scope_of(ScopeKind.USER, who.user_id):
            return FULL
        role = (await self.roles(tx, who.user_id, who.tenant_id)).get(scope)
        return Access(0) if role is None else ACCESS[role]

    async def _audit(
        self,
        tx: Transaction,
        who: Principal,
        action: str,
        group_id: uuid.UUID,
        address: str,
        subject: uuid.UUID | None = None,
        role: str = "",
    ) -> None:
        detail = {"group": str(group_id)} | ({"role": role} if role else {})
        await self._accounts.audit(tx, who, action, subject, detail=detail, address=address)


def _checked(name: str, description: str) -> tuple[str, str]:
    name, description = " ".join(name.split()), description.strip()
    if not 1 <= len(name) <= NAME_CHARS or len(description) > DESCRIPTION_CHARS or "\0" in name + description:
        raise AppError("groups.bad_name", limit=NAME_CHARS)
    return name, description


def _in_role(member: MemberRow, role: Role) -> MemberRow:
    return MemberRow(member.group_id, member.user_id, member.name, role, member.joined_ms)


def _told(member: MemberRow) -> Member:
    return Member(member.user_id, member.name, member.role, member.joined_ms)
