"""What pages and commands show of sync: status, conflicts, edits that were not taken, locked scopes. Values only."""

import uuid
from enum import StrEnum

import msgspec

from shared.errors import AppError


class SyncState(StrEnum):
    """What sync is doing, in one word."""

    OFF = "off"
    """Nobody is signed in: everything stays on this computer."""
    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    """The server can not be reached; it is tried again by itself."""
    PROBLEM = "problem"
    """Something a person has to know or do; `SyncStatus.problem` says what."""
    PAUSED = "paused"
    """The person paused it."""


class MediaProgress(msgspec.Struct, frozen=True):
    """Files on their way: how many are left and how many bytes of them; `problem` is why one can not go at all."""

    uploads: int = 0
    downloads: int = 0
    left_bytes: int = 0
    problem: AppError | None = None


class ScopeLock(msgspec.Struct, frozen=True):
    """A scope that may only be read here, because its grant ran out at `expired_ms`: the device must connect."""

    scope: str
    name: str
    expired_ms: int


class SyncStatus(msgspec.Struct, frozen=True):
    """How sync stands. `pending` are things with changes that the server does not have yet."""

    state: SyncState = SyncState.OFF
    last_sync_ms: int | None = None
    pending: int = 0
    conflicts: int = 0
    refused: int = 0
    problem: AppError | None = None
    locked: tuple[ScopeLock, ...] = ()
    media: MediaProgress = MediaProgress()


class Conflict(msgspec.Struct, frozen=True):
    """A value that lost against another device's edit of the same field at the same time.

    `id` is what `restore` and `dismiss` take. `field` is the record's field name, or "deleted". Texts are as people
    read them; `base`, what both edits replaced, is None when nobody knows it any more. The value that lost is this
    device's (`mine`), or that of another `device` of the person, or of `who` else in `group`: "" when unknown.
    `gone`: the thing is deleted as it stands; restoring a value brings it back.
    """

    id: uuid.UUID
    kind: str
    thing_id: uuid.UUID
    title: str
    field: str
    lost: str
    standing: str
    base: str | None
    mine: bool
    device: str
    who: str
    group: str
    when_ms: int
    gone: bool = False


class RefusedEdit(msgspec.Struct, frozen=True):
    """An edit the server did not take, kept here until the person lets it go. `no` is what `let_go` takes.

    `reason` is a word of `sync.merge.Problem`, of a guard, `too_large`, or `revoked`. `text` is what the edit says.
    """

    no: int
    kind: str
    thing_id: uuid.UUID
    title: str
    scope: str
    reason: str
    text: str
    when_ms: int
