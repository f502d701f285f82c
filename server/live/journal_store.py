"""The journal's SQL: games, seats' token hashes and batches of events, in one SQLite file. Knows no rule of a game."""

import sqlite3
import time
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec

from shared.errors import AppError
from shared.quiz.events import AnyEvent
from shared.quiz.quiz import GameSetup

VERSION = 1
_SCHEMA = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE game (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, setup BLOB NOT NULL, setup_crc INTEGER NOT NULL,
  host_token TEXT NOT NULL, screen_token TEXT NOT NULL, source TEXT NOT NULL,
  last_ms INTEGER NOT NULL, over INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE seat (
  token_hash BLOB PRIMARY KEY, game_id TEXT NOT NULL, pid TEXT NOT NULL
) WITHOUT ROWID, STRICT;
CREATE INDEX seat_of_game ON seat (game_id);
CREATE TABLE batch (
  number INTEGER PRIMARY KEY, game_id TEXT NOT NULL, crc INTEGER NOT NULL, events BLOB NOT NULL
) STRICT;
CREATE INDEX batch_of_game ON batch (game_id, number);
"""
_EVENTS = msgspec.msgpack.Decoder(list[tuple[int, AnyEvent]])
_SETUP = msgspec.msgpack.Decoder(GameSetup)
_ENCODER = msgspec.msgpack.Encoder()

Timed = tuple[int, AnyEvent]
"""Host time in ms, and what happened."""


class GameRecord(msgspec.Struct, frozen=True):
    """A game as it was created, and what is told of it without its events.

    `source` is the hash of the quiz file that it was made from.
    """

    setup: GameSetup
    host: str
    host_token: str
    screen_token: str
    source: str
    last_ms: int
    over: bool = False


class Batch(msgspec.Struct, frozen=True):
    """Events of one game that are committed together. `seats` are (token hash, pid)."""

    game_id: str
    events: bytes
    last_ms: int
    over: bool = False
    seats: tuple[tuple[bytes, str], ...] = ()


class Recovered(msgspec.Struct, frozen=True):
    """A damaged journal: where it was put aside, and the ids of games that could not be read."""

    kept_at: str
    lost: tuple[str, ...]


def encode_events(events: Sequence[Timed]) -> bytes:
    """Pack what is journaled of a batch."""
    return _ENCODER.encode(events)


class JournalStore:
    """One open journal, for one thread. Raises `sqlite3.Error` while writing, `AppError` when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.recovered: Recovered | None = None
        try:
            self._db = _connect(path)
            _check(self._db)
        except sqlite3.DatabaseError as cause:
            if _code(cause) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise AppError("host.in_use", folder=str(path.parent)) from cause
            if _code(cause) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            self._db = self._salvage()

    def close(self) -> None:
        self._db.close()

    def write(self, batches: Sequence[Batch]) -> None:
        """Commit batches of any games as one transaction."""
        with self._transaction():
            self._db.executemany(
                "INSERT INTO batch (game_id, crc, events) VALUES (?, ?, ?)",
                [(batch.game_id, zlib.crc32(batch.events), batch.events) for batch in batches],
            )
            self._db.executemany(
                "UPDATE game SET last_ms = ?, over = ? WHERE id = ?",
                [(batch.last_ms, batch.over, batch.game_id) for batch in batches],
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO seat (token_hash, game_id, pid) VALUES (?, ?, ?)",
                [(token, batch.game_id, pid) for batch in batches for token, pid in batch.seats],
            )

    def add_game(self, record: GameRecord) -> None:
        """Write a new game."""
        with self._transaction():
            _insert_game(self._db, record)

    def remove_game(self, game_id: str) -> None:
        """Forget a game and all that happened in it."""
        with self._transaction():
            self._db.execute("DELETE FROM batch WHERE game_id = ?", (game_id,))
            self._db.execute("DELETE FROM seat WHERE game_id = ?", (game_id,))
            self._db.execute("DELETE FROM game WHERE id = ?", (game_id,))

    def games(self) -> list[GameRecord]:
        """Every game that can be read, oldest first."""
        return [record for game_id in _game_ids(self._db) if (record := _read_game(self._db, game_id))]

    def unreadable(self) -> list[str]:
        """Ids of games whose setup is damaged."""
        return [game_id for game_id in _game_ids(self._db) if _read_game(self._db, game_id) is None]

    def events(self, game_id: str) -> list[Timed]:
        """All events of a game, in order. Raises `AppError("host.game_damaged")`."""
        try:
            return list(_read_events(self._db, game_id))
        except (ValueError, sqlite3.DatabaseError) as cause:
            raise AppError("host.game_damaged", detail=str(cause)) from cause

    def seats(self, game_id: str) -> dict[bytes, str]:
        """Pid by token hash."""
        rows = self._db.execute("SELECT token_hash, pid FROM seat WHERE game_id = ?", (game_id,))
        return dict(rows.fetchall())

    def setting(self, key: str) -> str:
        """A value kept for the next start, or ""."""
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def keep_setting(self, key: str, value: str) -> None:
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            # A full disk can have rolled back already.
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    def _salvage(self) -> sqlite3.Connection:
        """Put the damaged file aside and take over every game that is whole."""
        with suppress(AttributeError):
            self._db.close()
        kept = self._path.with_name(f"{self._path.stem}-damaged-{time.time_ns()}{self._path.suffix}")
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{self._path}{suffix}").rename(f"{kept}{suffix}")
        fresh = _connect(self._path)
        lost: tuple[str, ...] = ()
        with closing(_connect_raw(kept)) as damaged, suppress(sqlite3.DatabaseError):
            games = _game_ids(damaged)
            lost = tuple(game_id for game_id in games if not _take_over(damaged, fresh, game_id))
            rows = damaged.execute("SELECT key, value FROM setting").fetchall()
            fresh.executemany("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", rows)
        self.recovered = Recovered(kept.name, lost)
        return fresh


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def trouble_of(error: sqlite3.Error) -> Literal["disk_full", "disk"]:
    """What a teacher is told about a journal that cannot be written: `disk_full` or `disk`."""
    return "disk_full" if _code(error) == sqlite3.SQLITE_FULL else "disk"


def _connect_raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)


def _connect(path: Path) -> sqlite3.Connection:
    # SQLite gives its log the rights of the file, so they must be right before the log is there.
    path.touch(0o600)
    path.chmod(0o600)
    db = _connect_raw(path)
    try:
        # One process owns the file: a second host in the same folder is told so, and no shared memory is needed.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA cache_size = -2000")
        db.execute("BEGIN IMMEDIATE")
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise AppError("host.newer_journal", folder=str(path.parent))
        if version == 0:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection) -> None:
    found: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _game_ids(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT id FROM game ORDER BY id")]


def _insert_game(db: sqlite3.Connection, record: GameRecord) -> None:
    setup = _ENCODER.encode(record.setup)
    db.execute(
        "INSERT INTO game (id, name, setup, setup_crc, host_token, screen_token, source, last_ms, over) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.setup.game_id, record.host, setup, zlib.crc32(setup),
            record.host_token, record.screen_token, record.source, record.last_ms, record.over,
        ),
    )  # fmt: skip


def _read_game(db: sqlite3.Connection, game_id: str) -> GameRecord | None:
    row = db.execute(
        "SELECT setup, setup_crc, name, host_token, screen_token, source, last_ms, over FROM game WHERE id = ?",
        (game_id,),
    ).fetchone()
    if row is None or zlib.crc32(row[0]) != row[1]:
        return None
    return GameRecord(_SETUP.decode(row[0]), *row[2:7], over=bool(row[7]))


def _read_events(db: sqlite3.Connection, game_id: str) -> Iterator[Timed]:
    rows = db.execute("SELECT crc, events FROM batch WHERE game_id = ? ORDER BY number", (game_id,))
    for crc, events in rows:
        if zlib.crc32(events) != crc:
            raise ValueError("a batch of events is not what was written")
        yield from _EVENTS.decode(events)


def _take_over(damaged: sqlite3.Connection, fresh: sqlite3.Connection, game_id: str) -> bool:
    """Copy one game when all of it can be read. Says whether it could."""
    try:
        record = _read_game(damaged, game_id)
        if record is None:
            return False
        for _event in _read_events(damaged, game_id):
            pass
        chosen = (game_id,)
        batches = damaged.execute(
            "SELECT game_id, crc, events FROM batch WHERE game_id = ? ORDER BY number", chosen
        ).fetchall()
        seats = damaged.execute(
            "SELECT token_hash, game_id, pid FROM seat WHERE game_id = ?", chosen
        ).fetchall()
    except (sqlite3.DatabaseError, ValueError):
        return False
    fresh.execute("BEGIN IMMEDIATE")
    _insert_game(fresh, record)
    fresh.executemany("INSERT INTO batch (game_id, crc, events) VALUES (?, ?, ?)", batches)
    fresh.executemany("INSERT INTO seat (token_hash, game_id, pid) VALUES (?, ?, ?)", seats)
    fresh.execute("COMMIT")
    return True
