"""Grants of a moment, as a matrix of standing, role and tenant."""

import uuid

import msgspec
import pytest

from server.sync.grants import NOTHING, granted, own_scope
from shared.groups.messages import Role
from sync.scopes import FULL, Access
from tests.support.known_people import principal, user_id
from tests.support.sync_server_stage import SyncStage, own, shared

VIEW = Access.READ | Access.APPEND


@pytest.fixture
def stage(server_database, tmp_path):
    return SyncStage(server_database, tmp_path)


async def of(stage, name, *, lock=False):
    async with stage.database.write() as tx:
        return await granted(tx, stage.people, stage.groups, principal(name), lock=lock)


@pytest.mark.parametrize("lock", [False, True])
async def test_roles_decide_within_groups(stage, lock):
    group = await stage.group()
    for name, role in (("max", Role.MANAGER), ("ben", Role.MEMBER), ("vic", Role.VIEWER)):
        await stage.join(name, group, role)
    stage.who("eve")
    for name, access in (("ana", FULL), ("max", FULL), ("ben", FULL), ("vic", VIEW)):
        given = await of(stage, name, lock=lock)
        assert given.access == {own(name): FULL, shared(group): access}
        assert set(given.roles) == {shared(group)}
    assert (await of(stage, "eve", lock=lock)).access == {own("eve"): FULL}


async def test_standing_decides_before_roles(stage):
    await stage.group()
    stage.people.change("ana", state="suspended")
    given = await of(stage, "ana")
    assert (given.access, given.roles, given.suspended) == ({own("ana"): Access.READ}, {}, True)
    stage.people.change("ana", state="deleted")
    assert await of(stage, "ana") is NOTHING
    assert await of(stage, "nobody") is NOTHING


async def test_the_tenant_of_this_moment_counts_not_the_tokens(stage):
    group = await stage.group()
    stage.people.change("ana", tenant_id=uuid.uuid4())
    assert (await of(stage, "ana")).access == {own("ana"): FULL}
    stage.people.change("ana", tenant_id=None)
    assert shared(group) in (await of(stage, "ana")).access


def test_names():
    assert own_scope(user_id("ana")) == own("ana")
    assert msgspec.structs.asdict(NOTHING) == {"access": {}, "roles": {}, "suspended": False}
