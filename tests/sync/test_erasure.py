"""What was erased is nowhere, and nothing brings it back: no edit, no old device, no restored backup."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.change_store import MemoryChangeStore
from sync.compaction import forget
from sync.erasure import erase
from sync.intake import Intake
from sync.merge import Problem
from sync.protocol import Batch
from sync.rows import CONFLICT, Flag
from sync.scopes import FULL
from sync.stamps import EVERY, decode_stamps, encode_stamps, erased
from tests.support.sync_judging import equal
from tests.support.sync_rows import ROW_ID, edit, made, plain
from tests.support.sync_world import START_MS, World, copied

KEY = ("card", b"1" * 16)
EVENT = ("review", b"2" * 16)


@pytest.fixture
def world():
    """A record with an open conflict and an event, known to two devices."""
    world = World.calm()
    ann, bob = world.devices
    ann.do(lambda edits: edits.create(KEY, "group:g", {"title": "secret", "body": "b"}))
    ann.do(lambda edits: edits.create(EVENT, "group:g", {"said": "secret"}, event=True))
    world.exchange(ann, bob)
    for device in (ann, bob):
        device.do(lambda edits, d=device: edits.change(KEY, {"title": f"secret of {d.name}"}))
    world.settle()
    assert len(ann.conflicts()) == 1
    return world


def contents(connection):
    """Everything a file holds, rows and journal."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for (table,) in tables
        for row in connection.execute(f"SELECT * FROM {table}")
        for value in row
    )


def erased_everywhere(world):
    assert b"secret" not in contents(world.server.real)
    for device in world.devices:
        assert b"secret" not in contents(device.connection.real)
    equal(world, "group:g")


def test_nothing_of_it_stays_on_the_authority_or_on_a_device(world):
    assert erase(world.store, [KEY, EVENT], world.now_ms) == 3
    world.settle()
    erased_everywhere(world)
    assert world.healed == 0
    assert erase(world.store, [KEY, EVENT], world.now_ms) == 0


def test_of_what_devices_never_edit_no_conflicts_are_looked_for(world, monkeypatch):
    monkeypatch.setattr(world.store, "conflicts_of", lambda _: pytest.fail("looked for"))
    assert erase(world.store, [EVENT], world.now_ms, contested=False) == 1


def test_an_unsent_edit_is_set_aside_and_brings_nothing_back(world):
    ann, _ = world.devices
    ann.do(lambda edits: edits.change(KEY, {"title": "later"}))
    erase(world.store, [KEY, EVENT], world.now_ms)
    world.settle()
    assert [one.reason for one in ann.journal.refused()] == [Problem.ERASED]
    assert ann.rows.get([KEY])[KEY].fields == b"\x80"
    erased_everywhere(world)


def test_a_device_without_the_stub_that_makes_the_row_anew_is_refused(world):
    erase(world.store, [KEY, EVENT], world.now_ms)
    late = world.devices[0]
    late.do(lambda edits: edits.delete(KEY))
    world.settle()
    assert late.do(lambda edits: edits.restore(KEY)) is False
    erased_everywhere(world)


def test_stubs_are_never_forgotten(world):
    erase(world.store, [KEY, EVENT], world.now_ms)
    assert forget(world.store, "group:g", world.store.heads(["group:g"])["group:g"]) == 0
    assert set(world.store.rows([KEY, EVENT])) == {KEY, EVENT}


def test_a_backup_from_before_the_erasure_brings_nothing_back(world):
    world.server_backup = copied(world.server.real)
    erase(world.store, [KEY, EVENT], world.now_ms)
    world.settle()
    world.set_server_back()
    assert b"secret" in contents(world.server.real)
    world.settle()
    erased_everywhere(world)


STUB = encode_stamps({EVERY: (9, 2, 9), "!": (9, 2, 0)})


@pytest.mark.parametrize("flags", [0, Flag.DELETED, Flag.CARRY | Flag.DELETED])
def test_a_device_cannot_erase(flags):
    store = MemoryChangeStore()
    grants = {"group:g": FULL}
    ops = [made((5, 1, 1), title="a"), edit((9, 2, 9), {"title": (1, 1)}, flags=int(flags), title="b")]
    ops[1].stamps = STUB
    anew = msgspec.structs.replace(
        made((5, 1, 1), flags=int(flags)), stamps=STUB, id=b"x" * 16, fields=b"\x80"
    )
    batch = Batch(b"d" * 16, 1, [*ops, anew])
    receipt = Intake(store, grants, START_MS).take(b"d" * 16, b"1", batch, {})
    assert receipt.refused[-1] == (2, Problem.MALFORMED)
    assert not any(erased(decode_stamps(row.stamps)) for row in store.feed("group:g", 0, 9))


@settings(max_examples=1_000, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.integers(1, 2),
            st.integers(1, 1 << 60),
            st.sampled_from([0, Flag.DELETED, Flag.CARRY, Flag.CARRY | Flag.DELETED, Flag.EVENT]),
        ),
        max_size=6,
    ),
    st.integers(0, 6),
)
def test_a_stub_wins_against_any_edit(given_ops, at):
    store = MemoryChangeStore(epoch=1)
    grants = {"group:g": FULL, "user:a": FULL}
    for number, (whole, author, clock, flags) in enumerate(given_ops):
        if number == at:
            erase(store, [("card", ROW_ID)], START_MS)
        stamp = (clock, author, number + 1)
        op = (
            made(stamp, title=f"t{number}", flags=int(flags))
            if whole
            else edit(stamp, {"title": (1, 1)}, title=f"t{number}", flags=int(flags))
        )
        Intake(store, grants, START_MS).take(
            b"d" * 16, bytes([number]), Batch(b"d" * 16, number + 1, [op]), {}
        )
    was = bool(store.rows([("card", ROW_ID)]))
    erase(store, [("card", ROW_ID)], START_MS)
    for row in store.feed("group:g", 0, 99) if was else []:
        assert (plain(row.fields), row.deleted) == ({}, True)
        assert row.kind in ("card", CONFLICT)
    if was:
        before = store.rows([("card", ROW_ID)])["card", ROW_ID]
        late = edit((1 << 61, 1, 99), {"title": (1, 1)}, title="late")
        receipt = Intake(store, grants, START_MS).take(b"d" * 16, b"z", Batch(b"d" * 16, 99, [late]), {})
        assert receipt.refused == [(0, Problem.ERASED)]
        assert store.rows([("card", ROW_ID)])["card", ROW_ID] == before
