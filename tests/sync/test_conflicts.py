"""A conflict row tells which value lost, and is the same wherever it is found out."""

from sync.conflicts import conflict_key, conflict_row, loss_of
from sync.merge import Loss
from tests.support.sync_rows import ROW_ID, row


def test_a_loss_is_read_as_it_was_written():
    held = row({"*": (1, 1, 1)}, scope="user:a")
    kept = conflict_row(held, Loss("title", b"\xa1x", (5, 2, 3)))
    assert loss_of(kept) == (("card", ROW_ID), "title", b"\xa1x", (5, 2, 3))
    assert kept.scope == "user:a"
    assert kept.key == conflict_key("card", ROW_ID, "title", (2, 3))
    assert kept.key != conflict_key("card", ROW_ID, "body", (2, 3))
