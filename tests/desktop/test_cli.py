"""The `lantern` command: its forms, its exit codes, and that it needs neither a display nor Qt."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from desktop.cli import app


@pytest.fixture
def lantern(tmp_path):
    """Run the command in this process on a library of the test's own."""
    runner = CliRunner()

    def run(*arguments, data_dir=tmp_path / "data"):
        return runner.invoke(app, ["--data-dir", str(data_dir), *map(str, arguments)])

    return run


def test_an_empty_library_lists_nothing(lantern):
    assert json.loads(lantern("items", "--json").stdout) == []
    assert lantern("items").exit_code == 0


def test_documents_go_from_import_to_cited_answer(lantern, tmp_path):
    file = tmp_path / "Volcanoes.md"
    file.write_text(
        "# Volcanoes\n\nMagma rises because it is lighter than the rock around it.\n\n"
        "Pumice floats on water because it is full of gas bubbles.\n"
    )
    done = lantern("import", file, "--wait", "--json")
    assert done.exit_code == 0, done.output
    [added] = json.loads(done.stdout)
    assert (added["outcome"], added["state"], added["error"]) == ("added", "completed", None)
    [item] = json.loads(lantern("items", "--json").stdout)
    assert item == {
        "id": added["id"],
        "title": "Volcanoes",
        "kind": "document",
        "state": "completed",
        "duration_ms": None,
    }
    assert "Pumice floats" in lantern("transcript", added["id"]).stdout
    hits = json.loads(lantern("search", "pumice floating", "--json").stdout)
    assert set(hits[0]) == {"item_id", "title", "start_ms", "end_ms", "page", "score", "text"}
    assert "Pumice floats" in hits[0]["text"]
    answer = json.loads(lantern("ask", "Why does pumice float on water?", "--offline", "--json").stdout)
    assert answer["mode"] == "passages"
    assert set(answer["citations"][0]) == {"n", "item_id", "title", "start_ms", "end_ms", "page", "text"}
    assert "gas bubbles" in answer["answer"]
    nothing = json.loads(lantern("ask", "Who won the football cup?", "--offline", "--json").stdout)
    assert (nothing["mode"], nothing["citations"]) == ("nothing_relevant", [])


def test_one_bad_file_among_good_ones_fails_the_command_but_not_the_others(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    (tmp_path / "empty.mp3").write_bytes(b"")
    done = lantern("import", tmp_path / "good.txt", tmp_path / "empty.mp3", "--wait", "--json")
    assert done.exit_code == 1
    good, bad = json.loads(done.stdout)
    assert good["state"] == "completed"
    assert bad["outcome"] == "failed"
    assert bad["error"]["message"]
    assert len(json.loads(lantern("items", "--json").stdout)) == 1


def test_without_waiting_the_work_is_queued(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    done = lantern("import", tmp_path / "good.txt", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["state"] == "pending"
    again = lantern("import", tmp_path / "good.txt", "--wait", "--json")
    assert again.exit_code == 0
    assert [json.loads(again.stdout)[0][key] for key in ("outcome", "state")] == ["duplicate", "completed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("transcript", "not-an-id"),
        ("transcript", "018bcfe5-6800-7000-8000-000000000000"),
        ("search", "word", "--item", "018bcfe5-6800-7000-8000-000000000000"),
        ("import", "nowhere.mp3"),
        ("import-backup", "nowhere.lantern"),
        ("models", "pull", "no-such-model"),
    ],
)
def test_what_does_not_exist_is_told_with_status_1(lantern, arguments):
    done = lantern(*arguments)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert len(done.output) > 20


def test_a_failure_in_json_mode_is_json_on_standard_error(lantern):
    done = lantern("search", "word", "--item", "not-an-id", "--json")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert json.loads(done.stderr)["code"] == "ids.malformed"


def test_a_whole_library_moves_through_one_file(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    lantern("import", tmp_path / "good.txt", "--wait")
    assert lantern("export-backup", tmp_path / "all.lantern").exit_code == 0
    assert lantern("export-backup", tmp_path / "all.lantern").exit_code == 1, "never overwritten"
    other = tmp_path / "other"
    assert lantern("import-backup", tmp_path / "all.lantern", data_dir=other).exit_code == 0
    hits = json.loads(lantern("search", "boiling water", "--json", data_dir=other).stdout)
    assert "hundred degrees" in hits[0]["text"]


def test_profiles_are_apart(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees.")
    lantern("import", tmp_path / "good.txt")
    assert json.loads(lantern("--profile", "Ana", "items", "--json").stdout) == []
    bad = lantern("--profile", "../up", "items")
    assert bad.exit_code == 1
    assert "profile" in bad.output


def test_commands_import_no_qt_and_need_no_display(tmp_path):
    script = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from desktop.cli import app\n"
        "app(['--data-dir', sys.argv[1], 'items', '--json'], standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6.')]\n"
        "heavy = {'faster_whisper', 'ctranslate2', 'onnxruntime', 'openai', 'anthropic', 'av'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
