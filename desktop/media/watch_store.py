"""SQL of the files that watched folders have shown."""

from collections.abc import Mapping
from pathlib import Path

import aiosqlite
import msgspec

from desktop.storage.transaction import Transaction

WATCHED = "watched"
"""Outcome of a folder's own row."""


class Seen(msgspec.Struct, frozen=True):
    """What a file looked like."""

    size_bytes: int
    modified_ns: int


async def handled(reader: aiosqlite.Connection) -> dict[str, Seen]:
    """Files already dealt with, as they were then."""
    rows = await reader.execute_fetchall("SELECT path, size_bytes, modified_ns FROM watched_file")
    return {row[0]: Seen(row[1], row[2]) for row in rows}


async def folders(reader: aiosqlite.Connection) -> set[str]:
    """Folders whose first content was noted."""
    rows = await reader.execute_fetchall("SELECT path FROM watched_file WHERE outcome = ?", [WATCHED])
    return {row[0] for row in rows}


def begin(tx: Transaction, folder: Path, present: Mapping[Path, Seen]) -> None:
    """Note that a folder is watched, and what it holds already."""
    note(tx, folder, {folder: Seen(0, 0)}, WATCHED)
    note(tx, folder, present, "present")


def note(tx: Transaction, folder: Path, files: Mapping[Path, Seen], outcome: str) -> None:
    """Remember that files were dealt with in this state."""
    tx.executemany(
        "INSERT OR REPLACE INTO watched_file (path, folder, size_bytes, modified_ns, outcome) VALUES (?, ?, ?, ?, ?)",
        [
            (str(path), str(folder), seen.size_bytes, seen.modified_ns, outcome)
            for path, seen in files.items()
        ],
    )


def forget(tx: Transaction, folder: Path) -> None:
    """The folder is no longer watched."""
    tx.execute("DELETE FROM watched_file WHERE folder = ?", [str(folder)])
