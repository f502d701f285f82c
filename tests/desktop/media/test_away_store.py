"""SQL of what is elsewhere: who shows which transcript, what may be written where."""

import pytest

from desktop.media import away_store, store, transcript_store
from desktop.media.messages import Probe
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, new_id
from shared.media.records import ITEM

SHA, KEY = b"1" * 32, b"k" * 32
PROBE = Probe("audio", ".mp3", "mp3", duration_ms=5_000, has_audio=True)


def add_item(tx, sha: bytes = SHA) -> ItemId:
    id_ = ItemId(new_id())
    values = {"title": "t", "description": "", "kind": "audio", "file_name": "a.mp3", "created_ms": 1}
    tx.insert(ITEM, id_, collection_id=new_id().bytes, media_sha=sha, **values)
    return id_


async def test_what_is_announced_replaces_nothing_that_is_known(database):
    def write(tx):
        item = add_item(tx)
        with pytest.raises(AppError, match=r"media\.not_here"):
            away_store.check_here(tx, item)
        away_store.announce_file(tx, SHA, 10, PROBE)
        with pytest.raises(AppError, match=r"media\.not_here"):
            away_store.check_here(tx, item)
        store.put_media_file(tx, SHA, 10, PROBE, thumbnail=True)
        away_store.check_here(tx, item)
        away_store.announce_file(tx, SHA, 99, PROBE)
        assert away_store.is_here(tx, SHA)
        away_store.note_away(tx, SHA)
        assert not away_store.is_here(tx, SHA)
        with pytest.raises(AppError, match=r"media\.no_item"):
            away_store.check_here(tx, ItemId(new_id()))

    await database.write(write)


async def test_a_choice_is_kept_and_given_back(database, changes):
    collection = CollectionId(new_id())
    await database.write(lambda tx: away_store.put_choice(tx, collection, "always"))
    async with database.reader() as reader:
        assert await away_store.choices(reader) == {collection: "always"}
    assert changes[-1].concerns("collection", collection)
    await database.write(lambda tx: away_store.put_choice(tx, collection, None))
    async with database.reader() as reader:
        assert await away_store.choices(reader) == {}


async def test_files_are_handed_in_only_where_one_may_write(database):
    def write(tx):
        for scope, access in (("group:r", 3), ("group:w", 7)):
            tx.execute("INSERT INTO sync_grant VALUES (?, ?, ?)", [scope, access, 2**60])
        return [away_store.may_write(tx, scope) for scope in (tx.home, "group:r", "group:w", "group:none")]

    assert await database.write(write) == [True, False, True, False]


async def test_an_unfinished_transcript_gives_way_and_a_finished_local_one_stays(database):
    def write(tx):
        unfinished, finished, fresh = add_item(tx), add_item(tx), add_item(tx)
        away_store.show_transcript(tx, [unfinished], SHA, b"u" * 32)
        away_store.show_transcript(tx, [finished], SHA, b"f" * 32)
        for key in (b"u" * 32, b"f" * 32, KEY):
            transcript_store.start(tx, key, {"media_sha": SHA, "engine": "w", "model": "m", "language": ""})
        transcript_store.complete(tx, b"f" * 32, "")
        return away_store.items_to_show(tx, SHA, KEY), sorted([unfinished, fresh])

    shown, expected = await database.write(write)
    assert shown == expected


def test_a_stored_probe_is_read_or_left_out():
    assert away_store.decode_probe(None) is away_store.decode_probe("{}") is None
    assert away_store.decode_probe('{"kind":"audio","suffix":".mp3","format":"mp3"}').kind == "audio"
