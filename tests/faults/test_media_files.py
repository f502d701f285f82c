"""Files as hostile or unlucky as they come: refused with a reason, or taken, and nothing else is disturbed."""

import random

import pytest

from desktop.media.service import ImportOutcome, JobState
from tests.support.documents import make_pdf
from tests.support.media_database import check_whole, look
from tests.support.media_profile import media_profile
from tests.support.speech import LECTURE, sound, tone, truncated, write_audio, write_video

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture
async def profile(tmp_path):
    async with media_profile(tmp_path / "data") as opened:
        yield opened


def left_over(paths):
    folders = (paths.media_dir, paths.thumbnails_dir, paths.temporary_dir)
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


async def test_mutated_files_never_harm_the_library(profile, tmp_path):
    """Bytes flipped, cut out and doubled in eight kinds of file: a result for each, and the program goes on."""
    chance = random.Random(7)
    originals = [
        write_audio(tmp_path / f"a{suffix}", tone(1_200), sample_rate=48_000)
        for suffix in (".wav", ".flac", ".mp3", ".ogg", ".m4a")
    ]
    originals += [write_video(tmp_path / "a.mp4", tone(800)), write_video(tmp_path / "a.webm", tone(800))]
    originals.append(make_pdf(tmp_path / "a.pdf", ["Light bends.", "More."]))
    mutants = []
    for number in range(64):
        original = originals[number % len(originals)]
        raw = bytearray(original.read_bytes())
        for _ in range(chance.randint(1, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        if number % 3 == 0:
            start = chance.randrange(len(raw))
            del raw[start : start + chance.randrange(400)]
        if number % 5 == 0:
            raw += raw[: chance.randrange(len(raw))]
        mutants.append(tmp_path / f"mutant{number}{original.suffix}")
        mutants[-1].write_bytes(raw)
    results = await profile.media.import_paths(mutants)
    assert len(results) == len(mutants)
    assert {result.error.code for result in results if result.error} <= {
        "media.unreadable",
        "media.unsupported_codec",
        "media.no_audio",
        "media.wrong_content",
        "media.pdf_locked",
        "worker.died",
    }
    items = await profile.media.items()
    assert len(items) == sum(result.outcome is ImportOutcome.ADDED for result in results)
    profile.media.start()
    for item in items:
        ended = await profile.finished(item.id, limit_s=200)
        assert ended.state in (JobState.COMPLETED, JobState.FAILED)
        assert ended.state is JobState.COMPLETED or ended.error is not None
    # After all of this an ordinary file is still taken and read.
    (good,) = await profile.added(write_audio(tmp_path / "good.wav", sound(0, 3_000)))
    assert (await profile.finished(good)).state is JobState.COMPLETED


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.99])
async def test_a_film_cut_anywhere_is_refused_or_read_as_far_as_it_goes(profile, tmp_path, part):
    film = write_video(tmp_path / "whole.mkv", sound(0, 9_000))
    for name in ("cut.mkv", "cut.mp4"):
        source = film if name == "cut.mkv" else write_video(tmp_path / "whole.mp4", sound(0, 9_000))
        (result,) = await profile.media.import_paths([truncated(source, tmp_path / name, part)])
        if result.error is not None:
            assert result.error.code in {"media.unreadable", "media.no_audio", "media.unsupported_codec"}
            assert left_over(profile.paths) == set()
            continue
        profile.media.start()
        item = await profile.finished(result.item_id)
        assert item.state is JobState.COMPLETED
        await profile.media.library.delete([item.id])
        await profile.media.cleanup.purge_deleted(-1)


@pytest.mark.parametrize("moment", ["looked at", "copied"])
async def test_a_file_deleted_during_its_import_leaves_nothing(profile, tmp_path, monkeypatch, moment):
    path = tmp_path / "talk.m4a"
    path.write_bytes(LECTURE.read_bytes())
    real = profile.media.workers.light

    async def light(kind, request):
        answer = await real(kind, request)
        if kind == "probe":
            path.unlink()
        return answer

    if moment == "looked at":
        monkeypatch.setattr(profile.media.workers, "light", light)
        (result,) = await profile.media.import_paths([path])
        assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.file_missing")
        assert left_over(profile.paths) == set()
        assert await profile.media.items() == []
        return
    (result,) = await profile.media.import_paths(
        [path], on_progress=lambda step: path.unlink(missing_ok=True) if step.done_bytes else None
    )
    # An open file is read to its end also when its name is gone.
    assert result.outcome is ImportOutcome.ADDED
    assert (await profile.media.item(result.item_id)).media_path.read_bytes() == LECTURE.read_bytes()


async def test_a_file_that_vanishes_from_the_library_fails_its_job_only(profile, tmp_path):
    lost, good = await profile.added(
        write_audio(tmp_path / "a.wav", sound(0, 3_000)), write_audio(tmp_path / "b.wav", sound(0, 2_000))
    )
    (await profile.media.item(lost)).media_path.unlink()
    profile.media.start()
    item = await profile.finished(lost)
    assert (item.state, item.error.code) == (JobState.FAILED, "media.file_lost")
    assert (await profile.finished(good)).state is JobState.COMPLETED


async def test_hundreds_of_files_at_once_are_all_answered(profile, tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    for number in range(120):
        (folder / f"note {number}.txt").write_text(f"Note number {number}.")
        (folder / f"copy {number}.md").write_text("The same text everywhere.")
    results = await profile.media.import_paths([folder])
    outcomes = [result.outcome for result in results]
    assert outcomes.count(ImportOutcome.ADDED) == 121
    assert outcomes.count(ImportOutcome.DUPLICATE) == 119
    profile.media.start()
    for result in results:
        await profile.finished(result.item_id)
    assert set(look(profile.paths).states) == {"completed"}


async def test_a_talk_interrupted_by_everything_is_whole_in_the_end(profile, tmp_path):
    """Cancel, retry, delete, restore, another model asked for: the transcript is whole and once."""
    (item_id,) = await profile.added(write_audio(tmp_path / "a.flac", sound(0, 45_000)))
    profile.media.start()
    await profile.until(item_id, lambda item: item.state is JobState.TRANSCRIBING)
    await profile.media.cancel(item_id)
    await profile.media.retry(item_id)
    await profile.until(item_id, lambda item: item.state is JobState.TRANSCRIBING)
    await profile.media.library.delete([item_id])
    await profile.media.library.restore([item_id])
    await profile.media.transcribe_again(item_id, "tiny.en")
    item = await profile.finished(item_id)
    assert (item.state, item.error) == (JobState.COMPLETED, None)
    check_whole(look(profile.paths))
