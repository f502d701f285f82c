"""Many rows asked and written at once say what one at a time would."""

import sqlite3
import uuid

import pytest

from sync.journal import Journal
from sync.journal_batches import Confirmed, Entry, Unsent

STATE = Confirmed("group:g", b"\x80", deleted=True)


@pytest.fixture
def journal():
    made = Journal(sqlite3.connect(":memory:", isolation_level=None))
    made.create(uuid.uuid4())
    return made


def put(journal, keys, batch=0, base=None):
    for key in keys:
        journal.put_entry(key, Entry(batch, base, knew=False, seen=None))


def test_confirmed_states_come_back_whatever_their_number(journal):
    keys = [(kind, n.to_bytes(16, "big")) for kind in ("a", "b") for n in range(900)]
    assert journal.confirmed_of(keys) == {}
    journal.set_confirmed_of(dict.fromkeys(keys[::2], STATE))
    assert journal.confirmed_of(keys) == dict.fromkeys(keys[::2], STATE)
    journal.set_confirmed_of(dict.fromkeys(keys[:1000]))
    assert journal.confirmed_of(keys) == dict.fromkeys(keys[1000::2], STATE)


def test_a_batch_takes_all_up_to_a_key_and_leaves_the_rest(journal):
    keys = [("a", b"2" * 16), ("a", b"3" * 16), ("b", b"1" * 16), ("b", b"2" * 16)]
    put(journal, keys)
    assert journal.waiting(9) == keys
    journal.keep_sending(7, b"bytes", keys[2])
    assert (journal.waiting(9), journal.sending()) == (keys[3:], (7, b"bytes"))
    assert [one.key for one in journal.unsent_of(7)] == keys[:3]
    journal.drop_entries(7)
    assert journal.unsent_of(7) == []


def test_a_batch_comes_with_what_is_known_of_its_rows(journal):
    key, other = ("a", b"1" * 16), ("a", b"2" * 16)
    put(journal, [key, other])
    journal.set_confirmed(key, STATE)
    assert journal.unsent_of(0, 1) == [
        Unsent(key, Entry(0, None, knew=False, seen=None), STATE, edited=False, noted=True)
    ]
    journal.keep_sending(1, b"", other)
    put(journal, [other], base=b"\x80")
    assert [(one.key, one.edited) for one in journal.unsent_of(1)] == [(key, False), (other, True)]


def test_the_frozen_come_before_the_later_and_what_was_answered_does_not_count(journal):
    key = ("a", b"1" * 16)
    assert journal.entries_of([key]) == {}
    put(journal, [key])
    journal.keep_sending(3, b"", key)
    put(journal, [key], base=b"\x80")
    put(journal, [("a", b"9" * 16)], batch=-1)
    found = journal.entries_of([key, ("a", b"9" * 16)])
    assert {at: [one.batch for one in entries] for at, entries in found.items()} == {key: [3, 0]}
    assert found[key] == journal.entries(key)


def noted(journal, key, batch, home, base=None):
    journal.run("INSERT INTO sync_outbox VALUES (?, ?, ?, ?, 0, NULL, ?)", batch, *key, base, home)


def test_what_a_trigger_noted_counts_until_something_else_is_known(journal):
    key, other = ("a", b"1" * 16), ("b", b"2" * 16)
    noted(journal, key, 0, "group:g", b"\x80")
    assert journal.unsent_of(0)[0].confirmed == Confirmed("group:g", b"\x80", deleted=False)
    assert not journal.unsent_of(0)[0].noted
    journal.keep_sending(1, b"", key)
    noted(journal, key, 0, "user:u", b"\x81")
    # What the later edit was made from is this device's own edit, not what the authority has.
    for _ in range(2):
        assert journal.unsent_of(1)[0].confirmed == Confirmed("group:g", b"\x80", deleted=False)
        assert journal.confirmed_of([key, other]) == {key: Confirmed("group:g", b"\x80", deleted=False)}
        assert journal.confirmed(key) == Confirmed("group:g", b"\x80", deleted=False)
    journal.set_confirmed(key, None)
    assert journal.confirmed(key) is None
    assert journal.unsent_of(0)[0].confirmed is None


def test_what_a_trigger_noted_outlives_its_edit(journal):
    keys = [("a", bytes([n]) * 16) for n in range(4)]
    for key in keys:
        noted(journal, key, 0, "user:u")
    state = Confirmed("user:u", None, deleted=False)
    journal.drop_entry(keys[0], 0)
    journal.put_entry(keys[1], Entry(0, b"\x80", knew=False, seen=None))
    journal.keep_sending(1, b"", keys[2])
    journal.answered(keys[2], 1)
    journal.note_all()
    assert journal.confirmed_of(keys) == dict.fromkeys(keys, state)
    assert journal.all("SELECT id FROM sync_outbox WHERE home IS NOT NULL") == []


def test_what_was_noted_goes_back_beside_the_edit_unless_more_is_known(journal):
    keys = [("a", bytes([n]) * 16) for n in range(4)]
    for key in keys[:3]:
        noted(journal, key, 0, "user:u", b"\x80")
    put(journal, keys[3:])
    journal.note_all()
    journal.set_confirmed(keys[1], Confirmed("user:u", b"\x81", deleted=False))
    noted(journal, keys[2], -1, None, b"\x80")
    before = journal.unsent_of(0)
    journal.note_beside(9)
    assert journal.all("SELECT kind, id FROM sync_confirmed ORDER BY id") == [keys[1], keys[2]]
    assert journal.all("SELECT kind, id FROM sync_outbox WHERE home IS NOT NULL") == [keys[0]]
    assert [(one.key, one.entry, one.confirmed) for one in journal.unsent_of(0)] == [
        (one.key, one.entry, one.confirmed) for one in before
    ]
