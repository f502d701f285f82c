"""Who may do what."""

import itertools

import pytest

from shared.accounts.permissions import OF_ROLE, RANKS, TENANTS_MANAGE, USERS_MANAGE, may_give, permissions_of


def test_a_higher_role_may_all_that_a_lower_one_may():
    for lower, higher in itertools.pairwise(RANKS):
        assert OF_ROLE[lower] < OF_ROLE[higher]


def test_plans_add_their_own():
    assert "verified:badge" in permissions_of("learner", "pro")
    assert "verified:badge" not in permissions_of("super_admin", "basic")
    assert permissions_of("no such role", "no such plan") == permissions_of("learner", "free")
    assert USERS_MANAGE in permissions_of("admin", "free")
    assert TENANTS_MANAGE not in permissions_of("admin", "enterprise")


@pytest.mark.parametrize(
    ("giver", "role", "may"),
    [
        ("admin", "admin", True),
        ("admin", "super_admin", False),
        ("teacher", "manager", False),
        ("super_admin", "super_admin", True),
        ("nobody", "learner", False),
        ("admin", "king", False),
    ],
)
def test_nobody_gives_what_they_have_not(giver, role, may):
    assert may_give(giver, role) is may
