"""Which permission strings a role and a plan give. Pure; who has which role is decided by the server."""

from collections.abc import Iterable, Mapping

from shared.plans import Plan

USERS_MANAGE = "users:manage"
"""See, suspend and give roles to the people of one's tenant, and invite them."""
AUDIT_READ = "audit:read"
TENANTS_MANAGE = "tenants:manage"
"""Make and suspend tenants, change plans: super admins only."""

_LEARNER = frozenset({"resources:upload", "rooms:create", "sessions:schedule"})
_TEACHER = _LEARNER | {"rooms:host", "skills:manage", "content:publish"}
_MANAGER = _TEACHER | {"reports:read"}
_ADMIN = _MANAGER | {USERS_MANAGE, AUDIT_READ}
_SUPER_ADMIN = _ADMIN | {TENANTS_MANAGE, "settings:manage"}

OF_ROLE: Mapping[str, frozenset[str]] = {
    "learner": _LEARNER,
    "teacher": _TEACHER,
    "manager": _MANAGER,
    "admin": _ADMIN,
    "super_admin": _SUPER_ADMIN,
}
RANKS = tuple(OF_ROLE)
"""Roles, the least powerful first."""


_PLACES = (
    "resources:upload", "rooms:create", "sessions:schedule", "rooms:host", "skills:manage", "content:publish",
    "reports:read", USERS_MANAGE, AUDIT_READ, TENANTS_MANAGE, "settings:manage", "matching:unlimited",
    "verified:badge", "content:premium",
)  # fmt: skip
"""The bit of each permission in a token. New ones come at the end: two versions of a server may run at once."""


def bits_of(permissions: Iterable[str]) -> int:
    """Return permissions as they are written in tokens. Raises ValueError for one without a place."""
    return sum(1 << _PLACES.index(one) for one in set(permissions))


def permissions_in(bits: int) -> frozenset[str]:
    """Read what `bits_of` wrote; those of a newer version are left out."""
    return frozenset(one for place, one in enumerate(_PLACES) if bits >> place & 1)


def permissions_of(role: str, plan: Plan) -> frozenset[str]:
    """Return what somebody may do. A role of another version gives what a learner has."""
    return OF_ROLE.get(role, _LEARNER) | plan.permissions


def may_give(giver: str, role: str) -> bool:
    """Whether somebody in one role may give or take another: never above one's own."""
    return giver in RANKS and role in RANKS and RANKS.index(role) <= RANKS.index(giver)
