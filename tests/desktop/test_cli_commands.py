"""The `lantern` command: its forms, its exit codes, and that it needs neither a display nor Qt."""

import json
import os
import subprocess
import sys

import pytest


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
        "from desktop.cli_commands import app\n"
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
