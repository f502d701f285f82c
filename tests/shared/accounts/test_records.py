"""The profile record."""

import uuid

from shared.accounts.records import PROFILE, profile_id


def test_a_person_has_one_profile():
    ada, bob = uuid.UUID(int=1), uuid.UUID(int=2)
    assert profile_id(ada) == profile_id(ada) != profile_id(bob)
    assert PROFILE.field_names() == ("name", "language")
