"""Which scopes take no new rows. A scope far below the limit is looked at once a minute."""

import time

from server.sync.grants import Granted
from server.sync.store import SyncStore
from sync.scopes import Access

ROWS_MOST = 5_000_000
"""Rows of one scope, deleted ones included: what a person or a group makes in many years."""
_FAR = 1_000_000
"""More than comes in within `_LOOK_S`, as often as devices may ask."""
_LOOK_S = 60.0
_KNOWN = 50_000


class Room:
    """Room in scopes, as one process knows it."""

    def __init__(self, rows_most: int = ROWS_MOST) -> None:
        self._most = rows_most
        self._far_until: dict[str, float] = {}

    async def full(self, store: SyncStore, given: Granted) -> frozenset[str]:
        """Return the writable scopes that are full.

        A scope has at most as many rows as its feed has numbers, so counting is rarely needed.
        """
        now_s = time.monotonic()
        asked = [
            scope
            for scope, access in given.access.items()
            if access & ~Access.READ and self._far_until.get(scope, 0.0) < now_s
        ]
        if not asked:
            return frozenset()
        heads = await store.heads(asked)
        if len(self._far_until) > _KNOWN:
            self._far_until.clear()
        self._far_until.update(
            {scope: now_s + _LOOK_S for scope, head in heads.items() if self._most - head > _FAR}
        )
        long = [scope for scope, head in heads.items() if head >= self._most]
        return frozenset([scope for scope in long if await store.count_rows(scope) >= self._most])
