"""The journal's tables are made once, in any file."""

import uuid

from sync.journal import Journal
from tests.support.sync_world import opened


def test_tables_are_made_once_and_asked_for_tuples():
    journal = Journal(opened())
    for number in (5, 6):
        journal.create(uuid.UUID(int=number))
    assert journal.device() == uuid.UUID(int=5)
    assert journal.all("SELECT ? + 1, ?", 1, "x") == [(2, "x")]
    assert (journal.one("SELECT 7"), journal.one("SELECT 1 WHERE 0")) == (7, None)
