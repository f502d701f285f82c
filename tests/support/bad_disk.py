"""SQLite on a disk that fails: an apsw connection in the shape of our driver, over a VFS that counts every write.

The disk may be full at the n-th write, answer with an error, write a part only, or lose power: then what was not
synced is there in part or not at all. `Disk.image` is what a computer finds when it starts again.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

FAULTS = ("full", "error", "short", "power")


class PowerCutError(Exception):
    """The computer is off."""


class Disk:
    """One disk. `arm` sets what happens at the n-th write from now (1 is the next); `writes` counts them all."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.writes = 0
        self.fired = False
        self.dead = False
        self._at, self._fault = 0, ""
        self._synced: dict[str, bytes] = {}
        self._since: dict[str, list[tuple[int, bytes | None]]] = {}
        self._vfs = _Vfs(self)

    def arm(self, fault: str, at: int) -> None:
        """Have the n-th write from now fail; a full disk stays full."""
        self._fault, self._at, self.fired = fault, self.writes + at, False

    def heal(self) -> None:
        """There is room again."""
        self._fault = ""

    def close(self) -> None:
        self._vfs.unregister()

    def found(self, path: str) -> None:
        """A file that is there when it is opened is on the disk."""
        if path not in self._synced:
            there = Path(path)
            self._synced[path] = there.read_bytes() if there.exists() else b""
            self._since[path] = []

    def fault(self) -> str:
        """Count a write; returns what is wrong with it."""
        if self.dead:
            return "power"
        self.writes += 1
        if self.writes != self._at and not (self.fired and self._fault == "full"):
            return ""
        self.fired = True
        self.dead = self._fault == "power"
        return self._fault

    def wrote(self, path: str, offset: int, data: bytes | None) -> None:
        """Note a write that is not synced; None cuts the file at `offset`."""
        self._since[path].append((offset, data))

    def synced(self, path: str) -> None:
        self._synced[path], self._since[path] = _applied(self._synced[path], self._since[path]), []

    def deleted(self, path: str) -> None:
        self._synced.pop(path, None)
        self._since.pop(path, None)

    def image(self, folder: Path, rng: random.Random) -> None:
        """Write the files as they are after a power cut: of what was not synced, any part in any order."""
        for path, content in self._synced.items():
            since = self._since[path]
            kept = [one for one in since if rng.random() < 0.5]
            if rng.random() < 0.3:
                rng.shuffle(kept)
            if kept and (data := kept[-1][1]) and rng.random() < 0.5:
                kept[-1] = (kept[-1][0], data[: rng.randrange(len(data))])
            (folder / Path(path).name).write_bytes(_applied(content, kept))


def _applied(content: bytes, writes: Iterable[tuple[int, bytes | None]]) -> bytes:
    found = bytearray(content)
    for offset, data in writes:
        if data is None:
            del found[offset:]
            continue
        found.extend(bytes(max(0, offset - len(found))))
        found[offset : offset + len(data)] = data
    return bytes(found)


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__(disk.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self._disk.deleted(filename)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        disk.found(self._path)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        fault = self._disk.fault()
        if fault == "short":
            super().xWrite(data[: len(data) // 2], offset)
            self._disk.wrote(self._path, offset, bytes(data[: len(data) // 2]))
        self._raise(fault)
        super().xWrite(data, offset)
        self._disk.wrote(self._path, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:
        self._raise(self._disk.fault())
        super().xTruncate(newsize)
        self._disk.wrote(self._path, newsize, None)

    def xSync(self, flags: int) -> None:
        self._raise(self._disk.fault())
        self._disk.synced(self._path)  # the real disk need not be waited for

    def _raise(self, fault: str) -> None:
        if fault in ("full", "short"):
            raise apsw.FullError("the disk is full")
        if fault:
            raise apsw.IOError("the disk does not answer")


class Cursor:
    """What the engine uses of a driver's cursor."""

    def __init__(self, cursor: apsw.Cursor) -> None:
        self._cursor = cursor
        self.row_factory: Any = None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._cursor.fetchall()

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._cursor.fetchone()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._cursor)


class Connection:
    """An apsw connection in the shape of `sqlite3.Connection` without implicit transactions."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._real = apsw.Connection(str(path), vfs=disk.name)
        # Checkpoints belong to the writes that are made to fail, so they come often.
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "wal_autocheckpoint = 12",
            "cache_size = 8",
        ):
            self.execute(f"PRAGMA {pragma}").fetchall()

    @property
    def total_changes(self) -> int:
        return self._real.total_changes()

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Cursor:
        return Cursor(self._real.cursor().execute(sql, tuple(parameters)))

    def executemany(self, sql: str, rows: Iterable[Iterable[Any]]) -> Cursor:
        return Cursor(self._real.cursor().executemany(sql, [tuple(row) for row in rows]))

    def close(self) -> None:
        self._real.close()


def whole(path: Path) -> bool:
    """Whether a file is in order, as the ordinary driver sees it."""
    with closing(sqlite3.connect(path)) as opened:
        found = (
            opened.execute("PRAGMA integrity_check").fetchall(),
            opened.execute("PRAGMA foreign_key_check").fetchall(),
        )
    return found == ([("ok",)], [])
