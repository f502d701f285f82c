"""Groups of the signed-in person: read from the library, changed on the server. Knows no page."""

import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec

from desktop.accounts.service import AccountsService, SignedIn
from desktop.groups import store
from desktop.groups.links import handed_on, invitation_link
from desktop.groups.views import GroupDetail, GroupView, MemberView, SharedThing
from desktop.storage.database import Database
from desktop.sync.service import SyncService
from shared.errors import AppError
from shared.groups.messages import (
    Group,
    GroupChange,
    Invitation,
    Invitations,
    InvitationView,
    Member,
    MemberChange,
    NewGroup,
    NewInvitation,
    Role,
)
from shared.ids import new_id

__all__ = [
    "GroupDetail",
    "GroupView",
    "GroupsService",
    "Invitation",
    "InvitationView",
    "MadeInvitation",
    "MemberView",
    "Role",
    "SharedThing",
]

FindShared = Callable[[str], Awaitable[list[SharedThing]]]


class MadeInvitation(Invitation, frozen=True):
    """An invitation to hand on. `named`: what the server's own mail calls it, which is good on its computer only.

    `mailed`: whether the server mails it.
    """

    named: str = ""
    mailed: bool = False


class GroupsService:
    """What is written goes to the server at once, and comes back by sync: the bus then tells "group", "membership".

    Every write raises AppError: `accounts.signed_out`, the server's `groups.…`, and what connections raise.
    """

    def __init__(self, database: Database, accounts: AccountsService, sync: SyncService) -> None:
        self._database, self._accounts, self._sync = database, accounts, sync
        self._finders: list[FindShared] = []
        self._fresh: dict[uuid.UUID, Group] = {}

    def register_shared(self, find: FindShared) -> None:
        """Let a slice tell what it has in a scope."""
        self._finders.append(find)

    async def groups(self) -> list[GroupView]:
        """Return the person's groups by name, also with no connection."""
        owner = self._accounts.last
        if owner is None:
            return []
        async with self._database.reader() as reader:
            rows = await store.groups(reader, owner.user_id)
        locked = {lock.scope for lock in self._sync.locked_scopes()}
        found = [
            GroupView(
                row.group_id,
                row.name,
                row.description,
                row.role,
                row.members,
                row.created_ms,
                f"group:{row.group_id}" in locked,
            )
            for row in rows
        ]
        for view in found:
            self._fresh.pop(view.group_id, None)
        # What the server has just told is shown before sync brings it.
        found += [_view(group) for group in self._fresh.values()]
        return sorted(found, key=lambda view: (view.name.casefold(), view.group_id))

    async def detail(self, group_id: uuid.UUID) -> GroupDetail:
        """Return a group with its people and what it shares. Raises `AppError("groups.not_found")`."""
        group = next((one for one in await self.groups() if one.group_id == group_id), None)
        if group is None:
            raise AppError("groups.not_found")
        async with self._database.reader() as reader:
            rows = await store.members(reader, group_id)
        me = self._signed_in_before().user_id
        members = [
            MemberView(row.user_id, row.name, row.role, row.joined_ms, row.user_id == me) for row in rows
        ]
        shared: list[SharedThing] = []
        for find in self._finders:
            shared += await find(group.scope)
        return GroupDetail(group, tuple(members), tuple(shared))

    async def shareable(self) -> list[GroupView]:
        """Return the groups the person may put things into now."""
        return [group for group in await self.groups() if group.may_share]

    async def create(self, name: str, description: str = "") -> uuid.UUID:
        """Make a group."""
        body = NewGroup(new_id(), name.strip(), description.strip())
        group = await self._accounts.call("POST", "groups", body=body, answer=Group)
        await self._came(group)
        return group.group_id

    async def change(
        self, group_id: uuid.UUID, *, name: str | None = None, description: str | None = None
    ) -> None:
        """Rename or describe a group."""
        body = GroupChange(name, description)
        await self._accounts.call("PATCH", f"groups/{group_id}", body=body, answer=Group)
        await self._sync.sync_now()

    async def delete(self, group_id: uuid.UUID) -> None:
        """Delete a group with everything it shares."""
        await self._accounts.call("DELETE", f"groups/{group_id}", answer=type(None))
        await self._went(group_id)

    async def leave(self, group_id: uuid.UUID) -> None:
        """Leave a group; what it shared goes from this computer."""
        await self.remove(group_id, self._signed_in_before().user_id)
        await self._went(group_id)

    async def remove(self, group_id: uuid.UUID, user_id: uuid.UUID) -> None:
        """Remove somebody."""
        await self._accounts.call("DELETE", f"groups/{group_id}/members/{user_id}", answer=type(None))
        await self._sync.sync_now()

    async def set_role(self, group_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
        """Give somebody another role; `owner` hands the group over."""
        path = f"groups/{group_id}/members/{user_id}"
        await self._accounts.call("PATCH", path, body=MemberChange(role), answer=Member)
        await self._sync.sync_now()

    # Invitations

    async def invite(
        self, group_id: uuid.UUID, *, role: Role, uses: int, expires_ms: int, email: str = ""
    ) -> MadeInvitation:
        """Make an invitation; its link is told this once."""
        body = NewInvitation(role, uses, expires_ms, email.strip())
        path = f"groups/{group_id}/invitations"
        made = await self._accounts.call("POST", path, body=body, answer=Invitation)
        session = self._accounts.session
        url = handed_on(made.url, session.server_url) if session is not None else made.url
        named = urlsplit(made.url).netloc if url != made.url else ""
        mailed = bool(made.email) and (await self._accounts.server()).mail
        told = {"url": url, "named": named, "mailed": mailed}
        return MadeInvitation(**{**msgspec.structs.asdict(made), **told})

    async def invitations(self, group_id: uuid.UUID) -> list[Invitation]:
        """Return the open invitations, newest first."""
        path = f"groups/{group_id}/invitations"
        return list((await self._accounts.call("GET", path, answer=Invitations)).invitations)

    async def withdraw(self, group_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
        """End an invitation."""
        path = f"groups/{group_id}/invitations/{invitation_id}"
        await self._accounts.call("DELETE", path, answer=type(None))

    async def look(self, text: str) -> tuple[str, InvitationView]:
        """Return the token of a pasted link and what it invites to.

        Raises besides AppError `groups.link_unreadable` and `groups.other_server`.
        """
        link = invitation_link(text)
        try:
            answer = await self._accounts.call("GET", f"invitations/{link.token}", answer=InvitationView)
        except AppError as error:
            own = self._own_host()
            # A server may go by several names: only when it does not know the link its name is looked at.
            if error.code == "groups.invitation_gone" and link.host and own and link.host != own:
                raise AppError("groups.other_server", host=link.host[:120], own=own) from error
            raise
        return link.token, answer

    async def accept(self, token: str) -> uuid.UUID:
        """Join; what the group shares comes by sync."""
        group = await self._accounts.call("POST", f"invitations/{token}/accept", answer=Group)
        await self._came(group)
        return group.group_id

    async def _came(self, group: Group) -> None:
        self._fresh[group.group_id] = group
        await self._sync.sync_now()
        self._database.bus.announce("group", [group.group_id])

    async def _went(self, group_id: uuid.UUID) -> None:
        self._fresh.pop(group_id, None)
        await self._sync.sync_now()

    def _own_host(self) -> str:
        session = self._accounts.session
        return urlsplit(session.server_url).netloc.casefold() if session is not None else ""

    def _signed_in_before(self) -> SignedIn:
        owner = self._accounts.last
        if owner is None:
            raise AppError("accounts.signed_out")
        return owner


def _view(group: Group) -> GroupView:
    return GroupView(
        group.group_id, group.name, group.description, group.role, group.members, group.created_ms
    )
