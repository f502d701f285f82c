"""The journal notes every write, keeps frozen bytes, and its clock only grows."""

import sqlite3
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clock import hybrid
from sync.journal import Confirmed, Entry, Journal, ScopeState, capture_sql
from tests.support.sync_world import opened

KEY = ("note", b"1" * 16)
TABLE = (
    "CREATE TABLE note (id BLOB PRIMARY KEY, scope TEXT NOT NULL, hlc INTEGER NOT NULL, tags BLOB NOT NULL,"
    " extra BLOB, deleted INTEGER NOT NULL DEFAULT 0, title TEXT NOT NULL)"
)


@pytest.fixture
def journal():
    made = Journal(opened())
    made.create(uuid.UUID(int=5))
    return made


@pytest.fixture
def noted(journal):
    journal.run(TABLE)
    for statement in capture_sql("note", "'note'"):
        journal.run(statement)
    journal.run("INSERT INTO note (id, scope, hlc, tags, title) VALUES (?, 's', 1, x'01', 'a')", KEY[1])
    return journal


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-10_000_000_000, 10_000_000_000), max_size=30))
def test_every_stamp_is_greater_than_all_before(steps):
    journal = Journal(opened())
    journal.create(uuid.UUID(int=5))
    wall, stamps = 0, []
    for step in steps:
        wall = max(0, wall + step)
        stamps.append(journal.tick(wall))
    assert stamps == sorted(set(stamps))
    assert len({operation for _, _, operation in stamps}) == len(stamps)


def test_a_stamp_carries_the_corrected_time(journal):
    journal.set_time(5_000, 0)
    assert journal.tick(1_000_000)[0] == hybrid(1_005_000)


def test_a_clock_that_ran_ahead_comes_back_when_nothing_is_unsent(journal):
    journal.tick(10_000_000_000)
    journal.put_entry(KEY, Entry(0, None, knew=False, seen=None))
    journal.calm_clock(1_000)
    assert journal.tick(1_000)[0] > hybrid(9_000_000_000)
    journal.drop_entry(KEY, 0)
    journal.calm_clock(1_000)
    assert journal.tick(1_000)[0] == hybrid(61_000) + 1


def test_a_typed_table_is_captured_by_its_triggers(noted):
    """A table with the columns of any synced slice; the first base stays until it is sent."""
    (entry,) = noted.entries(KEY)
    assert entry == Entry(0, None, knew=False, seen=None)
    noted.drop_entry(KEY, 0)
    noted.set_confirmed(KEY, None)
    noted.run("UPDATE note SET tags = x'02', title = 'b'")
    noted.run("UPDATE note SET tags = x'03', deleted = 1")
    (entry,) = noted.entries(KEY)
    assert entry == Entry(0, b"\x01", knew=False, seen=b"\x02")
    assert noted.confirmed(KEY) == Confirmed("s", b"\x01", deleted=False)


def test_a_migration_and_the_engines_own_writes_are_no_edits(noted):
    noted.drop_entry(KEY, 0)
    noted.run("ALTER TABLE note ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    noted.run("UPDATE note SET mood = 'x'")
    with noted.applying():
        noted.run("UPDATE note SET tags = x'09'")
    assert noted.entries(KEY) == []
    assert not noted.unsent()


def test_a_rollback_also_ends_the_silence(noted):
    noted.run("BEGIN")
    with pytest.raises(sqlite3.OperationalError), noted.applying():
        noted.run("INSERT INTO nowhere VALUES (1)")
    noted.run("ROLLBACK")
    noted.drop_entry(KEY, 0)
    noted.run("UPDATE note SET tags = x'0A'")
    assert len(noted.entries(KEY)) == 1


def test_capturing_a_write_costs_microseconds(noted):
    """T9: at most 2 µs a row; the bound here is loose because machines are busy."""
    rows = [(number.to_bytes(16, "big"), b"tags", "title") for number in range(20_000)]
    spent = []
    for quiet in (1, 0):
        noted.run("UPDATE sync_device SET applying = ?", quiet)
        noted.run("DELETE FROM note")
        begin = time.process_time()
        noted.run("BEGIN")
        noted.connection.executemany(
            "INSERT INTO note (id, scope, hlc, tags, title) VALUES (?, 's', 1, ?, ?)", rows
        )
        noted.run("COMMIT")
        spent.append(time.process_time() - begin)
    assert (spent[1] - spent[0]) / len(rows) < 20e-6


def test_a_frozen_batch_stays_apart_from_later_edits(noted):
    noted.keep_sending(noted.next_batch(), b"bytes", KEY)
    noted.run("UPDATE note SET tags = x'02'")
    assert [entry.batch for entry in noted.entries(KEY)] == [1, 0]
    assert noted.sending() == (1, b"bytes")
    assert noted.waiting(9) == [KEY]
    assert noted.pending_count() == 1
    noted.drop_sending()
    noted.drop_entry(KEY, 1)
    assert [entry.batch for entry in noted.entries(KEY)] == [0]


def test_what_waits_for_its_row_is_asked_again_with_its_oldest_base(noted):
    noted.keep_sending(noted.next_batch(), b"bytes", KEY)
    noted.answered(KEY, 1)
    assert noted.unanswered() == [KEY]
    noted.drop_sending()
    noted.run("UPDATE note SET tags = x'02'")
    noted.ask_again()
    assert noted.entries(KEY) == [Entry(0, None, knew=False, seen=None)]


def test_cursors_and_own_ranges(journal):
    journal.set_scope(ScopeState("s", 3, [(1, 2), (5, 6)], counted=True))
    assert journal.scopes()["s"].own == [(5, 6)]
    journal.set_buckets("s", {9: b"d" * 16})
    journal.heal("s", [1], "epoch")
    journal.drop_scope("s")
    assert (journal.scopes(), journal.healing("s"), journal.buckets("s")) == ({}, [], {})


def test_refused_operations_are_kept_once_until_they_are_let_go(journal):
    for _ in range(2):
        journal.refuse(KEY, "s", "not_granted", b"op", 5)
    (refused,) = journal.refused()
    assert (refused.kind, refused.reason, refused.op) == ("note", "not_granted", b"op")
    journal.let_go(refused.no)
    assert journal.refused() == []


def test_lost_state_waits_in_order(journal):
    journal.carry(b"a")
    journal.carry(b"b")
    assert [op for _, op in journal.carries(1)] == [b"a"]
    journal.drop_carries([1])
    assert [op for _, op in journal.carries(9)] == [b"b"]
    assert journal.unsent()


def test_a_renamed_device_counts_its_batches_anew(journal):
    journal.next_batch()
    before = journal.tick(1)
    journal.rename(uuid.UUID(int=6))
    after = journal.tick(1)
    assert journal.device() == uuid.UUID(int=6)
    assert (before[1] != after[1], journal.next_batch(), journal.epoch()) == (True, 1, -1)
