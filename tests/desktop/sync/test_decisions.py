"""Lists for a person and what the decisions write."""

import uuid

import msgspec
import pytest

from desktop.sync import decisions
from desktop.sync.decisions import Decisions
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION, CORRECTION, ITEM
from shared.quiz.records import QUESTION
from sync.conflicts import conflict_row
from sync.merge import TRUE, Loss
from sync.row_store import SqliteRowStore
from sync.rows import Flag, Row
from sync.stamps import DELETED, EVERY, encode_fields, encode_stamps


def pack(value):
    return msgspec.msgpack.encode(value)


def lose(tx, kind, id_, field, value, *, scope=None, author=None, clock_ms=1_000):
    author = author or tx.execute("SELECT author FROM sync_device").fetchone()[0]
    stamp = (clock_ms << 16, author, 9)
    home = Row(kind, id_.bytes, scope or tx.home, 0, b"", b"")
    row = conflict_row(home, Loss(field, value if isinstance(value, bytes) else pack(value), stamp))
    with tx.journal.applying():
        SqliteRowStore(tx.connection).put([row])
    return uuid.UUID(bytes=row.id)


def collection(tx, title="Optics"):
    id_ = new_id()
    tx.insert(COLLECTION, id_, title=title, created_ms=1)
    return id_


async def listed(database):
    return await database.maintain(lambda connection: Decisions(connection).conflicts())


async def test_a_loss_is_told_with_both_texts_the_newest_first(database):
    def work(tx):
        made = collection(tx, "Standing")
        lose(tx, "collection", made, "title", "Mine", clock_ms=1_000)
        lose(tx, "collection", made, "title", "Theirs", author=5, clock_ms=2_000)
        return made

    made = await database.write(work)
    theirs, mine = await listed(database)
    assert (theirs.lost, theirs.standing, theirs.mine, theirs.when_ms) == ("Theirs", "Standing", False, 2_000)
    assert (mine.lost, mine.mine, mine.thing_id, mine.title, mine.base) == (
        "Mine",
        True,
        made,
        "Standing",
        None,
    )


async def test_references_are_told_by_name_and_questions_by_their_words(database):
    def work(tx):
        one, other = collection(tx, "Light"), collection(tx, "Sound")
        item = new_id()
        tx.insert(ITEM, item, collection_id=one.bytes, title="Talk", kind="audio", media_sha=b"", file_name="",
                  created_ms=1)  # fmt: skip
        correction = new_id()
        tx.insert(CORRECTION, correction, item_id=item.bytes, transcript_key=b"", segment_idx=0, text="said")
        question = new_id()
        tx.insert(QUESTION, question, quiz_id=b"", position="a", text="Why?", timing_json="{}",
                  body_json='{"choices":[{"text":"red"}]}')  # fmt: skip
        lose(tx, "item", item, "collection_id", pack(other.bytes))
        lose(tx, "correction", correction, "text", "heard")
        lose(tx, "question", question, "body_json", '{"choices":[{"text":"blue"}]}')

    await database.write(work)
    told = {one.kind: (one.title, one.lost, one.standing) for one in await listed(database)}
    assert told == {
        "item": ("Talk", "Sound", "Light"),
        "correction": ("Talk", "heard", "said"),
        "question": ("Why?", "blue", "red"),
    }


async def test_things_that_are_gone_or_erased_have_no_conflict(database):
    def work(tx):
        lose(tx, "collection", new_id(), "title", "x")
        row = Row(
            "conflict", new_id().bytes, tx.home, 0, encode_stamps({"!": (1, 0, 1), EVERY: (2, 0, 2)}), b"\x80"
        )
        SqliteRowStore(tx.connection).put([row])

    await database.write(work)
    assert await listed(database) == []


async def test_restoring_writes_a_new_edit_and_settles(database):
    def work(tx):
        made = collection(tx)
        return made, lose(tx, "collection", made, "title", "Lost")

    made, conflict = await database.write(work)
    await database.write(lambda tx: decisions.restore(tx, conflict))
    assert await listed(database) == []

    def check(tx):
        row = tx.execute("SELECT title FROM collection WHERE id = ?", [made.bytes]).fetchone()
        assert row[0] == "Lost"
        keys = {tuple(one) for one in tx.execute("SELECT kind, id FROM sync_outbox")}
        assert keys == {("collection", made.bytes), ("conflict", conflict.bytes)}

    await database.write(check)
    for again in (decisions.restore, decisions.dismiss):
        with pytest.raises(AppError, match="conflict_gone"):
            await database.write(lambda tx, again=again: again(tx, conflict))


async def test_a_deletion_that_lost_deletes_when_it_is_restored(database):
    def work(tx):
        made = collection(tx)
        conflict = lose(tx, "collection", made, DELETED, TRUE)
        told = Decisions(tx.connection).conflicts()[0]
        assert (told.field, told.lost, told.standing) == (DELETED, "", "")
        decisions.restore(tx, conflict)
        return tx.execute("SELECT deleted FROM collection").fetchone()[0]

    assert await database.write(work) == 1


async def test_a_value_restored_into_a_deleted_thing_brings_it_back(database):
    def work(tx):
        made = collection(tx)
        conflict = lose(tx, "collection", made, "title", "Lost")
        tx.delete(COLLECTION, made)
        assert Decisions(tx.connection).conflicts()[0].gone
        decisions.restore(tx, conflict)
        return tuple(tx.execute("SELECT title, deleted FROM collection").fetchone())

    assert await database.write(work) == ("Lost", 0)


async def test_dismissing_leaves_what_stands(database):
    def work(tx):
        made = collection(tx)
        decisions.dismiss(tx, lose(tx, "collection", made, "title", "Lost"))
        return tx.execute("SELECT title FROM collection").fetchone()[0]

    assert await database.write(work) == "Optics"
    assert await listed(database) == []


@pytest.mark.parametrize(
    ("field", "value", "flags"), [("name", "Lost", 0), (DELETED, TRUE, 0), ("name", "Lost", Flag.DELETED)]
)
async def test_kinds_of_newer_versions_are_decided_too(database, field, value, flags):
    def work(tx):
        id_ = new_id()
        fields = encode_fields({"name": msgspec.Raw(pack("Standing"))})
        SqliteRowStore(tx.connection).put(
            [Row("deck", id_.bytes, tx.home, flags, encode_stamps({EVERY: (1, 5, 1)}), fields)]
        )
        conflict = lose(tx, "deck", id_, field, value)
        told = Decisions(tx.connection).conflicts()[0]
        assert told.title == "Standing"
        decisions.restore(tx, conflict)
        row = tx.execute("SELECT fields, deleted FROM sync_row WHERE kind = 'deck'").fetchone()
        return msgspec.msgpack.decode(row[0]), row[1]

    wanted = ({"name": "Standing"}, 1) if field == DELETED else ({"name": "Lost"}, 0)
    assert await database.write(work) == wanted


async def test_a_field_nobody_knows_is_not_restored(database):
    def work(tx):
        return lose(tx, "collection", collection(tx), "colour", "red")

    conflict = await database.write(work)
    with pytest.raises(AppError, match="conflict_gone"):
        await database.write(lambda tx: decisions.restore(tx, conflict))


async def test_what_may_only_be_read_is_not_decided(database):
    def work(tx):
        return lose(tx, "collection", collection(tx), "title", "x", scope="group:g")

    conflict = await database.write(work)
    with pytest.raises(AppError, match="scope_locked"):
        await database.write(lambda tx: decisions.dismiss(tx, conflict))
