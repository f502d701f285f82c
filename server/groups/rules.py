"""What a role allows in a group, as data; pure. Knows no storage."""

from enum import StrEnum

from shared.groups.messages import Role
from sync.scopes import FULL, Access


class Act(StrEnum):
    """What somebody does to a group as a whole."""

    SEE = "see"
    CHANGE = "change"
    INVITE = "invite"
    DELETE = "delete"


RANK = {Role.OWNER: 3, Role.MANAGER: 2, Role.MEMBER: 1, Role.VIEWER: 0}

ACCESS: dict[Role, Access] = {
    Role.OWNER: FULL,
    Role.MANAGER: FULL,
    Role.MEMBER: FULL,
    Role.VIEWER: Access.READ | Access.APPEND,
}
"""What a role may do with the rows of the group's scope."""

CURATORS = frozenset({Role.OWNER, Role.MANAGER})
"""Who may delete or take away what another person shared."""

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.SEE: frozenset(Role),
    Act.CHANGE: CURATORS,
    Act.INVITE: CURATORS,
    Act.DELETE: frozenset({Role.OWNER}),
}


def may(role: Role, act: Act) -> bool:
    """Whether a role allows something."""
    return role in ALLOWED[act]


def may_invite_as(role: Role, invited: Role) -> bool:
    """Whether somebody may invite others in this role: only below their own, and never as owner."""
    return may(role, Act.INVITE) and RANK[invited] < RANK[role]


def may_change(actor: Role, target: Role, new: Role) -> bool:
    """Whether somebody may give another person, now `target`, the role `new`."""
    if actor == Role.OWNER:
        return target != Role.OWNER
    return actor == Role.MANAGER and RANK[target] < RANK[actor] and RANK[new] < RANK[actor]


def may_remove(actor: Role, target: Role) -> bool:
    """Whether somebody may remove another person, now `target`."""
    return actor in CURATORS and RANK[target] < RANK[actor]


def heir_order(role: Role, joined_ms: int) -> tuple[int, int]:
    """Key that sorts who takes over when the owner's account is deleted: role, then time in it."""
    return -RANK[role], joined_ms
