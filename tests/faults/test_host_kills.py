"""A host killed -9 at random points of a game: every answer that was acknowledged is in the result, exactly once."""

import asyncio
import contextlib
import random
from collections import Counter
from pathlib import Path

import aiohttp
import msgspec
import pytest

from shared.quiz.commands import Cmd, Expect, Next, Resume, Stage
from shared.quiz.messages import VERSION, Frame, Hello, Open
from shared.quiz.player_seat import PlayerSeat
from shared.tasks import TaskScope
from tests.support.host_forks import ForkedHost, HostForks
from tests.support.host_talk import DECODER
from tests.support.live_host import GameKeys, sums_quiz
from tests.support.simulated_players import Crowd, SimulatedPlayer, monotonic_ms, player_name

pytestmark = [pytest.mark.faults, pytest.mark.timeout(2400)]

PLAYERS = 24
QUESTIONS = 12
BURST_MS = 120.0


class Teacher:
    """Pushes a game on, whatever happens to its host: resumes, opens, closes, reveals, and comes back."""

    def __init__(self, url: str, keys: GameKeys) -> None:
        self._url = url
        self._keys = keys
        self._number = 0
        self.ended = asyncio.Event()

    async def teach(self, session: aiohttp.ClientSession) -> None:
        while not self.ended.is_set():
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with session.ws_connect(self._url, compress=0) as socket:
                    await self._say(socket, Hello(VERSION, "host", token=self._keys.host_token))
                    await self._listen(socket)
            await asyncio.sleep(0.02)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = DECODER.decode(message.data)
            if not isinstance(frame, Stage):
                continue
            if frame.phase == "ended":
                self.ended.set()
                return
            if frame.paused:
                await self._command(socket, Resume(), frame)
            elif frame.phase != "open":
                await self._command(socket, Next(), frame)

    async def _command(
        self, socket: aiohttp.ClientWebSocketResponse, action: Next | Resume, stage: Stage
    ) -> None:
        self._number += 1
        expect = Expect(stage.phase, stage.shown.q if stage.shown else -1)
        await self._say(socket, Cmd(f"t{self._number}", action, expect))

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, frame: Frame) -> None:
        await socket.send_str(msgspec.json.encode(frame).decode())


class Killer:
    """Kills the host and starts it again: mostly in the middle of a burst of answers, else at any moment."""

    def __init__(self, forks: HostForks, folder: Path, dice: random.Random) -> None:
        self._forks = forks
        self._folder = folder
        self._dice = dice
        self._at: asyncio.Future[float] | None = None
        self.kills = 0
        self.host: ForkedHost
        self.crowd: Crowd

    async def start(self) -> None:
        self.host = await self._forks.start(self._folder)

    def opened(self, player: SimulatedPlayer, frame: Frame) -> None:
        """Options are about to show: a burst is coming."""
        if isinstance(frame, Open) and self._at is not None and not self._at.done():
            wait_ms = frame.open_at - player.seat.clock.offset_ms - monotonic_ms()
            self._at.set_result((wait_ms + self._dice.uniform(0, BURST_MS)) / 1000)

    async def kill_until(self, ended: asyncio.Event, most: int) -> None:
        """Kill on and on, until the game has ended or so many kills are done."""
        while not ended.is_set() and self.kills < most:
            self._at = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._dice.uniform(0.3, 1.5)):
                    await asyncio.sleep(max(0.0, await self._at))
            if ended.is_set():
                return
            await self.host.kill()
            self.kills += 1
            await self.start()
            for player in self.crowd.players:
                player.seat.wake()


def any_option(dice: random.Random):
    def choose(seat: PlayerSeat) -> int:
        return dice.randrange(4)

    return choose


async def play_one_game(killer: Killer, most: int, seed: int) -> int:
    """One game through many kills. Returns how many acknowledged answers it was held to."""
    keys = killer.host.host.create_game(sums_quiz(QUESTIONS, time_limit_s=60))
    url = killer.host.host.socket_url
    players = [
        SimulatedPlayer(
            url, keys.pin, player_name(number), any_option(random.Random(f"{seed}-{number}")), (0, BURST_MS),
            on_frame=killer.opened if number == 0 else None,
        )
        for number in range(PLAYERS)
    ]  # fmt: skip
    teacher = Teacher(url, keys)
    async with Crowd(players) as crowd, aiohttp.ClientSession() as session, TaskScope("teacher") as scope:
        killer.crowd = crowd
        await crowd.all_in()
        scope.spawn(teacher.teach(session), name="teach")
        await killer.kill_until(teacher.ended, most)
        async with asyncio.timeout(120):
            await teacher.ended.wait()
    result = killer.host.host.result(keys.game_id)
    stored = {(answer.pid, answer.q): answer for answer in result.answers}
    assert [pair for pair, count in Counter((a.pid, a.q) for a in result.answers).items() if count > 1] == []
    assert len({player.pid for player in result.players}) == PLAYERS
    for player in players:
        for q, (value, state) in player.acked.items():
            answer = stored.get((player.seat.pid, q))
            assert answer is not None, f"{player.name}: acknowledged answer to question {q} ({state}) is lost"
            assert answer.answer == value
    return sum(len(player.acked) for player in players)


async def kill_many(folder: Path, kills: int, seed: int) -> None:
    with HostForks() as forks:
        killer = Killer(forks, folder, random.Random(seed))
        await killer.start()
        held = games = 0
        try:
            while killer.kills < kills:
                held += await play_one_game(killer, kills, seed + games)
                games += 1
        finally:
            await killer.host.stop()
    assert held > games * PLAYERS * QUESTIONS * 0.9, (
        "hardly anything was acknowledged: the test tests nothing"
    )


@pytest.mark.parametrize("seed", [3, 50])
async def test_nothing_acknowledged_is_lost_over_a_hundred_kills(tmp_path: Path, seed: int):
    """Two hundred in all, which may be done side by side."""
    await kill_many(tmp_path / "host", 100, seed)


@pytest.mark.soak
async def test_nothing_acknowledged_is_lost_over_a_thousand_kills(tmp_path: Path):
    await kill_many(tmp_path / "host", 1_000, seed=4)
