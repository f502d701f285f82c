"""The one record of a person in a group."""

import uuid

from shared.groups.records import GROUP, MEMBERSHIP, membership_id


def test_a_membership_has_one_id_per_person_and_group():
    one, other = uuid.UUID(int=1), uuid.UUID(int=2)
    assert membership_id(one, other) == membership_id(one, other)
    assert len({membership_id(one, other), membership_id(other, one), membership_id(one, one)}) == 3


def test_devices_only_show_them():
    assert GROUP.by_server
    assert MEMBERSHIP.by_server
    assert GROUP.homes == MEMBERSHIP.homes == {"group"}
