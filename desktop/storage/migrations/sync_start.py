"""What migration 7 does besides SQL: the journal, a person and an author for what exists, ids that are no one else's.

Runs in the migration's transaction. Nothing was synced before, so ids change freely and all rows are to be handed in.
"""

import uuid

import msgspec

from desktop.storage.driver import sqlite3
from shared.clock import COUNTER_BITS
from shared.ids import derived_id, new_id
from sync.journal import Journal
from sync.row_store import SqliteRowStore
from sync.stamps import EVERY, author_of, encode_stamps

KINDS = (
    "setting", "collection", "item", "tag", "view", "correction", "chat", "message", "quiz", "question", "game",
    "game_player", "game_answer", "attempt", "ai_usage",
)  # fmt: skip
"""Kinds of the tables there are before this migration, which are named alike."""
_OLD_DEVICE = 1
_OLD_DEFAULT = derived_id("collection", "default")
_NO_ITEM = bytes(16)
_CORRECTIONS = """
INSERT OR IGNORE INTO correction
  (id, scope, hlc, tags, extra, deleted, item_id, transcript_key, segment_idx, text, speaker)
SELECT correction_id(i.id, c.transcript_key, c.segment_idx), c.scope, c.hlc, c.tags, c.extra, c.deleted,
       coalesce(i.id, zeroblob(16)), c.transcript_key, c.segment_idx, c.text, c.speaker
FROM correction_before c
LEFT JOIN transcript t ON t.key = c.transcript_key
LEFT JOIN item i ON i.media_sha = t.media_sha
"""
_USAGE = """
INSERT INTO ai_usage
SELECT id, '', at_ms << ?, first_stamps(at_ms << ?), NULL, 0, at_ms, operation, provider, model, input_tokens,
       output_tokens, cached_tokens, cost_nano_usd, estimated, duration_ms, outcome
FROM (SELECT * FROM ai_usage_before ORDER BY at_ms, id LIMIT -1)
"""


def start_sync(connection: "sqlite3.Connection") -> None:
    """Bring the rows of a library that never synced into the form in which they can."""
    found = connection.execute("SELECT id, operation, hlc FROM device WHERE no = ?", [_OLD_DEVICE]).fetchone()
    device = uuid.UUID(bytes=found[0]) if found else new_id()
    operation, hlc = (found[1], found[2]) if found else (0, 0)
    Journal(connection).create(device)
    SqliteRowStore(connection).create()
    user = new_id()
    connection.execute(
        "INSERT INTO sync_profile (no, database_id, user_id) VALUES (1, ?, ?)", [new_id().bytes, user.bytes]
    )
    operation = _fill(connection, author_of(device), operation)
    _rename(connection, user)
    connection.execute("UPDATE sync_device SET operation = ?, hlc = max(hlc, ?)", [operation, hlc])
    _queue(connection)
    for table in ("correction_before", "ai_usage_before", "device"):
        connection.execute(f"DROP TABLE {table}")


def _fill(connection: "sqlite3.Connection", author: int, operation: int) -> int:
    """Fill the tables that were made anew, and write canonical stamps; returns the last operation's number."""

    def first_stamps(clock: int) -> bytes:
        nonlocal operation
        operation += 1
        return encode_stamps({EVERY: (clock, author, operation)})

    def restamped(tags: bytes) -> bytes:
        stamps = msgspec.msgpack.decode(tags, type=dict[str, tuple[int, int, int]])
        return encode_stamps({name: (stamp[0], author, stamp[2]) for name, stamp in stamps.items()})

    def correction_id(item: bytes | None, key: bytes, idx: int) -> bytes:
        return derived_id("correction", item or _NO_ITEM, key, str(idx)).bytes

    connection.create_function("correction_id", 3, correction_id)
    connection.execute(_CORRECTIONS)
    connection.create_function("restamped", 1, restamped)
    for kind in KINDS:
        if kind != "ai_usage":
            connection.execute(f"UPDATE {kind} SET tags = restamped(tags)")  # noqa: S608 - names above
    connection.create_function("first_stamps", 1, first_stamps)
    connection.execute(_USAGE, [COUNTER_BITS, COUNTER_BITS])
    for name, count in (("correction_id", 3), ("restamped", 1), ("first_stamps", 1)):
        connection.create_function(name, count, None)
    return operation


def _rename(connection: "sqlite3.Connection", user: uuid.UUID) -> None:
    """Put everything into the person's scope, and give what is single for a person ids that hold the person's."""
    for kind in KINDS:
        connection.execute(f"UPDATE {kind} SET scope = ?", [f"user:{user}"])  # noqa: S608 - names above
    connection.create_function("setting_id", 1, lambda key: derived_id("setting", user, key).bytes)
    connection.execute("UPDATE setting SET id = setting_id(key)")
    connection.create_function("setting_id", 1, None)
    default = derived_id("collection", "default", user)
    connection.execute("UPDATE collection SET id = ? WHERE id = ?", [default.bytes, _OLD_DEFAULT.bytes])
    connection.execute(
        "UPDATE item SET collection_id = ? WHERE collection_id = ?", [default.bytes, _OLD_DEFAULT.bytes]
    )
    connection.execute(
        "UPDATE chat SET material = replace(material, ?, ?)", [str(_OLD_DEFAULT), str(default)]
    )


def _queue(connection: "sqlite3.Connection") -> None:
    for kind in KINDS:
        connection.execute(
            f"INSERT INTO sync_outbox (batch, kind, id, knew) SELECT 0, ?, id, 0 FROM {kind}",  # noqa: S608
            [kind],
        )
        connection.execute(
            f"INSERT INTO sync_confirmed (kind, id, scope) SELECT ?, id, scope FROM {kind}",  # noqa: S608
            [kind],
        )
