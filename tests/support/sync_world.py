"""A world of devices and one authority in virtual time: edits, kills, a bad network, clocks, copies and restores.

Everything is driven by one seed. What a person saw and did is told to a `Ledger`, which knows nothing of stamps.
"""

import random
import sqlite3
import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

from shared.errors import AppError
from sync.ages import Mark, aged, marked
from sync.authority import Authority, decode_batch
from sync.change_store import MemoryChangeStore
from sync.codec import seal, unseal
from sync.compaction import KEPT_MS, forget
from sync.conflicts import loss_of
from sync.engine import Engine, unfolded
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.protocol import Exchange, Verdict
from sync.row_store import SqliteRowStore
from sync.rows import CONFLICT, Key, Row
from sync.scopes import FULL, Access
from sync.sqlite_store import SqliteChangeStore, begin_new_epoch, create
from sync.stamps import decode_fields
from tests.support.sync_ledger import Ledger, texts_of

FIELDS = ("title", "body")
NEWER_FIELDS = (*FIELDS, "mood")
DAY_MS = 86_400_000
START_MS = 1_800_000_000_000


class KilledError(Exception):
    """The process died here; what was not committed is gone."""


class Fused:
    """A connection that dies at the n-th statement from now."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.real = connection
        self.fuse = -1

    def _burn(self) -> None:
        if self.fuse == 0:
            self.fuse = -1
            raise KilledError
        self.fuse -= self.fuse > 0

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        self._burn()
        return self.real.execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        self._burn()
        return self.real.executemany(sql, rows)


Image = sqlite3.Connection
"""A copy of a file, as it was."""


def opened(image: Image | None = None) -> Any:
    return Fused(copied(image) if image else sqlite3.connect(":memory:", isolation_level=None))


def copied(connection: sqlite3.Connection) -> Image:
    image = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(image)
    return image


def values_of(row: Row) -> dict[str, Any]:
    return {name: msgspec.msgpack.decode(value) for name, value in decode_fields(row.fields).items()}


class Device:
    """One installation: its file, its clock, and what its person does."""

    def __init__(self, world: "World", name: str, *, newer: bool, image: Image | None = None) -> None:
        self.world, self.name, self.newer = world, name, newer
        self.connection: Any = opened(image)
        self.skew_ms = 0
        self.grants: dict[str, Access] = {}
        self.backup: tuple[Image, frozenset[Any]] | None = None
        self.made: set[Any] = set()
        self.start()
        if image is None:
            self.journal.create(uuid.UUID(int=world.rng.getrandbits(128)))
            self.rows.create()

    def start(self) -> None:
        """Start the program, anew after a kill."""
        self.connection.fuse = -1
        self.journal = Journal(self.connection)
        self.rows = SqliteRowStore(self.connection)
        rng = self.world.rng
        self.engine = Engine(
            self.journal,
            self.rows,
            new_device=lambda: uuid.UUID(int=rng.getrandbits(128)),
            new_nonce=lambda: rng.getrandbits(40),
        )

    def now_ms(self) -> int:
        return max(0, self.world.now_ms + self.skew_ms)

    def transact(self, work: Any) -> Any:
        """Run work in a transaction; a kill inside leaves nothing of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            result = work()
            self.connection.execute("COMMIT")
        except BaseException as error:
            self.connection.fuse = -1
            self.connection.real.execute("ROLLBACK")
            if isinstance(error, KilledError):
                self.start()
            raise
        return result

    def visible(self) -> list[Row]:
        found = self.rows._rows("SELECT kind, id, scope, event + 2 * deleted, tags, fields FROM sync_row", [])
        return sorted(found, key=lambda row: row.key)

    # What the person does

    def edit(self) -> None:
        """One random edit, told to the ledger when it is committed."""
        rng = self.world.rng
        rows = self.visible()
        records = [row for row in rows if not row.event and row.kind != CONFLICT]
        living = [row for row in records if not row.deleted]
        conflicts = [row for row in rows if row.kind == CONFLICT and not row.deleted]
        action = rng.choices(
            ("create", "change", "delete", "restore", "event", "move", "dismiss"), (5, 14, 2, 1, 3, 1, 2)
        )[0]
        edits = LocalEdits(self.journal, self.rows, self.now_ms())
        told: list[Any] = []
        if action == "create" or not living:
            work = self._creation(edits, told)
        elif action == "event":
            work = self._event(edits, told)
        elif action == "restore" and (dead := [row for row in records if row.deleted]):
            row = rng.choice(dead)
            work = self._plain(told, ("restore", row.key), lambda: edits.restore(row.key))
        elif action == "dismiss" and conflicts:
            row = rng.choice(conflicts)
            work = self._plain(told, ("dismiss", loss_of(row)[2]), lambda: edits.delete(row.key))
        elif action == "delete":
            row = rng.choice(living)
            seen = frozenset((name, value) for name, value in values_of(row).items())
            work = self._plain(told, ("delete", row.key, seen), lambda: edits.delete(row.key))
        elif action == "move" and self.world.moves and len(self.writable()) > 1:
            row = rng.choice(living)
            work = self._plain(
                told, ("move", row.key), lambda: edits.move(row.key, rng.choice(self.writable()))
            )
        else:
            work = self._change(edits, rng.choice(living), told)
        self.transact(work)
        self.made.update(self.world.ledger.tell(told))

    def writable(self) -> list[str]:
        return sorted(scope for scope, access in self.grants.items() if access & Access.WRITE) or ["user:a"]

    def _creation(self, edits: LocalEdits, told: list[Any]) -> Any:
        rng = self.world.rng
        shared_id = rng.random() < 0.15
        kind: str = (
            "single" if shared_id else rng.choice(["card", "deck", *(["future"] if self.newer else [])])
        )
        scope = self.writable()[0] if shared_id else rng.choice(self.writable())
        key = (
            kind,
            uuid.uuid5(uuid.NAMESPACE_OID, f"{scope}{rng.randrange(4)}").bytes if shared_id else self._id(),
        )
        if self.rows.get([key]):
            key = ("card", self._id())
        values = {name: self.world.ledger.fresh() for name in (NEWER_FIELDS if self.newer else FIELDS)}
        told.extend(("edit", key, name, value, None) for name, value in values.items())
        return lambda: edits.create(key, scope, values)

    def _event(self, edits: LocalEdits, told: list[Any]) -> Any:
        """Some events have an id of their own, the others that of their stamp."""
        row_id = self._id() if self.world.rng.random() < 0.3 else b""
        values = {"grade": self.world.rng.randrange(4), "at": self.world.ledger.fresh()}
        scope = self.world.rng.choice(self.writable())

        def happen() -> None:
            edits.create(("review", row_id), scope, values, event=True)
            told.append(("event", values))

        return happen

    def _change(self, edits: LocalEdits, row: Row, told: list[Any]) -> Any:
        names = NEWER_FIELDS if self.newer else FIELDS
        chosen = self.world.rng.sample(names, self.world.rng.choice([1, 1, 1, 2]))
        old = values_of(row)
        values = {name: self.world.ledger.fresh() for name in chosen}
        told.extend(("edit", row.key, name, value, old.get(name)) for name, value in values.items())
        return lambda: edits.change(row.key, values)

    @staticmethod
    def _plain(told: list[Any], fact: Any, work: Any) -> Any:
        told.append(fact)
        return work

    def _id(self) -> bytes:
        return self.world.rng.getrandbits(128).to_bytes(16, "big")

    def do(self, work: Any) -> Any:
        """Run `work(edits)` in a transaction."""
        return self.transact(lambda: work(LocalEdits(self.journal, self.rows, self.now_ms())))

    def value(self, key: Key, name: str) -> Any:
        return values_of(self.rows.get([key])[key]).get(name)

    def conflicts(self) -> list[tuple[Key, str, Any]]:
        """Open conflicts: (row, field, the value that lost)."""
        found = [loss_of(row) for row in self.visible() if row.kind == CONFLICT and not row.deleted]
        return [(key, name, msgspec.msgpack.decode(value)) for key, name, value, _ in found]

    # What its program does

    def send(self) -> bytes:
        self.transact(lambda: self.engine.prepare(self.now_ms()))
        return self.engine.request(self.now_ms())

    def receive(self, body: bytes) -> None:
        steps = self.engine.steps(body, self.now_ms())
        self.world.healed += len(self.engine.faults)
        before = {row.key: row for row in self.visible()}
        for step in steps:
            self.transact(step)
        here = {row.key for row in self.visible()}
        for key in before.keys() - here:
            self.world.out_of_sight |= texts_of(before[key])

    def image(self) -> Image:
        return copied(self.connection.real)


@dataclass
class Message:
    """Something under way: to the authority when `answer` is False."""

    device: Device
    body: bytes
    answer: bool


@dataclass
class World:
    """Everything of one run."""

    seed: int
    devices_count: int = 4
    memory: bool = False
    moves: bool = True
    trouble: float = 0.25
    page_rows: int = 7
    now_ms: int = START_MS
    network: list[Message] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.ledger = Ledger(self.rng)
        self.authority = Authority(page_rows=self.page_rows)
        self.server = opened()
        create(self.server)
        self.store: Any = MemoryChangeStore() if self.memory else SqliteChangeStore(self.server)
        self.heads: dict[str, int] = {}
        self.marks: dict[str, list[Mark]] = {}
        self.events: dict[Key, bytes] = {}
        self.server_backup: Image | None = None
        self.received: set[Any] = set()
        self.out_of_sight: set[Any] = set()
        """Values of rows that a device removed because it may no longer see them."""
        self.healed = 0
        for number in range(self.devices_count):
            device = Device(self, f"d{number}", newer=number % 2 == 0)
            device.grants = {"user:a": FULL, "group:g": FULL}
            if number == self.devices_count - 1:
                device.grants = {"user:b": FULL, "group:g": FULL}
            self.devices.append(device)

    # The authority

    def serve(self, device: Device, body: bytes) -> bytes | None:
        """Handle one request in a transaction; None when it was refused or the process died."""
        try:
            exchange = unseal(body, Exchange)
        except AppError:
            return None
        self.server.execute("BEGIN IMMEDIATE")
        if not self.memory and self.rng.random() < self.trouble * 0.1:
            self.server.fuse = self.rng.randrange(60)
        try:
            answer = self.authority.answer(self.store, exchange, device.grants, self.now_ms)
            self.server.execute("COMMIT")
        except KilledError:
            self.server.real.execute("ROLLBACK")
            return None
        finally:
            self.server.fuse = -1
        if exchange.batch and answer.receipt.verdict == Verdict.TAKEN:
            refused = {place for place, _ in answer.receipt.refused}
            ops = enumerate(decode_batch(exchange.batch).ops)
            self.received.update(text for at, op in ops if at not in refused for text in texts_of(op))
        self._check_answer(device, answer)
        return seal(answer)

    def _check_answer(self, device: Device, answer: Any) -> None:
        """I3 and I5, after every single answer."""
        given = {part.scope for part in (*answer.pages, *answer.buckets, *answer.verify, *answer.snapshots)}
        given |= {fix.scope for fix in answer.fixes if fix.row is not None}
        assert given <= set(device.grants), "a row left its scope's grants"
        for page in answer.pages:
            numbers = [row.seq for row in unfolded(page)]
            assert len(set(numbers)) == len(numbers)
            assert all(number <= page.cursor for number in numbers)
        for scope, head in self.store.heads(["user:a", "user:b", "group:g"]).items():
            assert head >= self.heads.get(scope, 0), "a feed went back"
            fresh = self.store.feed(scope, self.heads.get(scope, 0), 10_000)
            assert all(self.heads.get(scope, 0) < row.seq <= head for row in fresh)
            self.heads[scope] = head

    @classmethod
    def calm(cls, count: int = 2, **options: Any) -> "World":
        """A world without trouble, all of whose devices are one person's, with both scopes known."""
        world = cls(0, devices_count=count, trouble=0, page_rows=5_000, **options)
        for device in world.devices:
            device.grants = {"user:a": FULL, "group:g": FULL}
        world.exchange(*world.devices)
        return world

    # One step of the world

    def step(self) -> None:
        self.now_ms += self.rng.randrange(2_000)
        device = self.rng.choice(self.devices)
        action = self.rng.choices(("edit", "send", "deliver", "clock"), (8, 4, 8, 0.1))[0]
        if self.rng.random() < self.trouble * 0.15:
            device.connection.fuse = self.rng.randrange(80)
        try:
            if action == "edit":
                device.edit()
            elif action == "send":
                self.network.append(Message(device, device.send(), answer=False))
            elif action == "deliver":
                self.deliver()
            else:
                device.skew_ms = self.rng.choice([0, 3_600_000, -3_600_000, 700 * DAY_MS, -700 * DAY_MS])
        except KilledError:
            if device.connection.real.in_transaction:
                device.connection.real.execute("ROLLBACK")
            device.start()
        device.connection.fuse = -1

    def deliver(self) -> None:
        """Something under way arrives, or does not."""
        if not self.network:
            return
        at = 0 if self.rng.random() > self.trouble else self.rng.randrange(len(self.network))
        message = self.network.pop(at)
        luck = self.rng.random() / max(self.trouble, 1e-9)
        if luck < 0.2:
            return
        if luck < 0.4:
            self.network.append(message)
        if luck < 0.5:
            message = Message(
                message.device, message.body[: self.rng.randrange(len(message.body))], message.answer
            )
        if not message.answer:
            body = self.serve(message.device, message.body)
            if body is not None:
                self.network.append(Message(message.device, body, answer=True))
            return
        try:
            message.device.receive(message.body)
        except AppError as error:
            if not error.code.startswith("sync."):
                raise

    # Accidents

    def set_server_back(self) -> None:
        """The authority's disk is replaced by its last backup, which may serve more than once."""
        if self.server_backup is None:
            self.server_backup = copied(self.server.real)
            return
        self.server.real.close()
        self.server = opened(self.server_backup)
        self.store = SqliteChangeStore(self.server)
        begin_new_epoch(self.server)
        self.server.execute("UPDATE sync_authority SET epoch = ?", [self.now_ms])
        self.heads, self.marks = {}, {}
        if self.rng.random() < 0.7:
            self.server_backup = None

    def copy_device(self, device: Device) -> None:
        """Somebody copies a file to a second computer."""
        twin = Device(self, device.name + "'", newer=device.newer, image=device.image())
        twin.grants, twin.made = dict(device.grants), set(device.made)
        self.devices.append(twin)

    def set_device_back(self, device: Device) -> None:
        """A file is replaced by its last backup; what was made since and never sent is lost with the disk."""
        if device.backup is None:
            device.backup = (device.image(), frozenset(device.made))
            return
        image, made = device.backup
        lost = device.made - made
        device.connection.real.close()
        device.connection, device.made, device.backup = opened(image), set(made), None
        device.start()
        self.ledger.void(lost)

    def all_rows(self) -> list[Row]:
        scopes = ("user:a", "user:b", "group:g")
        return [row for scope in scopes for row in self.store.feed(scope, 0, 1 << 30)]

    def compact(self) -> int:
        """Forget what is old, as a server does that sees all of its days; its age is the world's time."""
        count = 0
        for scope in ("user:a", "user:b", "group:g"):
            marks = self.marks.get(scope, [])
            count += forget(self.store, scope, aged(marks, self.now_ms, KEPT_MS))
            self.marks[scope] = marked(marks, self.store.heads([scope])[scope], self.now_ms, KEPT_MS)
        return count

    def exchange(self, *devices: Device) -> None:
        """One exchange of each device, on a network that works."""
        for device in devices:
            answer = self.serve(device, device.send())
            assert answer is not None
            device.receive(answer)

    # The end of a run

    def settle(self) -> None:
        """Everything works again; devices sync until nothing moves."""
        self.network.clear()
        self.trouble = 0
        for _ in range(60):
            before = self._state()
            for device in self.devices:
                self.now_ms += 50
                self.exchange(device)
            if self._state() == before and not any(device.engine.unfinished() for device in self.devices):
                return
        raise AssertionError("the devices do not come to rest")

    def _state(self) -> Any:
        return (
            self.store.heads(["user:a", "user:b", "group:g"]),
            [
                {scope: state.cursor for scope, state in device.journal.scopes().items()}
                for device in self.devices
            ],
        )
