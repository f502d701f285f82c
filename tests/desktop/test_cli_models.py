"""`lantern models`: what it prints, what it changes, and its exit codes."""

import json
import sys

import pytest
from typer.testing import CliRunner

from desktop import cli_models
from desktop.cli_commands import app
from desktop.models.progress import Phase, Progress
from desktop.models.service import ModelsService
from tests.support.model_cache import damage
from tests.support.model_hub import FILES, NAME, catalogue, read_model, write_model, write_wheels


@pytest.fixture
def models_dir(tmp_path, monkeypatch):
    """A library whose one model lies in a cache on this disk; nothing else can be reached."""
    folder = tmp_path / "library" / "models"
    folder.mkdir(parents=True)
    service = ModelsService(folder, catalogue=catalogue(), folders=(tmp_path / "cache",), pip_commands=())
    monkeypatch.setattr(cli_models, "_service", lambda _context: service)
    return folder


@pytest.fixture
def cache(tmp_path):
    write_model(tmp_path / "cache")


@pytest.fixture
def lantern(tmp_path):
    """Run a command; returns exit code, output, notes."""

    def run(*arguments):
        result = CliRunner().invoke(app, ["--data-dir", str(tmp_path / "library"), "models", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return run


def test_the_real_models_are_listed_as_json(lantern, tmp_path, monkeypatch):
    code, out, _ = lantern("list", "--json")
    assert code == 0
    listed = {model["name"]: model["state"] for model in json.loads(out)}
    assert listed == dict.fromkeys(("tiny.en", "base", "minilm", "wordllama"), "missing")


def test_a_list_for_a_pipe_is_one_line_a_model(lantern, models_dir):
    assert lantern("list") == (0, "talk\tmissing\t1.2 MB\tTalk to text\n", "")


def test_a_list_for_a_terminal_is_a_table(lantern, models_dir, monkeypatch):
    monkeypatch.setattr(cli_models, "_is_terminal", lambda _stream: True)
    code, out, _ = lantern("list")
    assert code == 0
    assert "What it is for" in out
    assert "Turns talk into text." in out


def test_a_pull_brings_a_model_and_says_so(lantern, models_dir, cache):
    code, out, notes = lantern("pull", NAME)
    assert (code, out) == (0, "talk: ready\n")
    assert "copying from this computer" in notes
    assert read_model(models_dir / NAME) == FILES
    assert lantern("pull", NAME) == (0, "talk: already on this computer\n", "")


def test_one_failing_pull_does_not_stop_the_next(lantern, models_dir, cache):
    code, out, notes = lantern("pull", "large", NAME)
    assert (code, out) == (1, "talk: ready\n")
    assert "no model called large" in notes


def test_a_pull_without_a_network_ends_with_1_and_tells_the_way_by_file(lantern, models_dir):
    code, out, notes = lantern("pull", NAME)
    assert (code, out) == (1, "")
    assert "could not be downloaded" in notes
    assert "models.unreachable" in notes


def test_verifying_finds_what_a_list_cannot_see(lantern, models_dir, cache):
    lantern("pull", NAME)
    file = models_dir / NAME / "config.json"
    damage(file)
    assert "damaged" in lantern("list", "--verify")[1]
    assert lantern("pull", NAME)[0] == 0
    assert "present" in lantern("list", "--verify")[1]


def test_an_import_brings_a_model(lantern, models_dir, tmp_path):
    stick = write_model(tmp_path / "stick")
    assert lantern("import", str(stick))[:2] == (0, "talk: ready\n")
    assert read_model(models_dir / NAME) == FILES


def test_wheels_can_be_imported_together(lantern, models_dir, tmp_path):
    wheels = write_wheels(tmp_path / "stick")
    assert lantern("import", *map(str, wheels))[:2] == (0, "talk: ready\n")


def test_an_import_that_is_not_enough_says_what_is_missing(lantern, models_dir, tmp_path):
    _, second = write_wheels(tmp_path / "stick")
    code, out, notes = lantern("import", str(second))
    assert (code, out) == (1, "")
    assert "model.bin, config.json, vocabulary.txt" in notes


def test_a_removed_model_is_gone(lantern, models_dir, cache):
    lantern("pull", NAME)
    assert lantern("remove", NAME) == (0, "talk: removed\n", "")
    assert not (models_dir / NAME).exists()
    assert lantern("remove", NAME) == (0, "talk: was not on this computer\n", "")
    assert lantern("remove", "large")[0] == 1


def test_progress_on_a_terminal_is_a_bar(monkeypatch, capsys):
    monkeypatch.setattr(cli_models, "_is_terminal", lambda _stream: True)
    with cli_models._ProgressShown() as shown:
        shown.show(Progress(NAME, Phase.DOWNLOADING, 500_000, 1_000_000))
        shown.show(Progress(NAME, Phase.CHECKING, 1_000_000, 1_000_000))
        shown.say("talk: ready")
    assert "talk: ready" in capsys.readouterr().out


def test_progress_elsewhere_is_a_line_a_phase(capsys):
    with cli_models._ProgressShown() as shown:
        for done in range(0, 1_000_001, 100_000):
            shown.show(Progress(NAME, Phase.DOWNLOADING, done, 1_000_000))
        shown.show(Progress(NAME, Phase.CHECKING, 1_000_000, 1_000_000))
    assert capsys.readouterr().err.splitlines() == [
        "talk: downloading, 0 B of 1.0 MB",
        "talk: checking, 1.0 MB of 1.0 MB",
    ]


def test_no_stream_is_no_terminal():
    assert not cli_models._is_terminal(None)
    assert not cli_models._is_terminal(sys.stdin) or sys.stdin.isatty()
