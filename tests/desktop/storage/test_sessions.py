"""Sessions: a clean end leaves no mark, a crash is noticed once."""

import subprocess
import sys

from desktop.storage.sessions import Session, others_running


def crash(folder):
    script = (
        "import os, sys; from pathlib import Path; from desktop.storage.sessions import Session;"
        "s = Session.start(Path(sys.argv[1])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)


def test_a_clean_end_is_not_suspicious(tmp_path):
    first = Session.start(tmp_path)
    assert not first.crashed_before
    first.end()
    second = Session.start(tmp_path)
    assert not second.crashed_before
    second.end()
    assert list(tmp_path.iterdir()) == []


def test_a_crash_is_noticed_once(tmp_path):
    crash(tmp_path)
    first = Session.start(tmp_path)
    assert first.crashed_before
    first.end()
    second = Session.start(tmp_path)
    assert not second.crashed_before
    second.end()


def test_a_running_process_is_no_crash(tmp_path):
    running = Session.start(tmp_path)
    other = Session.start(tmp_path)
    assert not other.crashed_before
    assert others_running(tmp_path)
    assert not others_running(tmp_path, besides=2)
    other.end()
    running.end()
    assert not others_running(tmp_path)
