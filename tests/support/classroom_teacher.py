"""A teacher's hand at a host: waits for the class, presses Next until the end, goes on when the host was killed.

A program, so that it may stand on the host's computer: `… classroom_teacher SOCKET_URL TOKEN PLAYERS`.
"""

import asyncio
import contextlib
import json
import sys
from typing import Any

import aiohttp

from shared.quiz.commands import Cmd, Counts, Expect, Next, Resume, Stage
from tests.support.host_talk import Talk, hosting

LOOK_AGAIN_S = 0.3


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - its output is its answer


class Teacher:
    """Knows the newest stage and how many are connected."""

    def __init__(self, players: int) -> None:
        self.players = players
        self.stage: Stage | None = None
        self.connected = 0
        self._acted: tuple[Any, ...] = ()
        self._commands = 0

    async def teach(self, talk: Talk) -> bool:
        """Press on over one connection; True when the game has ended."""
        self._acted = ()
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):
                    frame = await talk.next()
            except TimeoutError:
                frame = self.stage
            if frame is None:
                return False
            self._take(frame)
            if self.stage is not None and self.stage.phase == "ended":
                return True
            await self._act(talk)

    def _take(self, frame: object) -> None:
        if isinstance(frame, Stage) and frame is not self.stage:
            self.stage, self.connected = frame, frame.connected
            tell(phase=frame.phase, q=frame.shown.q if frame.shown else -1, paused=frame.paused)
        elif isinstance(frame, Counts):
            self.connected = frame.connected

    @staticmethod
    def _state(stage: Stage) -> tuple[Any, ...]:
        return stage.seq, stage.phase, stage.paused

    async def _act(self, talk: Talk) -> None:
        stage = self.stage
        if stage is None or self.connected < self.players or self._state(stage) == self._acted:
            return
        if stage.phase == "open" and not stage.paused:
            return
        self._acted = self._state(stage)
        self._commands += 1
        expect = Expect(stage.phase, stage.shown.q if stage.shown else -1)
        await talk.say(Cmd(f"t{self._commands}-{stage.seq}", Resume() if stage.paused else Next(), expect))


async def main(url: str, token: str, players: int) -> None:
    teacher = Teacher(players)
    while True:
        with contextlib.suppress(aiohttp.ClientError, OSError):
            async with hosting(url, token) as talk:
                if await teacher.teach(talk):
                    return
        await asyncio.sleep(LOOK_AGAIN_S)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
