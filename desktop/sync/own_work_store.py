"""What a person made of the things in groups, and how it comes home when the account goes. SQL only."""

import uuid

from desktop.storage.transaction import Transaction
from desktop.sync import new_ids_store
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG
from shared.quiz.records import QUESTION, QUIZ
from shared.records import Record
from shared.synced import SYNCED
from sync.stamps import AUTHORITY, EVERY, SCOPE, decode_stamps, encode_stamps, stamp_of

_HOLDERS = ((COLLECTION, ITEM, "collection_id"), (QUIZ, QUESTION, "quiz_id"))
_ON_ITEMS = (TAG, CORRECTION)


def bring_home(tx: Transaction) -> None:
    """Move what the person made from groups into the person's own scope; for a library whose account is gone.

    A collection or quiz of the person's stays whole, whoever added to it. Of one that another person made stays what
    this person put in, in a collection or quiz of the same name. The rows lose what is known of the server, and
    those that it keeps with a group get ids of their own.
    """
    tx.journal.note_all()
    own = own_authors(tx)
    moved: dict[str, set[bytes]] = {}
    for holder, part, reference in _HOLDERS:
        mine = _made_by(tx, holder, own)
        held = dict(tx.execute(f"SELECT id, {reference} FROM {part.table}"))  # noqa: S608 - declared names
        parts = _made_by(tx, part, own) | {row_id for row_id, at in held.items() if at in mine}
        moved[part.kind] = _move(tx, part, parts)
        moved[holder.kind] = _move(tx, holder, mine | {held[row_id] for row_id in parts})
    for record in _ON_ITEMS:
        rows = tx.execute(
            f"SELECT id FROM {record.table} WHERE item_id IN (SELECT id FROM item WHERE scope = ?)",  # noqa: S608
            [tx.home],
        )
        _move(tx, record, {row[0] for row in rows})
    for record in SYNCED:
        for table in ("sync_confirmed", "sync_outbox"):
            at_home = f"SELECT id FROM {record.table} WHERE scope = ?"  # noqa: S608 - declared names
            tx.execute(f"DELETE FROM {table} WHERE kind = ? AND id IN ({at_home})", [record.kind, tx.home])  # noqa: S608
    new_ids_store.give(tx, moved)


def own_authors(tx: Transaction) -> set[int]:
    """Return the numbers of the person's devices: of those the server told, and of all that made what never left home.

    Nobody else can make anything in a person's own scope.
    """
    found = tx.execute(
        "SELECT author FROM sync_device UNION SELECT a.author FROM sync_author a JOIN sync_profile p"
        " ON p.user_id = a.user_id"
    )
    own = {row[0] for row in found}
    for record in SYNCED:
        if not record.by_server:
            rows = tx.execute(f"SELECT DISTINCT tags FROM {record.table} WHERE scope = ?", [tx.home])  # noqa: S608
            for (tags,) in rows:
                stamps = decode_stamps(tags)
                if SCOPE not in stamps and EVERY in stamps:
                    own.add(stamps[EVERY][1])
    return own - {AUTHORITY}


def _made_by(tx: Transaction, record: Record, own: set[int]) -> set[bytes]:
    """Return the ids of rows in groups that these devices made, or that are shared here and not yet by the server."""
    created = next(field.name for field in record.fields if field.merge == "constant")
    rows = tx.execute(
        f"SELECT r.id, r.tags, c.scope FROM {record.table} r"  # noqa: S608 - declared names
        " LEFT JOIN sync_confirmed c ON c.kind = ? AND c.id = r.id WHERE r.scope <> ?",
        [record.kind, tx.home],
    )
    return {
        row_id
        for row_id, tags, known in rows
        if known == tx.home or stamp_of(decode_stamps(tags), created)[1] in own
    }


def _move(tx: Transaction, record: Record, ids: set[bytes]) -> set[bytes]:
    """Give rows the person's own scope; of which device's doing that was is noted, so others' rows stay others'.

    Returns the ids of those that were elsewhere.
    """
    moved: set[bytes] = set()
    with tx.journal.applying():
        for row_id in sorted(ids):
            found = tx.execute(
                f"SELECT tags FROM {record.table} WHERE id = ? AND scope <> ?",  # noqa: S608 - declared names
                [row_id, tx.home],
            ).fetchone()
            if found is None:
                continue
            stamp = tx.journal.tick(tx.now_ms)
            stamps = {**decode_stamps(found[0]), SCOPE: stamp}
            tx.execute(
                f"UPDATE {record.table} SET scope = ?, hlc = ?, tags = ? WHERE id = ?",  # noqa: S608
                [tx.home, stamp[0], encode_stamps(stamps), row_id],
            )
            tx.changed(record.kind, uuid.UUID(bytes=row_id))
            moved.add(row_id)
    return moved
