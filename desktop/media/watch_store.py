"""SQL of the files that watched folders have shown."""

from collections.abc import Mapping
from pathlib import Path

import aiosqlite
import msgspec

from desktop.storage.transaction import Transaction


class Seen(msgspec.Struct, frozen=True):
    """What a file looked like."""

    size_bytes: int
    modified_ns: int


async def handled(reader: aiosqlite.Connection) -> dict[str, Seen]:
    """Files already dealt with, as they were then."""
    rows = await reader.execute_fetchall("SELECT path, size_bytes, modified_ns FROM watched_file")
    return {row[0]: Seen(row[1], row[2]) for row in rows}


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
