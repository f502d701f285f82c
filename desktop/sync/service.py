"""Sync of the open profile, for pages and commands. Knows no page and no other feature's tables."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from desktop.runtime.changes import ChangeBus
from desktop.storage.database import Database
from desktop.sync.views import Conflict, RefusedEdit, ScopeLock, SyncStatus
from shared.clock import Clock


class SignedIn(Protocol):
    """What sync needs to know of who is signed in."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def server_url(self) -> str: ...


class Accounts(Protocol):
    """What sync needs of the accounts service, which announces "account" on the bus."""

    @property
    def session(self) -> SignedIn | None: ...

    async def access_token(self) -> str:
        """Return a valid access token. Raises AppError `accounts.signed_out` and network errors."""
        ...


class SyncService:
    """Announces the kinds "sync_status", "conflict" and "refused" on the bus."""

    def __init__(self, database: Database, accounts: Accounts, clock: Clock, bus: ChangeBus) -> None:
        self._database, self._accounts, self._clock, self._bus = database, accounts, clock, bus
        self.status = SyncStatus()

    @property
    def user_id(self) -> uuid.UUID:
        """Who this profile belongs to, signed in or not: the id that sign-up proposes."""
        raise NotImplementedError

    def start(self, until_lock: Callable[[], Awaitable[None]]) -> None:
        """Begin to sync once this process runs the profile's jobs; from then on by itself."""
        raise NotImplementedError

    async def sync_now(self) -> SyncStatus:
        """Sync until nothing is left to send or to fetch; asks the process that has the jobs when it is another.

        Never raises for what went wrong on the way: the status says it.
        """
        raise NotImplementedError

    async def pause(self, *, paused: bool) -> None:
        """Stop syncing by itself, or go on."""
        raise NotImplementedError

    async def adopt(self, user_id: uuid.UUID) -> None:
        """Make the profile this account's, before its first sync: local work moves into the account's scope.

        Raises AppError `sync.other_account` when the profile belongs to another account already.
        """
        raise NotImplementedError

    async def check_account(self, user_id: uuid.UUID) -> None:
        """Raises AppError `sync.other_account` when `adopt` would: ask before a sign-in is kept."""
        raise NotImplementedError

    async def conflicts(self) -> list[Conflict]:
        """Return the open conflicts, newest first."""
        raise NotImplementedError

    async def restore(self, conflict_id: uuid.UUID) -> None:
        """Write the value that lost as a new edit; the conflict is then resolved everywhere.

        Raises AppError `sync.conflict_gone`, `sync.scope_locked`.
        """
        raise NotImplementedError

    async def dismiss(self, conflict_id: uuid.UUID) -> None:
        """Keep what stands; the conflict is then resolved everywhere. Raises as `restore` does."""
        raise NotImplementedError

    async def refused(self) -> list[RefusedEdit]:
        """Return the edits the server did not take, oldest first."""
        raise NotImplementedError

    async def let_go(self, no: int) -> None:
        """Forget an edit that was not taken."""
        raise NotImplementedError

    async def export_refused(self, path: Path) -> int:
        """Write all of them as a JSON file; returns how many. Raises AppError for a full or read-only disk."""
        raise NotImplementedError

    def locked_scopes(self) -> tuple[ScopeLock, ...]:
        """Return the scopes that may only be read until the device connects again."""
        return self.status.locked

    async def close(self) -> None:
        """Stop; what is under way is taken up at the next start."""
