"""Full and read-only disks at each stage: a clear message, nothing half done, and the work goes on with room."""

import wave

import pytest

from desktop.media.service import ImportOutcome, JobState
from desktop.runtime.paths import ProfilePaths
from tests.support.disks import fill, read_only, small_disk
from tests.support.documents import make_pdf
from tests.support.media_database import check_whole, look
from tests.support.media_profile import media_profile, sparse_speech
from tests.support.speech import sound, tone, write_audio
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]
MIB = 1024 * 1024
DISK = 260 * MIB


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", DISK) as folder:
        yield folder


def left_over(paths):
    folders = (paths.media_dir, paths.thumbnails_dir, paths.temporary_dir)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


async def test_a_file_larger_than_the_room_is_refused_before_copying(disk, tmp_path):
    small = write_audio(tmp_path / "a.wav", tone(1_000))
    with wave.open(str(tmp_path / "large.wav"), "wb") as large:
        large.setparams((1, 2, 48_000, 0, "NONE", ""))
        large.writeframes(bytes(DISK))
    async with media_profile(disk / "data") as profile:
        (result,) = await profile.media.import_paths([tmp_path / "large.wav"])
        assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.disk_full")
        assert result.error.parameters["folder"]
        assert left_over(profile.paths) == []
        # A smaller file still goes in.
        await profile.added(small)


async def test_a_disk_that_fills_while_copying_keeps_nothing_of_the_file(disk, tmp_path, monkeypatch):
    path = write_audio(tmp_path / "a.wav", tone(400_000))
    async with media_profile(disk / "data") as profile:
        monkeypatch.setattr("desktop.storage.content.ContentStore._check_room", lambda _self, _size: None)
        ballast = fill(disk, 5 * MIB)
        (result,) = await profile.media.import_paths([path])
        assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.disk_full")
        assert left_over(profile.paths) == []
        ballast.unlink()
        await profile.added(path)


async def test_a_disk_full_at_the_last_step_of_an_import_keeps_nothing(disk, tmp_path, monkeypatch):
    path = write_audio(tmp_path / "a.wav", tone(1_000))
    async with media_profile(disk / "data") as profile:
        real = profile.media._importer._draw
        ballast = []

        async def draw_and_fill(stored, probe):
            drawn = await real(stored, probe)
            ballast.append(fill(disk))
            return drawn

        monkeypatch.setattr(profile.media._importer, "_draw", draw_and_fill)
        (result,) = await profile.media.import_paths([path])
        assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.disk_full")
        assert left_over(profile.paths) == []
        assert await profile.media.items() == []
        ballast[0].unlink()
        monkeypatch.setattr(profile.media._importer, "_draw", real)
        await profile.added(path)


async def test_a_disk_full_while_transcribing_is_told_and_the_job_goes_on_with_room(
    disk, tmp_path, monkeypatch
):
    monkeypatch.setattr("desktop.media.runner.STORAGE_RETRY_S", 0.2)
    path = write_audio(tmp_path / "talk.flac", sparse_speech(12, speech_s=8))
    async with media_profile(disk / "data") as profile:
        (item_id,) = await profile.added(path)
        profile.media.start()
        await until(lambda: len(look(profile.paths).windows) == 1, limit_s=60)
        ballast = fill(disk)
        item = await profile.until(item_id, lambda item: item.error is not None)
        assert item.error.code == "storage.disk_full"
        kept = look(profile.paths)
        check_whole(kept)
        ballast.unlink()
        item = await profile.until(item_id, lambda item: item.state is not JobState.TRANSCRIBING)
        await profile.media.retry(item_id)
        item = await profile.finished(item_id, limit_s=120)
        assert (item.state, item.error) == (JobState.COMPLETED, None)
        found = look(profile.paths)
        check_whole(found)
        assert found.segments[: len(kept.segments)] == kept.segments


async def test_a_disk_full_in_a_later_stage_is_told_and_the_job_goes_on(disk, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.media.runner.STORAGE_RETRY_S", 0.2)

    class Chunking:
        ballast = None
        runs = 0

        async def run(self, job, progress):
            self.runs += 1
            if self.runs == 1:
                self.ballast = fill(disk)

    chunking = Chunking()
    async with media_profile(disk / "data") as profile:
        profile.media.register_stage("chunking", chunking)
        (item_id,) = await profile.added(make_pdf(tmp_path / "a.pdf", ["Light bends."]))
        profile.media.start()
        item = await profile.until(item_id, lambda item: item.error is not None)
        assert item.error.code == "storage.disk_full"
        assert chunking.ballast is not None
        chunking.ballast.unlink()
        assert (await profile.finished(item_id)).state is JobState.COMPLETED


async def test_a_disk_full_while_recording_keeps_what_was_written(disk):
    async with media_profile(disk / "data") as profile:
        recorder = profile.media.recordings.start(rate=16_000, channels=1, title="Full")
        recorder.write(bytes(32_000 * 12))
        await until(lambda: recorder.length_ms == 12_000)
        ballast = fill(disk)
        recorder.write(bytes(32_000 * 60))
        await until(lambda: recorder.error is not None)
        assert recorder.error is not None
        assert recorder.error.code == "storage.disk_full"
        ballast.unlink()
        result = await profile.media.recordings.keep(recorder)
        assert result.item_id is not None
        item = await profile.media.item(result.item_id)
        assert item.duration_ms is not None
        assert item.duration_ms >= 12_000


async def test_a_read_only_library_refuses_politely_and_loses_nothing(tmp_path):
    first = write_audio(tmp_path / "a.wav", sound(0, 3_000))
    second = write_audio(tmp_path / "b.wav", tone(300))
    paths = ProfilePaths.of(tmp_path / "data")
    async with media_profile(tmp_path / "data") as profile:
        (item_id,) = await profile.added(first)
        profile.media.start()
        await profile.finished(item_id)
    async with media_profile(tmp_path / "data") as profile:
        with read_only(paths.data_dir):
            (result,) = await profile.media.import_paths([second])
            assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.read_only")
            assert [item.id for item in await profile.media.items()] == [item_id]
            assert await profile.media.transcripts.segments(item_id)
        await profile.added(second)
