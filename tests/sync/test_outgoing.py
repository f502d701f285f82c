"""What is handed in: what changed since its base, frozen once."""

import msgspec
import pytest

from sync import outgoing
from sync.authority import decode_batch
from sync.journal import Confirmed, Entry
from sync.outgoing import TOO_LARGE, freeze, op_of, unsent_names
from sync.rows import Flag
from sync.stamps import decode_stamps, decode_tags, encode_stamps
from tests.support.sync_rows import plain, row
from tests.support.sync_world import World

BASE = encode_stamps({"*": (1, 1, 1)})
LOCAL = {"*": (1, 1, 1), "title": (5, 2, 2)}


def test_only_what_changed_is_handed_in_with_the_tag_it_replaced():
    op = op_of(row(LOCAL, title="new", body="same"), Entry(0, BASE, knew=False, seen=None), None)
    assert op is not None
    assert plain(op.fields) == {"title": "new"}
    assert decode_stamps(op.stamps) == {"title": (5, 2, 2)}
    assert decode_tags(op.base or b"") == {"title": (1, 1)}


def test_an_undone_entry_gives_nothing():
    assert op_of(row({"*": (1, 1, 1)}, title="x"), Entry(0, BASE, knew=False, seen=None), None) is None


def test_a_deletion_tells_what_was_seen():
    local = row({"*": (1, 1, 1), "deleted": (7, 2, 3)}, deleted=True, title="x")
    op = op_of(local, Entry(0, BASE, knew=False, seen=encode_stamps(LOCAL)), None)
    assert op is not None
    assert op.flags == Flag.DELETED
    assert decode_tags(op.seen or b"") == {"*": (1, 1), "title": (2, 2)}


def test_an_edit_of_a_deleted_row_says_that_it_knew():
    local = row({**LOCAL, "deleted": (3, 1, 2)}, deleted=True, title="new")
    base = encode_stamps({"*": (1, 1, 1), "deleted": (3, 1, 2)})
    op = op_of(local, Entry(0, base, knew=True, seen=None), None)
    assert op is not None
    assert op.flags == Flag.KNEW


def test_of_a_row_that_another_device_made_too_only_the_own_part_is_unsent():
    local = row(LOCAL, title="mine", mood="theirs")
    entry = Entry(0, None, knew=False, seen=None)
    assert unsent_names(local, entry, None) == {"title", "mood"}
    assert unsent_names(local, entry, Confirmed("group:g", BASE, deleted=False)) == {"title"}


@pytest.fixture
def device():
    return World.calm(1).devices[0]


def frozen(device):
    device.transact(lambda: freeze(device.journal, device.rows, 0))
    number, body = device.journal.sending()
    return number, body, decode_batch(body).ops


def test_a_frozen_batch_is_not_built_again(device):
    device.do(lambda edits: edits.create(("card", b"1" * 16), "group:g", {"title": "a"}))
    number, body, _ = frozen(device)
    device.do(lambda edits: edits.change(("card", b"1" * 16), {"title": "b"}))
    assert frozen(device)[:2] == (number, body)


def test_batches_are_cut_by_count_and_size(device, monkeypatch):
    monkeypatch.setattr(outgoing, "BATCH_OPS", 3)
    for number in range(5):
        device.do(
            lambda edits, n=number: edits.create(("card", bytes([n]) * 16), "group:g", {"title": "a" * 100})
        )
    assert len(frozen(device)[2]) == 3
    monkeypatch.setattr(outgoing, "BATCH_BYTES", 150)
    device.journal.drop_sending()
    device.connection.execute("UPDATE sync_outbox SET batch = 0")
    assert len(frozen(device)[2]) == 2


def test_a_row_too_large_to_travel_is_set_aside_and_the_rest_goes_on(device, monkeypatch):
    monkeypatch.setattr(outgoing, "ROW_BYTES", 1_000)
    device.do(lambda edits: edits.create(("card", b"1" * 16), "group:g", {"title": "a" * 2_000}))
    device.do(lambda edits: edits.create(("card", b"2" * 16), "group:g", {"title": "b"}))
    assert [op.id for op in frozen(device)[2]] == [b"2" * 16]
    assert [one.reason for one in device.journal.refused()] == [TOO_LARGE]
    assert msgspec.msgpack.decode(device.journal.refused()[0].op)[1] == b"1" * 16
