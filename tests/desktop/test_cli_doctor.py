"""`lantern doctor` finds what is there and what is not, and says so with its exit status."""

import json

import pytest
from typer.testing import CliRunner

from desktop import cli_doctor
from desktop.cli import app
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
