"""The store in PostgreSQL keeps the promises of the other stores, and those that only several writers need."""

import asyncio
import functools
import random

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from server.storage.database import Database
from server.storage.failures import InterferenceError
from server.storage.kind_numbers import KnownKinds
from shared.errors import AppError
from sync.change_store import Departure, MemoryChangeStore, ReceiptRecord
from sync.digest import bucket_of
from sync.rows import Flag, Origin, Row
from sync.sqlite_store import SqliteChangeStore, create
from tests.support.postgres_store import postgres_store
from tests.support.sync_world import opened
from tests.sync import test_change_store as contract

globals().update({name: test for name, test in vars(contract).items() if name.startswith("test_")})

SCOPES = ("group:g", "user:ä", "user:z")
KINDS = ("card", "deck", "odd\0kind")


@pytest.fixture
def store(postgres_url):
    with postgres_store(postgres_url) as opened_store:
        yield opened_store


def some(number: int, seq: int, *, scope: str = "group:g", kind: str = "card", flags: int = 0) -> Row:
    return Row(kind, bytes(15) + bytes([number]), scope, flags, b"s%d" % seq, b"f", seq)


def push(numbers, scope="group:g", kind="card"):
    """What an authority does: lock, read, write after the last place of the feed."""

    def work(store):
        keys = [some(number, 0, scope=scope, kind=kind).key for number in numbers]
        head = store.heads([scope])[scope]
        before = store.rows(keys)
        rows = [some(n, head + place, scope=scope, kind=kind) for place, n in enumerate(numbers, start=1)]
        store.save(rows)
        store.set_heads({scope: head + len(rows)}, {(scope, bucket_of(rows[0].id)): 1})
        return len(before)

    return work


async def push_in(database, numbers, scope="group:g"):
    return await database.transact(lambda transaction: transaction.changes(push(numbers, scope)))


async def test_many_rows_at_once(server_database):
    rows = [Row("card", n.to_bytes(16, "big"), "g", 0, b"s", b"f", n) for n in range(1, 6_001)]
    async with server_database.write() as transaction:
        await transaction.changes(lambda store: store.save(rows))
    async with server_database.read() as transaction:
        assert await transaction.changes(lambda store: list(store.living("g"))) == rows
        assert await transaction.changes(lambda store: store.feed("g", 5_990, 5)) == rows[5_990:5_995]


async def test_a_reading_store_sees_one_moment(server_database):
    async with server_database.read() as reading:
        assert await reading.changes(lambda store: store.heads(["group:g"])) == {"group:g": 0}
        async with server_database.write() as writing:
            await writing.changes(push([1, 2]))
        assert await reading.changes(lambda store: store.feed("group:g", 0, 9)) == []
    async with server_database.read() as reading:
        assert [row.seq for row in await reading.changes(lambda store: store.feed("group:g", 0, 9))] == [1, 2]


async def test_a_reading_store_answers_every_question(server_database):
    await push_in(server_database, [1])
    key = some(1, 0).key

    def ask(store):
        _ = store.epoch(), store.last_batch(b"d" * 16), store.receipt(b"d" * 16, 1), store.horizon("group:g")
        _ = (
            store.digests(["group:g", "none"]),
            store.departures("group:g", 0, 9),
            store.bucket_rows("group:g", 1),
        )
        _ = store.origins([key, ("unknown", key[1])]), store.conflicts_of([key]), store.buckets("none")
        return set(store.rows([key, ("unknown", key[1])]))

    async with server_database.read() as transaction:
        assert await transaction.changes(ask) == {key}


async def test_feed_numbers_never_become_visible_out_of_order(server_database):
    """Readers that poll while many push to one scope see each number at once or after all lower ones."""
    rounds, writers = 12, 4
    done = asyncio.Event()

    async def write(writer: int) -> None:
        for turn in range(rounds):
            await push_in(server_database, [writer * rounds + turn, 200 + writer])

    async def read() -> None:
        cursor = 0
        seen: set[bytes] = set()
        last: dict[bytes, int] = {}
        while not (done.is_set() and cursor == 2 * rounds * writers):
            async with server_database.read() as transaction:
                head = (await transaction.changes(lambda store: store.heads(["group:g"])))["group:g"]
                rows = await transaction.changes(
                    lambda store, after=cursor: store.feed("group:g", after, 999)
                )
                whole = await transaction.changes(lambda store: store.feed("group:g", 0, 999))
            assert all(row.seq > cursor for row in rows)
            assert [row.seq for row in rows] == [row.seq for row in whole if row.seq > cursor]
            assert all(last.get(row.id, row.seq) == row.seq for row in whole if row.seq <= cursor)
            seen |= {row.id for row in rows}
            last = {row.id: row.seq for row in whole}
            assert seen == set(last)
            cursor = head

    async with asyncio.timeout(60), asyncio.TaskGroup() as readers:
        for _ in range(2):
            readers.create_task(read())
        async with asyncio.TaskGroup() as group:
            for writer in range(writers):
                group.create_task(write(writer))
        done.set()


async def test_two_pushes_of_one_scope_stand_in_line_and_of_two_scopes_do_not(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    await push_in(database, [9], "user:z")
    async with asyncio.timeout(20), database.write() as first:
        await first.changes(push([1]))
        await push_in(database, [2], "group:h")

        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(push_in(database, [3]))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            await first.connection.commit()
    async with database.read() as transaction:
        rows = await transaction.changes(lambda store: store.feed("group:g", 0, 9))
    assert [(row.id[-1], row.seq) for row in rows] == [(1, 1), (3, 2)]
    await database.close()


def test_a_row_that_changed_since_it_was_read_is_not_overwritten(postgres_url):
    """The row is in a scope that neither locks: only its place in the feed tells."""
    with postgres_store(postgres_url) as mine, postgres_store(postgres_url) as other:
        assert mine.rows([some(1, 0).key]) == {}
        other.save([some(1, 1, scope="user:other")])
        other._db.all("COMMIT")
        with pytest.raises(InterferenceError):
            mine.save([some(1, 1)])
        with pytest.raises(InterferenceError):
            mine.save([some(2, 1), some(1, 2, kind="card", scope="user:mine")])


def test_a_row_that_was_never_read_is_not_taken_from_a_scope_that_is_not_locked(postgres_url):
    with postgres_store(postgres_url) as other:
        other.save([some(1, 1, scope="user:other")])
        other._db.all("COMMIT")
    with postgres_store(postgres_url) as mine, pytest.raises(InterferenceError):
        mine.save([some(1, 1)])


def test_rows_are_read_again_behind_the_lock_of_their_home(postgres_url):
    with postgres_store(postgres_url) as other:
        other.save([some(1, 1)])
        other._db.all("COMMIT")
    with postgres_store(postgres_url) as mine, postgres_store(postgres_url) as other:
        assert mine.rows([some(1, 0).key])[some(1, 0).key].seq == 1
        with pytest.raises(Exception, match="could not obtain lock"):
            other._db.all("SELECT 1 FROM sync_scope_head FOR UPDATE NOWAIT")


async def test_the_same_batch_twice_at_once_is_taken_once(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    begun = asyncio.Barrier(2)
    taken: list[bool] = []

    async def hand_in(transaction) -> None:
        known = await transaction.changes(lambda store: store.receipt(b"d" * 16, 1))
        if not taken:
            await begun.wait()
        taken.append(known is None)
        if known is None:
            await transaction.changes(
                lambda store: store.keep_receipt(b"d" * 16, 1, ReceiptRecord(b"hash", b"x"))
            )

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(database.transact(hand_in))
    assert sorted(taken) == [False, True, True]
    await database.close()


async def test_a_deadlock_is_done_again(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    for scope in ("a", "b"):
        await database.transact(functools.partial(_touch, scopes=[scope]))
    begun = asyncio.Barrier(2)
    tries: list[str] = []

    async def cross(transaction, first: str, second: str) -> None:
        tries.append(first)
        await _touch(transaction, [first])
        if len(tries) <= 2:
            await begun.wait()
        await _touch(transaction, [second])

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(database.transact(functools.partial(cross, first="a", second="b")))
        group.create_task(database.transact(functools.partial(cross, first="b", second="a")))
    assert len(tries) == 3
    async with database.read() as transaction:
        assert await transaction.changes(lambda store: store.heads(["a", "b"])) == {"a": 3, "b": 3}
    await database.close()


async def _touch(transaction, scopes) -> None:
    def work(store) -> None:
        heads = store.heads(scopes)
        store.set_heads({scope: head + 1 for scope, head in heads.items()}, {})

    await transaction.changes(work)


async def test_what_was_read_and_changed_by_others_is_done_again(postgres_url, clock):
    """Two transactions make the same row in different scopes: the later one sees it and decides anew."""
    database = await Database.open(postgres_url, clock)
    begun = asyncio.Barrier(2)
    found: list[int] = []

    async def make(transaction, scope: str) -> None:
        before = await transaction.changes(lambda store: store.rows([some(1, 0).key]))
        if len(found) < 2:
            found.append(len(before))
            await begun.wait()
        else:
            found.append(len(before))
        if not before:
            await transaction.changes(lambda store: store.save([some(1, 1, scope=scope)]))

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for scope in ("a", "b"):
            group.create_task(database.transact(functools.partial(make, scope=scope)))
    assert found == [0, 0, 1]
    await database.close()


def test_kinds_that_were_rolled_back_are_not_remembered(postgres_url):
    kinds = KnownKinds()
    with postgres_store(postgres_url, kinds=kinds) as first:
        first.save([some(1, 1, kind="mood")])
    assert "mood" not in kinds.numbers
    with postgres_store(postgres_url, kinds=kinds) as second:
        second.save([some(1, 1, kind="other"), some(2, 2, kind="mood")])
        assert {row.kind for row in second.feed("group:g", 0, 9)} == {"other", "mood"}


def test_ids_that_are_none_are_found_nowhere(store):
    assert store.rows([("card", b""), ("card", b"short"), ("", bytes(16)), ("\0", bytes(99))]) == {}


def test_an_answer_locks_nothing_more(postgres_url):
    """After a batch's receipt the other scopes are only read: answers never stand in each other's way."""
    with postgres_store(postgres_url) as mine, postgres_store(postgres_url) as other:
        other.heads(["group:g"])
        mine.keep_receipt(b"d" * 16, 1, ReceiptRecord(b"hash", b"x"))
        assert mine.heads(["group:g"]) == {"group:g": 0}


def test_a_reader_may_not_write(postgres_url):
    with postgres_store(postgres_url, writing=False) as store:
        assert store.heads(["group:g"]) == {"group:g": 0}
        assert store.rows([some(1, 0).key]) == {}
        with pytest.raises(Exception, match="read-only transaction"):
            store.set_heads({"group:g": 1}, {})


async def test_a_cancelled_push_writes_nothing(server_database):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work(store) -> None:
        push([1])(store)
        loop.call_soon_threadsafe(started.set)
        for _ in range(50):
            store.feed("group:g", 0, 9)

    async def run() -> None:
        async with server_database.write() as transaction:
            await transaction.changes(work)
            await asyncio.Event().wait()

    task = asyncio.create_task(run())
    async with asyncio.timeout(20):
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with server_database.read() as transaction:
        assert await transaction.changes(lambda store: store.feed("group:g", 0, 9)) == []
    async with server_database.write() as transaction:
        assert await transaction.changes(push([1])) == 0


async def test_a_store_is_of_no_use_after_its_transaction(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    async with database.write() as transaction:
        kept = await transaction.changes(lambda store: store)
        with pytest.raises(RuntimeError, match="over"):
            await asyncio.to_thread(kept.epoch)
    await database.close()


async def test_waiting_too_long_for_a_lock_is_told_as_busy(postgres_url, clock):
    database = await Database.open(postgres_url, clock)
    async with asyncio.timeout(20), database.write() as first:
        await first.changes(push([1]))

        async def second() -> None:
            async with database.write() as transaction:
                await transaction.connection.exec_driver_sql("SET LOCAL lock_timeout = 50")
                await transaction.changes(push([2]))

        with pytest.raises(AppError) as caught:
            await second()
    assert caught.value.code == "server.database_busy"
    await database.close()


class SameStores(RuleBasedStateMachine):
    """Three stores are told the same things in any order and must say the same."""

    url = ""

    @initialize()
    def begin(self):
        self.lent = postgres_store(self.url)
        self.memory = MemoryChangeStore(epoch=7)
        connection = opened()
        create(connection)
        connection.execute("UPDATE sync_authority SET epoch = 7")
        self.others = [SqliteChangeStore(connection), self.lent.__enter__()]
        self.others[1]._db.all("UPDATE sync_authority SET epoch = 7")
        self.heads = dict.fromkeys(SCOPES, 0)
        self.numbers = 0

    def teardown(self):
        if hasattr(self, "lent"):
            self.lent.__exit__(None, None, None)

    def each(self, ask):
        expected = ask(self.memory)
        for store in self.others:
            assert ask(store) == expected
        return expected

    def next(self, scope):
        self.heads[scope] += 1
        return self.heads[scope]

    @rule(
        changes=st.lists(
            st.tuples(st.integers(1, 6), st.sampled_from(KINDS), st.sampled_from(SCOPES), st.booleans()),
            max_size=6,
        ),
        read=st.booleans(),
    )
    def save(self, changes, read):
        keys = [some(number, 0, kind=kind).key for number, kind, *_ in changes]
        known = self.each(lambda store: store.rows(keys)) if read else self.memory.rows(keys)
        self.each(lambda store: store.heads(SCOPES))
        rows: dict = {}
        departures: list[Departure] = []
        amounts: dict = {}
        for number, kind, scope, deleted in changes:
            key = some(number, 0, kind=kind).key
            old = rows.get(key, known.get(key))
            if old is not None and old.scope != scope:
                departures.append(Departure(old.scope, self.next(old.scope), key, scope))
            seq = self.next(scope)
            rows[key] = some(number, seq, scope=scope, kind=kind, flags=int(Flag.DELETED) if deleted else 0)
            amounts[scope, bucket_of(key[1])] = random.Random(seq).getrandbits(120) - (1 << 119)
        for store in (self.memory, *self.others):
            store.save(list(rows.values()))
            store.depart(departures)
            store.set_heads(dict(self.heads), amounts)

    @rule(scope=st.sampled_from(SCOPES), life=st.integers(1, 7))
    def come_back(self, scope, life):
        keys = [row.key for row in self.memory.feed(scope, 0, 2)]
        for store in (self.memory, *self.others):
            if keys:
                store.keep_origins({key: [Origin(life, b"before", carried=[(life, b"x")])] for key in keys})

    @rule(scope=st.sampled_from(SCOPES))
    def forget(self, scope):
        gone = [row for row in self.memory.feed(scope, 0, 99) if row.deleted]
        for store in (self.memory, *self.others):
            store.forget(scope, [row.key for row in gone], max([row.seq for row in gone], default=0))

    @rule(scope=st.sampled_from(SCOPES), limit=st.sampled_from([None, 1, 3]))
    def drop(self, scope, limit):
        while not self.each(lambda store: store.drop_scope(scope, limit)):
            pass
        self.heads[scope] = self.memory.heads([scope])[scope]

    @rule(device=st.sampled_from([b"a" * 16, b"b" * 16]))
    def hand_in(self, device):
        number = self.each(lambda store: store.last_batch(device)) + 1
        for store in (self.memory, *self.others):
            if number == 1:
                store.keep_receipt(device, number, ReceiptRecord(b"hash%d" % number, b"receipt"))
        self.each(lambda store: store.receipt(device, 1))

    @rule(scope=st.sampled_from(SCOPES), after=st.integers(0, 9), count=st.integers(1, 5))
    def feed(self, scope, after, count):
        self.each(lambda store: store.feed(scope, after, count))
        self.each(lambda store: store.departures(scope, after, after + 5))

    @invariant()
    def the_same(self):
        if not hasattr(self, "memory"):
            return
        self.each(lambda store: store.heads(SCOPES))
        self.each(lambda store: store.digests([*SCOPES, "none"]))
        self.each(lambda store: store.epoch())
        keys = [some(number, 0, kind=kind).key for number in range(1, 7) for kind in KINDS]
        self.each(lambda store: store.origins(keys))
        for scope in SCOPES:
            self.each(lambda store, scope=scope: (store.horizon(scope), store.buckets(scope)))
            self.each(lambda store, scope=scope: by_kind(store.living(scope)))
            self.each(lambda store, scope=scope: store.departures(scope, 0, 99))
            self.each(lambda store, scope=scope: sorted(r.seq for r in store.bucket_rows(scope, 3)))


def by_kind(rows):
    """In which order kinds come is each store's own; that within a kind is not."""
    return sorted((row.key for row in rows), key=lambda key: key[0])


def test_three_stores_say_the_same(postgres_url):
    machine = type("Same", (SameStores,), {"url": postgres_url})
    # Shrinking would ask the database thousands of times more; the first failure is short enough to read.
    chosen = settings(max_examples=15, stateful_step_count=15, phases=[Phase.generate])
    run_state_machine_as_test(machine, settings=chosen)
