import uuid

import pytest

from desktop.groups.views import GroupView
from shared.groups.messages import Role


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may(role):
    group = GroupView(uuid.uuid4(), "Year 9", "", role, 3, 0)
    assert group.may_manage == (role in {Role.OWNER, Role.MANAGER})
    assert group.may_share == (role is not Role.VIEWER)
    assert group.scope == f"group:{group.group_id}"


def test_nothing_is_shared_into_a_locked_group():
    assert not GroupView(uuid.uuid4(), "Year 9", "", Role.OWNER, 3, 0, locked=True).may_share
