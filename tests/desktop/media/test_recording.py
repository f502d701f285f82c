import pytest

from desktop.media.recording import PIECE_S, _file_name
from desktop.media.service import ImportOutcome
from desktop.storage.jobs_lock import JobsLock
from shared.errors import AppError
from tests.support.speech import silence, tone
from tests.support.waiting import until

RATE = 16_000
BYTES_PER_S = RATE * 2


def pcm(length_ms):
    return (tone(length_ms) * 32_767).astype("<i2").tobytes()


def start(profile, title="Lesson: 1/2"):
    return profile.media.recordings.start(rate=RATE, channels=1, title=title)


def chunks_of(raw, size=3_001):
    return [raw[at : at + size] for at in range(0, len(raw), size)]


async def test_a_recording_becomes_an_item(profile):
    recorder = start(profile)
    for chunk in chunks_of(pcm(2_500)):
        recorder.write(chunk)
    result = await profile.media.recordings.keep(recorder)
    assert result.outcome is ImportOutcome.ADDED
    item = await profile.media.item(result.item_id)
    assert (item.title, item.kind, item.suffix) == ("Lesson- 1-2", "audio", ".flac")
    assert item.duration_ms == 2_500
    assert not recorder.folder.exists()


async def test_pieces_of_ten_seconds_are_on_the_disk_while_it_runs(profile):
    recorder = start(profile)
    raw = pcm(25_000)
    for chunk in chunks_of(raw):
        recorder.write(chunk)
    await until(lambda: recorder.length_ms == 25_000)
    pieces = sorted(recorder.folder.glob("*.pcm"))
    assert [piece.stat().st_size for piece in pieces] == [
        PIECE_S * BYTES_PER_S,
        PIECE_S * BYTES_PER_S,
        5 * BYTES_PER_S,
    ]
    assert b"".join(piece.read_bytes() for piece in pieces) == raw
    await profile.media.recordings.discard(recorder)
    assert not recorder.folder.exists()


async def test_a_crashed_recording_is_found_again(profile):
    recorder = start(profile)
    recorder.write(pcm(11_000))
    await until(lambda: recorder.length_ms == 11_000)
    # What a crash leaves: the folder, unlocked, its last piece cut in the middle of a sample.
    await recorder.finish()
    last = max(recorder.folder.glob("*.pcm"))
    last.write_bytes(last.read_bytes()[:-1])
    (result,) = await profile.media.recordings.recover()
    assert result.outcome is ImportOutcome.ADDED
    assert (await profile.media.item(result.item_id)).duration_ms == pytest.approx(11_000, abs=1)
    assert list(profile.paths.recordings_dir.iterdir()) == []
    assert await profile.media.recordings.recover() == []


async def test_a_recording_in_progress_is_not_taken_for_a_crashed_one(profile):
    recorder = start(profile)
    recorder.write(pcm(500))
    await until(lambda: recorder.length_ms == 500)
    assert await profile.media.recordings.recover() == []
    assert recorder.folder.exists()
    await profile.media.recordings.discard(recorder)


async def test_an_import_that_crashed_at_its_end_makes_no_second_item(profile):
    recorder = start(profile)
    recorder.write(pcm(700))
    await recorder.finish()
    kept = {path.name: path.read_bytes() for path in recorder.folder.iterdir()}
    first = await profile.media.recordings.keep(recorder)
    recorder.folder.mkdir()
    for name, raw in kept.items():
        (recorder.folder / name).write_bytes(raw)
    (second,) = await profile.media.recordings.recover()
    assert (second.outcome, second.item_id) == (ImportOutcome.DUPLICATE, first.item_id)
    assert list(profile.paths.recordings_dir.iterdir()) == []


async def test_nothing_recorded_says_so(profile):
    recorder = start(profile)
    with pytest.raises(AppError) as refused:
        await profile.media.recordings.keep(recorder)
    assert refused.value.code == "media.nothing_recorded"
    assert not recorder.folder.exists()


async def test_a_folder_without_a_head_is_cleared(profile):
    (profile.paths.recordings_dir / "torn").mkdir()
    assert await profile.media.recordings.recover() == []
    assert list(profile.paths.recordings_dir.iterdir()) == []


async def test_a_recording_that_cannot_be_joined_now_is_kept(profile, monkeypatch):
    recorder = start(profile)
    recorder.write(pcm(700))
    await recorder.finish()

    async def full(*_args):
        raise AppError("storage.disk_full", folder="x")

    monkeypatch.setattr(profile.media.workers, "light", full)
    (result,) = await profile.media.recordings.recover()
    assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "storage.disk_full")
    assert sorted(recorder.folder.glob("*.pcm"))
    lock = JobsLock(recorder.folder / "recording.lock")
    assert lock.try_acquire()
    lock.release()


async def test_stereo_and_a_collection_are_kept(profile):
    home = await profile.media.library.add_collection("Seminar")
    recorder = profile.media.recordings.start(
        rate=48_000, channels=2, title="  Día 1 🎤. ", collection_id=home
    )
    recorder.write((silence(1_000) * 0).astype("<i2").tobytes() * 6)
    result = await profile.media.recordings.keep(recorder)
    item = await profile.media.item(result.item_id)
    assert (item.title, item.collection_id, item.duration_ms) == ("Día 1 🎤", home, 1_000)


def test_any_title_is_a_file_name():
    assert _file_name("a/b:c?\n") == "a-b-c--"
    assert _file_name(" .. ") == "recording"
    assert len(_file_name("x" * 500)) == 80
