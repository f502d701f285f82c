"""Groups on both databases: rows and records written together, roles, handing over, leaving, who is told."""

import asyncio
import uuid

import pytest

from server.groups.people import GroupLimits
from server.groups.records import group_scope
from server.groups.store import GroupStore
from shared.groups.messages import GroupChange, MemberChange, NewGroup, Role
from sync.scopes import FULL, Access
from tests.support.known_people import user_id
from tests.support.membership_stage import GroupStage, code_of


@pytest.fixture
def stage(server_database):
    return GroupStage(server_database)


async def test_a_group_is_made_once_with_its_records(stage):
    ana, group_id = stage.who("ana"), uuid.uuid4()
    made = await stage.groups.create(ana, NewGroup(group_id, "  Biology   9b ", " Cells "))
    again = await stage.groups.create(ana, NewGroup(group_id, "other"))
    assert (made.name, made.description, made.role, made.members) == ("Biology 9b", "Cells", Role.OWNER, 1)
    assert again == made
    assert await stage.records(made) == {"name": "Biology 9b", "members": {"Ana": "owner"}}
    assert (await stage.groups.groups_of(ana)).groups == (made,)
    assert await code_of(stage.groups.create(stage.who("ben"), NewGroup(group_id, "mine"))) == "groups.exists"
    assert stage.heard[0].people == {user_id("ana")}
    assert stage.heard[0].scopes == {group_scope(group_id)}
    assert [action for action, *_ in stage.people.audits] == ["groups.create"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\0b"])
async def test_a_name_that_cannot_be_is_refused(stage, name):
    assert await code_of(stage.group(name=name)) == "groups.bad_name"


async def test_renaming_reaches_the_record_and_keeps_what_is_not_named(stage):
    group = await stage.group()
    changed = await stage.groups.change(stage.who("ana"), group.group_id, GroupChange(description="New"))
    assert (changed.name, changed.description) == ("Biology", "New")
    await stage.groups.change(stage.who("ana"), group.group_id, GroupChange(name="Chemistry"))
    assert (await stage.records(group))["name"] == "Chemistry"


async def test_nobody_from_outside_learns_that_a_group_exists(stage):
    group, eve = await stage.group(), stage.who("eve")
    for asked in (
        stage.groups.group(eve, group.group_id),
        stage.groups.members(eve, group.group_id),
        stage.groups.change(eve, group.group_id, GroupChange(name="x")),
        stage.groups.delete(eve, group.group_id),
        stage.groups.remove_member(eve, group.group_id, user_id("ana")),
        stage.groups.inviting.open_invitations(eve, group.group_id),
    ):
        assert await code_of(asked) == "groups.not_found"


async def test_another_tenants_people_are_outside_whatever_the_rows_say(stage):
    group = await stage.group()
    await stage.join("ben", group)
    moved = stage.people.add("ben", tenant_id=uuid.uuid4())
    assert await code_of(stage.groups.group(moved, group.group_id)) == "groups.not_found"
    assert (await stage.groups.groups_of(moved)).groups == ()
    async with stage.database.read() as tx:
        assert await stage.groups.roles(tx, moved.user_id, moved.tenant_id) == {}
        assert await stage.groups.access(tx, moved, group_scope(group.group_id)) == Access(0)


async def test_roles_change_only_as_the_rules_say(stage):
    group = await stage.group()
    for name, role in (
        ("max", Role.MANAGER),
        ("mia", Role.MANAGER),
        ("ben", Role.MEMBER),
        ("vic", Role.VIEWER),
    ):
        await stage.join(name, group, role)
    assert await code_of(stage.give("max", "ben", group, Role.VIEWER)) == ""
    assert await code_of(stage.give("max", "mia", group, Role.MEMBER)) == "groups.not_allowed"
    assert await code_of(stage.give("max", "ben", group, Role.MANAGER)) == "groups.not_allowed"
    assert await code_of(stage.give("ben", "vic", group, Role.MEMBER)) == "groups.not_allowed"
    assert await code_of(stage.give("ana", "ana", group, Role.MEMBER)) == "groups.owner_stays"
    assert await code_of(stage.give("ana", "nobody", group, Role.MEMBER)) == "groups.member_missing"
    assert (await stage.records(group))["members"]["Ben"] == "viewer"


async def test_an_owner_leaves_only_after_handing_over(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana = stage.who("ana")
    leave = lambda: stage.groups.remove_member(ana, group.group_id, ana.user_id)  # noqa: E731
    assert await code_of(leave()) == "groups.owner_stays"
    await stage.give("ana", "ben", group, Role.OWNER)
    assert await stage.members(group) == [("ben", Role.OWNER), ("ana", Role.MANAGER)]
    assert await code_of(leave()) == ""
    assert (await stage.records(group))["members"] == {"Ben": "owner"}
    assert stage.heard[-1].people == {ana.user_id}


async def test_removing_somebody(stage):
    group = await stage.group()
    for name, role in (("max", Role.MANAGER), ("ben", Role.MEMBER)):
        await stage.join(name, group, role)
    remove = lambda actor, target: stage.groups.remove_member(  # noqa: E731
        stage.who(actor), group.group_id, user_id(target)
    )
    assert await code_of(remove("ben", "max")) == "groups.not_allowed"
    assert await code_of(remove("max", "ana")) == "groups.not_allowed"
    assert await code_of(remove("max", "ben")) == ""
    assert await code_of(remove("max", "ben")) == "groups.member_missing"
    assert await code_of(stage.groups.group(stage.who("ben"), group.group_id)) == "groups.not_found"
    async with stage.database.read() as tx:
        assert await stage.groups.roles(tx, user_id("ben"), None) == {}


async def test_access_follows_the_role(stage):
    group = await stage.group()
    await stage.join("vic", group, Role.VIEWER)
    scope = group_scope(group.group_id)
    async with stage.database.read() as tx:
        assert await stage.groups.access(tx, stage.who("ana"), scope) == FULL
        assert await stage.groups.access(tx, stage.who("vic"), scope) == Access.READ | Access.APPEND
        assert await stage.groups.access(tx, stage.who("eve"), scope) == Access(0)
        assert await stage.groups.access(tx, stage.who("eve"), f"user:{user_id('eve')}") == FULL
        assert await stage.groups.access(tx, stage.who("eve"), f"user:{user_id('ana')}") == Access(0)


async def test_deleting_a_group_tells_everybody_and_its_id_never_comes_again(stage):
    group, gone = await stage.group(), []
    await stage.join("ben", group)

    async def note(_tx, scope):
        gone.append(scope)

    stage.groups.on_scope_gone(note)
    assert await code_of(stage.groups.delete(stage.who("ben"), group.group_id)) == "groups.not_allowed"
    await stage.groups.delete(stage.who("ana"), group.group_id)
    assert gone == [group_scope(group.group_id)]
    assert stage.heard[-1].people == {user_id("ana"), user_id("ben")}
    assert (await stage.groups.groups_of(stage.who("ben"))).groups == ()
    again = stage.groups.create(stage.who("ana"), NewGroup(group.group_id, "again"))
    assert await code_of(again) == "groups.exists"


async def test_there_is_an_end_to_the_groups_of_one_person(server_database):
    stage = GroupStage(server_database, GroupLimits(groups=2))
    await stage.group()
    await stage.group()
    assert await code_of(stage.group()) == "groups.too_many"


async def test_nothing_is_announced_when_the_transaction_fails(stage, monkeypatch):
    group = await stage.group()
    heard = len(stage.heard)

    async def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(stage.people, "audit", fail)
    with pytest.raises(RuntimeError):
        await stage.groups.change(stage.who("ana"), group.group_id, GroupChange(name="lost"))
    assert len(stage.heard) == heard
    assert (await stage.records(group))["name"] == "Biology"


async def test_two_changes_at_once_both_count(stage):
    group = await stage.group()
    for number in range(6):
        await stage.join(f"p{number}", group)
    changes = [stage.give("ana", f"p{number}", group, Role.VIEWER) for number in range(6)]
    await asyncio.gather(*changes)
    async with stage.database.read() as tx:
        roles = [member.role for member in await GroupStore(tx).members(group.group_id)]
    assert roles.count(Role.VIEWER) == 6
    assert list((await stage.records(group))["members"].values()).count("viewer") == 6


async def test_giving_the_same_role_changes_nothing(stage):
    group = await stage.group()
    await stage.join("ben", group)
    heard = len(stage.heard)
    told = await stage.groups.change_member(
        stage.who("ana"), group.group_id, user_id("ben"), MemberChange(Role.MEMBER)
    )
    assert told.role == Role.MEMBER
    assert len(stage.heard) == heard
