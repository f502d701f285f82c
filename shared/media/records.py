"""Synced records of the media library: collections, items, tags, corrections, views. Declarations only."""

import uuid

from shared.ids import CollectionId, derived_id
from shared.records import USER_HOME, Record, constant, register

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))

ITEM = Record(
    "item",
    "item",
    (
        register("collection_id"),
        register("title"),
        register("description"),
        constant("kind"),
        constant("media_sha", content=True),
        constant("file_name"),
        constant("created_ms"),
    ),
)
"""One recording or document. `kind` is audio, video or document; `media_sha` names its content."""

TAG = Record("tag", "tag", (constant("item_id"), register("label")))
"""A word a person put on an item. Its id is derived from both, so two devices adding the same tag meet."""

CORRECTION = Record(
    "correction",
    "correction",
    (
        constant("item_id"),
        constant("transcript_key"),
        constant("segment_idx"),
        register("text"),
        register("speaker"),
    ),
)
"""What a person changed in one line of the transcript an item shows. A field that is NULL was not changed.

Two items with the same sound share a transcript, not its corrections: one may be a group's, the other private.
"""

TRANSCRIPT = Record(
    "transcript",
    "transcript_file",
    (
        constant("media_sha"),
        constant("transcript_key"),
        constant("engine"),
        constant("model"),
        constant("language"),
        constant("file_sha", content=True),
        constant("size_bytes"),
    ),
    event=True,
)
"""A finished transcript, as a file (`desktop.media.transcript_files`). Its id comes from `transcript_id`."""

VIEW = Record("view", "view", (constant("item_id"), constant("at_ms")), event=True, homes=USER_HOME)
"""Somebody opened an item."""


def default_collection_id(user_id: uuid.UUID) -> CollectionId:
    """Home of everything a person put nowhere else; the same on every device of that person."""
    return CollectionId(derived_id("collection", "default", user_id))


def correction_id(item_id: uuid.UUID, transcript_key: bytes, segment_idx: int) -> uuid.UUID:
    """Return the id of what is changed in one line of an item's transcript."""
    return derived_id("correction", item_id, transcript_key, str(segment_idx))


def transcript_id(scope: str, transcript_key: bytes) -> uuid.UUID:
    """Id of a transcript's row: two devices of a scope that make the same transcript meet."""
    return derived_id("transcript", scope, transcript_key)
