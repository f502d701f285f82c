"""Scopes and what a device may do in each. Who has which grant is decided elsewhere. Pure."""

import uuid
from collections.abc import Mapping
from enum import IntFlag, StrEnum

from sync.rows import Flag, Op


class ScopeKind(StrEnum):
    """Who shares the rows of a scope."""

    USER = "user"
    GROUP = "group"
    COURSE = "course"
    TENANT = "tenant"
    ROOM = "room"


class Access(IntFlag):
    """What a grant allows in one scope."""

    READ = 1
    APPEND = 2
    """Hand in events."""
    WRITE = 4
    """Hand in everything."""


_KINDS = {kind.value: kind for kind in ScopeKind}
FULL = Access.READ | Access.APPEND | Access.WRITE
# Plain integers for the test that every operation passes.
_READ, _WRITE = int(Access.READ), int(Access.WRITE)
_APPEND_OR_WRITE = int(Access.APPEND | Access.WRITE)
Grants = Mapping[str, Access]
"""Access by scope, as the authority computed it for this request."""


def scope_of(kind: ScopeKind, owner: uuid.UUID) -> str:
    """Return the name of a scope, as it stands in rows and messages."""
    return f"{kind}:{owner}"


def kind_of(scope: str) -> ScopeKind | None:
    """Return what a scope is of; None for a name of a newer version."""
    return _KINDS.get(scope.partition(":")[0])


def may_read(grants: Grants, scope: str) -> bool:
    """Whether rows of a scope may be sent."""
    return bool(int(grants.get(scope, 0)) & _READ)


def may_apply(grants: Grants, op: Op, home: str) -> bool:
    """Whether an operation may be applied to a row at home in `home`; a move needs both ends."""
    needed = _APPEND_OR_WRITE if op.flags & Flag.EVENT else _WRITE
    return bool(int(grants.get(home, 0)) & needed) and (
        op.scope == home or bool(int(grants.get(op.scope, 0)) & needed)
    )
