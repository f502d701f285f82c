"""Invitations: links with uses and an end, by mail for one address, for one tenant; tokens are kept as hashes only."""

import asyncio
import hashlib
import uuid

import pytest
from sqlalchemy import select

from server.groups.people import GroupLimits
from server.groups.tables import GROUP_INVITATION
from shared.groups.messages import NewInvitation, Role
from tests.support.membership_stage import GroupStage, code_of

DAY_MS = 86_400_000


@pytest.fixture
def stage(server_database):
    return GroupStage(server_database)


async def test_a_link_lets_as_many_in_as_it_has_uses(stage):
    group = await stage.group()
    token = await stage.token("ana", group, Role.VIEWER, uses=2)
    inviting = stage.groups.inviting
    assert (await inviting.accept(stage.who("ben"), token)).role == Role.VIEWER
    assert (await inviting.accept(stage.who("ben"), token)).members == 2, "nothing is used up twice"
    (left,) = (await inviting.open_invitations(stage.who("ana"), group.group_id)).invitations
    assert (left.uses_left, left.token, left.url) == (1, "", "")
    await inviting.accept(stage.who("cem"), token)
    assert await code_of(inviting.accept(stage.who("dia"), token)) == "groups.invitation_gone"
    assert (await stage.records(group))["members"] == {"Ana": "owner", "Ben": "viewer", "Cem": "viewer"}


async def test_of_a_token_only_its_hash_is_kept(stage):
    group = await stage.group()
    made = await stage.groups.inviting.invite(stage.who("ana"), group.group_id, NewInvitation())
    assert made.url == f"https://l.example/join/{made.token}"
    async with stage.database.read() as tx:
        (row,) = (await tx.connection.execute(select(GROUP_INVITATION))).mappings()
    assert row["token_hash"] == hashlib.sha256(made.token.encode()).digest()
    assert made.token not in str(dict(row))


async def test_an_invitation_ends(stage, clock):
    group = await stage.group()
    token = await stage.token("ana", group, expires_ms=clock.now_ms() + DAY_MS)
    view = await stage.groups.inviting.look(stage.who("ben"), token)
    assert (view.group_name, view.invited_by, view.member) == ("Biology", "Ana", False)
    clock.advance(DAY_MS)
    assert await code_of(stage.groups.inviting.look(stage.who("ben"), token)) == "groups.invitation_gone"
    assert await code_of(stage.groups.inviting.accept(stage.who("ben"), token)) == "groups.invitation_gone"
    assert await stage.groups.upkeep.tidy() == 1


@pytest.mark.parametrize(
    "more", [{"uses": 0}, {"uses": 501}, {"expires_ms": 1}, {"expires_ms": 1_700_000_000_000 + 91 * DAY_MS}]
)
async def test_impossible_invitations_are_refused(stage, more):
    group = await stage.group()
    assert await code_of(stage.token("ana", group, **more)) == "groups.bad_invitation"


async def test_nobody_invites_above_their_own_role(stage):
    group = await stage.group()
    await stage.join("max", group, Role.MANAGER)
    await stage.join("ben", group)
    assert await code_of(stage.token("ana", group, Role.OWNER)) == "groups.not_allowed"
    assert await code_of(stage.token("max", group, Role.MANAGER)) == "groups.not_allowed"
    assert await code_of(stage.token("max", group, Role.MEMBER)) == ""
    assert await code_of(stage.token("ben", group, Role.VIEWER)) == "groups.not_allowed"


async def test_an_invitation_by_mail_is_for_that_address(stage):
    group = await stage.group()
    token = await stage.token("ana", group, email="Ben@example.org", uses=7)
    assert stage.people.mails == [("ben@example.org", f"https://l.example/join/{token}")]
    inviting = stage.groups.inviting
    assert await code_of(inviting.accept(stage.who("eve"), token)) == "groups.invitation_other"
    assert (await inviting.accept(stage.who("ben"), token)).role == Role.MEMBER
    assert await code_of(inviting.look(stage.who("eve"), token)) == "groups.invitation_gone"
    assert await code_of(stage.token("ana", group, email="nonsense")) == "accounts.email_invalid"


async def test_a_server_that_asks_for_verified_addresses(stage):
    group = await stage.group()
    token = await stage.token("ana", group)
    stage.people.must_verify = True
    assert (
        await code_of(stage.groups.inviting.accept(stage.who("ben", email_verified=False), token))
        == "accounts.confirm_email"
    )


async def test_declining_ends_a_mail_and_leaves_a_link(stage):
    group = await stage.group()
    mailed, link = await stage.token("ana", group, email="ben@example.org"), await stage.token("ana", group)
    inviting, ben = stage.groups.inviting, stage.who("ben")
    await inviting.decline(ben, mailed)
    await inviting.decline(ben, link)
    assert await code_of(inviting.look(ben, mailed)) == "groups.invitation_gone"
    assert await code_of(inviting.look(ben, link)) == ""


async def test_who_was_removed_comes_in_again_only_by_a_later_invitation(stage, clock):
    group = await stage.group()
    inviting, ana, ben = stage.groups.inviting, stage.who("ana"), stage.who("ben")
    token = await stage.token("ana", group, uses=9)
    await inviting.accept(ben, token)
    clock.advance(DAY_MS)
    await stage.groups.remove_member(ana, group.group_id, ben.user_id)
    assert await code_of(inviting.look(ben, token)) == "groups.invitation_gone"
    assert await code_of(inviting.accept(ben, token)) == "groups.invitation_gone"
    assert await code_of(inviting.accept(stage.who("cem"), token)) == "", "the class still gets in"
    clock.advance(1)
    personal = await stage.token("ana", group, email="ben@example.org")
    assert await code_of(inviting.accept(ben, personal)) == ""


async def test_who_left_may_come_back_by_the_same_link(stage):
    group = await stage.group()
    inviting, ben = stage.groups.inviting, stage.who("ben")
    token = await stage.token("ana", group, uses=9)
    await inviting.accept(ben, token)
    await stage.groups.remove_member(ben, group.group_id, ben.user_id)
    assert await code_of(inviting.accept(ben, token)) == ""


async def test_withdrawing(stage):
    group = await stage.group()
    token = await stage.token("ana", group)
    inviting, ana = stage.groups.inviting, stage.who("ana")
    (one,) = (await inviting.open_invitations(ana, group.group_id)).invitations
    await inviting.withdraw(ana, group.group_id, one.invitation_id)
    await inviting.withdraw(ana, group.group_id, one.invitation_id)
    assert await code_of(inviting.accept(stage.who("ben"), token)) == "groups.invitation_gone"
    other = await stage.group("eve")
    token = await stage.token("ana", group)
    (one,) = (await inviting.open_invitations(ana, group.group_id)).invitations
    await inviting.withdraw(stage.who("eve"), other.group_id, one.invitation_id)
    assert await code_of(inviting.look(stage.who("ben"), token)) == "", "of one's own group only"


async def test_another_tenant_is_not_let_in(stage):
    group = await stage.group()
    token = await stage.token("ana", group)
    ben = stage.who("ben", tenant_id=uuid.uuid4())
    for asked in (stage.groups.inviting.look(ben, token), stage.groups.inviting.accept(ben, token)):
        assert await code_of(asked) == "groups.invitation_gone"


async def test_limits(server_database):
    stage = GroupStage(server_database, GroupLimits(members=2, groups=1, invitations=2))
    group = await stage.group()
    token = await stage.token("ana", group, uses=2)
    await stage.token("ana", group, uses=2)
    assert await code_of(stage.token("ana", group, uses=2)) == "groups.too_many_invitations"
    busy = await stage.group("cem")
    assert busy.members == 1
    inviting = stage.groups.inviting
    assert await code_of(inviting.accept(stage.who("cem"), token)) == "groups.too_many"
    await inviting.accept(stage.who("ben"), token)
    assert await code_of(inviting.accept(stage.who("dia"), token)) == "groups.full"


async def test_the_last_use_is_used_once(stage):
    group = await stage.group()
    token = await stage.token("ana", group, uses=1)
    people = [stage.who(f"p{number}") for number in range(5)]
    codes = await asyncio.gather(*(code_of(stage.groups.inviting.accept(who, token)) for who in people))
    assert sorted(codes) == ["", *["groups.invitation_gone"] * 4]


@pytest.mark.parametrize("token", ["", "x" * 500, "nothing", "\ud800"])
async def test_tokens_that_are_none(stage, token):
    assert await code_of(stage.groups.inviting.look(stage.who("ben"), token)) == "groups.invitation_gone"
