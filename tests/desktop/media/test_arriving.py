"""A file that arrives starts what waited for it."""

from desktop.media import away_store, job_store
from desktop.media.arriving import take_in
from desktop.media.messages import Probe
from desktop.media.states import JobState
from desktop.storage.content import StoredFile
from shared.ids import ItemId, new_id
from shared.media.records import ITEM, TRANSCRIPT

PROBE = Probe("audio", ".mp3", "mp3", duration_ms=5_000, has_audio=True)


def add_item(tx, sha: bytes) -> ItemId:
    id_ = ItemId(new_id())
    values = {"title": "t", "description": "", "kind": "audio", "file_name": "a.mp3", "created_ms": 1}
    tx.insert(ITEM, id_, collection_id=new_id().bytes, media_sha=sha, **values)
    return id_


def stored(paths, sha: bytes) -> StoredFile:
    return StoredFile(sha, 9, paths.media_dir / "x", existed=False)


async def test_a_file_that_nobody_read_gets_a_job(database, paths):
    def write(tx):
        one, two = add_item(tx, b"1" * 32), add_item(tx, b"1" * 32)
        take_in(tx, stored(paths, b"1" * 32), PROBE, thumbnail=False)
        take_in(tx, stored(paths, b"1" * 32), PROBE, thumbnail=True)
        return [job_store.status_of(job_store.find(tx, item)).state for item in (one, two)]

    assert await database.write(write) == [JobState.PENDING, JobState.PENDING]


async def test_a_file_whose_text_is_announced_waits_for_that(database, paths):
    def write(tx):
        item = add_item(tx, b"1" * 32)
        values = {"engine": "whisper", "model": "m", "language": "en", "size_bytes": 5}
        tx.insert(
            TRANSCRIPT, new_id(), media_sha=b"1" * 32, transcript_key=b"k" * 32, file_sha=b"f" * 32, **values
        )
        take_in(tx, stored(paths, b"1" * 32), PROBE, thumbnail=False)
        assert away_store.is_here(tx, b"1" * 32)
        return job_store.find(tx, item), job_store.added(tx, item)

    before, after = await database.write(write)
    assert before is None
    assert after["state"] == "pending"
