"""What every command does around its work: failures told, output kept apart, the library closed."""

import asyncio
import json

import pytest
import typer

from desktop.cli_run import fail, library, run
from desktop.storage.sessions import others_running
from shared.errors import AppError


def test_a_failure_in_json_mode_is_json_on_standard_error(lantern):
    done = lantern("search", "word", "--item", "not-an-id", "--json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert json.loads(done.stderr)["code"] == "ids.malformed"


def test_a_failure_names_what_happened_and_what_to_do(capsys):
    with pytest.raises(typer.Exit) as caught:
        fail(AppError("storage.busy", detail="locked"))
    assert caught.value.exit_code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "busy" in told.err
    assert "storage.busy: locked" in told.err


def test_an_interrupted_command_ends_quietly():
    async def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as caught:
        run(interrupted())
    assert caught.value.exit_code == 130


async def test_the_library_is_closed_after_the_work(paths):
    async with library(paths):
        assert others_running(paths.sessions_dir)
    assert not others_running(paths.sessions_dir)


async def test_the_library_is_closed_after_a_failure(paths):
    async def fails():
        async with library(paths):
            raise AppError("storage.busy")

    with pytest.raises(AppError):
        await asyncio.wait_for(fails(), 20)
    assert not others_running(paths.sessions_dir)


def test_nothing_but_the_result_reaches_standard_output(lantern, tmp_path):
    (tmp_path / "a.txt").write_text("Water boils at a hundred degrees.")
    done = lantern("import", tmp_path / "a.txt", "--wait", "--json")
    assert len(done.stdout.splitlines()) == 1
    assert json.loads(done.stdout)
