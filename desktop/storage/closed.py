"""Which scopes may only be read now, and why, by the grants that the library keeps. Rules and SQL, no feature."""

from collections.abc import Iterable

import aiosqlite

from sync.scopes import Access

LOCKED, READ_ONLY = "sync.scope_locked", "sync.scope_read_only"


def why_closed(grant: tuple[int, int] | None, now_ms: int, *, event: bool = False) -> str:
    """Return the error code of what keeps a shared scope from being written; empty when nothing does.

    `grant` is its access and when that ends; `now_ms` the server's time; `event`: what is only ever added.
    """
    if grant is None or grant[1] <= now_ms:
        return LOCKED
    needed = Access.APPEND | Access.WRITE if event else Access.WRITE
    return "" if grant[0] & needed else READ_ONLY


async def closed_scopes(
    reader: aiosqlite.Connection, home: str, scopes: Iterable[str], now_ms: int
) -> dict[str, str]:
    """Return those of these scopes that may only be read, each with why. `now_ms` is this computer's time."""
    grants = {
        row[0]: (row[1], row[2])
        for row in await reader.execute_fetchall("SELECT scope, access, until_ms FROM sync_grant")
    }
    offset_ms = next(iter(await reader.execute_fetchall("SELECT offset_ms FROM sync_device")))[0]
    shared = {scope for scope in scopes if scope != home}
    found = {scope: why_closed(grants.get(scope), now_ms + offset_ms) for scope in shared}
    return {scope: why for scope, why in found.items() if why}
