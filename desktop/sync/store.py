"""SQL of sync's own state: whose the profile is, what is pending, grants, and what another process should know."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

import aiosqlite
import msgspec

from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.errors import ERRORS, AppError
from sync.rows import CONFLICT
from sync.stamps import EVERY, decode_stamps, stamp_of

_COUNTS = """
SELECT
  (SELECT count(*) FROM (SELECT DISTINCT kind, id FROM sync_outbox WHERE batch >= 0)) AS pending,
  (SELECT count(*) FROM sync_row WHERE kind = ? AND deleted = 0) AS conflicts,
  (SELECT count(*) FROM sync_refused) AS refused
"""


class Profile(msgspec.Struct, frozen=True):
    """The profile's row, with this device's id; times are Unix milliseconds."""

    database_id: uuid.UUID
    user_id: uuid.UUID
    device_id: uuid.UUID
    adopted: bool
    paused: bool
    asked_ms: int
    tried_ms: int
    last_sync_ms: int | None
    checked_ms: int
    problem: AppError | None
    grant_document: str
    offset_ms: int


class Counts(msgspec.Struct, frozen=True):
    """How much waits for the server, and for the person."""

    pending: int = 0
    conflicts: int = 0
    refused: int = 0


class Author(msgspec.Struct, frozen=True):
    """Whose a stamp is: another `device` of the person, or somebody by `name` in `group`; "" what is not known."""

    device: str = ""
    name: str = ""
    group: str = ""


class Grant(msgspec.Struct, frozen=True):
    """What may be done in a shared scope, and until when; `name` is the group's, as far as known."""

    scope: str
    access: int
    until_ms: int
    name: str = ""


async def profile(reader: aiosqlite.Connection) -> Profile:
    """Return the profile as it is now."""
    found = await reader.execute_fetchall(
        "SELECT p.*, d.id AS device_id, d.offset_ms FROM sync_profile p, sync_device d"
    )
    row: sqlite3.Row = next(iter(found))
    return Profile(
        uuid.UUID(bytes=row["database_id"]),
        uuid.UUID(bytes=row["user_id"]),
        uuid.UUID(bytes=row["device_id"]),
        bool(row["adopted"]),
        bool(row["paused"]),
        row["asked_ms"],
        row["tried_ms"],
        row["last_sync_ms"],
        row["checked_ms"],
        read_error(row["problem"]),
        row["grant_document"],
        row["offset_ms"],
    )


async def counts(reader: aiosqlite.Connection, decided: Collection[uuid.UUID | int] = ()) -> Counts:
    """Count what is pending, in conflict, refused; without conflicts (ids) and refusals (numbers) in `decided`."""
    row: sqlite3.Row = next(iter(await reader.execute_fetchall(_COUNTS, [CONFLICT])))
    conflicts, refused = row["conflicts"], row["refused"]
    if decided:
        open_ = await reader.execute_fetchall(
            "SELECT id FROM sync_row WHERE kind = ? AND deleted = 0", [CONFLICT]
        )
        conflicts -= sum(uuid.UUID(bytes=one[0]) in decided for one in open_)
        held = await reader.execute_fetchall("SELECT no FROM sync_refused")
        refused -= sum(one[0] in decided for one in held)
    return Counts(row["pending"], conflicts, refused)


async def unsent(reader: aiosqlite.Connection) -> bool:
    """Whether anything waits to be handed in."""
    found = await reader.execute_fetchall("SELECT EXISTS (SELECT 1 FROM sync_outbox WHERE batch = 0)")
    return bool(next(iter(found))[0])


async def progress(reader: aiosqlite.Connection) -> tuple[int, ...]:
    """Return numbers that move whenever something was handed in, taken or healed."""
    tables = ("sync_outbox", "sync_heal", "sync_carry", "sync_sending", "sync_refused")
    sums = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608 - names above
    return tuple(next(iter(await reader.execute_fetchall(f"SELECT batch, {sums} FROM sync_device"))))  # noqa: S608


async def cursors(reader: aiosqlite.Connection) -> dict[str, tuple[int, list[tuple[int, int]]]]:
    """Return how far each scope is: its cursor, and the stretches after it that came from here."""
    rows = await reader.execute_fetchall("SELECT scope, cursor, own FROM sync_scope")
    return {row[0]: (row[1], msgspec.msgpack.decode(row[2], type=list[tuple[int, int]])) for row in rows}


async def grants(reader: aiosqlite.Connection) -> list[Grant]:
    """Return what the last grant says of shared scopes."""
    rows = await reader.execute_fetchall(
        "SELECT g.scope, g.access, g.until_ms, coalesce(s.name, '') FROM sync_grant g"
        " LEFT JOIN study_group s ON s.scope = g.scope AND s.deleted = 0 GROUP BY g.scope ORDER BY g.scope"
    )
    return [Grant(*row) for row in rows]


async def own_roles(reader: aiosqlite.Connection) -> dict[str, str]:
    """Return what the person is in each group, by scope."""
    rows = await reader.execute_fetchall(
        "SELECT m.scope, m.role FROM membership m JOIN sync_profile p ON p.user_id = m.user_id WHERE m.deleted = 0"
    )
    return {row[0]: row[1] for row in rows}


def open_conflicts(connection: "sqlite3.Connection") -> list[bytes]:
    """Return the ids of the conflicts that nobody settled."""
    found = connection.execute("SELECT id FROM sync_row WHERE kind = ? AND deleted = 0", [CONFLICT])
    return [row[0] for row in found]


def author(connection: "sqlite3.Connection", number: int, scope: str) -> Author:
    """Return whose stamps in a scope have this number, as far as it is known without a server."""
    known = connection.execute(
        "SELECT a.device, a.user_id = p.user_id, m.name FROM sync_author a JOIN sync_profile p"
        " LEFT JOIN membership m ON m.user_id = a.user_id AND m.scope = ? WHERE a.author = ?",
        [scope, number],
    ).fetchone()
    group = connection.execute("SELECT name FROM study_group WHERE scope = ?", [scope]).fetchone()
    device, own, name = known or ("", False, "")
    return Author(device, "" if own else name or "", group[0] if group and not own else "")


async def unknown_authors(reader: aiosqlite.Connection) -> dict[str, set[int]]:
    """Return the numbers in open conflicts of which it is not known whose they are, by scope."""
    found = await reader.execute_fetchall(
        "SELECT scope, tags FROM sync_row WHERE kind = ? AND deleted = 0", [CONFLICT]
    )
    known = {row[0] for row in await reader.execute_fetchall("SELECT author FROM sync_author")}
    known |= {row[0] for row in await reader.execute_fetchall("SELECT author FROM sync_device")}
    unknown: dict[str, set[int]] = {}
    for scope, tags in found:
        number = stamp_of(decode_stamps(tags), EVERY)[1]
        if number not in known:
            unknown.setdefault(scope, set()).add(number)
    return unknown


def keep_authors(tx: Transaction, authors: Iterable[tuple[int, uuid.UUID, str]]) -> None:
    """Remember whose numbers these are: (number, person, name of the device)."""
    tx.executemany(
        "INSERT INTO sync_author VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET user_id = excluded.user_id, device = excluded.device",
        [(number, user_id.bytes, device) for number, user_id, device in authors],
    )
    tx.changed(CONFLICT)


def own_author(connection: "sqlite3.Connection") -> int:
    """Return the number by which stamps name this device."""
    return int(connection.execute("SELECT author FROM sync_device").fetchone()[0])


def keep_grants(tx: Transaction, document: str, given: Iterable[Grant]) -> None:
    """Replace what may be done in shared scopes."""
    tx.execute("DELETE FROM sync_grant")
    tx.executemany(
        "INSERT INTO sync_grant VALUES (?, ?, ?)", [(one.scope, one.access, one.until_ms) for one in given]
    )
    tx.execute("UPDATE sync_profile SET grant_document = ?", [document])
    tx.changed("grant")


def set_paused(tx: Transaction, *, paused: bool) -> None:
    """Remember whether the person paused sync."""
    tx.execute("UPDATE sync_profile SET paused = ?", [paused])


def ask(tx: Transaction, at_ms: int) -> None:
    """Ask the process that runs the profile's jobs to sync."""
    tx.execute("UPDATE sync_profile SET asked_ms = ?", [at_ms])


def note_tried(tx: Transaction, last_sync_ms: int | None, problem: AppError | None) -> None:
    """Tell other processes how the last try went."""
    tx.execute(
        "UPDATE sync_profile SET tried_ms = ?, last_sync_ms = coalesce(?, last_sync_ms), problem = ?",
        [tx.now_ms, last_sync_ms, write_error(problem)],
    )


def note_checked(tx: Transaction) -> None:
    """Remember that all digests were computed from the rows."""
    tx.execute("UPDATE sync_profile SET checked_ms = ?", [tx.now_ms])


def write_error(error: AppError | None) -> str:
    """Return an error as text that `read_error` reads; empty for none."""
    if error is None:
        return ""
    parameters = {
        name: value for name, value in error.parameters.items() if isinstance(value, str | int | float)
    }
    return msgspec.json.encode([error.code, parameters, error.detail]).decode()


def read_error(text: str) -> AppError | None:
    """Return the error that was written; None for none, or for one of a newer program."""
    if not text:
        return None
    code, parameters, detail = msgspec.json.decode(text, type=tuple[str, dict[str, Any], str])
    return AppError(code, detail=detail, **parameters) if code in ERRORS else None


def forget_machine_refusals(tx: Transaction) -> None:
    """Let go what is no person's edit: a transcript that another device handed in first."""
    tx.execute("DELETE FROM sync_refused WHERE kind = 'transcript' AND reason = 'event_exists'")
