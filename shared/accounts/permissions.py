"""Which permission strings a role and a plan give. Pure; who has which role is decided by the server."""

from collections.abc import Mapping

from shared.plans import PLANS

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


def permissions_of(role: str, plan: str) -> frozenset[str]:
    """Return what somebody may do. Roles and plans of another version give what a learner on free has."""
    return OF_ROLE.get(role, _LEARNER) | PLANS.get(plan, PLANS["free"]).permissions


def may_give(giver: str, role: str) -> bool:
    """Whether somebody in one role may give or take another: never above one's own."""
    return giver in RANKS and role in RANKS and RANKS.index(role) <= RANKS.index(giver)
