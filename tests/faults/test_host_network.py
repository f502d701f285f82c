"""Hosts on a real little network: one name twice, another address in the middle of a game, a clean leave, none."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from tests.support.live_host import RunningHost, start_host
from tests.support.namespaces import Computer, classroom

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("namespaces")]

LIMIT_S = 90.0


class Seen:
    """What a browser on a computer sees, as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: Queue[dict[str, Any]] = Queue()
        self._process = process
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def until(self, wanted) -> dict[str, Any]:
        """The next line that is as wanted. Raises queue.Empty."""
        while True:
            line = self._lines.get(timeout=LIMIT_S)
            if wanted(line):
                return line

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(json.loads(line))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def browsing(computer: Computer) -> Iterator[Seen]:
    seen = Seen(computer.start(sys.executable, "-m", "tests.support.mdns_browser", "120"))
    try:
        yield seen
    finally:
        seen.close()


@contextmanager
def hosting_on(
    computer: Computer, folder: Path, quiz: Path | None = None, *, name: str = "Room 7"
) -> Iterator[RunningHost]:
    host = start_host(folder, quiz=quiz, arguments=("--name", name), prefix=computer.prefix, announce=True)
    try:
        yield host
    finally:
        host.stop()


def fetch(computer: Computer, url: str) -> dict[str, Any]:
    """What another computer gets over the network."""
    script = f"import urllib.request as u; print(u.urlopen({url!r}, timeout=60).read().decode())"
    return json.loads(computer.run(sys.executable, "-c", script))


def test_two_hosts_with_one_name_are_both_found_and_leave_at_once(tmp_path: Path, quiz_file: Path):
    with classroom(3) as (one, two, pupil), browsing(pupil) as seen:  # noqa: SIM117 - computers first, then hosts
        with hosting_on(one, tmp_path / "1", quiz_file) as first, hosting_on(two, tmp_path / "2") as second:
            found = [seen.until(lambda line: line["state"] == "Added") for _ in range(2)]
            assert len({line["name"] for line in found}) == 2
            assert {line["text"]["name"] for line in found} == {"Room 7"}
            by_address = {line["addresses"][0]: line for line in found}
            assert set(by_address) == {one.address, two.address}
            pins = {address: line["text"]["pin"] for address, line in by_address.items()}
            assert pins == {one.address: first.started["pin"], two.address: ""}
            for computer, host in ((one, first), (two, second)):
                told = fetch(pupil, f"http://{computer.address}:{host.port}/health")
                assert told["id"] == by_address[computer.address]["text"]["id"]
            second.stop()
            gone = seen.until(lambda line: line["state"] == "Removed")
            assert gone["name"] == by_address[two.address]["name"]


def test_a_host_that_changes_its_address_is_found_again(tmp_path: Path, quiz_file: Path):
    with classroom(2) as (teacher, pupil), browsing(pupil) as seen:  # noqa: SIM117 - as above
        with hosting_on(teacher, tmp_path / "host", quiz_file) as host:
            before = seen.until(lambda line: line["state"] == "Added")
            assert before["addresses"] == ["10.77.0.1"]
            teacher.move("10.77.0.99")
            # Browsers keep the old address for a second beside the new one.
            after = seen.until(lambda line: "10.77.0.99" in line.get("addresses", ()))
            assert after["name"].endswith("._lantern-quiz._tcp.local.")
            told = fetch(pupil, f"http://10.77.0.99:{host.port}/health")
            assert told["id"] == after["text"]["id"]
            key = json.loads((host.data_dir / "host.json").read_text())["owner_token"]
            script = (
                "import urllib.request as u; "
                f"r = u.Request('http://10.77.0.99:{host.port}/api/games'); "
                f"r.add_header('Authorization', 'Bearer {key}'); "
                "print(u.urlopen(r, timeout=60).read().decode())"
            )
            (game,) = json.loads(pupil.run(sys.executable, "-c", script))["games"]
            assert game["urls"] == [f"http://10.77.0.99:{host.port}/?pin={game['pin']}"]
            assert fetch(pupil, f"http://10.77.0.99:{host.port}/health")["games"]


def test_a_phone_that_reaches_the_host_is_noticed(tmp_path: Path, quiz_file: Path):
    with classroom(2) as (teacher, pupil), hosting_on(teacher, tmp_path / "host", quiz_file) as host:
        page = pupil.run(
            sys.executable, "-c",
            f"import urllib.request as u; print(u.urlopen('http://{teacher.address}:{host.port}/reach').read().decode())",
        )  # fmt: skip
        assert "reached" in page


def test_without_a_network_the_host_runs_all_the_same(tmp_path: Path, quiz_file: Path):
    with classroom(1) as (teacher,):
        subprocess.run(["ip", "-n", teacher.name, "link", "set", "eth0", "down"], check=True)
        with hosting_on(teacher, tmp_path / "host", quiz_file) as host:
            told = fetch(teacher, f"http://127.0.0.1:{host.port}/health")
            assert told["lantern"] == "host"
            assert len(told["games"]) == 1
