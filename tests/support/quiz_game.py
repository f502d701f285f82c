"""A game for tests: a session with its journal, everything that came out, and short words for what happens."""

from typing import Any

import msgspec

from shared.quiz import commands, events, quiz
from shared.quiz.effects import (
    BoardToPlayers,
    Effect,
    Refused,
    RevealToPlayers,
    Seated,
    ToHosts,
    ToPlayer,
    ToPlayers,
)
from shared.quiz.messages import Ack, Deny, Frame, OwnResult
from shared.quiz.nicknames import NameWords
from shared.quiz.quiz import Choice, GameOptions, GameSetup, Question, Quiz
from shared.quiz.session import Session

PIN = "123456"
START_MS = 1_760_000_000_000

SINGLE = quiz.Single((Choice("Lyon"), Choice("Paris"), Choice("Nice")), 1)
KINDS: dict[str, tuple[quiz.Body, Any, Any]] = {
    "single": (SINGLE, 1, 0),
    "true_false": (quiz.TrueFalse(True), True, False),
    "multiple": (quiz.Multiple((Choice("2"), Choice("3"), Choice("4")), (0, 1)), [0, 1], [2]),
    "typed": (quiz.Typed(("mitochondrion",)), "Mitochondrion", "nucleus"),
    "number": (quiz.Number(42, tolerance=1), 42, 7),
    "order": (quiz.Order((Choice("c"), Choice("a"), Choice("b")), (1, 2, 0)), [1, 2, 0], [0, 2, 1]),
    "cloze": (quiz.Cloze("Water is {{c1::H2O}}."), ["H2O"], ["CO2"]),
    "matching": (
        quiz.Matching(
            (quiz.Pair(Choice("uno"), Choice("one")), quiz.Pair(Choice("dos"), Choice("two"))), (1, 0)
        ),
        [1, 0],
        [0, 1],
    ),
    "poll": (quiz.Poll((Choice("tea"), Choice("coffee"))), [0], [1]),
    "scale": (quiz.Scale(), 4, 1),
    "word_cloud": (quiz.WordCloud(), ["sun"], ["rain"]),
}
"""One question of each kind that is answered, with a right answer (any, for opinions) and another one."""


def question(body: quiz.Body = SINGLE, name: str = "1", **more: Any) -> Question:
    return Question(**({"id": name, "text": f"Question {name}?", "body": body} | more))


def game_quiz(*questions: Question) -> Quiz:
    held = questions or (question(name="1"), question(name="2"), question(name="3"))
    return Quiz("quiz", "Capitals", held)


def all_kinds(**more: Any) -> Quiz:
    return game_quiz(*(question(body, kind, **more) for kind, (body, _, _) in KINDS.items()))


class Room:
    """Plays a session. Times are host ms; `at` is now. Every step keeps its effects and a journal entry."""

    def __init__(self, held: Quiz | None = None, words: NameWords | None = None, **options: Any) -> None:
        self.setup = GameSetup(
            "game", PIN, game_quiz() if held is None else held, GameOptions(**options), 77, START_MS
        )
        self.words = words
        self.session = Session(self.setup, words)
        self.at = START_MS
        self.journal: list[tuple[events.AnyEvent, int]] = []
        self.effects: list[Effect] = []
        self._commands = self._nonces = 0

    def handle(self, event: events.AnyEvent, after_ms: int = 0) -> list[Effect]:
        self.at += after_ms
        self.journal.append((event, self.at))
        found = self.session.handle(event, self.at)
        self.effects += found
        return found

    def replayed(self) -> Session:
        """Another session made of the same journal, through its stored form."""
        other = Session(self.setup, self.words)
        for event, at_ms in self.journal:
            other.handle(msgspec.json.decode(msgspec.json.encode(event), type=events.AnyEvent), at_ms)
        return other

    def join(self, *names: str, **more: Any) -> None:
        for name in names:
            self.handle(events.Joined(name, name, **more), 1)

    def command(
        self, action: commands.AnyAction, expect: commands.Expect | None = None, after_ms: int = 10
    ) -> str:
        """Do a command; the error of its `Done`."""
        self._commands += 1
        cmd = commands.Cmd(f"c{self._commands}", action, expect)
        return dones(self.handle(events.Commanded(cmd), after_ms))[0].error

    def next(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.command(commands.Next()) == ""

    def until(self, phase: str) -> None:
        """Press the one big button until the game is there."""
        for _ in range(20):
            if self.session.phase == phase:
                return
            self.next()
        raise AssertionError(phase)

    def opened(self) -> None:
        """Open the next question, and go to the moment its options are shown."""
        self.until("prep")
        self.next()
        self.at = self.session.stage(self.at, solutions=False).open_at

    def due(self) -> int:
        """The time the session waits for."""
        found = self.session.due_ms()
        assert found is not None
        return found

    def tick(self) -> list[Effect]:
        """Go to the time the session waits for."""
        self.at = max(self.at, self.due())
        return self.handle(events.Ticked())

    def answer(
        self,
        pid: str,
        value: Any = 1,
        after_ms: int = 1000,
        elapsed_ms: float | None = None,
        q: int | None = None,
        nonce: str | None = None,
        allowance_ms: int = 100,
    ) -> str:
        """Answer the question on stage; the word of the ack. `elapsed_ms` is the true time unless told."""
        self.at += after_ms
        stage = self.session.stage(self.at, solutions=False)
        if q is None:
            q = stage.shown.q if stage.shown else 0
        self._nonces += 1
        said = self.at - stage.open_at if elapsed_ms is None else elapsed_ms
        event = events.Answered(pid, q, nonce or f"n{self._nonces}", value, said, allowance_ms)
        return acks(self.handle(event))[0].s

    def own(self, pid: str) -> OwnResult:
        """The newest own result that was sent to a player."""
        found = [effect.own.get(pid) for effect in self.effects if isinstance(effect, RevealToPlayers)]
        newest = found[-1]
        assert newest is not None
        return newest

    def total(self, pid: str) -> int:
        seat = self.session.seat(pid)
        assert seat is not None
        return seat.total

    def frames(self, pid: str = "") -> list[Any]:
        """All frames that reached one player, or with "" what all got."""
        return [frame for effect in self.effects for frame in frames_of(effect, pid)]


def frames_of(effect: Effect, pid: str) -> list[Frame]:
    match effect:
        case ToPlayer() if effect.pid == pid:
            return [effect.frame]
        case ToPlayers():
            return [effect.frame]
        case RevealToPlayers() | BoardToPlayers():
            own = effect.own.get(pid)
            return [effect.frame if own is None else msgspec.structs.replace(effect.frame, own=own)]
        case _:
            return []


def acks(effects: list[Effect]) -> list[Ack]:
    frames = [effect.frame for effect in effects if isinstance(effect, ToPlayer)]
    return [frame for frame in frames if isinstance(frame, Ack)]


def dones(effects: list[Effect]) -> list[commands.Done]:
    frames = [effect.frame for effect in effects if isinstance(effect, ToHosts)]
    return [frame for frame in frames if isinstance(frame, commands.Done)]


def refusals(effects: list[Effect]) -> list[Deny]:
    return [
        effect.frame for effect in effects if isinstance(effect, Refused) and isinstance(effect.frame, Deny)
    ]


def seated(effects: list[Effect]) -> list[str]:
    return [effect.pid for effect in effects if isinstance(effect, Seated)]
