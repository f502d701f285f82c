"""The real `lantern-host` as a process of its own: started, asked over HTTP as its owner, killed, started again.

`live_host` is a host with one game of `sums_quiz()`; `start_host` starts any other.
"""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.quiz.quiz import Choice, GameOptions, Question, Quiz, Single
from shared.quiz.quiz_file import write_quiz_file
from shared.quiz.results import GameResult

LIMIT_S = 60.0


def sums_quiz(questions: int = 3, *, time_limit_s: int | None = 20) -> Quiz:
    """Sums to choose from four results; the right one is always the double. Options open as soon as asked."""
    return Quiz(
        id="sums",
        title="Sums",
        language="en",
        questions=tuple(
            Question(
                id=f"sum-{number}",
                text=f"What is {number} + {number}?",
                body=Single(tuple(Choice(str(2 * number + more)) for more in (0, 1, 2, 3)), 0),
                time_limit_s=time_limit_s,
                read_s=2,
            )
            for number in range(1, questions + 1)
        ),
    )


@dataclass
class GameKeys:
    """What the owner knows of one game."""

    game_id: str
    pin: str
    host_token: str
    screen_token: str
    urls: tuple[str, ...]


@dataclass
class RunningHost:
    """A host process. `game` is the one it was started with."""

    process: subprocess.Popen[str]
    data_dir: Path
    port: int
    started: dict[str, Any]
    owner_token: str
    arguments: tuple[str, ...] = ()
    game: GameKeys | None = None
    address: str = "127.0.0.1"
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Base address for clients on this computer."""
        return f"http://{self.address}:{self.port}/"

    @property
    def socket_url(self) -> str:
        """Where WebSockets connect."""
        return f"ws://{self.address}:{self.port}/ws"

    @property
    def pin(self) -> str:
        return self.game.pin

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, kind: str = "", token: str | None = None
    ) -> bytes:
        """One request as the owner. Raises urllib.error.HTTPError."""
        headers = {"Authorization": f"Bearer {self.owner_token if token is None else token}"}
        if kind:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=LIMIT_S) as answer:
            return answer.read()

    def create_game(
        self, quiz: Quiz | bytes, options: GameOptions | None = None, *, media: dict[str, bytes] | None = None
    ) -> GameKeys:
        """Open another game."""
        data = quiz if isinstance(quiz, bytes) else write_quiz_file(quiz, media or {})
        body, kind = multipart({"quiz": data, "options": msgspec.json.encode(options or GameOptions())})
        told = json.loads(self.ask("POST", "api/games", body=body, kind=kind))
        return _keys(told)

    def result(self, game_id: str = "") -> GameResult:
        """Everything of a game."""
        game_id = game_id or self.game.game_id
        return msgspec.json.decode(self.ask("GET", f"api/games/{game_id}/result"), type=GameResult)

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + "health", timeout=LIMIT_S) as answer:
            return json.loads(answer.read())

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self._wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it politely; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self._wait()

    def restart(self) -> None:
        """Start it again, on the same folder with the same arguments; keys stay as they were."""
        again = start_host(self.data_dir, arguments=self.arguments, environment=self.environment)
        self.process, self.port, self.started = again.process, again.port, again.started
        self.owner_token = again.owner_token

    def _wait(self) -> int:
        code = self.process.wait(LIMIT_S)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def multipart(parts: dict[str, bytes]) -> tuple[bytes, str]:
    """A multipart body and its content type."""
    mark = "lantern-part"
    pieces = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts.items()
    ]
    return b"".join(pieces) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def own_port() -> int:
    """A port that no other test's host takes while this one is down: below those that systems hand out."""
    while True:
        port = random.randrange(20_000, 30_000)
        with contextlib.suppress(OSError), socket.create_server(("0.0.0.0", port)):
            return port


def start_host(
    data_dir: Path,
    *,
    quiz: Path | None = None,
    arguments: tuple[str, ...] = (),
    environment: dict[str, str] | None = None,
    prefix: tuple[str, ...] = (),
    announce: bool = False,
) -> RunningHost:
    """Start `lantern-host --json` and wait until it is open. `prefix` stands before the program (`ip netns exec`)."""
    if quiz is not None:
        arguments = (*arguments, "--quiz", str(quiz))
    if not prefix and "--port" not in arguments:
        arguments = (*arguments, "--port", str(own_port()))
    given = arguments if announce else (*arguments, "--no-announce")
    command = [
        *prefix,
        sys.executable,
        "-m",
        "server.host.program",
        "--json",
        "--data-dir",
        str(data_dir),
        *given,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    )
    line = process.stdout.readline()
    if not line:
        process.stdout.close()
        raise RuntimeError(f"lantern-host ended with {process.wait(LIMIT_S)}")
    started = json.loads(line)
    owner_token = json.loads((data_dir / "host.json").read_text())["owner_token"]
    host = RunningHost(process, data_dir, started["port"], started, owner_token, arguments)
    host.environment = environment or {}
    if started["game_id"] and not prefix:
        host.game = _keys(json.loads(host.ask("GET", f"api/games/{started['game_id']}")))
    return host


def _keys(told: dict[str, Any]) -> GameKeys:
    return GameKeys(told["id"], told["pin"], told["host_token"], told["screen_token"], tuple(told["urls"]))


@pytest.fixture
def quiz_file(tmp_path: Path) -> Path:
    """`sums_quiz()` as a file."""
    path = tmp_path / "sums.lantern-quiz"
    path.write_bytes(write_quiz_file(sums_quiz(), {}))
    return path


@pytest.fixture
def live_host(tmp_path: Path, quiz_file: Path) -> Iterator[RunningHost]:
    """A running host with one game in its lobby; not advertised."""
    host = start_host(tmp_path / "host", quiz=quiz_file)
    yield host
    host.stop()
