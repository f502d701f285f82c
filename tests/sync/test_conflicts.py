"""A conflict row tells which value lost, and is the same wherever it is found out."""

import msgspec

from sync.conflicts import BASE, base_of, conflict_key, conflict_row, loss_of
from sync.merge import Loss
from sync.stamps import decode_fields, encode_fields
from tests.support.sync_rows import ROW_ID, row


def test_a_loss_is_read_as_it_was_written():
    held = row({"*": (1, 1, 1)}, scope="user:a")
    kept = conflict_row(held, Loss("title", b"\xa1x", (5, 2, 3)))
    assert loss_of(kept) == (("card", ROW_ID), "title", b"\xa1x", (5, 2, 3))
    assert kept.scope == "user:a"
    assert kept.key == conflict_key("card", ROW_ID, "title", (2, 3))
    assert kept.key != conflict_key("card", ROW_ID, "body", (2, 3))


def test_what_was_before_is_unknown_until_a_device_notes_it():
    kept = conflict_row(row({"*": (1, 1, 1)}, scope="user:a"), Loss("title", b"\xa1x", (5, 2, 3)))
    assert base_of(kept) is None
    noted = decode_fields(kept.fields) | {BASE: msgspec.Raw(msgspec.msgpack.encode(b"\xa1w"))}
    assert base_of(msgspec.structs.replace(kept, fields=encode_fields(noted))) == b"\xa1w"
