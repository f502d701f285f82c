"""Ids of media records that two devices derive alike."""

from shared.ids import new_id
from shared.media.records import correction_id, default_collection_id, transcript_id


def test_a_persons_default_collection_is_one_on_every_device_and_nobody_elses():
    one, other = new_id(), new_id()
    assert default_collection_id(one) == default_collection_id(one)
    assert default_collection_id(one) != default_collection_id(other)


def test_corrections_belong_to_an_item_and_a_line():
    one, other = new_id(), new_id()
    ids = {correction_id(item, key, line) for item in (one, other) for key in (b"a", b"b") for line in (0, 1)}
    assert len(ids) == 8
    assert correction_id(one, b"a", 0) in ids


def test_a_transcript_is_one_per_scope():
    assert transcript_id("user:a", b"k") == transcript_id("user:a", b"k")
    assert transcript_id("user:a", b"k") != transcript_id("group:a", b"k")
