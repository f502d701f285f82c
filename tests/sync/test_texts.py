"""A text edited by several at once reads the same everywhere, whatever order the updates come in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.texts import SharedText

WORDS = st.text(alphabet="abc é🙂\n", max_size=12)


@settings(max_examples=100, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3), st.randoms())
def test_updates_merge_in_any_order_and_number(start, ones, others, rng):
    first = SharedText()
    updates = [first.edit(start)]
    for texts in (ones, others):
        writer = SharedText(updates[:1])
        for wanted in texts:
            updates.append(writer.edit(wanted))
            assert str(writer) == wanted
    readers = []
    for _ in range(2):
        order = updates + rng.choices(updates, k=2)
        rng.shuffle(order)
        readers.append(str(SharedText(order)))
    assert readers[0] == readers[1]


def test_two_edits_at_different_places_are_both_kept():
    base = SharedText()
    start = base.edit("one two three")
    ann, bob = SharedText([start]), SharedText([start])
    update, other = ann.edit("ONE two three"), bob.edit("one two THREE")
    ann.apply(other)
    bob.apply(update)
    assert str(ann) == str(bob) == "ONE two THREE"


def test_one_update_stands_for_all():
    text = SharedText()
    updates = [text.edit("a"), text.edit("ab"), text.edit("b")]
    assert str(SharedText([text.squashed()])) == str(SharedText(updates)) == "b"


def test_what_is_no_update_is_told():
    with pytest.raises(ValueError, match="not an update"):
        SharedText([b"\xff\xff\xff\xff\xff"])
