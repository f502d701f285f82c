"""What was there before both edits of a conflict: noted in the conflict by the one computer that still knows it."""

from collections.abc import Iterable

from desktop.storage import replaced
from desktop.storage.driver import sqlite3
from desktop.sync import store
from sync.conflicts import BASE, base_of, kept_for, loss_of
from sync.journal import Journal
from sync.local_edits import LocalEdits
from sync.row_store import RowStore, SqliteRowStore
from sync.rows import CONFLICT, Key, Row
from sync.stamps import decode_stamps, stamp_of


def note_bases(connection: "sqlite3.Connection", rows: RowStore, keys: Iterable[Key], now_ms: int) -> None:
    """Note it in those of these conflicts that lack it, as an edit that goes to the others with the next batch."""
    came = [key for key in keys if key[0] == CONFLICT]
    if not came:
        return
    own, journal = store.own_author(connection), Journal(connection)
    edits = LocalEdits(journal, SqliteRowStore(connection), now_ms)
    for row in rows.get(came).values():
        if row.deleted or kept_for(row) is None or base_of(row) is not None:
            continue
        value = _base(connection, rows, row, own, journal)
        if value is not None:
            edits.change(row.key, {BASE: value})


def _base(
    connection: "sqlite3.Connection", rows: RowStore, row: Row, own: int, journal: Journal
) -> bytes | None:
    key, field, _, stamp = loss_of(row)
    if stamp[1] != own:
        home = rows.get([key]).get(key)
        if home is None or journal.entries(key) or stamp_of(decode_stamps(home.stamps), field)[1] != own:
            # Neither of the two edits was made here, or a later one hides which it was.
            return None
    return replaced.replaced(connection, key, field, stamp[1:])
