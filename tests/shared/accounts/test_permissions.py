"""Who may do what."""

import itertools

import pytest

from shared.accounts.permissions import (
    OF_ROLE,
    RANKS,
    TENANTS_MANAGE,
    USERS_MANAGE,
    coded,
    may_give,
    permissions_of,
    uncoded,
)
from shared.plans import PLANS


def test_a_higher_role_may_all_that_a_lower_one_may():
    for lower, higher in itertools.pairwise(RANKS):
        assert OF_ROLE[lower] < OF_ROLE[higher]


def test_plans_add_their_own():
    assert "verified:badge" in permissions_of("learner", PLANS["pro"])
    assert "verified:badge" not in permissions_of("super_admin", PLANS["basic"])
    assert permissions_of("no such role", PLANS["free"]) == permissions_of("learner", PLANS["free"])
    assert USERS_MANAGE in permissions_of("admin", PLANS["free"])
    assert TENANTS_MANAGE not in permissions_of("admin", PLANS["enterprise"])


def test_tokens_say_whatever_a_role_and_a_plan_give_in_few_bytes():
    for role, plan in itertools.product(RANKS, PLANS.values()):
        given = permissions_of(role, plan)
        bits, names = coded(given)
        assert not names
        assert uncoded(bits, names) == given
    bits, names = coded([USERS_MANAGE, "labs:open"])
    assert names == ("labs:open",)
    assert uncoded(bits | 1 << 200, names) == {USERS_MANAGE, "labs:open"}


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
