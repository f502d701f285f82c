"""The whole program in its own process: first paint, second start, a clean end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest

from desktop.app import Program
from desktop.runtime.paths import ProfilePaths
from desktop.storage.archive import export_backup, import_backup
from desktop.storage.backup import back_up
from desktop.storage.database import Database
from desktop.widgets.language import install_language, ui_language
from shared.tasks import TaskScope
from tests.support.waiting import until

HEAVY = {
    *("anthropic", "av", "ctranslate2", "faster_whisper", "numpy", "onnxruntime", "openai", "tokenizers"),
    *("PIL", "aiohttp", "keyring", "pypdfium2"),
}
PROGRAM = """
import sys
from desktop.app import run
from desktop.runtime.paths import ProfilePaths
sys.exit(run(ProfilePaths.of()))
"""
PATIENCE_S = 60.0


@pytest.fixture
def start(paths, tmp_path):
    """Starts the program on the test's profile; whatever still runs is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def started(**environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", PROGRAM],
            env=os.environ | {"LANTERN_DATA_DIR": str(paths.data_dir)} | environment,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield started
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def log_of(paths: ProfilePaths) -> str:
    file = paths.logs_dir / "lantern.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def wait_for(holds) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_nothing_heavy_is_loaded_at_the_first_paint(start, tmp_path):
    probe = tmp_path / "probe.json"
    process = start(LANTERN_STARTUP_PROBE=str(probe))
    assert process.wait(PATIENCE_S) == 0
    told = json.loads(probe.read_text(encoding="utf-8"))
    assert not HEAVY & set(told["modules"])
    assert {"PySide6", "qasync"} <= set(told["modules"])


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_opens_the_library_and_ends_when_the_system_asks(start, paths):
    process = start()
    wait_for(lambda: '"started"' in log_of(paths))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 0
    assert "unexpected error" not in log_of(paths)
    state = json.loads(paths.settings_file.read_text(encoding="utf-8"))
    assert json.loads(state["window_state"])["pages"].keys() >= {"welcome"}


def test_a_second_start_hands_over_and_ends(start, paths):
    first = start()
    wait_for(lambda: '"started"' in log_of(paths))
    second = start()
    assert second.wait(PATIENCE_S) == 0
    assert first.poll() is None


@asynccontextmanager
async def running(qapp, paths):
    """The program inside the test's loop, with its library open."""
    program = Program(qapp, paths)
    async with TaskScope("test") as scope:
        main = scope.spawn(program.main(), name="main")
        yield program
        program.quit()
        assert await main == 0


def is_open(program: Program) -> bool:
    return program.window.frame.host.current_id != ""


async def test_another_language_makes_the_window_anew(qloop, qapp, paths):
    async with running(qapp, paths) as program:
        await until(lambda: is_open(program))
        first = program.window
        await program.services.settings.set("language", "es")
        await until(lambda: program.window is not first and is_open(program))
        assert ui_language() == "es"
        assert program.window.frame.rail._buttons["library"].text() != ""
    install_language("en")


async def test_a_backup_takes_the_place_of_the_library(qloop, qapp, paths, tmp_path):
    async with running(qapp, paths) as program:
        await until(lambda: is_open(program))
        await program.services.settings.set("search_results", 9)
        await asyncio.to_thread(export_backup, paths, tmp_path / "class.lantern", 0)
        await program.services.settings.set("search_results", 2)
        first = program.window
        first.reopen(lambda: import_backup(paths, tmp_path / "class.lantern") and None, "Restored")
        await until(lambda: program.window is not first and is_open(program))
        assert program.services.settings.get("search_results") == 9
        await until(lambda: program.window.frame.toasts.toasts())
        assert program.window.frame.toasts.toasts()[-1].text == "Restored"


async def test_a_restore_that_fails_leaves_the_library_as_it_was(qloop, qapp, paths, tmp_path):
    (tmp_path / "class.lantern").write_text("no backup")
    async with running(qapp, paths) as program:
        await until(lambda: is_open(program))
        await program.services.settings.set("search_results", 9)
        first = program.window
        first.reopen(lambda: import_backup(paths, tmp_path / "class.lantern") and None, "Restored")
        await until(lambda: program.window is not first and is_open(program))
        assert program.services.settings.get("search_results") == 9
        await until(lambda: program.window.frame.toasts.toasts())
        assert program.window.frame.toasts.toasts()[-1].action_button.text() == "Details"


async def test_a_damaged_library_is_told_and_a_backup_brings_it_back(qloop, qapp, paths, clock, bus):
    database = await Database.open(paths, clock=clock, bus=bus)
    await database.close()
    kept = back_up(paths, "daily")
    paths.database.write_bytes(b"no library" * 1000)
    async with running(qapp, paths) as program:
        view = program.window.frame.start_up
        await until(view.error.accessibleName)
        assert not is_open(program)
        view.restore.emit(kept)
        await until(lambda: is_open(program))
        assert list(paths.root.glob("library-damaged-*"))


async def test_a_fault_in_the_program_does_not_end_it(qloop, qapp, paths, monkeypatch):
    async with running(qapp, paths) as program:
        await until(lambda: is_open(program))
        monkeypatch.setattr(program.window, "detach", None)
        program.window.rebuild()
        await until(program.reporter.dialog)
        program.reporter.dialog().reject()
        monkeypatch.undo()
        assert is_open(program)


async def test_a_second_start_may_bring_files(qloop, qapp, paths, tmp_path, monkeypatch):
    async with running(qapp, paths) as program:
        await until(lambda: is_open(program))
        brought: list[object] = []
        monkeypatch.setattr(program.window, "import_paths", brought.append)
        monkeypatch.setattr(program.window, "raise_", lambda: None)
        program.second_start({"action": "raise", "paths": [str(tmp_path), 7]})
        assert brought == [[tmp_path]]
