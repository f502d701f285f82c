"""Notes every write to a synced table for the next sync, whatever makes it: by triggers, kept up to date."""

from desktop.storage.driver import sqlite3
from shared.synced import SYNCED
from sync.journal import capture_sql
from sync.row_store import TABLE


def capture(connection: "sqlite3.Connection") -> bool:
    """Make missing triggers, and those anew that an older program made otherwise. False when all was as it should be.

    Belongs into a transaction. Tables are of `shared.synced`, and the one for rows of other kinds.
    """
    wanted = {sql.split()[5]: sql for sql in _wanted()}
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sync!_%' ESCAPE '!'"
    )
    present = {row[0]: row[1] for row in found}
    as_stored = {name: sql.replace(" IF NOT EXISTS", "", 1) for name, sql in wanted.items()}
    for name in present.keys() - wanted.keys():
        connection.execute(f"DROP TRIGGER {name}")
    changed = {name for name, sql in as_stored.items() if present.get(name) != sql}
    for name in sorted(changed):
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(wanted[name])
    return bool(changed or present.keys() - wanted.keys())


def _wanted() -> list[str]:
    own = [(record.table, f"'{record.kind}'") for record in SYNCED if not record.by_server]
    return [sql for table, kind in [*own, (TABLE, "NEW.kind")] for sql in capture_sql(table, kind)]
