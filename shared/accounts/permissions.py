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
"""Their bits in tokens, where an operator's own have names. New ones come last: two versions may run at once."""


def coded(permissions: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    """Return permissions as they are written in tokens: bits, and the names of those that have none."""
    wanted = set(permissions)
    bits = sum(1 << place for place, one in enumerate(_PLACES) if one in wanted)
    return bits, tuple(sorted(wanted.difference(_PLACES)))


def uncoded(bits: int, names: Iterable[str]) -> frozenset[str]:
    """Read what `coded` wrote; bits of a newer version are left out."""
    return frozenset(one for place, one in enumerate(_PLACES) if bits >> place & 1).union(names)


def permissions_of(role: str, plan: Plan) -> frozenset[str]:
    """Return what somebody may do. A role of another version gives what a learner has."""
    return OF_ROLE.get(role, _LEARNER) | plan.permissions


def may_give(giver: str, role: str) -> bool:
    """Whether somebody in one role may give or take another: never above one's own."""
    return giver in RANKS and role in RANKS and RANKS.index(role) <= RANKS.index(giver)
