"""Rows and operations know their key and their flags."""

from sync.rows import Flag
from tests.support.sync_rows import ROW_ID, made, row


def test_flags_and_keys():
    assert row({"*": (1, 1, 1)}, deleted=True).deleted
    assert not row({"*": (1, 1, 1)}).event
    assert made((1, 1, 1), flags=Flag.EVENT).key == row({"*": (1, 1, 1)}).key == ("card", ROW_ID)
