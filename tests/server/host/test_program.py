import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from server.host.program import main
from tests.support.live_host import RunningHost, start_host
from tests.support.waiting import until


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals):
    host = start_host(tmp_path / "host")
    assert (host.data_dir / "host.json").exists()
    assert host.stop(number) == 0
    assert not (host.data_dir / "host.json").exists()
    assert not (host.data_dir / "classroom.sqlite3-wal").exists()


def test_the_same_file_comes_back_as_the_same_game(live_host: RunningHost):
    before = (live_host.game, live_host.port)
    live_host.kill()
    live_host.restart()
    assert live_host.started["pin"] == before[0].pin
    assert live_host.started["game_id"] == before[0].game_id
    assert live_host.port == before[1]


def test_a_second_one_in_the_folder_is_told_why_not(live_host: RunningHost, capsys):
    assert main(["--data-dir", str(live_host.data_dir), "--no-announce"]) == 1
    assert str(live_host.data_dir) in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys):
    assert main(["--data-dir", str(tmp_path), "--quiz", str(tmp_path / "none"), "--no-announce"]) == 1
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "value"), [("--port", "99999"), ("--port", "-1"), ("--port", "x"),
                                               ("--idle-hours", "nan"), ("--idle-hours", "-2")])  # fmt: skip
def test_a_number_that_cannot_be_is_told(option: str, value: str, capsys):
    with pytest.raises(SystemExit) as refused:
        main([f"{option}={value}"])
    assert refused.value.code == 2
    assert option in capsys.readouterr().err


async def test_it_ends_by_itself_when_nobody_comes(tmp_path: Path):
    host = start_host(tmp_path / "host", arguments=("--idle-hours", "0.0003"))
    await until(lambda: host.process.poll() is not None)
    assert host.stop() == 0


def test_it_starts_without_qt_without_sqlalchemy_and_small(live_host: RunningHost):
    script = "import server.host.program, sys; print(sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    for name in ("PySide6", "sqlalchemy", "zeroconf", "segno", "latex2mathml", "numpy", "desktop"):
        assert f"'{name}'" not in loaded
    process = psutil.Process(live_host.process.pid)
    assert process.memory_info().rss < 80 * 2**20


def test_what_it_tells_a_program_is_one_line(live_host: RunningHost):
    assert set(live_host.started) == {
        "url", "pin", "game_id", "host_token", "screen_url", "host_url", "port", "data_dir",
    }  # fmt: skip
    told = json.loads((live_host.data_dir / "host.json").read_text())
    assert (told["pid"], told["port"]) == (live_host.process.pid, live_host.port)
