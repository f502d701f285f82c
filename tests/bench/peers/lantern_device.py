"""One device of ours that obeys the commands of `anki_device.py`: the sync engine over a file, and HTTP. No window.

Notes, cards and reviews are rows of the generic table, because the shapes of cards do not matter to sync.
"""

import base64
import gc
import http.client
import json
import resource
import secrets
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.accounts.messages import NewDevice
from shared.accounts.proofs import sign_in_message
from shared.ids import new_id
from sync import snapshots
from sync.engine import Engine
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.row_store import SCHEMA, SqliteRowStore

ROWS_AT_ONCE = 2_000
UPSERT = (
    "INSERT INTO sync_row VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET scope = excluded.scope,"
    " deleted = excluded.deleted, tags = excluded.tags, fields = excluded.fields"
)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Device:
    def __init__(self, path: str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.journal, self.rows = Journal(self.connection), SqliteRowStore(self.connection)
        self.id = new_id()
        self.journal.create(self.id)
        self.rows.create()
        self.engine = Engine(self.journal, self.rows)
        self.http: http.client.HTTPConnection | None = None
        self.token = self.scope = ""
        self.exchanges = 0

    def transact(self, work: Callable[[], Any]) -> Any:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            result = work()
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return result

    def edits(self, work: Callable[[LocalEdits], Any]) -> None:
        self.transact(lambda: work(LocalEdits(self.journal, self.rows, time.time_ns() // 1_000_000)))

    def login(self, endpoint: str, email: str = "user@example.com") -> dict:
        """Sign up, or sign in where the account exists."""
        address = urlsplit(endpoint)
        self.http = http.client.HTTPConnection(address.hostname or "", address.port or 80, timeout=300)
        key = Ed25519PrivateKey.generate()
        public = _text(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        device = NewDevice(self.id, "bench", "linux", public, time.time_ns() // 1_000_000)
        signature = _text(key.sign(sign_in_message(device, email)))
        asked = {
            "email": email,
            "password": "a long enough password",
            "name": "Bench",
            "device": msgspec.to_builtins(device) | {"signature": signature},
        }
        status, answer = self._json("/api/v1/accounts/sign-up", asked)
        if status >= 400:
            status, answer = self._json("/api/v1/accounts/sign-in", asked)
        if status >= 400:
            raise RuntimeError(str(answer))
        self.token, self.scope = answer["access_token"], f"user:{answer['account']['user_id']}"
        return {}

    def found(self, groups: int) -> dict:
        """Make groups, whose scopes come with the next exchange."""
        for number in range(groups):
            status, answer = self._json(
                "/api/v1/groups", {"group_id": str(new_id()), "name": f"Group {number}", "description": ""}
            )
            if status >= 400:
                raise RuntimeError(str(answer))
        return {}

    def _json(self, path: str, body: dict) -> tuple[int, dict]:
        raw = self._send("POST", path, json.dumps(body).encode(), "application/json")
        return raw[0], json.loads(raw[1])

    def _send(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        assert self.http is not None
        headers = {"Content-Type": kind}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            self.http.request(method, path, body, headers)
            answer = self.http.getresponse()
        except (ConnectionError, http.client.HTTPException):  # the server was started again
            self.http.close()
            self.http.request(method, path, body, headers)
            answer = self.http.getresponse()
        return answer.status, answer.read()

    def fill(self, notes: int, reviews: int) -> dict:
        def write(edits: LocalEdits) -> None:
            for number in range(notes):
                note = new_id()
                fields = {
                    "front": f"front {number} of a card",
                    "back": f"back {number} {number * 7919}",
                    "guid": f"g{number:09}",
                }
                edits.create(("note", note.bytes), self.scope, fields)
                edits.create(
                    ("card", new_id().bytes), self.scope, {"note": note.bytes, "ord": 0, "due": number}
                )

        self.edits(write)
        self.review(reviews, notes)
        return {}

    def review(self, count: int, notes: int, offset: int = 0) -> dict:
        cards = [
            row[0]
            for row in self.connection.execute("SELECT id FROM sync_row WHERE kind = 'card' LIMIT 5000")
        ]

        def write(edits: LocalEdits) -> None:
            for number in range(count):
                fields = {
                    "card": cards[number * 7919 % len(cards)],
                    "rating": 1 + number % 4,
                    "ms": 2_000 + number * 37 % 9_000,
                }
                edits.create(("review", b""), self.scope, fields, event=True)

        self.edits(write)
        return {}

    def edit(self, changed: int, added: int) -> dict:
        ids = [
            row[0]
            for row in self.connection.execute(
                "SELECT id FROM sync_row WHERE kind = 'note' ORDER BY id LIMIT ?", [changed]
            )
        ]

        def write(edits: LocalEdits) -> None:
            for number, row_id in enumerate(ids):
                edits.change(("note", row_id), {"front": f"edited front {number} {time.time_ns()}"})
            for number in range(added):
                note = new_id()
                edits.create(
                    ("note", note.bytes),
                    self.scope,
                    {
                        "front": f"new front {number} {time.time_ns()}",
                        "back": f"new back {number}",
                        "guid": secrets.token_hex(5),
                    },
                )
                edits.create(
                    ("card", new_id().bytes), self.scope, {"note": note.bytes, "ord": 0, "due": number}
                )

        self.edits(write)
        return {}

    def sync(self, *, snapshots: bool = True) -> dict:
        """Exchange until nothing is left; a snapshot that is offered is taken unless `snapshots` is false."""
        self.exchanges = 0
        while self._exchange(snapshots=snapshots):
            pass
        # The window looks for cycles twice a second, between two events: see desktop/runtime/garbage.py.
        gc.collect(0)
        return {"exchanges": self.exchanges}

    def _exchange(self, *, snapshots: bool) -> bool:
        now_ms = time.time_ns() // 1_000_000
        self.transact(lambda: self.engine.prepare(now_ms))
        status, body = self._send(
            "POST", "/api/v1/sync/exchange", self.engine.request(now_ms), "application/x-lantern-sync"
        )
        self.exchanges += 1
        if status != 200:
            raise RuntimeError(f"{status} {body[:200]!r}")
        for step in self.engine.steps(body, now_ms):
            self.transact(step)
        offers = list(self.engine.offers) if snapshots else []
        for offer in offers:
            self._adopt(offer, now_ms)
        return bool(offers) or self.engine.more or self.engine.unfinished()

    def _adopt(self, offer: Any, now_ms: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "snapshot"
            with path.open("wb") as file:
                for chunk in offer.chunks:
                    status, body = self._send("GET", f"/api/v1/sync/chunks/{chunk.name.hex()}", b"", "")
                    if status != 200:
                        raise RuntimeError(f"chunk {status}")
                    file.write(snapshots.open_chunk(chunk, body))
            snapshots.attach(self.connection, path)
            for step in self.engine.adopt(offer, now_ms):
                self.transact(step)
            snapshots.detach(self.connection)

    def count(self) -> dict:
        return dict(self.connection.execute("SELECT kind, count(*) FROM sync_row GROUP BY kind").fetchall())

    def floors(self, changed: int, added: int) -> dict:
        """CPU of bare statements that write the same rows into such a table without triggers.

        `copied_s`: all of them by one INSERT ... SELECT; `written_s`: by executemany of ready values; `applied_s`: so
        many changed notes, and added notes and cards, by executemany.
        """
        with tempfile.TemporaryDirectory() as folder:
            bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
            bare.execute("PRAGMA journal_mode = WAL")
            bare.execute("ATTACH ? AS whole", [self.path])
            found: dict[str, float] = {}

            def timed(name: str, work: Callable[[], object]) -> None:
                bare.execute("BEGIN")
                begin = time.process_time()
                work()
                bare.execute("COMMIT")
                found[name] = found.get(name, 0.0) + time.process_time() - begin

            bare.execute(SCHEMA)
            timed(
                "copied_s",
                lambda: bare.execute("INSERT INTO sync_row SELECT * FROM whole.sync_row ORDER BY 1, 2"),
            )
            some = "SELECT * FROM sync_row WHERE kind = ? ORDER BY id"
            chosen = bare.execute(f"{some} LIMIT ?", ["note", changed]).fetchall()
            for kind in ("note", "card"):
                chosen += bare.execute(f"{some} DESC LIMIT ?", [kind, added]).fetchall()
            bare.executemany(
                "DELETE FROM sync_row WHERE kind = ? AND id = ?", [row[:2] for row in chosen[changed:]]
            )
            timed("applied_s", lambda: bare.executemany(UPSERT, chosen))
            bare.execute("DELETE FROM sync_row")
            rows = bare.execute("SELECT * FROM whole.sync_row ORDER BY kind, id")
            while part := rows.fetchmany(ROWS_AT_ONCE):
                timed("written_s", lambda part=part: bare.executemany(UPSERT, part))
            bare.close()
        return found

    def close(self) -> dict:
        self.connection.close()
        return {}


def main() -> None:
    gc.freeze()
    gc.disable()
    device = Device(sys.argv[1])
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("do")
        before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        try:
            answer = getattr(device, name)(**command)
        except Exception as error:  # noqa: BLE001 - told to the bench
            answer = {"error": f"{type(error).__name__}: {error}"}
        after = resource.getrusage(resource.RUSAGE_SELF)
        answer |= {
            "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "wall_s": time.perf_counter() - started,
            "peak_mb": after.ru_maxrss / 1024,
        }
        print(json.dumps(answer), flush=True)
        if name == "close":
            return


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
