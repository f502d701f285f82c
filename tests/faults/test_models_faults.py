"""Models under kill -9, two programs at once, full and read-only disks: whole and right, or not there."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from desktop.models.service import ModelsService, ModelState
from shared.errors import AppError
from tests.support.disks import fill, read_only, small_disk
from tests.support.model_hub import FILES, NAME, catalogue, read_model, serve, write_model, write_wheels
from tests.support.source_tree import ROOT
from tests.support.waiting import until

pytestmark = pytest.mark.faults

PULL = """
import asyncio, sys
from pathlib import Path
from desktop.models.service import ModelsService
from tests.support.model_hub import catalogue, NAME
service = ModelsService(Path(sys.argv[1]), catalogue=catalogue(sys.argv[2]), folders=(), use_pip=False)
asyncio.run(service.pull(NAME))
"""
TOTAL = sum(map(len, FILES.values()))


@pytest.fixture
async def hub():
    async with serve() as running:
        yield running


@pytest.fixture
def models_dir(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def offline(models_dir: Path, **named) -> ModelsService:
    return ModelsService(models_dir, catalogue=catalogue(), folders=(), pip_commands=(), **named)


def plenty(_folder) -> int:
    """A disk that claims to have room, and then has none."""
    return 10**12


async def start_pull(models_dir: Path, url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", PULL, str(models_dir), url, cwd=ROOT)


@pytest.mark.parametrize("after_bytes", [1, 300_000, 900_000, 1_200_000, 1_239_000])
async def test_a_killed_pull_leaves_nothing_half_and_is_gone_on_with(models_dir, hub, after_bytes):
    hub.pace_s = 0.02
    process = await start_pull(models_dir, hub.url)
    await until(lambda: hub.sent >= after_bytes)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    service = ModelsService(models_dir, catalogue=catalogue(hub.url), folders=(), use_pip=False)
    state = service.state(NAME)
    assert state is not ModelState.DAMAGED
    if state is ModelState.PRESENT:
        assert read_model(models_dir / NAME) == FILES
    else:
        assert not (models_dir / NAME).exists()
    hub.pace_s, hub.requests = 0.0, []
    await service.pull(NAME)
    assert read_model(models_dir / NAME) == FILES
    assert await service.verify(NAME) is ModelState.PRESENT
    if after_bytes >= 300_000:
        assert ("model.bin", 0) not in hub.requests


async def test_two_programs_pulling_one_model_fetch_it_once(models_dir, hub):
    hub.pace_s = 0.02
    both = [await start_pull(models_dir, hub.url) for _ in range(2)]
    assert [await process.wait() for process in both] == [0, 0]
    assert hub.sent == TOTAL
    assert read_model(models_dir / NAME) == FILES


async def test_a_program_waiting_for_a_killed_one_takes_over(models_dir, hub):
    hub.pace_s = 0.05
    first = await start_pull(models_dir, hub.url)
    await until(lambda: hub.sent >= 200_000)
    second = await start_pull(models_dir, hub.url)
    first.send_signal(signal.SIGKILL)
    await first.wait()
    hub.pace_s = 0.0
    assert await second.wait() == 0
    assert read_model(models_dir / NAME) == FILES


async def test_a_disk_that_fills_during_a_download_is_told_and_freed_room_is_used(tmp_path, hub):
    with small_disk(tmp_path / "disk", 3_000_000) as disk:
        ballast = fill(disk, leave_bytes=500_000)
        service = ModelsService(
            disk, catalogue=catalogue(hub.url), folders=(), use_pip=False, free_bytes=plenty
        )
        with pytest.raises(AppError) as caught:
            await service.pull(NAME)
        assert caught.value.code == "storage.disk_full"
        assert not (disk / NAME).exists()
        ballast.unlink()
        await service.pull(NAME)
        assert read_model(disk / NAME) == FILES


@pytest.mark.parametrize("source", ["folder", "wheels"])
async def test_a_disk_that_fills_during_an_import_is_told(tmp_path, source):
    stick = tmp_path / "stick"
    _ = write_model(stick) if source == "folder" else write_wheels(stick)
    with small_disk(tmp_path / "disk", 3_000_000) as disk:
        ballast = fill(disk, leave_bytes=400_000)
        service = offline(disk, free_bytes=plenty)
        with pytest.raises(AppError) as caught:
            await service.import_from(stick)
        assert caught.value.code == "storage.disk_full"
        assert not (disk / NAME).exists()
        ballast.unlink()
        assert (await service.import_from(stick)).installed == (NAME,)
        assert read_model(disk / NAME) == FILES


async def test_a_small_disk_is_told_before_the_download(tmp_path, hub):
    with small_disk(tmp_path / "disk", 3_000_000) as disk:
        service = ModelsService(disk, catalogue=catalogue(hub.url), folders=(), use_pip=False)
        with pytest.raises(AppError) as caught:
            await service.pull(NAME)
        assert caught.value.code == "models.no_space"
        assert hub.requests == []


async def test_a_read_only_folder_is_told_and_a_model_in_it_still_works(models_dir, tmp_path):
    stick = write_model(tmp_path / "stick")
    with read_only(models_dir):
        service = offline(models_dir)
        for work in (service.pull(NAME), service.import_from(stick), service.remove(NAME)):
            with pytest.raises(AppError) as caught:
                await work
            assert caught.value.code == "storage.read_only"
    write_model(models_dir)
    with read_only(models_dir):
        service = offline(models_dir)
        assert await service.require(NAME) == models_dir / NAME
        assert service.path(NAME) == models_dir / NAME


async def test_a_stick_pulled_out_during_an_import_is_survived(models_dir, tmp_path):
    stick = write_model(tmp_path / "stick")
    service = offline(models_dir)

    def pull_out(_progress):
        for path in stick.iterdir():
            path.unlink()

    with pytest.raises(AppError) as caught:
        await service.import_from(stick, pull_out)
    assert caught.value.code == "models.import_incomplete"
    assert service.path(NAME) is None
    write_model(tmp_path / "stick")
    assert (await service.import_from(stick)).installed == (NAME,)
