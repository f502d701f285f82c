import pytest

from desktop.media import job_store, store
from desktop.media.messages import Probe
from desktop.media.segments import Segment
from desktop.media.states import JobState, JobStatus, failed, started
from shared.errors import AppError
from shared.ids import ItemId, JobId, new_id
from shared.media.records import default_collection_id


def row_of(tx, item_id):
    row = job_store.find(tx, item_id)
    assert row is not None
    return row


def add_job(tx, number=0):
    item_id, sha = ItemId(new_id()), bytes([number]) * 32
    store.put_media_file(tx, sha, 1, Probe("audio", ".wav", "wav", duration_ms=9), thumbnail=False)
    values = {"title": "a", "description": "", "kind": "audio", "media_sha": sha, "file_name": "a"}
    store.add_item(tx, item_id, {**values, "collection_id": default_collection_id(tx.user_id).bytes})
    job_store.add(tx, JobId(new_id()), item_id, sha, "base")
    return item_id


@pytest.fixture
async def item_id(database):
    return await database.write(add_job)


async def status_of(database, item_id):
    return await database.write(lambda tx: job_store.status_of(row_of(tx, item_id)))


async def test_a_new_job_waits_for_its_turn(database, item_id):
    status = await status_of(database, item_id)
    assert (status.state, status.stage, status.error) == (JobState.PENDING, JobState.TRANSCRIBING, None)
    view = await database.write(lambda tx: job_store.view_of(row_of(tx, item_id)))
    assert (view.item_id, view.kind, view.suffix, view.duration_ms, view.model) == (
        item_id,
        "audio",
        ".wav",
        9,
        "base",
    )


async def test_a_status_is_kept_whole(database, item_id, clock):
    error = AppError("models.missing", title="Medium", name="base", detail="d")
    error.retryable = True
    status = failed(started(JobStatus()), error, clock.now_ms(), 0.0)
    assert await database.write(lambda tx: job_store.put_status(tx, item_id, status))
    found = await status_of(database, item_id)
    assert (found.state, found.attempt, found.next_try_ms) == (JobState.PENDING, 1, status.next_try_ms)
    assert (found.error.code, found.error.parameters, found.error.detail) == (
        error.code,
        error.parameters,
        "d",
    )


async def test_a_status_is_written_only_over_an_expected_one(database, item_id, changes):
    cancelled = JobStatus(state=JobState.CANCELLED)
    assert await database.write(lambda tx: job_store.put_status(tx, item_id, cancelled))
    changes.clear()
    running = JobStatus(state=JobState.TRANSCRIBING)
    assert not await database.write(
        lambda tx: job_store.put_status(tx, item_id, running, only_if=(JobState.PENDING,))
    )
    assert (await status_of(database, item_id)).state is JobState.CANCELLED
    assert changes == []
    assert not await database.write(
        lambda tx: job_store.put_progress(tx, item_id, JobState.TRANSCRIBING, 0.5)
    )


async def test_codes_of_another_version_are_still_a_failure():
    assert job_store.stored_error("", "{}", "") is None
    assert job_store.stored_error("media.from_the_future", "{}", "").code == "worker.failed"


async def test_pending_jobs_are_in_order_and_of_live_items(database, clock):
    first = await database.write(lambda tx: add_job(tx, 1))
    clock.advance(5)
    second = await database.write(lambda tx: add_job(tx, 2))
    clock.advance(5)
    third = await database.write(lambda tx: add_job(tx, 3))
    await database.write(lambda tx: job_store.put_status(tx, first, JobStatus(state=JobState.COMPLETED)))
    await database.write(lambda tx: tx.execute("UPDATE item SET deleted = 1 WHERE id = ?", [second.bytes]))
    fourth = await database.write(lambda tx: add_job(tx, 4))
    await database.write(lambda tx: job_store.reset(tx, third, ""))
    async with database.reader() as reader:
        rows = await job_store.pending(reader, documents=False)
    assert {row["item_id"] for row in rows} == {third.bytes, fourth.bytes}


async def test_documents_and_recordings_wait_in_lines_of_their_own(database, clock):
    recording = await database.write(lambda tx: add_job(tx, 1))
    clock.advance(5)
    document = await database.write(lambda tx: add_job(tx, 2))
    await database.write(
        lambda tx: tx.execute("UPDATE item SET kind = 'document' WHERE id = ?", [document.bytes])
    )
    async with database.reader() as reader:
        recordings = await job_store.pending(reader, documents=False)
        documents = await job_store.pending(reader, documents=True)
    assert [row["item_id"] for row in recordings] == [recording.bytes]
    assert [row["item_id"] for row in documents] == [document.bytes]


async def test_running_jobs_are_found_and_watched(database, item_id):
    async def running():
        async with database.reader() as reader:
            return await job_store.running_state(reader, item_id)

    assert await running() is None
    await database.write(lambda tx: job_store.put_status(tx, item_id, started(JobStatus())))
    assert await running() is JobState.TRANSCRIBING
    async with database.reader() as reader:
        assert await job_store.working_items(reader) == {item_id}
    assert await database.write(lambda tx: job_store.put_progress(tx, item_id, JobState.TRANSCRIBING, 0.5))
    await database.write(lambda tx: tx.execute("UPDATE item SET deleted = 1"))
    assert await running() is None


async def test_the_shown_transcript_changes_when_the_new_one_is_whole(database, item_id):
    def write(tx):
        shown = []
        for key in (b"first", b"second"):
            job_store.put_target(tx, item_id, key)
            row = row_of(tx, item_id)
            shown.append(row["transcript_key"])
            shown.append(job_store.show_target(tx, item_id))
        return shown

    assert await database.write(write) == [b"first", None, b"first", b"first"]
    assert await database.write(lambda tx: job_store.show_target(tx, ItemId(new_id()))) is None


async def test_a_preview_is_kept_and_dropped(database, item_id):
    def write(tx):
        job_store.put_preview(tx, item_id, [Segment("Hi", 0, 10)])
        kept = job_store.decode_preview(row_of(tx, item_id)["preview"])
        job_store.put_preview(tx, item_id, None)
        return kept, job_store.decode_preview(row_of(tx, item_id)["preview"])

    assert await database.write(write) == ([Segment("Hi", 0, 10)], [])


async def test_costs_add_up(database, item_id):
    job_id = await database.write(lambda tx: job_store.view_of(row_of(tx, item_id)).id)
    for _ in range(2):
        cost = {"runs": 1, "cpu_ms": 30, "audio_ms": 1_000}
        await database.write(
            lambda tx, cost=cost: job_store.add_cost(tx, job_id, JobState.TRANSCRIBING, cost)
        )
    async with database.reader() as reader:
        (cost,) = await job_store.costs(reader, item_id)
    assert (cost.stage, cost.runs, cost.cpu_ms, cost.audio_ms) == (JobState.TRANSCRIBING, 2, 60, 2_000)


async def test_committed_work_forgives_failures(database, item_id, clock):
    status = failed(started(JobStatus()), AppError("worker.died"), clock.now_ms(), 0.0)
    await database.write(lambda tx: job_store.put_status(tx, item_id, status))
    await database.write(lambda tx: job_store.note_progress(tx, item_id))
    found = await status_of(database, item_id)
    assert (found.attempt, found.error) == (0, None)
