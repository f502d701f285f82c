"""`lantern doctor` finds what is there and what is not, and says so with its exit status."""

import json

import pytest
from typer.testing import CliRunner

from desktop import cli_doctor
from desktop.cli_commands import app
from desktop.cli_doctor import Finding, examine
from tests.support.model_cache import damage, put_models


def by_name(paths):
    return {finding.name: finding for finding in examine(paths)}


def test_a_whole_computer_is_well(paths):
    put_models(paths.models_dir, "tiny.en", "wordllama")
    found = by_name(paths)
    assert all(finding.verdict != "missing" for finding in found.values()), found
    assert found["Model tiny.en"].verdict == "ok"
    assert "sqlite-vec" in found["Vector search"].text
    assert found["Playback"].verdict == "ok"


def test_no_speech_model_is_missing_and_says_what_to_run(paths):
    found = by_name(paths)
    assert found["Speech model"].verdict == "missing"
    assert "lantern models pull tiny.en" in found["Speech model"].text


def test_a_damaged_model_is_seen(paths):
    put_models(paths.models_dir, "wordllama")
    damage(paths.models_dir / "wordllama" / "table.safetensors")
    assert by_name(paths)["Model wordllama"].verdict == "note"


@pytest.mark.parametrize(("verdict", "status"), [("ok", 0), ("note", 0), ("missing", 1)])
def test_only_something_missing_fails_the_command(monkeypatch, tmp_path, verdict, status):
    monkeypatch.setattr(cli_doctor, "examine", lambda _paths: iter([Finding("SQLite", verdict, "said")]))
    done = CliRunner().invoke(app, ["--data-dir", str(tmp_path), "doctor", "--json"])
    assert done.exit_code == status
    assert json.loads(done.stdout) == [{"name": "SQLite", "verdict": verdict, "text": "said"}]


async def test_a_library_is_read_whole_and_a_damaged_one_is_seen(paths, database):
    assert by_name_of_library(paths).verdict == "ok"
    await database.close()
    raw = bytearray(paths.database.read_bytes())
    raw[:100] = bytes(100)
    paths.database.write_bytes(raw)
    found = by_name_of_library(paths)
    assert found.verdict == "missing"
    assert "damaged" in found.text


def test_a_library_that_is_not_there_yet_is_no_trouble(paths):
    assert by_name_of_library(paths).verdict == "note"


def by_name_of_library(paths):
    (found,) = cli_doctor._library(paths)
    return found
