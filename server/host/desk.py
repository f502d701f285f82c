"""A teacher at the terminal: keys become commands, one line says how the game stands. Knows no socket."""

import asyncio
from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from server.host.terminal import action_for
from server.live.game import Game
from shared.quiz.commands import Cmd, Expect, Stage
from shared.quiz.events import Commanded

EVERY_S: Final = 0.25
SURE_MS: Final = 4_000
"""What cannot be undone wants the key again within this time."""
_NEXT: Final = {
    "start": "start", "open": "open the answers now", "close": "close the answers", "reveal": "show the answer",
    "board": "show the leaderboard", "question": "next question", "podium": "show the podium",
    "end": "end the game",
}  # fmt: skip
_SURE: Final = "Press q again to end the game."


class Desk:
    """One game and its teacher. `write` gets the line whenever it has changed; `leave` closes the host."""

    def __init__(self, game: Game, leave: Callable[[], None], write: Callable[[str], object]) -> None:
        self._game = game
        self._leave = leave
        self._write = write
        self._told = ""
        self._seen: Expect | None = None
        self._pressed = 0
        self._end_asked_ms: int | None = None

    async def keep_told(self) -> None:
        """Write the line for as long as it is awaited."""
        while True:
            self.tell()
            await asyncio.sleep(EVERY_S)

    def tell(self) -> None:
        """Write the line if it has changed."""
        game, now_ms = self._game, self._game.now_ms()
        stage = replace(game.session.stage(now_ms, solutions=False), trouble=game.trouble)
        self._seen = Expect(stage.phase, stage.shown.q if stage.shown else -1)
        waiting = sum(seat.state == "waiting" for seat in game.session.roster())
        line = _SURE if self._is_sure(now_ms) else status_line(stage, game.record.setup.options.pace, waiting)
        if line != self._told:
            self._told = line
            self._write(line)

    def press(self, key: str) -> None:
        """Do what a key asks for. A key that was meant for what is no longer on show does nothing."""
        game, now_ms = self._game, self._game.now_ms()
        sure = self._is_sure(now_ms)
        self._end_asked_ms = None
        if key == "q" and game.session.over:
            self._leave()
        elif key == "q" and not sure:
            self._end_asked_ms = now_ms
            self.tell()
        elif (action := action_for(key, game)) is not None:
            self._pressed += 1
            cmd = Cmd(f"key-{now_ms}-{self._pressed}", action, self._seen)
            game.post(Commanded(cmd, game.links.lead_ms(now_ms)))

    def _is_sure(self, now_ms: int) -> bool:
        return self._end_asked_ms is not None and now_ms - self._end_asked_ms <= SURE_MS


def status_line(stage: Stage, pace: str, waiting: int) -> str:
    """How the game stands and what Enter does; without the names of anybody."""
    parts = [_where(stage, pace)]
    if stage.paused:
        parts.append("paused")
    if stage.locked:
        parts.append("locked")
    if waiting:
        parts.append(f"{waiting} waiting to be let in (control page)")
    if stage.trouble:
        parts.append("the disk cannot be written, answers are held back")
    parts.append(
        "q: close the host" if stage.phase == "ended" else f"Enter: {_NEXT.get(stage.next_step, 'next')}"
    )
    return " · ".join(parts)


def _where(stage: Stage, pace: str) -> str:
    if stage.phase == "lobby":
        return f"Lobby · {stage.players} {'player' if stage.players == 1 else 'players'}"
    if pace == "self" and stage.phase == "open":
        return f"Open for everybody · {stage.answered} of {stage.players} have handed in"
    if stage.shown is None or stage.phase in ("board", "podium", "ended"):
        return {"board": "Leaderboard", "podium": "Podium"}.get(stage.phase, "The game is over")
    steps = {
        "prep": "being read", "open": f"{stage.answered} of {stage.eligible} answered",
        "closed": f"closed · {stage.answered} of {stage.eligible} answered", "reveal": "answer shown",
    }  # fmt: skip
    return f"Question {stage.shown.q + 1} of {stage.shown.n} · {steps[stage.phase]}{_left(stage)}"


def _left(stage: Stage) -> str:
    left_ms = (
        stage.left_ms if stage.paused else stage.close_at and stage.close_at - max(stage.now, stage.open_at)
    )
    return (
        f" · {max(0, round(left_ms / 1000))} s left" if stage.phase == "open" and left_ms is not None else ""
    )
