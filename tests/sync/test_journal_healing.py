"""What is to be compared again is known after every kill, with the life it was known in."""

import uuid

import pytest

from sync.journal import Journal
from tests.support.sync_world import opened

KEY = ("card", bytes(16))


@pytest.fixture
def journal():
    made = Journal(opened())
    made.create(uuid.UUID(int=5))
    return made


def test_digests_add_up(journal):
    journal.add_digests({("s", 4): 7, ("s", 5): 0})
    journal.add_digests({("s", 4): 1})
    assert {n: int.from_bytes(d, "big") for n, d in journal.buckets("s").items()} == {4: 8}
    journal.set_buckets("s", {9: b"d" * 16})
    assert journal.buckets("s") == {9: b"d" * 16}


def test_a_bucket_that_may_lack_something_keeps_the_life_it_was_known_in(journal):
    journal.heal("s", [1, 2], "epoch", 3)
    journal.heal("s", [2, 4], "digest")
    journal.heal("s", [2], "epoch", 9)
    assert (journal.healing("s"), journal.why_heal("s", 2)) == ([1, 2, 4], "epoch")
    assert journal.all_lost() == {("s", 1): 3, ("s", 2): 3}
    assert journal.lost_buckets("s", "epoch") == {1, 2}


def test_a_row_that_came_meanwhile_is_of_a_later_life_until_all_is_compared(journal):
    journal.heal("s", [1, 2], "epoch", 3)
    journal.met([KEY], 7)
    journal.met([KEY], 9)
    assert (journal.life_of(KEY, 3), journal.life_of(("card", b"x" * 16), 3)) == (9, 3)
    journal.healed("s", 1)
    assert journal.life_of(KEY, 3) == 9
    journal.healed("s", 2)
    assert journal.life_of(KEY, 3) == 3


def test_what_is_given_back_is_kept_once_until_the_row_comes(journal):
    other = ("card", b"x" * 16)
    for op in (b"a", b"b", b"a"):
        journal.give(KEY, op)
    journal.give(other, b"c")
    assert (journal.given(KEY), journal.given(other)) == ([b"a", b"b"], [b"c"])
    assert journal.all_given() == [(*KEY, b"a"), (*KEY, b"b"), (*other, b"c")]
    journal.came([KEY])
    assert (journal.given(KEY), journal.all_given()) == ([], [(*other, b"c")])
