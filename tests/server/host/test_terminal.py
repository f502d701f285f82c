import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

from server.host.terminal import action_for, keys, started_line, started_text
from server.live.journal_store import Recovered
from shared.quiz.commands import End, Lock, Next, Pause, Resume
from tests.support.host_stage import staged


async def test_programs_get_one_line_and_people_a_code_to_scan(tmp_path: Path):
    async with staged(tmp_path) as stage:
        waiting = json.loads(started_line(stage.host, None))
        assert (waiting["pin"], waiting["port"], waiting["data_dir"]) == ("", stage.host.port, str(tmp_path))
        assert "Waiting for a quiz" in started_text(stage.host, None)
        game = await stage.game()
        line = json.loads(started_line(stage.host, game))
        assert line["url"].endswith(f"?pin={line['pin']}")
        assert line["host_url"].endswith(f"host#t={line['host_token']}")
        text = started_text(stage.host, game)
        assert game.record.setup.pin in text
        assert "█" in text


async def test_a_damaged_file_is_told(tmp_path: Path):
    async with staged(tmp_path) as stage:
        stage.host.games.damaged["x"] = "Old game"
        assert "could not be read" in started_text(stage.host, None)
        stage.host.journal._store.recovered = Recovered("classroom-damaged-1.sqlite3", ("x",))
        assert "classroom-damaged-1.sqlite3" in started_text(stage.host, None)


async def test_keys_ask_for_what_a_teacher_needs(tmp_path: Path):
    async with staged(tmp_path) as stage:
        game = await stage.game()
        assert isinstance(action_for("\n", game), Next)
        assert isinstance(action_for("p", game), Pause | Resume)
        assert action_for("l", game) == Lock(locked=True)
        assert isinstance(action_for("q", game), End)
        assert action_for("x", game) is None


async def test_without_a_keyboard_nothing_is_listened_to():
    with keys(lambda key: None) as listening:
        assert not listening


def test_keys_of_a_terminal_drive_a_game(tmp_path: Path, quiz_file: Path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "server.host.program", "--quiz", str(quiz_file), "--data-dir", str(tmp_path / "host"),
         "--no-announce"],
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    limit = time.monotonic() + 60

    def read_until(words: bytes) -> bytes:
        """What came up to these words; what came behind them stays for the next call."""
        nonlocal seen
        while words not in seen:
            ready, _, _ = select.select([ours], [], [], max(0.0, limit - time.monotonic()))
            assert ready, seen
            seen += os.read(ours, 4096)
        before, _, seen = seen.partition(words)
        return before

    told = read_until(b"q: end")
    assert b"PIN:" in told
    assert b"/screen#t=" in told
    read_until(b"Enter: start")
    os.write(ours, b"l")
    read_until(b"locked")
    os.write(ours, b"\n")
    read_until(b"being read")
    os.write(ours, b"qq")  # both at once: no key waits in a buffer for the next one
    read_until(b"The game is over")
    os.write(ours, b"q")
    assert process.wait(10) == 0
    os.close(ours)
