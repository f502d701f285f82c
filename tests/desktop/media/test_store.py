import uuid

import pytest

from desktop.media import job_store, store, transcript_store
from desktop.media.messages import Probe, WindowDone
from desktop.media.segments import Segment
from shared.ids import ItemId, JobId, new_id
from shared.media.records import ITEM, default_collection_id

SHA = bytes(32)
PROBE = Probe("audio", ".wav", "wav", duration_ms=1_000, has_audio=True)


def add_item(tx, sha=SHA):
    item_id = ItemId(new_id())
    values = {
        "collection_id": default_collection_id(tx.user_id).bytes,
        "title": "a",
        "description": "",
        "kind": "audio",
        "media_sha": sha,
        "file_name": "a.wav",
    }
    store.put_media_file(tx, sha, 100, PROBE, thumbnail=True)
    store.add_item(tx, item_id, values)
    job_store.add(tx, JobId(new_id()), item_id, sha, "")
    return item_id


async def test_a_file_put_again_keeps_its_picture(database):
    def write(tx):
        store.put_media_file(tx, SHA, 100, PROBE, thumbnail=True)
        store.put_media_file(tx, SHA, 100, PROBE, thumbnail=False)
        return tx.execute("SELECT thumbnail FROM media_file").fetchall()[0][0]

    assert await database.write(write) == 1


async def test_the_default_collection_is_made_once(database):
    for _ in range(2):
        await database.write(lambda tx: store.ensure_default_collection(tx, "Mine"))
    async with database.reader() as reader:
        assert [row["title"] for row in await store.collection_rows(reader)] == ["Mine"]


async def test_a_removed_tag_comes_back_with_its_new_spelling(database):
    item_id = await database.write(add_item)
    for labels in (["Optics", "Light"], ["Light"], ["OPTICS", "Light"]):
        await database.write(lambda tx, labels=labels: store.set_tags(tx, item_id, labels))
    async with database.reader() as reader:
        assert await store.tag_labels(reader) == {item_id.bytes: ["Light", "OPTICS"]}
    assert await database.write(lambda tx: store.labels_of(tx, item_id)) == ("Light", "OPTICS")


async def test_only_files_without_a_live_or_freshly_deleted_item_are_forgettable(database, clock):
    first = await database.write(add_item)
    second = await database.write(add_item)

    def delete(tx, item_id):
        from shared.media.records import ITEM

        tx.delete(ITEM, item_id)
        store.note_deleted(tx, item_id)

    async def forgettable():
        return await database.write(lambda tx: store.forgettable_files(tx, tx.now_ms))

    await database.write(lambda tx: delete(tx, first))
    clock.advance(1_000)
    assert await forgettable() == []
    await database.write(lambda tx: delete(tx, second))
    assert await forgettable() == []
    clock.advance(1_000)
    assert await forgettable() == [(SHA, ".wav", "audio")]


async def test_a_deletion_made_elsewhere_begins_its_grace_when_noticed(database, clock):
    item_id = await database.write(add_item)
    await database.write(lambda tx: tx.execute("UPDATE item SET deleted = 1"))
    await database.write(store.note_unnoted_deletions)
    clock.advance(5)
    await database.write(store.note_unnoted_deletions)

    def noted(tx):
        return [tuple(row) for row in tx.execute("SELECT item_id, deleted_ms FROM deleted_item")]

    assert await database.write(noted) == [(item_id.bytes, clock.now_ms() - 5)]


async def test_forgetting_a_file_takes_all_that_was_made_of_it(database):
    item_id = await database.write(add_item)
    other_sha = b"\x01" * 32
    other = await database.write(lambda tx: add_item(tx, other_sha))

    def fill(tx):
        for id_, sha, key in ((item_id, SHA, b"k1"), (other, other_sha, b"k2")):
            values = {"media_sha": sha, "engine": "whisper", "model": "m", "language": ""}
            transcript_store.start(tx, key, values)
            window = WindowDone(0, 0, 1_000, [Segment("Hi", 0, 10)], "en", 10, 1, 1)
            assert transcript_store.add_window(tx, key, window)
            job_store.put_target(tx, id_, key)
        store.forget_file(tx, SHA)
        tables = ("segment", "asr_window", "transcript", "media_job", "media_file")
        return [tx.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    assert await database.write(fill) == [1, 1, 1, 1, 1]
    async with database.reader() as reader:
        assert await store.known_files(reader) == {other_sha}
        assert await store.find_live_item(reader, other_sha) == other
        assert await store.find_live_item(reader, bytes(31)) is None


async def test_rows_of_single_items_include_deleted_ones(database):
    item_id = await database.write(add_item)
    await database.write(lambda tx: tx.execute("UPDATE item SET deleted = 1"))
    async with database.reader() as reader:
        assert await store.item_rows(reader) == []
        (row,) = await store.item_rows(reader, [item_id])
        assert uuid.UUID(bytes=row["id"]) == item_id
        assert await store.file_sizes(reader) == (0, 100)


async def test_a_view_is_an_event(database, changes):
    item_id = await database.write(add_item)
    for _ in range(2):
        await database.write(lambda tx: store.add_view(tx, item_id))
    assert any("view" in change.kinds for change in changes)
    with pytest.raises(ValueError, match="no field"):
        await database.write(lambda tx: tx.update(ITEM, item_id, nonsense=1))
