"""A receipt lets go of the frozen batch: what was taken is known to be so, what was not is set aside or given whole."""

import msgspec
import pytest

from sync.journal_batches import Confirmed
from sync.merge import Problem
from sync.outgoing import freeze, whole_op
from sync.protocol import Receipt, Verdict
from sync.receipts import Receipts
from sync.replica import Replica
from sync.rows import Flag, Op
from tests.support.sync_world import World

ONE, TWO = ("card", b"1" * 16), ("card", b"2" * 16)


@pytest.fixture
def device():
    ann = World.calm(1).devices[0]
    for key in (ONE, TWO):
        ann.do(lambda edits, key=key: edits.create(key, "group:g", {"title": "t"}))
    ann.transact(lambda: freeze(ann.journal, ann.rows, 0))
    return ann


def taken(device, **more):
    number = device.journal.sending()[0]

    def take():
        replica = Replica(device.journal, device.rows, 0)
        receipt = Receipt(number, Verdict.TAKEN, **more)
        Receipts(device.journal, device.rows, replica, 0).take(receipt, [])
        replica.flush()

    device.transact(take)


def test_what_was_taken_leaves_nothing_behind(device):
    taken(device, own={"group:g": [(1, 2)]})
    journal = device.journal
    assert (journal.unsent(), journal.confirmed_of([ONE, TWO]), journal.sending()) == (False, {}, None)
    assert journal.scopes()["group:g"].own == [(1, 2)]
    assert any(any(digest) for digest in journal.buckets("group:g").values())


def test_what_was_edited_meanwhile_is_known_to_differ(device):
    before = device.rows.get([ONE])[ONE].stamps
    device.do(lambda edits: edits.change(ONE, {"title": "later"}))
    taken(device)
    assert device.journal.confirmed_of([ONE, TWO]) == {ONE: Confirmed("group:g", before, deleted=False)}
    assert [entry.batch for entry in device.journal.entries(ONE)] == [0]


def test_a_result_that_is_still_to_come_is_awaited(device):
    taken(device, unclean=[0])
    assert device.journal.unanswered() == [ONE]
    assert device.journal.confirmed(TWO) is None


def test_what_was_not_taken_is_set_aside_or_given_whole(device):
    taken(device, refused=[(0, Problem.MISSING), (1, "not_granted")])
    assert [entry.base for entry in device.journal.entries(ONE)] == [None]
    (refused,) = device.journal.refused()
    assert (refused.id, refused.reason) == (TWO[1], "not_granted")
    assert device.rows.get([TWO]) == {}


def test_the_receipt_of_another_batch_is_passed_over(device):
    def take():
        replica = Replica(device.journal, device.rows, 0)
        Receipts(device.journal, device.rows, replica, 0).take(Receipt(99, Verdict.TAKEN), [])

    device.transact(take)
    assert device.journal.sending() is not None


def test_what_was_given_back_is_kept_whole_until_its_row_comes(device):
    taken(device)
    ops = [whole_op(device.rows.get([key])[key]) for key in (ONE, TWO)]
    for op in ops:
        op.flags |= Flag.CARRY
        device.transact(lambda op=op: device.journal.carry(msgspec.msgpack.encode(op)))
    device.transact(lambda: freeze(device.journal, device.rows, 0))
    taken(device, unclean=[1])
    (given,) = device.journal.given(TWO)
    assert (device.journal.given(ONE), msgspec.msgpack.decode(given, type=Op)) == ([], ops[1])
