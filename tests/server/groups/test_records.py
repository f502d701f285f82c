"""What the synced records of a group say."""

import uuid

from server.groups.records import group_scope, group_writing, member_writing
from server.groups.store import GroupRow, MemberRow
from shared.groups.messages import Role
from shared.groups.records import GROUP, MEMBERSHIP, membership_id

GROUP_ID, USER_ID = uuid.UUID(int=1), uuid.UUID(int=2)


def test_a_group_lives_in_its_own_scope_under_its_own_id():
    kind, key, scope, values = group_writing(GroupRow(GROUP_ID, None, "Bio", "", 7))
    assert (kind, key, scope) == ("group", GROUP_ID.bytes, f"group:{GROUP_ID}")
    assert set(values) == set(GROUP.field_names())
    assert scope == group_scope(GROUP_ID)


def test_a_membership_says_all_its_fields_or_that_it_is_over():
    member = MemberRow(GROUP_ID, USER_ID, "Ben", Role.VIEWER, 7)
    kind, key, scope, values = member_writing(member)
    assert values is not None
    assert (kind, key, scope) == ("membership", membership_id(GROUP_ID, USER_ID).bytes, group_scope(GROUP_ID))
    assert set(values) == set(MEMBERSHIP.field_names())
    assert values["role"] == "viewer"
    assert member_writing(member, gone=True)[3] is None
