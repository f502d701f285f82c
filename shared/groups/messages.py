"""Bodies of the groups' part of the interface, and the roles. Declarations only; times are Unix milliseconds."""

import uuid
from enum import StrEnum

import msgspec

NAME_CHARS = 100
DESCRIPTION_CHARS = 1_000


class Role(StrEnum):
    """What somebody is in a group, the most powerful first."""

    OWNER = "owner"
    """Everything, and the only one who may delete the group or hand it over. A group has exactly one."""
    MANAGER = "manager"
    """Renames, invites and removes members and viewers."""
    MEMBER = "member"
    """Reads and edits what the group shares."""
    VIEWER = "viewer"
    """Reads, and hands in own answers and results."""


class NewGroup(msgspec.Struct, frozen=True):
    """`group_id` is made by the device, so that a repeated request makes one group."""

    group_id: uuid.UUID
    name: str
    description: str = ""


class GroupChange(msgspec.Struct, frozen=True):
    """What is None stays."""

    name: str | None = None
    description: str | None = None


class Group(msgspec.Struct, frozen=True):
    """A group as one of its members sees it; `role` is the asking person's."""

    group_id: uuid.UUID
    name: str
    description: str
    role: Role
    members: int
    created_ms: int


class Groups(msgspec.Struct, frozen=True):
    """The groups of a person, by name."""

    groups: tuple[Group, ...]


class Member(msgspec.Struct, frozen=True):
    """Somebody in a group."""

    user_id: uuid.UUID
    name: str
    role: Role
    joined_ms: int


class Members(msgspec.Struct, frozen=True):
    """Everybody in a group: by role, then by when they joined."""

    members: tuple[Member, ...]


class MemberChange(msgspec.Struct, frozen=True):
    """A new role. `owner` hands the group over: who gives it becomes a manager."""

    role: Role


class NewInvitation(msgspec.Struct, frozen=True):
    """`uses` people may accept until `expires_ms` (0: in 14 days). With `email` a mail is sent and one may accept."""

    role: Role = Role.MEMBER
    uses: int = 1
    expires_ms: int = 0
    email: str = ""


class Invitation(msgspec.Struct, frozen=True):
    """An open invitation. `token` and `url` are told once, to whoever made it; afterwards they are empty."""

    invitation_id: uuid.UUID
    role: Role
    uses_left: int
    expires_ms: int
    email: str
    created_ms: int
    token: str = ""
    url: str = ""


class Invitations(msgspec.Struct, frozen=True):
    """The open invitations of a group, newest first."""

    invitations: tuple[Invitation, ...]


class InvitationView(msgspec.Struct, frozen=True):
    """What somebody who has the link is told before accepting. `member`: the person is in the group already."""

    group_id: uuid.UUID
    group_name: str
    invited_by: str
    role: Role
    expires_ms: int
    member: bool
