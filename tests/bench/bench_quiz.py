"""A live quiz under load: fan-out, acknowledgement, CPU, memory and return, against a floor and a peer.

The floor is a raw aiohttp broadcaster, the peer python-socketio; all three play the same questions with the same
light players, one after the other in one run. Latencies include this process, which plays every phone.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from shared.quiz.events import Commanded
from shared.quiz.quiz import Choice, GameOptions, Question, Quiz, Single
from shared.quiz.quiz_file import write_quiz_file
from shared.quiz.session import Session
from tests.support.latency_simulation import latency_errors
from tests.support.live_host import sums_quiz
from tests.support.quiz_journal import a_full_game
from tests.support.quiz_load import (
    Crowd,
    Dialect,
    LanternDialect,
    LoadPlayer,
    RawDialect,
    SocketIoDialect,
    percentile,
    within,
)

HERE = Path(__file__).resolve().parent
SIZES = tuple(int(size) for size in os.environ.get("LANTERN_BENCH_PLAYERS", "200,500,2000").split(","))
RACED = 500
"""The room in which the three servers are compared."""
QUESTIONS = 12
FAN_OUT_MS = {200: "<= 50", 500: "<= 100", 2000: "<= 500"}
FRAMES = {
    "prep": {"k": "prep", "seq": 7, "shown": {"q": 3, "n": 12, "type": "single", "text": "x" * 60}, "open_at": 1},
    "open": {
        "k": "open", "seq": 8, "q": 3, "open_at": 1, "close_at": 2,
        "view": {"type": "single", "options": [{"text": f"Option number {number}"} for number in range(4)]},
    },
    "reveal": {
        "k": "reveal", "seq": 9, "q": 3, "solution": {"answer": 2},
        "summary": {"answers": 500, "right": 125, "counts": [1, 2, 3, 4]},
        "own": {"fraction": 1, "points": 900, "total": 4000, "rank": 17, "gap": 20, "state": "right"},
    },
    "board": {"k": "board", "top": [{"name": "Somebody", "total": 5000, "rank": rank} for rank in range(10)]},
}  # fmt: skip
Say = Callable[[str], Awaitable[None]]


@dataclass
class Played:
    """One server's figures with one size of room."""

    crowd: Crowd
    cpu_s: float
    rss_bytes: int
    base_bytes: int
    questions: int

    def cpu_us(self) -> float:
        """Server CPU per player and question, in microseconds."""
        return self.cpu_s * 1e6 / len(self.crowd.players) / self.questions


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """Fan-out and ack per size; CPU and memory against floor and peer; return of a whole room; right scores."""
    yield from asyncio.run(_measure())
    yield from _fairness()
    yield from _rules()


def _rules() -> Iterator[dict[str, Any]]:
    """CPU of the rules alone: a journal of 25 000 answers again, and one reveal for 2 000 players."""
    setup, journal = a_full_game(500, 50)
    began = time.process_time()
    session = Session(setup)
    for event, at_ms in journal:
        session.handle(event, at_ms)
    yield _figure("replay of 500 players x 50 questions", time.process_time() - began, "<= 0.5", "s")
    setup, journal = a_full_game(2000, 3)
    session, took = Session(setup), list[float]()
    for event, at_ms in journal:
        began = time.process_time()
        session.handle(event, at_ms)
        if isinstance(event, Commanded) and session.phase == "reveal":
            took.append((time.process_time() - began) * 1000)
    yield _figure("a reveal for 2 000 players, CPU", min(took), "<= 20")


def _fairness() -> Iterator[dict[str, Any]]:
    """Error of the points on a mixed network of made-up links, with short limits, where it is greatest."""
    errors = latency_errors(sums_quiz(15, time_limit_s=10), 200, seed=5, options=GameOptions(preset="race"))
    yield {
        "figure": "score error from latency, mixed network, p99", "value": percentile(errors, 0.99), "unit": "points",
        "must": "<= 20", "answers": len(errors), "most": errors[-1],
    }  # fmt: skip


async def _measure() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for size in SIZES:
        burst, spread, extra = await _lantern(size)
        found += _latencies(size, burst, spread)
        found += extra
        if size == RACED:
            floor = await _other("raw_host", size, RawDialect())
            peer = await _other("socketio_host", size, SocketIoDialect())
            found += _race(burst, floor, peer)
            found += _memory(burst, floor)
    return found


def _latencies(size: int, burst: Played, spread: Played) -> list[dict[str, Any]]:
    last = burst.crowd.timings.last_receipts_ms() + spread.crowd.timings.last_receipts_ms()
    bounds = {500: ("<= 120", "<= 60")}.get(size, ("", ""))
    return [
        _figure(f"open to last receipt p99, {size} players", percentile(last, 0.99), FAN_OUT_MS.get(size, ""))
        | {"p50": round(percentile(last, 0.5), 1)},
        _figure(
            f"answer to ack p99, {size} in a burst",
            percentile(burst.crowd.timings.all_acks_ms(), 0.99),
            bounds[0],
        ),
        _figure(
            f"answer to ack p99, {size} over 3 s",
            percentile(spread.crowd.timings.all_acks_ms(), 0.99),
            bounds[1],
        ),
    ]


def _race(ours: Played, floor: Played, peer: Played) -> list[dict[str, Any]]:
    shown = {"unit": "us", "floor": round(floor.cpu_us(), 1), "peer": round(peer.cpu_us(), 1)}
    return [
        {
            "figure": f"server CPU per player and question, {RACED} players",
            "value": round(ours.cpu_us(), 1),
            **shown,
        },
        {"figure": "the same / raw aiohttp", "value": round(ours.cpu_s / floor.cpu_s, 2), "must": "<= 3"},
        {"figure": "the same / python-socketio", "value": round(ours.cpu_s / peer.cpu_s, 2), "must": "< 1"},
    ]


def _memory(ours: Played, floor: Played) -> list[dict[str, Any]]:
    per_player = (ours.rss_bytes - ours.base_bytes) / RACED / 1024
    floor_per = (floor.rss_bytes - floor.base_bytes) / RACED / 1024
    return [
        {
            "figure": "memory per player", "value": round(per_player, 1), "unit": "KiB", "must": "<= 40",
            "floor": round(floor_per, 1),
        },
        {
            "figure": "memory of lantern-host without players", "value": round(ours.base_bytes / 2**20, 1),
            "unit": "MiB", "must": "<= 80",
        },
    ]  # fmt: skip


def _figure(name: str, value: float, must: str, unit: str = "ms") -> dict[str, Any]:
    return {"figure": name, "value": round(value, 1), "unit": unit} | ({"must": must} if must else {})


async def _lantern(size: int) -> tuple[Played, Played, list[dict[str, Any]]]:
    """A burst game and a spread game in one program, then everyone drops and comes back."""
    async with _host(size) as host:
        process = psutil.Process(host.pid)
        base = process.memory_info().rss
        crowd = Crowd(host.told["port"], LanternDialect(host.told["pin"]))
        await crowd.join(size)
        burst = await _play(crowd, host.say, process, 0.0, base, range(QUESTIONS))
        other = Crowd(host.told["port"], crowd.dialect)
        other.players = crowd.players
        spread = await _play(other, host.say, process, 3.0, base, range(QUESTIONS, QUESTIONS + 3))
        back_s = await other.back()
        extra = [_figure(f"all {size} back after a drop", back_s, "<= 2" if size == RACED else "", "s")]
        extra += await host.results(size)
        other.leave()
        return burst, spread, extra


async def _other(program: str, size: int, dialect: Dialect) -> Played:
    """The same burst game on another server."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HERE / "peers" / f"{program}.py"),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    port = int(await within(process.stdout.readline()))
    watched = psutil.Process(process.pid)
    base = watched.memory_info().rss
    crowd = Crowd(port, dialect)
    try:
        await crowd.join(size)
        teacher = await _teacher(port, dialect)
        say = _spoken(teacher, dialect)
        return await _play(crowd, say, watched, 0.0, base, range(QUESTIONS))
    finally:
        crowd.leave()
        process.terminate()
        await within(process.wait())


async def _teacher(port: int, dialect: Dialect) -> LoadPlayer:
    teacher = LoadPlayer(-1, dialect)
    if isinstance(dialect, RawDialect):
        speaking = RawDialect()
        speaking.path = "/ws?role=host"
        teacher.dialect = speaking
    await teacher.connect(port)
    return teacher


def _spoken(teacher: LoadPlayer, dialect: Dialect) -> Say:
    async def say(kind: str) -> None:
        frame = json.dumps(FRAMES[kind], separators=(",", ":"))
        teacher.send((frame if isinstance(dialect, RawDialect) else f'42["say",{frame}]').encode())

    return say


async def _play(
    crowd: Crowd, say: Say, process: psutil.Process, over_s: float, base: int, questions: range
) -> Played:
    before = _cpu_s(process)
    for q in questions:
        await crowd.announced("prep", lambda: say("prep"))
        await crowd.open(lambda: say("open"))
        await crowd.answer(q, over_s)
        await crowd.announced("reveal", lambda: say("reveal"))
        await crowd.announced("board", lambda: say("board"))
    return Played(crowd, _cpu_s(process) - before, process.memory_info().rss, base, len(questions))


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


class _Host:
    """The real program with one game, and a teacher's connection to it."""

    def __init__(self, pid: int, told: dict[str, Any]) -> None:
        self.pid = pid
        self.told = told
        self._teacher: LoadPlayer | None = None
        self._commands = 0

    async def say(self, kind: str) -> None:
        """One press of Next, which the rules answer with this frame."""
        del kind
        teacher = await self._connected()
        self._commands += 1
        cmd = {"k": "cmd", "id": f"c{self._commands}", "action": {"do": "next"}}
        teacher.send(json.dumps(cmd).encode())

    async def results(self, size: int) -> list[dict[str, Any]]:
        """How many answers the finished result is wrong or short by."""
        import aiohttp

        url = f"http://127.0.0.1:{self.told['port']}/api/games/{self.told['game_id']}/result"
        headers = {"Authorization": f"Bearer {self.told['owner_token']}"}
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
            result = await answer.json()
        played = QUESTIONS + 3
        counted = {(one["pid"], one["q"]) for one in result["answers"]}
        wrong = sum(one["fraction"] != float(_right(result, one["q"]) == 0) for one in result["answers"])
        missing = size * played - len(counted)
        return [
            {
                "figure": f"answers missing or wrong in the result, {size} players",
                "value": missing + wrong,
                "must": "== 0",
            }
        ]

    async def _connected(self) -> LoadPlayer:
        if self._teacher is None:
            self._teacher = LoadPlayer(-1, _TeacherDialect(self.told["host_token"]))
            await self._teacher.connect(self.told["port"])
        return self._teacher


class _TeacherDialect(LanternDialect):
    def __init__(self, token: str) -> None:
        super().__init__("")
        self._token = token

    async def enter(self, player: LoadPlayer) -> None:
        player.send(json.dumps({"k": "hello", "v": 1, "role": "host", "token": self._token}).encode())


def _right(result: dict[str, Any], q: int) -> int:
    return result["quiz"]["questions"][q]["body"]["correct"]


@asynccontextmanager
async def _host(size: int) -> AsyncIterator[_Host]:
    randomly = random.Random(size)
    questions = tuple(
        Question(
            id=f"0190a000-0000-7000-8000-{number:012d}",
            text=f"Question {number}: which option is the right one of these four?",
            body=Single(
                tuple(Choice(f"Option number {option}") for option in range(4)), randomly.randrange(4)
            ),
            time_limit_s=120,
            read_s=60,
        )
        for number in range(QUESTIONS + 4)
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "load.lantern-quiz"
        file.write_bytes(write_quiz_file(Quiz("0190a000-0000-7000-8000-00000000abcd", "Load", questions), {}))
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("lantern-host")),
            "--quiz", str(file), "--data-dir", folder, "--port", "0", "--json", "--no-announce",
            stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            told = json.loads(await within(process.stdout.readline()))
            told["owner_token"] = json.loads((Path(folder) / "host.json").read_text())["owner_token"]
            yield _Host(process.pid, told)
        finally:
            process.terminate()
            await within(process.wait())


if __name__ == "__main__":
    started = time.monotonic()
    for line in figures(None):
        print(json.dumps(line))
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
