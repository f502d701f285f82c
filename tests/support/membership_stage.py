"""A groups service on a real database, with people a test tells of."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.groups.people import Changed, GroupLimits
from server.groups.records import group_scope
from server.groups.service import GroupsService
from server.groups.store import GroupStore
from server.storage.database import Database
from server.web.principal import Principal
from shared.errors import AppError
from shared.groups.messages import Group, MemberChange, NewGroup, NewInvitation, Role
from sync.rows import Row
from sync.stamps import decode_fields
from tests.support.known_people import KnownPeople, user_id


@dataclass
class GroupStage:
    database: Database
    limits: GroupLimits = field(default_factory=GroupLimits)
    people: KnownPeople = field(default_factory=KnownPeople)
    heard: list[Changed] = field(default_factory=list)

    def __post_init__(self) -> None:
        accounts: Any = self.people
        self.groups = GroupsService(
            self.database, accounts, public_url="https://l.example/", limits=self.limits
        )
        self.groups.listen(self.heard.append)

    def who(self, name: str, **facts: Any) -> Principal:
        return self.people.tokens.get(name) or self.people.add(name, **facts)

    async def group(self, owner: str = "ana", name: str = "Biology", **facts: Any) -> Group:
        return await self.groups.create(self.who(owner, **facts), NewGroup(uuid.uuid4(), name))

    async def token(self, inviter: str, group: Group, role: Role = Role.MEMBER, **more: Any) -> str:
        new = NewInvitation(role, **{"uses": 5, **more})
        return (await self.groups.inviting.invite(self.who(inviter), group.group_id, new)).token

    async def join(self, name: str, group: Group, role: Role = Role.MEMBER, **facts: Any) -> Principal:
        """Somebody joins by an invitation of the owner's, in any role but owner."""
        owner = next(one for one in (await self.members(group)) if one[1] == Role.OWNER)[0]
        who = self.who(name, **facts)
        await self.groups.inviting.accept(who, await self.token(owner, group, role))
        return who

    async def members(self, group: Group) -> list[tuple[str, Role]]:
        """(name in lower case, role), by role."""
        async with self.database.read() as tx:
            found = await GroupStore(tx).members(group.group_id)
        return [(one.name.lower(), one.role) for one in found]

    async def give(self, actor: str, target: str, group: Group, role: Role) -> None:
        await self.groups.change_member(self.who(actor), group.group_id, user_id(target), MemberChange(role))

    async def rows(self, scope: str) -> list[Row]:
        """What is in the feed of a scope."""
        async with self.database.read() as tx:
            return await tx.changes(lambda store: store.feed(scope, 0, 1_000))

    async def records(self, group: Group) -> dict[str, Any]:
        """The synced records: the group's fields, and the members' roles by name; deleted ones left out."""
        found: dict[str, Any] = {"members": {}}
        for row in await self.rows(group_scope(group.group_id)):
            values = {name: msgspec.msgpack.decode(raw) for name, raw in decode_fields(row.fields).items()}
            if row.kind == "group":
                found["name"] = values["name"]
            elif not row.deleted:
                found["members"][values["name"]] = values["role"]
        return found


async def code_of(coroutine: Any) -> str:
    """The code of the failure that awaiting something ends with; empty when it succeeds."""
    try:
        await coroutine
    except AppError as failure:
        return failure.code
    return ""
