"""Imports one after the other, with the real worker that looks into files."""

from contextlib import asynccontextmanager

from desktop.media.library_import_view_model import LibraryImports
from desktop.media.service import ImportOutcome, ImportResult, ItemFilter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.small_library import small_library
from tests.support.waiting import until


@asynccontextmanager
async def importing(paths, clock):
    async with small_library(paths, clock) as library:
        services, scope = library.services, TaskScope("test")
        imports = LibraryImports(services.media, scope, services.bus)
        reports = []
        imports.finished.connect(reports.append)
        yield imports, services, reports
        imports.close()
        await scope.close()


def notes(folder, *names):
    made = []
    for name in names:
        path = folder / name
        path.write_text(f"The text of {name} has a few words.\n")
        made.append(path)
    return made


async def test_files_are_added_and_told_together(qloop, paths, clock, tmp_path):
    async with importing(paths, clock) as (imports, _services, reports):
        good = notes(tmp_path, "one.txt", "two.md")
        bad = tmp_path / "empty.txt"
        bad.write_bytes(b"")
        seen = []
        imports.changed.connect(lambda: seen.append((imports.busy, imports.progress, imports.fraction)))
        imports.add([*good, bad, good[0]])
        assert imports.busy
        await until(lambda: not imports.busy)
        (report,) = reports
        assert len(report.having(ImportOutcome.ADDED)) == 2
        assert [result.path for result in report.having(ImportOutcome.FAILED)] == [bad]
        assert len(report.having(ImportOutcome.DUPLICATE)) == 1
        assert {progress.number for _, progress, _ in seen if progress} == {1, 2, 3, 4}
        fractions = [fraction for _, _, fraction in seen if fraction is not None]
        assert fractions == sorted(fractions)
        assert seen[-1] == (False, None, None)


async def test_a_second_drop_waits_for_the_first(qloop, paths, clock, tmp_path):
    async with importing(paths, clock) as (imports, services, reports):
        home = await services.media.library.add_collection("Optics")
        first, second = notes(tmp_path, "one.txt", "two.txt")
        imports.add([first])
        imports.add([second], home)
        imports.add([])
        await until(lambda: len(reports) == 2)
        items = await services.media.items(ItemFilter(collection_id=home))
        assert [item.title for item in items] == ["Two"]


async def test_stopping_keeps_what_is_there(qloop, paths, clock, tmp_path):
    async with importing(paths, clock) as (imports, services, reports):
        stopped = []
        imports.stopped.connect(lambda: stopped.append(1))
        imports.changed.connect(
            lambda: imports.progress and imports.progress.number == 2 and imports.cancel()
        )
        imports.add(notes(tmp_path, "one.txt", "two.txt", "three.txt"))
        imports.add(notes(tmp_path, "four.txt"))
        await until(lambda: stopped)
        assert not imports.busy
        assert [item.title for item in await services.media.items(ItemFilter())] == ["One"]
        assert reports == []
        imports.cancel()


async def test_after_a_stop_more_can_be_added(qloop, paths, clock, tmp_path):
    async with importing(paths, clock) as (imports, _services, reports):
        imports.add(notes(tmp_path, "one.txt"))
        imports.cancel()
        await until(lambda: not imports.busy)
        imports.add(notes(tmp_path, "two.txt"))
        await until(lambda: reports)
        assert reports[0].having(ImportOutcome.ADDED)


async def test_what_a_watched_folder_brought_is_told_once(qloop, paths, clock, tmp_path):
    async with importing(paths, clock) as (_imports, services, reports):
        result = ImportResult(tmp_path / "a.pdf", ImportOutcome.FAILED, error=AppError("media.pdf_locked"))
        services.media.watch.results = [result]
        services.bus.announce("watch")
        services.bus.announce("watch")
        (report,) = reports
        assert report.watched
        assert report.results == (result,)
