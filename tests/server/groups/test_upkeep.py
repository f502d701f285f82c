"""What happens in groups when a person is renamed, exported or erased."""

import uuid

import pytest

from server.groups.records import group_scope
from shared.groups.messages import Role
from shared.groups.records import membership_id
from tests.support.known_people import user_id
from tests.support.membership_stage import GroupStage


@pytest.fixture
def stage(server_database):
    return GroupStage(server_database)


async def test_a_new_name_reaches_every_group(stage):
    groups = [await stage.group(name="One"), await stage.group("cem", "Two")]
    for group in groups:
        await stage.join("ben", group)
    stage.heard.clear()
    async with stage.database.write() as tx:
        await stage.groups.upkeep.renamed(tx, user_id("ben"), "Benjamin")
    for group in groups:
        assert (await stage.records(group))["members"]["Benjamin"] == "member"
    assert {scope for one in stage.heard for scope in one.scopes} == {
        group_scope(group.group_id) for group in groups
    }


async def test_the_export_names_groups_and_roles(stage):
    group = await stage.group()
    await stage.join("vic", group, Role.VIEWER)
    async with stage.database.read() as tx:
        (told,) = await stage.groups.upkeep.exported(tx, user_id("vic"), None)
        assert await stage.groups.upkeep.exported(tx, user_id("vic"), uuid.uuid4()) == []
    assert (told["name"], told["role"], told["members"]) == ("Biology", "viewer", 2)


async def test_erasing_leaves_no_name_and_tells_who_keeps_copies(stage):
    group, copies = await stage.group(), []
    await stage.join("ben", group)
    await stage.token("ana", group)

    async def note(_tx, scope):
        copies.append(scope)

    stage.groups.upkeep.on_erased_in(note)
    async with stage.database.write() as tx:
        await stage.groups.upkeep.erased(tx, user_id("ben"))
    assert copies == [group_scope(group.group_id)]
    assert await stage.members(group) == [("ana", Role.OWNER)]
    key = membership_id(group.group_id, user_id("ben")).bytes
    (row,) = [row for row in await stage.rows(copies[0]) if row.id == key]
    assert row.deleted
    assert b"Ben" not in row.fields


async def test_what_an_erased_owner_had_goes_to_the_highest_then_the_longest_in(stage, clock):
    group = await stage.group()
    for name, role in (
        ("vic", Role.VIEWER),
        ("ben", Role.MEMBER),
        ("max", Role.MANAGER),
        ("mia", Role.MANAGER),
    ):
        clock.advance(1_000)
        await stage.join(name, group, role)
    async with stage.database.write() as tx:
        await stage.groups.upkeep.erased(tx, user_id("ana"))
    assert (await stage.members(group))[0] == ("max", Role.OWNER)
    assert (await stage.records(group))["members"]["Max"] == "owner"
    inviting = await stage.groups.inviting.open_invitations(stage.who("max"), group.group_id)
    assert inviting.invitations == (), "what the erased person offered is off"


async def test_a_group_of_nobody_else_ends_with_its_owner(stage):
    group, gone = await stage.group(), []

    async def note(_tx, scope):
        gone.append(scope)

    stage.groups.on_scope_gone(note)
    async with stage.database.write() as tx:
        await stage.groups.upkeep.erased(tx, user_id("ana"))
    assert gone == [group_scope(group.group_id)]
