import asyncio
import os

import pytest

from desktop.media.importing import TITLE_CHARACTERS, expanded, title_from
from desktop.media.service import ImportOutcome, JobState
from shared.errors import AppError
from shared.ids import CollectionId, new_id
from tests.support.documents import make_pdf
from tests.support.speech import LECTURE, tone, write_audio, write_video


def files_in(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def nothing_left(profile):
    folders = (profile.paths.media_dir, profile.paths.thumbnails_dir, profile.paths.temporary_dir)
    return [path for folder in folders for path in files_in(folder)] == []


async def test_files_become_items_with_picture_and_length(profile, tmp_path):
    film = write_video(tmp_path / "Film.mp4", tone(2_000))
    pdf = make_pdf(tmp_path / "Paper.pdf", ["One", "Two"])
    sound_id, film_id, pdf_id = await profile.added(LECTURE, film, pdf)
    lecture, film, paper = [await profile.media.item(one) for one in (sound_id, film_id, pdf_id)]
    assert (lecture.kind, film.kind, paper.kind) == ("audio", "video", "document")
    assert lecture.title == "How a lantern works"
    assert lecture.duration_ms == pytest.approx(260_000, abs=1_500)
    assert paper.page_count == 2
    assert film.has_video
    for item in (lecture, film, paper):
        assert item.thumbnail.exists()
        assert item.media_path.exists()
        assert item.state is JobState.PENDING
        assert item.size_bytes == item.media_path.stat().st_size
    assert lecture.media_path.read_bytes() == LECTURE.read_bytes()


async def test_subtitles_without_a_line_are_refused_before_they_are_copied(profile, tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text("no line with a time")
    (result,) = await profile.media.import_paths([path])
    assert (result.outcome, result.item_id) == (ImportOutcome.FAILED, None)
    assert result.error.code == "media.no_subtitles"
    assert nothing_left(profile)
    assert await profile.media.items() == []


async def test_the_same_content_is_stored_once(profile, tmp_path):
    first = write_audio(tmp_path / "a.wav", tone(500))
    second = tmp_path / "other name.wav"
    second.write_bytes(first.read_bytes())
    (item_id,) = await profile.added(first)
    (result,) = await profile.media.import_paths([second])
    assert (result.outcome, result.item_id) == (ImportOutcome.DUPLICATE, item_id)
    assert len(await profile.media.items()) == 1
    assert len(files_in(profile.paths.media_dir)) == 1


async def test_two_imports_of_the_same_content_at_once_make_one_item(profile, tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(500))
    both = await asyncio.gather(*(profile.media.import_paths([path]) for _ in range(2)))
    outcomes = sorted(result.outcome for results in both for result in results)
    assert outcomes == [ImportOutcome.ADDED, ImportOutcome.DUPLICATE]
    assert len({result.item_id for results in both for result in results}) == 1


async def test_a_folder_is_walked(profile, tmp_path):
    folder = tmp_path / "course"
    (folder / "week 1").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write_audio(folder / "week 1" / "a.wav", tone(300))
    make_pdf(folder / "b.PDF", ["text"])
    for name in ("notes.docx", ".secret.txt", ".hidden/c.txt"):
        (folder / name).write_text("left out")
    results = await profile.media.import_paths([folder])
    assert [result.path.name for result in results] == ["b.PDF", "a.wav"]
    assert list(expanded([folder / "notes.docx"])) == [folder / "notes.docx"]


async def test_bad_files_are_refused_one_by_one_and_leave_nothing(profile, tmp_path):
    text = tmp_path / "text.mp4"
    text.write_text("not a film\n" * 50)
    empty = tmp_path / "empty.mp3"
    empty.touch()
    locked = make_pdf(tmp_path / "locked.pdf", ["secret"], password="x")
    unknown = tmp_path / "program.exe"
    unknown.write_bytes(os.urandom(3_000))
    paths = [text, empty, locked, unknown, tmp_path / "gone.wav"]
    results = await profile.media.import_paths(paths)
    assert [result.outcome for result in results] == [ImportOutcome.FAILED] * len(paths)
    assert [result.error.code for result in results] == [
        "media.wrong_content",
        "media.empty",
        "media.pdf_locked",
        "media.unsupported",
        "storage.file_missing",
    ]
    assert nothing_left(profile)
    assert await profile.media.items() == []


@pytest.mark.parametrize(
    "name", ["🔦 linterna " + "ñ" * 110 + ".wav", "x" * 251 + ".wav", "a\nb\tc .wav", "…;'\"%`$(rm).wav"]
)
async def test_any_name_becomes_a_title(profile, tmp_path, name):
    path = write_audio(tmp_path / "plain.wav", tone(300)).rename(tmp_path / name)
    (item_id,) = await profile.added(path)
    item = await profile.media.item(item_id)
    assert item.file_name == name
    assert item.title == title_from(name)
    assert 0 < len(item.title) <= TITLE_CHARACTERS


async def test_a_name_of_three_hundred_characters_gets_a_readable_title(profile):
    assert title_from("🔦" * 300 + ".mp4") == "🔦" * (TITLE_CHARACTERS - 1) + "…"
    assert title_from("week_1__light.mp4") == "Week 1 light"
    assert title_from(".txt") == ".txt"


async def test_a_name_that_is_no_text_is_imported(profile, tmp_path):
    path = write_audio(tmp_path / "plain.wav", tone(300)).rename(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    (item_id,) = await profile.added(path)
    assert (await profile.media.item(item_id)).file_name == "caf?.wav"


async def test_progress_tells_file_and_bytes(profile, tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(500))
    steps = []
    await profile.media.import_paths([path, tmp_path / "gone.wav"], on_progress=steps.append)
    assert {(step.number, step.count) for step in steps} == {(1, 2), (2, 2)}
    size = path.stat().st_size
    assert (size, size) in {(step.done_bytes, step.total_bytes) for step in steps if step.number == 1}


async def test_a_cancelled_import_leaves_nothing(profile, tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(60_000))
    started = asyncio.Event()
    importing = asyncio.ensure_future(
        profile.media.import_paths([path], on_progress=lambda _step: started.set())
    )
    await started.wait()
    importing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await importing
    assert nothing_left(profile)
    assert await profile.media.items() == []


@pytest.mark.parametrize("moment", ["copying", "drawing"])
async def test_a_cancel_at_any_step_leaves_nothing(profile, tmp_path, monkeypatch, moment):
    path = write_audio(tmp_path / "a.wav", tone(500))
    importer = profile.media._importer
    reached = asyncio.Event()

    async def hang(*_args, **_options):
        reached.set()
        await asyncio.Event().wait()

    target = {"copying": "_duplicate", "drawing": "_draw"}[moment]
    monkeypatch.setattr(importer, target, hang)
    importing = asyncio.ensure_future(importer.import_paths([path]))
    await reached.wait()
    assert files_in(profile.paths.media_dir)
    importing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await importing
    assert nothing_left(profile)


async def test_a_cancel_after_the_copy_does_not_take_what_another_item_uses(profile, tmp_path, monkeypatch):
    path = write_audio(tmp_path / "a.wav", tone(500))
    (item_id,) = await profile.added(path)

    async def fail(*_args, **_options):
        raise AppError("storage.disk_error", folder="x")

    monkeypatch.setattr(profile.media._importer, "_duplicate", fail)
    (result,) = await profile.media.import_paths([path])
    assert result.outcome is ImportOutcome.FAILED
    assert (await profile.media.item(item_id)).media_path.exists()


async def test_an_item_goes_into_the_chosen_collection(profile, tmp_path):
    home = await profile.media.library.add_collection("Optics")
    path = write_audio(tmp_path / "a.wav", tone(300))
    (result,) = await profile.media.import_paths([path], CollectionId(new_id()))
    assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "media.no_collection")
    assert nothing_left(profile)
    (result,) = await profile.media.import_paths([path], home)
    assert (await profile.media.item(result.item_id)).collection_id == home


async def test_content_of_a_deleted_item_can_be_added_again(profile, tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(300))
    (item_id,) = await profile.added(path)
    await profile.media.library.delete([item_id])
    (again,) = await profile.added(path)
    assert again != item_id
    assert (await profile.media.item(again)).media_path.exists()


async def test_a_painter_that_dies_costs_only_the_picture(profile, tmp_path, monkeypatch):
    real = profile.media.workers.light

    async def crash(kind, request):
        if kind == "thumbnail":
            raise AppError("worker.died")
        return await real(kind, request)

    monkeypatch.setattr(profile.media.workers, "light", crash)
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    assert (await profile.media.item(item_id)).thumbnail is None
