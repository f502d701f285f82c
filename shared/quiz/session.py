"""A game as a pure state machine: events and host time in, effects out. Knows no socket, file or clock."""

from collections.abc import Callable
from typing import Any, Final

from shared.quiz import events, session_views
from shared.quiz.commands import Counts, Seat, Stage
from shared.quiz.effects import Effect
from shared.quiz.messages import Assignment, GameInfo, Phase, Snapshot
from shared.quiz.nicknames import NameWords
from shared.quiz.quiz import GameSetup
from shared.quiz.results import GameResult
from shared.quiz.session_answering import answer
from shared.quiz.session_commands import command
from shared.quiz.session_joining import connect, disconnect, join, ready, went_away
from shared.quiz.session_phases import tick
from shared.quiz.session_restart import restart
from shared.quiz.session_results import results
from shared.quiz.session_self_paced import assignment, finish
from shared.quiz.session_state import Game

_HANDLERS: Final[dict[type[events.Event], Callable[[Game, Any], list[Effect]]]] = {
    events.Joined: join,
    events.Connected: connect,
    events.Disconnected: disconnect,
    events.Answered: answer,
    events.MediaReady: ready,
    events.WentAway: went_away,
    events.Finished: finish,
    events.Commanded: command,
    events.Ticked: tick,
    events.Restarted: restart,
}


class Session:
    """One game. The same events at the same times give the same game; time never goes back.

    `handle` never raises on what clients send: bad input gets its word in an `Ack`, a `Deny` or a `Done`.
    """

    def __init__(self, setup: GameSetup, words: NameWords | None = None) -> None:
        self._game = Game(setup, NameWords() if words is None else words, setup.created_ms)

    @property
    def seq(self) -> int:
        return self._game.seq

    @property
    def phase(self) -> Phase:
        return self._game.phase

    @property
    def over(self) -> bool:
        return self._game.phase == "ended"

    @property
    def locked(self) -> bool:
        return self._game.locked

    def handle(self, event: events.AnyEvent, at_ms: int) -> list[Effect]:
        """Take one event at host time `at_ms` and say what follows, in order."""
        game = self._game
        game.last_ms = game.now
        game.now = max(game.now, at_ms)
        return _HANDLERS[type(event)](game, event)

    def due_ms(self) -> int | None:
        """Host time at which `Ticked` must come; None when nothing waits for time."""
        return None if self._game.paused_at is not None else self._game.due

    def snapshot(self, pid: str, now_ms: int) -> Snapshot:
        """Where the game stands for one player ("" for a screen). At most 1 KB for questions of ordinary length."""
        del now_ms
        return session_views.snapshot(self._game, pid)

    def game_info(self, pid: str) -> GameInfo:
        """What never changes, for one player ("" for hosts and screens)."""
        return session_views.game_info(self._game, pid)

    def stage(self, now_ms: int, *, solutions: bool) -> Stage:
        """The whole state for a teacher's window (`solutions`) or a screen."""
        return session_views.stage(self._game, now_ms, solutions=solutions)

    def roster(self) -> tuple[Seat, ...]:
        return tuple(session_views.seat(self._game, player) for player in self._game.players.values())

    def seat(self, pid: str) -> Seat | None:
        """One line of the roster; None when the seat is not there (any more)."""
        player = self._game.players.get(pid)
        return None if player is None else session_views.seat(self._game, player)

    def counts(self) -> Counts:
        return session_views.counts(self._game)

    def assignment(self, pid: str) -> Assignment:
        """All questions of a self-paced game, for one learner."""
        return assignment(self._game, pid)

    def results(self) -> GameResult:
        """Everything so far, for reports."""
        return results(self._game)
