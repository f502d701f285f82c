"""Three computers on one switch: a host, a desktop and a phone's browser, from discovery to the podium.

Nothing is replaced: network namespaces with real multicast, the installed host, the real window, real Chromium. The
host is killed -9 in the middle of a question and started again.
"""

import json
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from shared.quiz.quiz_file import write_quiz_file
from tests.support.live_host import RunningHost, start_host, sums_quiz
from tests.support.namespaces import Computer, classroom

pytestmark = [pytest.mark.timeout(280), pytest.mark.xdist_group("network")]

LIMIT_S = 120.0
QUESTIONS = 3


class Watched:
    """A program whose JSON lines are read as they come."""

    def __init__(self, computer: Computer, *arguments: str) -> None:
        self.process = computer.start(sys.executable, "-m", *arguments)
        self.lines: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.lines.append(json.loads(line))
                self._news.notify_all()

    def until(self, **wanted: Any) -> dict[str, Any]:
        """The first line with these values. Raises AssertionError when it does not come."""
        with self._news:
            found = self._news.wait_for(lambda: self._with(wanted), LIMIT_S)
            assert found, (wanted, self.lines[-5:])
            return found

    def value(self, key: str) -> Any:
        with self._news:
            assert self._news.wait_for(lambda: any(key in line for line in self.lines), LIMIT_S), (
                key,
                self.lines,
            )
            return next(line[key] for line in self.lines if key in line)

    def _with(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        return next((line for line in self.lines if wanted.items() <= line.items()), None)

    def ended(self) -> int:
        code = self.process.wait(LIMIT_S)
        self._reader.join(LIMIT_S)
        self._close()
        return code

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.ended()

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


def started(computer: Computer, folder: Path, *arguments: str) -> RunningHost:
    return start_host(folder, arguments=arguments, prefix=computer.prefix, announce=True)


def result_of(computer: Computer, host: RunningHost, game_id: str) -> dict[str, Any]:
    """Asked on the host's own computer: this one is not on its network."""
    asking = (
        "import sys, urllib.request as u;"
        "print(u.urlopen(u.Request(sys.argv[1], headers={'Authorization': 'Bearer ' + sys.argv[2]})).read().decode())"
    )
    url = f"http://127.0.0.1:{host.port}/api/games/{game_id}/result"
    return json.loads(computer.run(sys.executable, "-c", asking, url, host.owner_token))


def test_from_discovery_to_podium_with_the_host_killed_on_the_way(tmp_path: Path):
    file = tmp_path / "sums.lantern-quiz"
    file.write_bytes(write_quiz_file(sums_quiz(QUESTIONS, time_limit_s=60), {}))
    with classroom(3) as (laptop, desk, phone):
        host = started(laptop, tmp_path / "host", "--quiz", str(file), "--name", "Ms Soto")
        programs: list[Watched] = []
        try:
            told = host.started
            assert told["url"].startswith(f"http://{laptop.address}:")
            socket = f"ws://127.0.0.1:{host.port}/ws"
            browser = Watched(phone, "tests.support.classroom_browser", told["url"], "Ana", str(tmp_path))
            programs.append(browser)
            desktop = Watched(desk, "tests.support.classroom_desktop", str(tmp_path / "desktop"), "Ben")
            programs.append(desktop)
            assert desktop.value("found_ms") < 10_000
            teacher = Watched(laptop, "tests.support.classroom_teacher", socket, told["host_token"], "2")
            programs.append(teacher)

            teacher.until(phase="open", q=1)
            host.kill()
            time.sleep(0.5)
            again = started(laptop, tmp_path / "host")
            host.process, host.owner_token = again.process, again.owner_token
            assert again.port == host.port

            assert teacher.ended() == 0
            browser.until(podium=True)
            desktop.until(podium=True)
            result = result_of(laptop, host, told["game_id"])
        finally:
            for program in programs:
                program.stop()
            host.stop()
    check(result, browser, desktop)


def check(result: dict[str, Any], browser: Watched, desktop: Watched) -> None:
    assert {player["name"] for player in result["players"]} == {"Ana", "Ben"}
    answers = [(answer["pid"], answer["q"]) for answer in result["answers"]]
    assert len(set(answers)) == len(answers)
    assert len(answers) == 2 * QUESTIONS
    assert browser.value("errors") == []
    assert not [line for line in desktop.lines if "error" in line]
