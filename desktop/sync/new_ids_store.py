"""New ids for things that a server keeps under their old ones, in a group; and every mention of them here. SQL only.

A server has each id once: what stays with a group there could not be handed in a second time by its maker.
"""

import re
import uuid
from collections.abc import Callable, Mapping

from desktop.storage.transaction import Transaction
from shared.ids import derived_id
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, correction_id
from shared.quiz.records import QUESTION, QUIZ
from shared.records import Record
from shared.synced import SYNCED

Moved = Mapping[str, set[bytes]]
"""Ids of rows by kind."""

_NAMED = {
    COLLECTION.kind: (("item", "collection_id"), ("collection_files", "collection_id")),
    ITEM.kind: tuple(
        (table, "item_id") for table in ("tag", "correction", "view", "media_job", "deleted_item")
    ),
    QUIZ.kind: (("question", "quiz_id"), ("game", "quiz_id")),
}
"""Where ids of each kind are kept as such. What is indexed for search is made anew from its items."""
_WORDS = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORD_CHARS = 36


def give(tx: Transaction, moved: Moved) -> None:
    """Give rows new ids: on every device that has them the same ones, so that they meet if it does so too."""
    given: dict[uuid.UUID, uuid.UUID] = {}
    with tx.journal.applying():
        for record in (COLLECTION, ITEM, QUIZ, QUESTION):
            for old in sorted(moved.get(record.kind, ())):
                new = derived_id("kept", tx.user_id, old)
                _rename(tx, record, old, new)
                given[uuid.UUID(bytes=old)] = new
        for item in sorted(moved.get(ITEM.kind, ())):
            _rename_parts(tx, given[uuid.UUID(bytes=item)])
        if given:
            _rewrite(tx, given)


def _rename(tx: Transaction, record: Record, old: bytes, new: uuid.UUID) -> None:
    places = [(record.table, "id"), *_NAMED.get(record.kind, ())]
    for table, column in places:
        tx.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [new.bytes, old])  # noqa: S608 - names above


def _rename_parts(tx: Transaction, item_id: uuid.UUID) -> None:
    """Tags and corrections have ids that follow from their item's: where they are made anew they meet."""
    tags = tx.execute("SELECT id, label FROM tag WHERE item_id = ?", [item_id.bytes]).fetchall()
    for old, label in tags:
        _rename(tx, TAG, old, derived_id("tag", item_id, label.casefold()))
    lines = tx.execute(
        "SELECT id, transcript_key, segment_idx FROM correction WHERE item_id = ?", [item_id.bytes]
    ).fetchall()
    for old, key, segment_idx in lines:
        _rename(tx, CORRECTION, old, correction_id(item_id, key, segment_idx))


def _rewrite(tx: Transaction, given: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Put the new ids where texts of records mention the old ones: materials, citations, sources, settings."""
    words = {str(old): str(new) for old, new in given.items()}

    def changed(match: re.Match[str]) -> str:
        return words.get(match[0], match[0])

    for record in SYNCED:
        if not record.by_server:
            for name in record.field_names():
                _rewrite_column(tx, record.table, name, changed)


def _rewrite_column(
    tx: Transaction, table: str, column: str, changed: Callable[[re.Match[str]], str]
) -> None:
    rows = tx.execute(
        f"SELECT id, {column} FROM {table} WHERE typeof({column}) = 'text' AND length({column}) >= ?",  # noqa: S608 - declared names
        [_WORD_CHARS],
    ).fetchall()
    for row_id, text in rows:
        new = _WORDS.sub(changed, text)
        if new != text:
            tx.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [new, row_id])  # noqa: S608 - declared names
