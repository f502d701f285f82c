"""The groups' part of the interface."""

from server.groups.join_page import join_page
from server.groups.service import GroupsService
from server.web.call import Call
from server.web.operation import Auth, Limit, Operation
from shared.groups.messages import (
    Group,
    GroupChange,
    Groups,
    Invitation,
    Invitations,
    InvitationView,
    Member,
    MemberChange,
    Members,
    NewGroup,
    NewInvitation,
)

TOKEN = ("token", "[A-Za-z0-9_-]{16,64}")


def _groups(call: Call) -> GroupsService:
    return call.services.groups


async def create(call: Call, body: NewGroup) -> Group:
    """Make a group."""
    return await _groups(call).create(call.user, body, call.address)


async def list_groups(call: Call) -> Groups:
    """Tell a person's groups."""
    return await _groups(call).groups_of(call.user)


async def get(call: Call) -> Group:
    """Tell one group."""
    return await _groups(call).group(call.user, call.path["group_id"])


async def change(call: Call, body: GroupChange) -> Group:
    """Rename or describe a group."""
    return await _groups(call).change(call.user, call.path["group_id"], body, call.address)


async def delete(call: Call) -> None:
    """Delete a group."""
    await _groups(call).delete(call.user, call.path["group_id"], call.address)


async def members(call: Call) -> Members:
    """Tell who is in a group."""
    return await _groups(call).members(call.user, call.path["group_id"])


async def change_member(call: Call, body: MemberChange) -> Member:
    """Give somebody another role, or hand the group over."""
    group_id, user_id = call.path["group_id"], call.path["user_id"]
    return await _groups(call).change_member(call.user, group_id, user_id, body, call.address)


async def remove_member(call: Call) -> None:
    """Remove somebody, or leave."""
    group_id, user_id = call.path["group_id"], call.path["user_id"]
    await _groups(call).remove_member(call.user, group_id, user_id, call.address)


async def invite(call: Call, body: NewInvitation) -> Invitation:
    """Make an invitation, and send it when it has an e-mail."""
    group_id = call.path["group_id"]
    return await _groups(call).inviting.invite(call.user, group_id, body, call.address, call.language)


async def list_invitations(call: Call) -> Invitations:
    """Tell open invitations."""
    return await _groups(call).inviting.open_invitations(call.user, call.path["group_id"])


async def withdraw(call: Call) -> None:
    """End an invitation."""
    group_id, invitation_id = call.path["group_id"], call.path["invitation_id"]
    await _groups(call).inviting.withdraw(call.user, group_id, invitation_id, call.address)


async def look(call: Call) -> InvitationView:
    """Tell what an invitation is to."""
    return await _groups(call).inviting.look(call.user, call.path["token"])


async def accept(call: Call) -> Group:
    """Join a group."""
    return await _groups(call).inviting.accept(call.user, call.path["token"], call.address)


async def decline(call: Call) -> None:
    """Say no to an invitation."""
    await _groups(call).inviting.decline(call.user, call.path["token"])


_GROUPS = "/api/v1/groups"
_GROUP = f"{_GROUPS}/{{group_id}}"
_MEMBER = f"{_GROUP}/members/{{user_id}}"
_INVITATION = "/api/v1/invitations/{token}"
_SEEN = ("groups.not_found",)
_ACTED = (*_SEEN, "groups.not_allowed")

OPERATIONS = (
    Operation(
        "POST",
        _GROUPS,
        create,
        "Make a group",
        answer=Group,
        body=NewGroup,
        errors=("groups.bad_name", "groups.exists", "groups.too_many"),
    ),
    Operation("GET", _GROUPS, list_groups, "The groups of a person", answer=Groups),
    Operation("GET", _GROUP, get, "One group", answer=Group, errors=_SEEN),
    Operation(
        "PATCH",
        _GROUP,
        change,
        "Rename or describe a group",
        answer=Group,
        body=GroupChange,
        errors=(*_ACTED, "groups.bad_name"),
    ),
    Operation(
        "DELETE", _GROUP, delete, "Delete a group with everything it shares", status=204, errors=_ACTED
    ),
    Operation("GET", f"{_GROUP}/members", members, "Who is in a group", answer=Members, errors=_SEEN),
    Operation(
        "PATCH",
        _MEMBER,
        change_member,
        "Give somebody another role; owner hands the group over",
        answer=Member,
        body=MemberChange,
        errors=(*_ACTED, "groups.member_missing", "groups.owner_stays"),
    ),
    Operation(
        "DELETE",
        _MEMBER,
        remove_member,
        "Remove somebody, or leave",
        status=204,
        errors=(*_ACTED, "groups.member_missing", "groups.owner_stays"),
    ),
    Operation(
        "POST",
        f"{_GROUP}/invitations",
        invite,
        "Make an invitation by link, or by mail",
        answer=Invitation,
        body=NewInvitation,
        limit=Limit.MAIL,
        errors=(*_ACTED, "groups.bad_invitation", "groups.too_many_invitations", "accounts.email_invalid"),
    ),
    Operation(
        "GET",
        f"{_GROUP}/invitations",
        list_invitations,
        "The open invitations of a group",
        answer=Invitations,
        errors=_ACTED,
    ),
    Operation(
        "DELETE",
        f"{_GROUP}/invitations/{{invitation_id}}",
        withdraw,
        "End an invitation",
        status=204,
        errors=_ACTED,
    ),
    Operation(
        "GET",
        _INVITATION,
        look,
        "What an invitation is to",
        answer=InvitationView,
        patterns=(TOKEN,),
        errors=("groups.invitation_gone",),
    ),
    Operation(
        "POST",
        f"{_INVITATION}/accept",
        accept,
        "Join a group",
        answer=Group,
        patterns=(TOKEN,),
        errors=(
            "groups.invitation_gone",
            "groups.invitation_other",
            "groups.full",
            "groups.too_many",
            "accounts.confirm_email",
        ),
    ),
    Operation(
        "POST",
        f"{_INVITATION}/decline",
        decline,
        "Say no to an invitation",
        status=204,
        patterns=(TOKEN,),
        errors=("groups.invitation_gone",),
    ),
    Operation(
        "GET",
        "/join/{token}",
        join_page,
        "The page behind an invitation's link",
        auth=Auth.NONE,
        raw=True,
        gives=("text/html",),
        patterns=(TOKEN,),
    ),
)
