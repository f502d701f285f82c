"""The table of roles, as one matrix."""

import pytest

from server.groups.rules import ACCESS, Act, heir_order, may, may_change, may_invite_as, may_remove
from shared.groups.messages import Role
from sync.scopes import FULL, Access

O, G, M, V = Role.OWNER, Role.MANAGER, Role.MEMBER, Role.VIEWER  # noqa: E741


@pytest.mark.parametrize(
    ("act", "allowed"),
    [(Act.SEE, {O, G, M, V}), (Act.CHANGE, {O, G}), (Act.INVITE, {O, G}), (Act.DELETE, {O})],
)
def test_who_may_do_what(act, allowed):
    assert {role for role in Role if may(role, act)} == allowed


def test_only_viewers_are_kept_from_writing():
    assert {role: ACCESS[role] for role in Role} == {
        O: FULL,
        G: FULL,
        M: FULL,
        V: Access.READ | Access.APPEND,
    }


def test_nobody_invites_or_raises_to_their_own_height():
    assert {(a, b) for a in Role for b in Role if may_invite_as(a, b)} == {
        (O, G), (O, M), (O, V), (G, M), (G, V),
    }  # fmt: skip
    for actor in Role:
        for target in Role:
            for new in Role:
                allowed = may_change(actor, target, new)
                if actor == O:
                    assert allowed == (target != O)
                elif actor == G:
                    assert allowed == ({target, new} <= {M, V})
                else:
                    assert not allowed


def test_who_removes_whom():
    assert {(a, b) for a in Role for b in Role if may_remove(a, b)} == {
        (O, G), (O, M), (O, V), (G, M), (G, V),
    }  # fmt: skip


def test_heirs():
    waiting = [(V, 1), (M, 5), (M, 2), (G, 9)]
    assert sorted(waiting, key=lambda one: heir_order(*one)) == [(G, 9), (M, 2), (M, 5), (V, 1)]
