"""A file that was copied or set back takes another name; what was unsent in it arrives."""

import pytest

from tests.support.sync_judging import check
from tests.support.sync_world import World

KEY = ("card", b"1" * 16)


@pytest.fixture
def world():
    made = World.calm()
    ann, bob = made.devices
    ann.do(lambda edits: edits.create(KEY, "group:g", {"title": "t", "body": "b"}))
    made.exchange(ann, bob)
    return made


def title(device, text):
    device.do(lambda edits: edits.change(KEY, {"title": text}))


def test_a_copied_file_takes_a_new_name_and_keeps_its_edits(world):
    ann, bob = world.devices
    world.copy_device(ann)
    twin = world.devices[-1]
    title(ann, "original")
    title(twin, "copy")
    world.settle()
    assert ann.journal.device() != twin.journal.device()
    assert {bob.value(KEY, "title"), *(value for _, _, value in bob.conflicts())} == {"original", "copy"}
    check(world, exact=False)


def test_a_file_known_to_be_a_copy_is_renamed_before_it_sends(world):
    ann = world.devices[0]
    title(ann, "unsent")
    before = ann.journal.device()
    assert ann.transact(ann.engine.renamed) == ann.journal.device() != before
    world.settle()
    assert (ann.value(KEY, "title"), ann.conflicts()) == ("unsent", [])


def test_two_copies_that_made_different_events_under_one_id_keep_both(world):
    ann, bob = world.devices
    ann.skew_ms = 3_600_000  # its clock runs ahead, so that both copies count on from the same stamp
    ann.do(lambda edits: edits.change(KEY, {"title": "ahead"}))
    world.copy_device(ann)
    twin = world.devices[-1]
    ann.skew_ms = twin.skew_ms = 0
    made = [
        device.do(
            lambda edits, n=n: edits.create(
                ("review", b""), "group:g", {"grade": 3, "at": f"e{n}"}, event=True
            )
        )
        for n, device in enumerate((ann, twin))
    ]
    assert made[0] == made[1]
    for n, key in enumerate(made):
        world.ledger.tell([("event", {"grade": 3, "at": f"e{n}"})])
        assert key[0] == "review"
    world.settle()
    check(world, exact=False)
    assert len([row for row in bob.visible() if row.event]) == 2
