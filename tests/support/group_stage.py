"""A groups page with no server behind it: groups, members and answers are set by the test."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

from desktop.groups.service import (
    GroupDetail,
    GroupView,
    Invitation,
    InvitationView,
    MadeInvitation,
    MemberView,
    Role,
    SharedThing,
)
from desktop.runtime.changes import ChangeBus
from shared.clock import Clock, SystemClock
from shared.errors import AppError

TOKEN = "aB3dE5fG7hI9jK1lM3nO"
NOW_MS = 1_700_000_000_000


def group(name: str = "Year 9", role: Role = Role.OWNER, *, locked: bool = False) -> GroupView:
    """A group with three people."""
    return GroupView(uuid.uuid4(), name, "Optics", role, 3, NOW_MS, locked)


def invitation(email: str = "", *, url: str = "") -> Invitation:
    """An open invitation; `url` only for the one who has just made it."""
    return Invitation(uuid.uuid4(), Role.MEMBER, 5, NOW_MS, email, NOW_MS, TOKEN if url else "", url)


@dataclass
class FakeGroups:
    """Answers from what was set; `failing` is raised instead of doing."""

    own: list[GroupView] = field(default_factory=list)
    shared: tuple[SharedThing, ...] = ()
    open: list[Invitation] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    failing: AppError | None = None
    member: bool = False
    named: str = ""
    mails: bool = True

    async def groups(self) -> list[GroupView]:
        return list(self.own)

    async def detail(self, group_id: uuid.UUID) -> GroupDetail:
        found = next(one for one in self.own if one.group_id == group_id)
        people = (
            MemberView(uuid.UUID(int=1), "Ana", found.role, NOW_MS, me=True),
            MemberView(uuid.UUID(int=2), "Marek", Role.MEMBER, NOW_MS, me=False),
            MemberView(uuid.UUID(int=3), "Li", Role.MANAGER, NOW_MS, me=False),
        )
        return GroupDetail(found, people, self.shared)

    async def invitations(self, group_id: uuid.UUID) -> list[Invitation]:
        return list(self.open)

    async def invite(self, group_id: uuid.UUID, **given: Any) -> MadeInvitation:
        self._do("invite", given["role"], given["uses"], given["email"])
        made = invitation(given["email"], url=f"https://lantern.school.org/join/{TOKEN}")
        mailed = self.mails and bool(made.email)
        return MadeInvitation(**msgspec.structs.asdict(made), named=self.named, mailed=mailed)

    async def look(self, text: str) -> tuple[str, InvitationView]:
        self._do("look", text)
        group_id = self.own[0].group_id if self.own else uuid.uuid4()
        return TOKEN, InvitationView(group_id, "Year 9", "Ana", Role.MEMBER, NOW_MS, self.member)

    async def accept(self, token: str) -> uuid.UUID:
        self._do("accept", token)
        self.own.append(group("Joined", Role.MEMBER))
        return self.own[-1].group_id

    async def create(self, name: str, description: str) -> uuid.UUID:
        self._do("create", name, description)
        self.own.append(group(name))
        return self.own[-1].group_id

    async def change(self, group_id: uuid.UUID, *, name: str, description: str) -> None:
        self._do("change", name, description)

    async def leave(self, group_id: uuid.UUID) -> None:
        self._do("leave", group_id)

    async def delete(self, group_id: uuid.UUID) -> None:
        self._do("delete", group_id)

    async def remove(self, group_id: uuid.UUID, user_id: uuid.UUID) -> None:
        self._do("remove", user_id)

    async def set_role(self, group_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
        self._do("set_role", user_id, role)

    async def withdraw(self, group_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
        self._do("withdraw", invitation_id)

    def _do(self, *what: Any) -> None:
        self.asked.append(what)
        if self.failing is not None:
            raise self.failing


@dataclass
class Someone:
    """Signed in, or once signed in."""

    session: object | None = field(default_factory=object)
    last: object | None = field(default_factory=object)


@dataclass
class GroupServices:
    """What the groups page takes of the services."""

    groups: FakeGroups = field(default_factory=FakeGroups)
    accounts: Someone = field(default_factory=Someone)
    clock: Clock = field(default_factory=SystemClock)
    bus: ChangeBus = field(default_factory=ChangeBus)
