"""Synced records of the media library: collections, items, tags, corrections, views. Declarations only."""

import uuid

from shared.ids import CollectionId, derived_id
from shared.records import Record, constant, register

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
    (constant("transcript_key"), constant("segment_idx"), register("text"), register("speaker")),
)
"""What a person changed in one segment of a transcript. A field that is NULL was not changed."""

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
"""A finished transcript as a file (`desktop.media.transcript_files`). Its id: `transcript_id(scope, transcript_key)`."""

VIEW = Record("view", "view", (constant("item_id"), constant("at_ms")), event=True)
"""Somebody opened an item."""

DEFAULT_COLLECTION_ID = CollectionId(derived_id("collection", "default"))
"""Home of everything not put elsewhere; the same on every device of a person."""


def transcript_id(scope: str, transcript_key: bytes) -> uuid.UUID:
    """Id of a transcript's row: two devices of a scope that make the same transcript meet."""
    return derived_id("transcript", scope, transcript_key)
