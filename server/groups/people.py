"""What groups need of accounts, and whom they tell of changes. Declarations only."""

import uuid
from collections.abc import Awaitable, Callable

import msgspec

from server.storage.transaction import Transaction


class Changed(msgspec.Struct, frozen=True):
    """What a commit changed: whose grants are no longer what they were, and which scopes have something new."""

    people: frozenset[uuid.UUID] = frozenset()
    scopes: frozenset[str] = frozenset()


Listener = Callable[[Changed], None]
ScopeGone = Callable[[Transaction, str], Awaitable[None]]
"""Told within the transaction that deletes a group: what else is kept for that scope has to go."""


class GroupLimits(msgspec.Struct, frozen=True):
    """How many there may be: members of a group, groups of a person, open invitations of a group."""

    members: int = 500
    groups: int = 100
    invitations: int = 50
    invitation_days: int = 90
