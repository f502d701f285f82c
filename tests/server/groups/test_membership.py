"""Finding a group and a person's place in it, or refusing without a trace."""

import uuid

import pytest

from server.groups.membership import entered
from server.groups.rules import Act
from shared.errors import AppError
from shared.groups.messages import Role
from tests.support.membership_stage import GroupStage


@pytest.fixture
def stage(server_database):
    return GroupStage(server_database)


async def test_a_member_enters_a_stranger_does_not(stage):
    group = await stage.group()
    vic = await stage.join("vic", group, Role.VIEWER)
    async with stage.database.write() as tx:
        found, member = await entered(tx, vic, group.group_id, Act.SEE, lock=True)
        assert (found.name, member.role) == ("Biology", Role.VIEWER)
        for who, group_id, code in (
            (vic, group.group_id, "groups.not_allowed"),
            (stage.who("eve"), group.group_id, "groups.not_found"),
            (vic, uuid.uuid4(), "groups.not_found"),
        ):
            with pytest.raises(AppError) as refused:
                await entered(tx, who, group_id, Act.CHANGE)
            assert refused.value.code == code
