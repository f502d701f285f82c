"""The `lantern` program: which arguments mean the window, and what is loaded for which."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import window_place


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ([], (None, "default")),
        (["--profile", "Ana"], (None, "Ana")),
        (["--profile=Ana", "--data-dir", "lessons"], (Path("lessons"), "Ana")),
        (["--data-dir=a=b"], (Path("a=b"), "default")),
        (["items"], None),
        (["--profile", "Ana", "items"], None),
        (["--help"], None),
        (["--profile"], None),
        (["--colour", "red"], None),
    ],
)
def test_the_window_is_meant_when_no_command_is_given(arguments, place):
    assert window_place(arguments) == place


def lantern(*arguments):
    command = [sys.executable, "-m", "desktop.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_profile_that_cannot_be_is_told_before_any_window():
    done = lantern("--profile", "../up")
    assert done.returncode == 1
    assert "profile" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_runs_in_its_own_process(tmp_path):
    done = lantern("--data-dir", str(tmp_path), "items", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_an_unknown_command_is_refused_with_help(tmp_path):
    done = lantern("--data-dir", str(tmp_path), "dance")
    assert done.returncode == 2
    assert "dance" in done.stderr


def test_the_frozen_program_is_its_own_worker():
    script = "import sys; sys.argv[1:] = ['--lantern-worker', 'this']; from desktop.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "Beautiful is better than ugly." in done.stdout


def test_the_window_loads_no_command(tmp_path):
    script = (
        "import sys, desktop.cli; "
        "loaded = {'typer', 'rich', 'pydantic', 'aiosqlite', 'structlog', 'desktop.assembly'} & set(sys.modules); "
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
