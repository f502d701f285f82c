"""A setting is one per person and key."""

from shared.ids import new_id
from shared.settings.records import setting_id


def test_two_devices_of_a_person_meet_and_two_people_do_not():
    one, other = new_id(), new_id()
    assert setting_id(one, "search_results") == setting_id(one, "search_results")
    assert len({setting_id(user, key) for user in (one, other) for key in ("a", "b")}) == 4
