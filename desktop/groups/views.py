"""What pages show of groups. Values only."""

import uuid

import msgspec

from shared.groups.messages import Role


class GroupView(msgspec.Struct, frozen=True):
    """A group in the list. `locked`: its grant ran out, it can only be read until this computer was online."""

    group_id: uuid.UUID
    name: str
    description: str
    role: Role
    members: int
    created_ms: int
    locked: bool = False

    @property
    def scope(self) -> str:
        """The scope its things live in."""
        return f"group:{self.group_id}"

    @property
    def may_manage(self) -> bool:
        """Whether the person may rename it, invite and remove people."""
        return self.role in {Role.OWNER, Role.MANAGER}

    @property
    def may_share(self) -> bool:
        """Whether the person may put things into it."""
        return self.role is not Role.VIEWER and not self.locked


class MemberView(msgspec.Struct, frozen=True):
    """Somebody in a group; `me` is who looks."""

    user_id: uuid.UUID
    name: str
    role: Role
    joined_ms: int
    me: bool


class SharedThing(msgspec.Struct, frozen=True):
    """Something that a group shares: `kind` is "collection" or "quiz", `count` what is in it."""

    kind: str
    thing_id: uuid.UUID
    title: str
    count: int


class GroupDetail(msgspec.Struct, frozen=True):
    """A group with its people and what it shares; all of it is on this computer."""

    group: GroupView
    members: tuple[MemberView, ...]
    shared: tuple[SharedThing, ...]
