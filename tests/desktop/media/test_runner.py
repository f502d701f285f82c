import asyncio
import os
import signal

import pytest

from desktop.media import job_store
from desktop.media.service import JobState
from desktop.media.states import JobStatus
from desktop.storage.jobs_lock import JobsLock
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.documents import make_pdf
from tests.support.media_files import make_tone
from tests.support.media_profile import media_profile
from tests.support.model_cache import put_models
from tests.support.speech import sound, write_audio
from tests.support.waiting import until


class Stage:
    """A stage a test watches; `then` are its outcomes, the last one for good."""

    def __init__(self, *then):
        self.runs = []
        self.then = list(then)
        self.entered = asyncio.Event()
        self.release = asyncio.Event()

    async def run(self, job, progress):
        self.runs.append(job)
        progress(0.5)
        self.entered.set()
        outcome = self.then.pop(0) if len(self.then) > 1 else self.then[0] if self.then else None
        if outcome == "hang":
            await self.release.wait()
        elif isinstance(outcome, Exception):
            raise outcome


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def profile(tmp_path, clock):
    async with media_profile(tmp_path / "data", clock=clock) as opened:
        yield opened


@pytest.fixture
async def pdf(profile, tmp_path):
    (item_id,) = await profile.added(make_pdf(tmp_path / "a.pdf", ["Light bends."]))
    return item_id


async def test_a_job_goes_through_every_stage_in_order(profile, pdf):
    chunking, embedding = Stage(), Stage()
    profile.media.register_stage("chunking", chunking)
    profile.media.register_stage("embedding", embedding)
    states = []
    profile.bus.subscribe(lambda change: states.append(change) if change.concerns("job", pdf) else None)
    profile.media.start()
    item = await profile.finished(pdf)
    assert (item.state, item.progress, item.error) == (JobState.COMPLETED, 1.0, None)
    assert [stage.runs[0].state for stage in (chunking, embedding)] == [JobState.CHUNKING, JobState.EMBEDDING]
    assert chunking.runs[0].transcript_key is not None
    assert len(chunking.runs) == len(embedding.runs) == 1
    assert states
    costs = await profile.media.costs(pdf)
    assert [(cost.stage, cost.runs) for cost in costs] == [
        (JobState.TRANSCRIBING, 1),
        (JobState.CHUNKING, 1),
        (JobState.EMBEDDING, 1),
    ]


async def test_a_passing_trouble_is_tried_again_after_its_wait(profile, pdf, clock):
    chunking = Stage(AppError("worker.died", detail="first"), None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    item = await profile.until(pdf, lambda item: item.error is not None)
    assert (item.state, item.stage, item.error.detail) == (JobState.PENDING, JobState.CHUNKING, "first")
    assert clock.now_ms() + 5_000 <= item.next_try_ms <= clock.now_ms() + 6_250
    profile.media.runner.wake()
    await asyncio.sleep(0.05)
    assert len(chunking.runs) == 1
    clock.advance(6_250)
    profile.media.runner.wake()
    item = await profile.finished(pdf)
    assert (item.state, item.error) == (JobState.COMPLETED, None)
    assert len(chunking.runs) == 2


async def test_a_job_that_keeps_failing_fails_and_a_retry_goes_on_where_it_was(profile, pdf, clock):
    transcribing = profile.media._stages.get(JobState.TRANSCRIBING)
    runs = []
    real = transcribing.run
    transcribing.run = lambda job, progress: runs.append(job) or real(job, progress)
    chunking = Stage(*[AppError("worker.died")] * 4, None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    for attempt in range(1, 4):
        await until(lambda attempt=attempt: len(chunking.runs) == attempt)
        await profile.until(pdf, lambda item: item.state is JobState.PENDING)
        clock.advance(60_000)
        profile.media.runner.wake()
    item = await profile.finished(pdf)
    assert (item.state, item.error.code) == (JobState.FAILED, "worker.died")
    assert len(chunking.runs) == 4
    await profile.media.retry(pdf)
    await profile.until(pdf, lambda item: item.state is JobState.COMPLETED)
    assert len(runs) == 1


async def test_a_lasting_trouble_fails_at_once(profile, pdf):
    chunking = Stage(AppError("media.unreadable"))
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    item = await profile.finished(pdf)
    assert (item.state, item.error.code) == (JobState.FAILED, "media.unreadable")
    assert len(chunking.runs) == 1


async def test_a_bug_in_one_job_ends_no_other(profile, pdf, tmp_path):
    (second,) = await profile.added(make_pdf(tmp_path / "b.pdf", ["Another."]))
    profile.media.register_stage("chunking", Stage(ZeroDivisionError("oops"), None))
    profile.media.start()
    item = await profile.finished(pdf)
    assert (item.state, item.error.code) == (JobState.FAILED, "worker.failed")
    assert "ZeroDivisionError" in item.error.detail
    assert str(tmp_path) not in item.error.detail
    assert (await profile.finished(second)).state is JobState.COMPLETED


async def test_a_cancel_stops_the_stage_and_a_retry_goes_on(profile, pdf):
    chunking = Stage("hang", None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    assert profile.media.runner.running_items == {pdf}
    await profile.media.cancel(pdf)
    assert (await profile.media.item(pdf)).state is JobState.CANCELLED
    await until(lambda: not profile.media.runner.running_items)
    assert (await profile.media.item(pdf)).state is JobState.CANCELLED
    await profile.media.retry(pdf)
    assert (await profile.until(pdf, lambda item: item.state is JobState.COMPLETED)).error is None


async def test_a_cancel_by_another_process_is_noticed(profile, pdf):
    chunking = Stage("hang")
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    cancelled = JobStatus(state=JobState.CANCELLED, stage=JobState.CHUNKING)
    await profile.database.write(lambda tx: job_store.put_status(tx, pdf, cancelled))
    await until(lambda: not profile.media.runner.running_items)
    assert (await profile.media.item(pdf)).state is JobState.CANCELLED


async def test_a_deleted_item_stops_and_goes_on_when_restored(profile, pdf):
    chunking = Stage("hang", None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    await profile.media.library.delete([pdf])
    await until(lambda: not profile.media.runner.running_items)
    await profile.media.library.restore([pdf])
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert len(chunking.runs) == 2


async def test_without_a_model_a_recording_waits_and_starts_by_itself(tmp_path):
    path = write_audio(tmp_path / "a.wav", sound(0, 3_000))
    async with media_profile(tmp_path / "data", models=()) as profile:
        (item_id,) = await profile.added(path)
        (paper,) = await profile.added(make_pdf(tmp_path / "a.pdf", ["x"]))
        profile.media.start()
        item = await profile.until(item_id, lambda item: item.waiting)
        assert (item.state, item.waiting) == (JobState.PENDING, "models.missing")
        assert item.error.parameters["name"] == "tiny.en"
        # Others are not held up.
        assert (await profile.finished(paper)).state is JobState.COMPLETED
        put_models(profile.paths.models_dir, "tiny.en")
        profile.bus.announce("model")
        assert (await profile.finished(item_id)).state is JobState.COMPLETED


async def test_a_running_job_whose_process_died_goes_on_at_its_stage(profile, pdf):
    running = JobStatus(state=JobState.CHUNKING, stage=JobState.CHUNKING)
    await profile.database.write(lambda tx: job_store.put_status(tx, pdf, running))
    chunking = Stage()
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert len(chunking.runs) == 1


async def test_only_the_holder_of_the_lock_runs_jobs(profile, pdf, monkeypatch):
    monkeypatch.setattr("desktop.media.runner.POLL_S", 0.02)
    lock = JobsLock(profile.paths.jobs_lock)
    assert lock.try_acquire()
    profile.media.start()
    await asyncio.sleep(0.1)
    assert not profile.media.runner.has_lock
    assert (await profile.media.item(pdf)).state is JobState.PENDING
    lock.release()
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert profile.media.runner.has_lock


async def test_closing_puts_the_running_job_back(tmp_path):
    async with media_profile(tmp_path / "data") as profile:
        (item_id,) = await profile.added(make_pdf(tmp_path / "a.pdf", ["x"]))
        chunking = Stage("hang")
        profile.media.register_stage("chunking", chunking)
        profile.media.start()
        await chunking.entered.wait()
        await profile.media.close()
        item = await profile.media.item(item_id)
        assert (item.state, item.stage) == (JobState.PENDING, JobState.CHUNKING)
        assert JobsLock(profile.paths.jobs_lock).try_acquire()


async def test_a_killed_worker_costs_no_item(tmp_path):
    path = write_audio(tmp_path / "a.flac", sound(0, 40_000))
    async with media_profile(tmp_path / "data") as profile:
        (item_id,) = await profile.added(path)
        profile.media.start()
        await until(lambda: profile.media.workers.speech_pid)
        pid = profile.media.workers.speech_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        item = await profile.until(item_id, lambda item: item.error is not None)
        assert (item.state, item.error.code) == (JobState.PENDING, "worker.died")
        await profile.media.retry(item_id)
        assert (await profile.finished(item_id)).state is JobState.COMPLETED


async def test_an_unwritable_library_is_shown_and_written_to_later(profile, pdf, monkeypatch):
    monkeypatch.setattr("desktop.media.runner.STORAGE_RETRY_S", 0.02)
    real, refused = profile.database.write, []
    chunking = Stage(AppError("storage.disk_full", folder="x"))
    profile.media.register_stage("chunking", chunking)

    async def write(work):
        if chunking.runs and len(refused) < 3:
            refused.append(1)
            raise AppError("storage.disk_full", folder="x")
        return await real(work)

    monkeypatch.setattr(profile.database, "write", write)
    profile.media.start()
    item = await profile.until(pdf, lambda item: item.error is not None)
    assert item.error.code == "storage.disk_full"
    item = await profile.until(pdf, lambda item: item.state is JobState.PENDING)
    assert (item.stage, item.error.code) == (JobState.CHUNKING, "storage.disk_full")
    assert len(refused) == 3


async def test_a_job_asked_anew_while_it_runs_starts_over(profile, pdf):
    chunking = Stage("hang", None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    await profile.media.transcribe_again(pdf)
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert len(chunking.runs) == 2


@pytest.mark.parametrize("moment", ["starting", "looking"])
async def test_a_library_in_trouble_stops_no_later_job(profile, pdf, monkeypatch, moment):
    """A full disk or a busy file at the wrong moment once could have ended the loop for good."""
    monkeypatch.setattr("desktop.media.runner.STORAGE_RETRY_S", 0.02)
    monkeypatch.setattr("desktop.media.runner.POLL_S", 0.02)
    refused = []
    name = {"starting": "put_status", "looking": "pending"}[moment]
    real = getattr(job_store, name)

    def refuse(*args, **options):
        if len(refused) < 3:
            refused.append(1)
            raise AppError("storage.busy")
        return real(*args, **options)

    monkeypatch.setattr(job_store, name, refuse)
    profile.media.start()
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert len(refused) == 3


async def test_a_job_left_as_running_by_a_failed_write_is_picked_up(profile, pdf, monkeypatch):
    monkeypatch.setattr("desktop.media.runner.POLL_S", 0.02)
    chunking = Stage("hang", None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    real = profile.database.write

    async def refuse(_work):
        raise AppError("storage.disk_full", folder="x")

    monkeypatch.setattr(profile.database, "write", refuse)
    profile.media.runner.stop(pdf)
    await until(lambda: not profile.media.runner.running_items)
    assert (await profile.media.item(pdf)).state is JobState.CHUNKING
    monkeypatch.setattr(profile.database, "write", real)
    assert (await profile.finished(pdf)).state is JobState.COMPLETED


class Recordings:
    """Stands in for the transcriber: recordings take until they are released, documents are read as ever."""

    def __init__(self, profile):
        self._real = profile.media._stages.get(JobState.TRANSCRIBING)
        self.runs = []
        self.release = asyncio.Event()
        profile.media._stages.put(JobState.TRANSCRIBING, self)

    async def run(self, job, progress):
        if job.kind == "document":
            await self._real.run(job, progress)
            return
        self.runs.append(job.item_id)
        progress(0.5)
        await self.release.wait()


@pytest.fixture
async def talk(profile, tmp_path):
    (item_id,) = await profile.added(make_tone(tmp_path / "talk.flac"))
    return item_id


async def test_documents_go_through_while_a_recording_is_transcribed(profile, tmp_path):
    recordings = Recordings(profile)
    first, second = await profile.added(
        make_tone(tmp_path / "a.flac"), make_tone(tmp_path / "b.flac", hertz=550)
    )
    profile.media.start()
    await profile.until(first, lambda item: item.state is JobState.TRANSCRIBING)
    papers = await profile.added(*(make_pdf(tmp_path / f"{n}.pdf", [f"Light {n}."]) for n in range(3)))
    for paper in papers:
        assert (await profile.finished(paper)).state is JobState.COMPLETED
    item = await profile.media.item(first)
    assert (item.state, item.stage_progress) == (JobState.TRANSCRIBING, 0.5)
    # One recording at a time, in order.
    assert (await profile.media.item(second)).state is JobState.PENDING
    assert recordings.runs == [first]
    recordings.release.set()
    assert (await profile.finished(second)).state is JobState.COMPLETED
    assert recordings.runs == [first, second]


async def test_documents_are_read_one_after_the_other_in_order(profile, tmp_path):
    papers = await profile.added(*(make_pdf(tmp_path / f"{n}.pdf", [f"Light {n}."]) for n in range(4)))
    chunking, at_once = Stage(), []
    real = chunking.run

    async def run(job, progress):
        at_once.append(len(profile.media.runner.running_items))
        await real(job, progress)

    chunking.run = run
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    for paper in papers:
        await profile.finished(paper)
    assert [job.item_id for job in chunking.runs] == papers
    assert at_once == [1] * 4


async def test_a_cancel_stops_one_of_two_running_jobs(profile, pdf, talk):
    recordings, chunking = Recordings(profile), Stage("hang", None)
    profile.media.register_stage("chunking", chunking)
    profile.media.start()
    await chunking.entered.wait()
    await until(lambda: recordings.runs)
    assert profile.media.runner.running_items == {pdf, talk}
    await profile.media.cancel(pdf)
    await until(lambda: profile.media.runner.running_items == {talk})
    assert (await profile.media.item(pdf)).state is JobState.CANCELLED
    await profile.media.cancel(talk)
    await until(lambda: not profile.media.runner.running_items)
    await profile.media.retry(pdf)
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    assert (await profile.media.item(talk)).state is JobState.CANCELLED


async def test_looking_for_work_leaves_a_running_job_alone(profile, pdf, talk):
    """A job is left over only when it is marked as running and does not run here."""
    recordings = Recordings(profile)
    running = JobStatus(state=JobState.TRANSCRIBING, stage=JobState.TRANSCRIBING)
    for item_id in (pdf, talk):
        await profile.database.write(lambda tx, i=item_id: job_store.put_status(tx, i, running))
    profile.media.start()
    assert (await profile.finished(pdf)).state is JobState.COMPLETED
    await until(lambda: recordings.runs)
    for _ in range(5):
        profile.media.runner.wake()
        await profile.media.retry(pdf)
        assert (await profile.media.item(talk)).state is JobState.TRANSCRIBING
    recordings.release.set()
    assert (await profile.finished(talk)).state is JobState.COMPLETED
    assert recordings.runs == [talk]


async def test_closing_puts_both_running_jobs_back(tmp_path):
    async with media_profile(tmp_path / "data") as profile:
        both = await profile.added(make_pdf(tmp_path / "a.pdf", ["x"]), make_tone(tmp_path / "a.flac"))
        recordings, chunking = Recordings(profile), Stage("hang")
        profile.media.register_stage("chunking", chunking)
        profile.media.start()
        await chunking.entered.wait()
        await until(lambda: recordings.runs)
        await profile.media.close()
        assert [(await profile.media.item(one)).state for one in both] == [JobState.PENDING] * 2
        assert not profile.media.runner.running_items
