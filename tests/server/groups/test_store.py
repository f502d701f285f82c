"""SQL of groups on both databases: what a held membership does to whoever wants to take it away."""

import asyncio

import pytest

from server.groups.store import GroupStore
from shared.groups.messages import Role
from tests.support.known_people import user_id
from tests.support.membership_stage import GroupStage


@pytest.fixture
def stage(server_database):
    return GroupStage(server_database)


async def test_groups_are_listed_by_name_with_role_and_size(stage):
    for name in ("beta", "Alpha", "gamma"):
        group = await stage.group(name=name)
        if name == "beta":
            await stage.join("ben", group)
    async with stage.database.read() as tx:
        found = await GroupStore(tx).groups_of(user_id("ana"))
    assert [(group.name, role, members) for group, role, members in found] == [
        ("Alpha", Role.OWNER, 1),
        ("beta", Role.OWNER, 2),
        ("gamma", Role.OWNER, 1),
    ]


async def test_a_removal_waits_for_a_transaction_that_relies_on_the_membership(stage):
    group = await stage.group()
    await stage.join("ben", group)
    order = []
    held, may_end = asyncio.Event(), asyncio.Event()

    async def pushing():
        async with stage.database.write() as tx:
            assert len(await GroupStore(tx).memberships(user_id("ben"), lock=True)) == 1
            held.set()
            await may_end.wait()
            order.append("pushed")

    async def removing():
        await held.wait()
        asyncio.get_running_loop().call_later(0.05, may_end.set)
        await stage.groups.remove_member(stage.who("ana"), group.group_id, user_id("ben"))
        order.append("removed")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(pushing())
        tasks.create_task(removing())
    assert order == ["pushed", "removed"]
