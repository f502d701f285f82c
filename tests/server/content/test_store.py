"""SQL of content on both databases: what the services cannot show by themselves."""

import uuid

import pytest

from server.content.store import ContentStore, UploadRow
from server.content.stores import Prepared
from tests.support.content_server import migrated


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'l.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    opened = await migrated(url)
    yield opened
    await opened.close()


def upload(user: uuid.UUID, number: int = 1) -> UploadRow:
    return UploadRow(uuid.uuid4(), user, "s", bytes([number]) * 32, 10, "audio/ogg", 1, 0, 2**62)


async def test_an_upload_advances_only_from_where_it_was(database):
    user = uuid.uuid4()
    row = upload(user)
    async with database.write() as tx:
        store = ContentStore(tx)
        await store.add_upload(row)
        assert await store.advance(row, 5, 2**62)
        assert not await store.advance(row, 6, 2**62)
        assert (await store.upload(user, row.upload_id)).offset_bytes == 5
        assert await store.upload(uuid.uuid4(), row.upload_id) is None
        assert await store.known_uploads([row.upload_id, uuid.uuid4()]) == {row.upload_id}


async def test_many_hashes_in_one_question(database):
    hashes = [number.to_bytes(32, "big") for number in range(3_000)]
    user = uuid.uuid4()
    async with database.write() as tx:
        store = ContentStore(tx)
        for sha256 in hashes[:5]:
            await store.keep_blob(Prepared(sha256, 7, b""), "audio/ogg")
            await store.link("a", sha256, user)
        assert await store.linked("a", hashes) == set(hashes[:5])
        assert await store.elsewhere({"a", "b"}, hashes, hold=True) == dict.fromkeys(hashes[:5], 7)
        assert await store.elsewhere(set(), hashes, hold=False) == {}
        assert await store.known_blobs(hashes) == set(hashes[:5])
        await store.mark("a", hashes[:3], 99)
        assert await store.links_of("a") == {**dict.fromkeys(hashes[:3], 99), **dict.fromkeys(hashes[3:5])}
        await store.unlink("a", hashes[:2])
        assert sorted(await store.unlinked(10)) == hashes[:2]
        assert await store.hold_unlinked(hashes[0])
        assert not await store.hold_unlinked(hashes[4])


async def test_a_lost_file_is_nowhere_until_it_comes_again(database):
    sha256, user = b"\x01" * 32, uuid.uuid4()
    async with database.write() as tx:
        store = ContentStore(tx)
        await store.keep_blob(Prepared(sha256, 7, b"blocks"), "audio/ogg")
        await store.link("a", sha256, user)
        await store.note_lost(sha256)
        assert await store.linked("a", [sha256]) == set()
        assert (await store.blob("a", sha256)).lost == 1
        await store.keep_blob(Prepared(sha256, 7, b"blocks"), "audio/ogg")
        assert await store.linked("a", [sha256]) == {sha256}
