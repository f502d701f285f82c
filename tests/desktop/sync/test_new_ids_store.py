"""What stays with a group on a server gets ids of its own at home, and nothing here names the old ones any more."""

import json
import uuid

from desktop.media.store import set_tags
from desktop.sync import adoption_store, new_ids_store
from desktop.sync.own_work_store import bring_home
from shared.chat.records import CHAT, MESSAGE
from shared.ids import derived_id, new_id
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, VIEW, correction_id
from shared.quiz.records import GAME, QUESTION, QUIZ
from shared.settings.records import SETTING, setting_id
from sync.scopes import FULL
from tests.support.clocks import ManualClock
from tests.support.synced_libraries import GROUP, MemoryServer, library

SEARCHED = {"search_item", "section", "passage"}
"""What is found is indexed anew, from the items there are."""


def fill(tx):
    """A collection and a quiz in a group, and everything that may name them; returns the ids that stay there."""
    shelf, item, quiz, question = (new_id() for _ in range(4))
    tx.insert(COLLECTION, shelf, scope=GROUP, title="Ours", created_ms=1)
    tx.insert(
        ITEM, item, scope=GROUP, collection_id=shelf.bytes, title="Light", kind="audio", media_sha=bytes(32),
        file_name="a", created_ms=1,
    )  # fmt: skip
    set_tags(tx, item, ["Optics"])
    line = correction_id(item, b"k", 3)
    tx.insert(
        CORRECTION, line, scope=GROUP, item_id=item.bytes, transcript_key=b"k", segment_idx=3, text="light"
    )
    tx.insert(QUIZ, quiz, scope=GROUP, title="Ours", description="", language="en", options="", created_ms=1)
    tx.insert(
        QUESTION, question, scope=GROUP, quiz_id=quiz.bytes, position="a", text="?", body_json="{}",
        timing_json="{}", source_json=json.dumps({"item": str(item), "idx": 3}),
    )  # fmt: skip
    at_home(tx, shelf, item, quiz, question)
    tx.execute("INSERT INTO deleted_item VALUES (?, 1)", [item.bytes])
    tx.execute("INSERT INTO collection_files VALUES (?, 'all')", [shelf.bytes])
    tx.execute(
        "INSERT INTO media_job (id, item_id, media_sha, state, stage, queued_ms) VALUES (?, ?, ?, 'done', 'x', 1)",
        [new_id().bytes, item.bytes, bytes(32)],
    )
    return [shelf, item, quiz, question, line, derived_id("tag", item, "optics")]


def at_home(tx, shelf, item, quiz, question):
    """What never leaves the person's own scope and names what does."""
    chat = new_id()
    tx.insert(VIEW, new_id(), item_id=item.bytes, at_ms=1)
    tx.insert(CHAT, chat, title="c", titled_by="", material=f'["{shelf}", "{item}"]', created_ms=1)
    tx.insert(
        MESSAGE, new_id(), chat_id=chat.bytes, role="user", position=1, created_ms=1, text=f"see {uuid.UUID(int=7)}",
        state="done", mode="", engine="", citations=json.dumps([{"item": str(item)}]), doubts="[]", problem="",
        follow_ups="[]", rating=0,
    )  # fmt: skip
    tx.insert(
        GAME, new_id(), quiz_id=quiz.bytes, title="g", pace="live", started_ms=1, options_json="{}",
        quiz_json=json.dumps({"id": str(quiz), "questions": [str(question)]}), state_json="{}",
    )  # fmt: skip
    key = f"player.{item}"
    tx.insert(SETTING, setting_id(tx.user_id, key), key=key, value=json.dumps(str(shelf)))


def mentions(tx, ids):
    """Tables in which any of these ids is, in any column, as bytes or in words."""
    tables = tx.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    wanted = [(one.bytes, str(one).encode(), one.hex.encode()) for one in ids]
    found = set()
    for (table,) in tables.fetchall():
        for row in tx.execute(f"SELECT * FROM {table}"):
            cells = [cell.encode() if isinstance(cell, str) else cell for cell in row]
            bytes_ = b"\0".join(cell for cell in cells if isinstance(cell, bytes))
            if any(form in bytes_ for forms in wanted for form in forms):
                found.add(table)
    return found - SEARCHED


def start(tx):
    adoption_store.adopt(tx, new_id())
    tx.execute("INSERT INTO sync_grant VALUES (?, 7, ?)", [GROUP, 1 << 50])


async def test_nothing_names_the_old_ids(database):
    def write(tx):
        start(tx)
        old = fill(tx)
        assert mentions(tx, old) >= {"item", "tag", "view", "chat", "message", "game", "setting", "media_job"}
        adoption_store.release(tx)
        assert mentions(tx, old) == set()
        # And everything names the new ones.
        joined = (
            "SELECT count(*) FROM collection c JOIN item i ON i.collection_id = c.id JOIN view v ON v.item_id = i.id"
            " JOIN tag t ON t.item_id = i.id JOIN correction l ON l.item_id = i.id JOIN media_job j ON j.item_id = i.id"
            " JOIN deleted_item d ON d.item_id = i.id JOIN collection_files f ON f.collection_id = c.id"
        )
        assert tx.execute(joined).fetchone()[0] == 1
        ((item,), (shelf,)) = (
            tx.execute(f"SELECT id FROM {table}").fetchone() for table in ("item", "collection")
        )
        item, shelf = uuid.UUID(bytes=item), uuid.UUID(bytes=shelf)
        assert tx.execute("SELECT material FROM chat").fetchone()[0] == f'["{shelf}", "{item}"]'
        assert tx.execute("SELECT text FROM message").fetchone()[0] == f"see {uuid.UUID(int=7)}"
        key, user = f"player.{item}", tx.execute("SELECT user_id FROM sync_profile").fetchone()[0]
        assert tx.execute("SELECT id, key FROM setting").fetchone()[:] == (
            setting_id(uuid.UUID(bytes=user), key).bytes,
            key,
        )
        assert tx.execute("SELECT id FROM tag").fetchone()[0] == derived_id("tag", item, "optics").bytes
        assert tx.execute("SELECT id FROM correction").fetchone()[0] == correction_id(item, b"k", 3).bytes

    await database.write(write)


async def test_what_was_never_shared_keeps_its_ids(database):
    def write(tx):
        start(tx)
        shelf = new_id()
        tx.insert(COLLECTION, shelf, title="Mine", created_ms=1)
        bring_home(tx)
        assert tx.execute("SELECT id FROM collection").fetchone()[0] == shelf.bytes
        new_ids_store.give(tx, {})
        assert tx.execute("SELECT id FROM collection").fetchone()[0] == shelf.bytes

    await database.write(write)


async def everything(one):
    found = {}
    for table in ("collection", "item", "tag", "correction", "quiz", "question"):
        found[table] = sorted(await one.rows(f"SELECT id FROM {table} WHERE deleted = 0"))
    return found


async def test_the_same_person_signs_up_again_while_the_group_goes_on(tmp_path):
    """From two devices, which come to the same ids: nothing is refused, doubled, or taken from the group."""
    server, first, second = MemoryServer(ManualClock()), new_id(), new_id()
    shared = {GROUP: FULL}
    for name in ("a", "b"):
        async with library(tmp_path / name, server, first, more=shared) as one:
            await one.grant()
            if name == "a":
                await one.database.write(fill)
            await one.meet()
    in_group = {row.key for row in server.store.feed(GROUP, 0, 999)}
    server.store.drop_scope(f"user:{first}")
    for name in ("a", "b"):
        async with library(tmp_path / name, server, first, more=shared) as one:
            await one.grant()
            await one.meet()
            await one.database.write(adoption_store.release)
    seen = []
    for name in ("a", "b", "a"):
        async with library(tmp_path / name, server, second) as one:
            await one.meet()
            assert await one.rows("SELECT kind, reason FROM sync_refused") == []
            seen.append(await everything(one))
    assert seen[1] == seen[2]
    assert {kind: len(ids) for kind, ids in seen[2].items()} == {
        "collection": 1, "item": 1, "tag": 1, "correction": 1, "quiz": 1, "question": 1,
    }  # fmt: skip
    assert {row.key for row in server.store.feed(GROUP, 0, 999)} == in_group
    at_home = {row.key for row in server.store.living(f"user:{second}")}
    assert not at_home & in_group
    assert {("tag", ids[0]) for ids in seen[2]["tag"]} <= at_home
    assert TAG.kind in {kind for kind, _ in in_group}
