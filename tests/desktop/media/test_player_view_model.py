"""The player's view model on a real library, inside Qt's loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtTest import QSignalSpy

from desktop.media import transcript_store
from desktop.media.player_view_model import Edit, PlayerViewModel
from desktop.media.service import ExportFormat, JobState
from shared.errors import AppError
from shared.ids import ItemId, new_id
from shared.tasks import TaskScope
from tests.support.changes_waiting import until_told
from tests.support.media_files import make_tone
from tests.support.player_library import PlayerLibrary, player_library, spoken
from tests.support.waiting import until

LINES = [
    spoken(0, "Light is fast.", speaker="Ana"),
    spoken(1_000, "A lens bends it.", speaker="Ana"),
    spoken(2_000, "Why?", speaker="Joe"),
]


@asynccontextmanager
async def playing(
    paths, tmp_path: Path, *, errors: list[BaseException] | None = None, **about
) -> AsyncIterator[tuple[PlayerLibrary, PlayerViewModel, ItemId]]:
    """A library with one recording, opened in the model; `errors` gets what its tasks raise."""
    on_error = errors.append if errors is not None else None
    async with player_library(paths) as library:
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), LINES, **about)
        async with TaskScope("test", on_error=on_error) as scope:
            model = PlayerViewModel(library.services.media, scope, library.services.bus)
            opened = QSignalSpy(model.opened)
            model.open(item_id)
            await until(opened.count)
            yield library, model, item_id
            model.close()


async def test_an_item_is_opened_with_its_text_and_counted_as_seen(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (library, model, item_id):
        assert model.item is not None
        assert (model.item.title, model.file_is_there, model.is_document) == ("Talk", True, False)
        assert [line.text for line in model.lines] == [line.text for line in LINES]
        place = model.timeline.at(1_050)
        assert place is not None
        assert place.row == 1
        assert len(model.finder.find("lens")) == 1

        async def seen() -> bool:
            async with library.services.database.reader() as reader:
                rows = list(await reader.execute_fetchall("SELECT count(*) FROM view"))
            return rows[0][0] == 1

        await until_told(library.services.bus, seen)
        assert model.shows(item_id)


async def test_an_unknown_item_says_so(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (_library, model, _item_id):
        failed = QSignalSpy(model.failed)
        model.open(ItemId(new_id()))
        assert model.item is None
        assert model.lines == ()
        await until(failed.count)
        assert failed.at(0)[0].code == "media.no_item"


async def test_a_corrected_line_changes_alone_and_can_be_put_back(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (_library, model, _item_id):
        changed, edited = QSignalSpy(model.line_changed), QSignalSpy(model.edited)
        model.correct(1, "A prism bends it.")
        await until(changed.count)
        assert changed.at(0) == [1]
        assert model.lines[1].text == "A prism bends it."
        assert len(model.finder.find("prism")) == 1
        edit: Edit = edited.at(0)[0]
        model.put_back(edit.before)
        await until(lambda: model.lines[1].text == "A lens bends it.")
        model.put_back(edit.after)
        await until(lambda: model.lines[1].text == "A prism bends it.")
        assert edited.count() == 1


async def test_a_speaker_is_renamed_in_one_line_or_in_all(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (_library, model, _item_id):
        edited = QSignalSpy(model.edited)
        model.name_speaker(0, "Professor Torres", everywhere=True)
        await until(lambda: model.lines[1].speaker == "Professor Torres")
        assert [line.speaker for line in model.lines] == ["Professor Torres", "Professor Torres", "Joe"]
        model.name_speaker(2, "Joe Miller", everywhere=False)
        await until(lambda: model.lines[2].speaker == "Joe Miller")
        model.put_back(edited.at(0)[0].before)
        await until(lambda: model.lines[0].speaker == "Ana")
        assert [line.speaker for line in model.lines] == ["Ana", "Ana", "Joe Miller"]


async def test_saying_the_same_changes_nothing(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (_library, model, _item_id):
        edited = QSignalSpy(model.edited)
        model.correct(0, LINES[0].text)
        model.name_speaker(0, "Ana", everywhere=True)
        model.correct(2, "Why not?")
        await until(edited.count)
        assert edited.count() == 1


async def test_an_empty_line_is_refused(qloop, paths, tmp_path):
    errors: list[BaseException] = []
    async with playing(paths, tmp_path, errors=errors) as (_library, model, _item_id):
        model.correct(0, "  ")
        await until(lambda: errors)
        assert isinstance(errors[0], AppError)
        assert errors[0].code == "media.no_text_given"


async def test_a_growing_transcript_is_told_as_it_grows(qloop, paths, tmp_path):
    async with playing(paths, tmp_path, state=JobState.TRANSCRIBING) as (library, model, item_id):
        assert model.is_unfinished
        assert model.transcript is not None
        assert not model.transcript.complete
        grown = QSignalSpy(model.lines_changed)
        key = model.transcript.key

        def write(tx) -> None:
            transcript_store.add_segments(tx, key, 1, [spoken(3_000, "Because it slows down.")])
            tx.changed("transcript", item_id)

        await library.services.database.write(write)
        await until(grown.count)
        assert model.lines[-1].text == "Because it slows down."


async def test_a_correction_from_another_device_is_shown(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (library, model, item_id):

        def write(tx) -> None:
            key = transcript_store.shown_key(tx, item_id)
            assert key is not None
            transcript_store.put_correction(tx, item_id, key, 2, "Why, though?", None)
            tx.received = True

        await library.services.database.write(write)
        await until(lambda: model.lines[2].text == "Why, though?")


async def test_progress_alone_does_not_read_the_text_again(qloop, paths, tmp_path):
    async with playing(paths, tmp_path, state=JobState.TRANSCRIBING) as (library, model, item_id):
        before = model.lines
        changed = QSignalSpy(model.item_changed)
        library.services.media.runner.live.put(item_id, 0.5)
        await until(changed.count)
        assert model.item is not None
        assert model.item.stage_progress == 0.5
        assert model.lines is before


async def test_cancel_and_retry(qloop, paths, tmp_path):
    async with playing(paths, tmp_path, state=JobState.TRANSCRIBING) as (_library, model, _item_id):
        model.cancel()
        await until(lambda: model.item is not None and model.item.state is JobState.CANCELLED)
        model.retry()
        await until(lambda: model.item is not None and model.item.state is JobState.PENDING)


async def test_a_file_that_went_missing_is_noticed(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (_library, model, _item_id):
        assert model.item is not None
        assert model.item.media_path is not None
        changed = QSignalSpy(model.item_changed)
        model.item.media_path.unlink()
        model.reload()
        await until(changed.count)
        assert not model.file_is_there


async def test_export_writes_the_text_or_says_why_not(qloop, paths, tmp_path):
    errors: list[BaseException] = []
    async with playing(paths, tmp_path, errors=errors) as (_library, model, _item_id):
        exported = QSignalSpy(model.exported)
        target = tmp_path / "talk.srt"
        model.export(ExportFormat.SRT, target)
        await until(exported.count)
        assert "A lens bends it." in target.read_text(encoding="utf-8")
        model.export(ExportFormat.TXT, tmp_path / "missing" / "talk.txt")
        await until(lambda: errors)
        assert isinstance(errors[0], AppError)
        assert errors[0].code == "storage.file_missing"


async def test_a_copy_of_the_file_or_why_not(qloop, paths, tmp_path):
    errors: list[BaseException] = []
    async with playing(paths, tmp_path, errors=errors) as (_library, model, _item_id):
        exported = QSignalSpy(model.exported)
        model.save_copy(tmp_path / "copy.wav")
        await until(exported.count)
        assert (tmp_path / "copy.wav").stat().st_size == (tmp_path / "Talk.wav").stat().st_size
        model.save_copy(tmp_path / "missing" / "copy.wav")
        await until(lambda: errors)
        model.file_is_there = False
        model.save_copy(tmp_path / "other.wav")
        await until(lambda: len(errors) == 2)
        assert [error.code for error in errors if isinstance(error, AppError)] == [
            "storage.file_missing",
            "media.file_lost",
        ]


async def test_what_the_details_need(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (library, model, item_id):
        await library.services.media.library.set_tags(item_id, ["physics", "Optics"])
        assert await model.known_tags() == ["Optics", "physics"]
        assert [one.is_default for one in await model.collections()] == [True]
        assert await model.costs() == []


async def test_deleting_the_item_shows(qloop, paths, tmp_path):
    async with playing(paths, tmp_path) as (library, model, item_id):
        failed = QSignalSpy(model.failed)
        await library.services.media.library.delete([item_id])
        await until(failed.count)
        assert failed.at(0)[0].code == "media.no_item"


async def test_why_a_text_may_only_be_read_is_told_before_anybody_types(qloop, paths, tmp_path):
    errors: list[BaseException] = []
    async with playing(paths, tmp_path, errors=errors) as (library, model, _item_id):
        database = library.services.database
        assert model.may_edit()

        def shared(tx, access):
            tx.execute("INSERT OR REPLACE INTO sync_grant VALUES ('group:g', ?, ?)", [access, 1 << 50])
            tx.execute("UPDATE item SET scope = 'group:g'")
            tx.changed("grant")

        await database.write(lambda tx: shared(tx, 3))
        await until(lambda: model.closed is not None)
        assert not model.may_edit()
        await until(lambda: errors)
        assert [str(error) for error in errors] == ["sync.scope_read_only"]
        await database.write(lambda tx: shared(tx, 7))
        await until(lambda: model.closed is None)
        assert model.may_edit()
