import asyncio
import zipfile

import pytest

from desktop.settings.data_view_model import DataViewModel
from desktop.storage.archive import MANIFEST
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.waiting import until


async def test_a_backup_is_written_and_restored(qloop, services, paths, clock, tmp_path):
    target = tmp_path / "class.lantern"
    async with services() as opened, TaskScope("test") as scope:
        await opened.settings.set("search_results", 9)
        model = DataViewModel(paths, clock, scope, opened.bus)
        done: list[object] = []
        model.exported.connect(done.append)
        model.export_to(target)
        assert model.running
        await until(lambda: done)
        assert not model.running
        await until(lambda: model.fraction == 1.0)
        await opened.settings.set("search_results", 2)
        work = model.restore_work(target)
        model.close()
    assert MANIFEST in zipfile.ZipFile(target).namelist()
    await asyncio.to_thread(work)
    async with services() as opened:
        assert opened.settings.get("search_results") == 9


async def test_an_export_can_be_stopped_and_leaves_nothing(qloop, services, paths, clock, tmp_path):
    async with services() as opened, TaskScope("test") as scope:
        model = DataViewModel(paths, clock, scope, opened.bus)
        model.export_to(tmp_path / "class.lantern")
        model.stop()
        await until(lambda: not model.running)
        assert list(tmp_path.glob("class*")) == []
        model.close()


async def test_a_failure_goes_to_the_window(qloop, services, paths, clock, tmp_path):
    errors: list[BaseException] = []
    (tmp_path / "class.lantern").write_text("mine")
    async with services() as opened:
        scope = TaskScope("test", errors.append)
        model = DataViewModel(paths, clock, scope, opened.bus)
        model.export_to(tmp_path / "class.lantern")
        await until(lambda: errors)
        assert isinstance(errors[0], AppError)
        assert errors[0].code == "storage.file_exists"
        await scope.close()
        with pytest.raises(AppError):
            model.restore_work(tmp_path / "class.lantern")()
