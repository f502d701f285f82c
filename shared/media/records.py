"""Synced records of the media library: collections, items, tags, corrections, views. Declarations only."""

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
        constant("media_sha"),
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

VIEW = Record("view", "view", (constant("item_id"), constant("at_ms")), event=True)
"""Somebody opened an item."""

DEFAULT_COLLECTION_ID = CollectionId(derived_id("collection", "default"))
"""Home of everything not put elsewhere; the same on every device of a person."""
