"""How a library becomes an account's, and a library without an account again. SQL only, within one transaction."""

import uuid

from desktop.storage.transaction import Transaction
from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import own_work_store
from shared.accounts.records import profile_id
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import default_collection_id
from shared.settings.records import setting_id
from shared.synced import SYNCED
from sync.engine import fork
from sync.journal import Journal
from sync.replica import Replica
from sync.row_store import TABLE
from sync.rows import CONFLICT

_SCOPED = (*(record.table for record in SYNCED), TABLE, "sync_confirmed")
_FORGOTTEN = (
    "sync_scope", "sync_bucket", "sync_heal", "sync_sending", "sync_carry", "sync_outbox", "sync_confirmed",
    "sync_given", "sync_grant", "sync_base", "sync_author",
)  # fmt: skip


def check(tx: Transaction, user_id: uuid.UUID) -> None:
    """Raises AppError `sync.other_account` when the library belongs to another account already."""
    adopted, owner = tx.execute("SELECT adopted, user_id FROM sync_profile").fetchone()
    if adopted and owner != user_id.bytes:
        raise AppError("sync.other_account")


def adopt(tx: Transaction, user_id: uuid.UUID) -> None:
    """Make the library this account's; what was made here moves into the account's scope. Raises as `check` does."""
    check(tx, user_id)
    if tx.user_id != user_id:
        rehome(tx, tx.user_id, user_id)
    tx.execute("UPDATE sync_profile SET adopted = 1, user_id = ?, problem = ''", [user_id.bytes])
    told(tx)


def release(tx: Transaction) -> None:
    """The account is gone: the person's own work stays, shared or not, as never synced; what others made goes.

    Unsent edits of what goes are set aside as not accepted.
    """
    own_work_store.bring_home(tx)
    journal, rows = Journal(tx.connection), TypedRowStore(tx.connection)
    for scope in journal.scopes():
        if scope != tx.home:
            replica = Replica(journal, rows, tx.now_ms)
            replica.lose_scope(scope)
    for table in _FORGOTTEN:
        tx.execute(f"DELETE FROM {table}")  # noqa: S608 - names above
    tx.execute("UPDATE sync_device SET epoch = -1, offset_ms = 0")
    fork(journal, rows, uuid.uuid4())
    rehome(tx, tx.user_id, user := new_id())
    tx.execute(
        "UPDATE sync_profile SET adopted = 0, user_id = ?, problem = '', grant_document = ''", [user.bytes]
    )
    # It names an account that is no more.
    tx.execute("DELETE FROM profile")
    for source in (*(f"'{record.kind}', id, scope FROM {record.table}" for record in SYNCED if not record.by_server),
                   f"kind, id, scope FROM {TABLE} WHERE kind <> '{CONFLICT}'"):  # fmt: skip
        tx.execute(f"INSERT INTO sync_confirmed (kind, id, scope) SELECT {source}")
    tx.execute("INSERT INTO sync_outbox (batch, kind, id) SELECT 0, kind, id FROM sync_confirmed")
    told(tx)


def rehome(tx: Transaction, old: uuid.UUID, new: uuid.UUID) -> None:
    """Rewrite scopes and the ids that hold the person's. Nothing of it is an edit: none of it was handed in yet."""
    tx.journal.note_all()
    for table in _SCOPED:
        tx.execute(f"UPDATE {table} SET scope = ? WHERE scope = ?", [f"user:{new}", f"user:{old}"])  # noqa: S608
    for row_id, key in tx.execute("SELECT id, key FROM setting").fetchall():
        _rename(tx, "setting", row_id, setting_id(new, key).bytes)
    _rename(tx, "profile", profile_id(old).bytes, profile_id(new).bytes)
    before, after = default_collection_id(old), default_collection_id(new)
    _rename(tx, "collection", before.bytes, after.bytes)
    tx.execute("UPDATE item SET collection_id = ? WHERE collection_id = ?", [after.bytes, before.bytes])
    tx.execute("UPDATE chat SET material = replace(material, ?, ?)", [str(before), str(after)])


def _rename(tx: Transaction, kind: str, old: bytes, new: bytes) -> None:
    """Give a row another id; these kinds are named as their tables."""
    tx.execute(f"UPDATE OR IGNORE {kind} SET id = ? WHERE id = ?", [new, old])  # noqa: S608 - names of this module
    for table in ("sync_outbox", "sync_confirmed"):
        tx.execute(f"UPDATE OR IGNORE {table} SET id = ? WHERE kind = ? AND id = ?", [new, kind, old])  # noqa: S608


def told(tx: Transaction) -> None:
    """Tell listeners that everything may have another id."""
    tx.received = True
    for record in SYNCED:
        tx.changed(record.kind)
    for kind in ("account", "sync_status", CONFLICT, "refused"):
        tx.changed(kind)
