"""A game on a mixed network in virtual time: the real session and the real player's side, links made up from a seed.

What a player earns is compared with the same game, the same thinking times, on perfect links.
"""

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.live.links import Links
from shared.quiz.commands import Cmd, Next
from shared.quiz.dealing import deal
from shared.quiz.effects import BoardToPlayers, RevealToPlayers, Seated, ToPlayer, ToPlayers
from shared.quiz.events import Answered, AnyEvent, Commanded, Connected, Joined, Ticked
from shared.quiz.messages import VERSION, AnswerFrame, Frame, Hello, Ping, Pong, Welcome
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.quiz.quiz import GameOptions, GameSetup, Quiz
from shared.quiz.session import Session

START_MS = 1_700_000_000_000


@dataclass(frozen=True)
class LinkKind:
    """One-way delay in ms: a base drawn per player, exponential jitter, and now and then a spike."""

    base: tuple[float, float]
    jitter: float
    spikes: float
    spike: tuple[float, float]


PERFECT = LinkKind((0, 0), 0, 0, (0, 0))
GOOD = LinkKind((2, 8), 3, 0.002, (20, 80))
SCHOOL = LinkKind((8, 40), 15, 0.02, (80, 250))
BAD = LinkKind((50, 120), 35, 0.04, (150, 400))
MIXED = ((GOOD, 0.5), (SCHOOL, 0.38), (BAD, 0.12))


class Way:
    """One direction of one link. Frames stay in order, as TCP keeps them."""

    def __init__(self, kind: LinkKind, dice: random.Random) -> None:
        self._kind = kind
        self._dice = dice
        self._base = dice.uniform(*kind.base)
        self._last = 0.0

    def arrival(self, now: float) -> float:
        kind, dice = self._kind, self._dice
        delay = self._base + (dice.expovariate(1 / kind.jitter) if kind.jitter else 0.0)
        if dice.random() < kind.spikes:
            delay += dice.uniform(*kind.spike)
        self._last = max(self._last, now + delay)
        return self._last


@dataclass
class Phone:
    """One simulated player with a clock of its own."""

    pid: str
    seat: PlayerSeat
    up: Way
    down: Way
    clock_off: float
    thinking: dict[int, float]
    answered: set[int] = field(default_factory=set)

    def own(self, now: float) -> float:
        return now + self.clock_off


class Simulation:
    """One game; `points` has (player number, question) -> points after `run`."""

    def __init__(self, quiz: Quiz, players: int, seed: int, *, perfect: bool, options: GameOptions) -> None:
        setup = GameSetup("g", "123456", deal(quiz, seed, options), options, seed, START_MS)
        self._quiz = setup.quiz
        self.session = Session(setup)
        self._links = Links()
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.now = float(START_MS)
        self._commands = itertools.count()
        self._due: int | None = None
        self.phones = {
            f"p{number}": self._phone(number, seed, len(quiz.questions), perfect=perfect)
            for number in range(players)
        }

    def _phone(self, number: int, seed: int, questions: int, *, perfect: bool) -> Phone:
        minds = random.Random(f"mind-{seed}-{number}")  # the same on both networks
        dice = random.Random(f"link-{seed}-{number}")
        kind = (
            PERFECT
            if perfect
            else dice.choices([kind for kind, _ in MIXED], [share for _, share in MIXED])[0]
        )
        numbers = itertools.count()
        seat = PlayerSeat(
            SavedSeat(pin="123456", name=f"Player {number}"),
            nonce=lambda: f"{number}-{next(numbers)}",
            jitter=lambda: 0.5,
        )
        thinking = {q: min(17_000.0, minds.lognormvariate(8.6, 0.5)) for q in range(questions)}
        return Phone(f"p{number}", seat, Way(kind, dice), Way(kind, dice), minds.uniform(-1e6, 1e6), thinking)

    def run(self) -> dict[tuple[str, int], int]:
        for phone in self.phones.values():
            self._at(self.now, lambda phone=phone: self._join(phone))
        self._run_until(self.now + 4_000)
        while self.session.phase != "podium":
            self._event(Commanded(Cmd(f"c{next(self._commands)}", Next()), self._lead()))
            self._run_until(self.now + (24_000 if self.session.phase in {"prep", "open"} else 300))
        return {(one.pid, one.q): one.points for one in self.session.results().answers}

    def _lead(self) -> int:
        return self._links.lead_ms(int(self.now))

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._heap, (when, next(self._order), what))

    def _run_until(self, end: float) -> None:
        while self._heap and self._heap[0][0] <= end:
            self.now, _number, what = heapq.heappop(self._heap)
            what()
        self.now = end

    def _event(self, event: AnyEvent) -> None:
        for effect in self.session.handle(event, int(self.now)):
            self._send(effect)
        due = self.session.due_ms()
        if due is not None and due != self._due:
            self._due = due
            self._at(max(self.now, float(due)), lambda: self._tick(due))

    def _tick(self, due: int) -> None:
        if self.session.due_ms() == due:
            self._due = None
            self._event(Ticked(self._lead()))

    def _send(self, effect: Any) -> None:
        match effect:
            case ToPlayer(pid, frame):
                self._down(self.phones[pid], frame)
            case Seated(pid):
                snapshot = self.session.snapshot(pid, int(self.now))
                info = self.session.game_info(pid)
                welcome = Welcome(
                    VERSION, pid, "t", 1, self.session.seq, int(self.now), "player", info, snapshot
                )
                self._down(self.phones[pid], welcome)
            case ToPlayers(frame) | RevealToPlayers(frame, _) | BoardToPlayers(frame, _):
                for phone in self.phones.values():
                    self._down(phone, frame)
            case _:
                pass

    def _join(self, phone: Phone) -> None:
        for frame in phone.seat.connected(phone.own(self.now)):
            self._up(phone, frame)

    def _down(self, phone: Phone, frame: Frame) -> None:
        self._at(phone.down.arrival(self.now), lambda: self._heard(phone, frame))

    def _up(self, phone: Phone, frame: Frame) -> None:
        self._at(phone.up.arrival(self.now), lambda: self._told(phone, frame))

    def _heard(self, phone: Phone, frame: Frame) -> None:
        for answer in phone.seat.receive(frame, phone.own(self.now)):
            self._up(phone, answer)
        self._wake(phone)
        self._maybe_paint(phone)

    def _wake(self, phone: Phone) -> None:
        due = phone.seat.due_ms()
        if due is not None:
            self._at(max(self.now, due - phone.clock_off), lambda: self._beat(phone, due))

    def _beat(self, phone: Phone, due: float) -> None:
        if phone.seat.due_ms() != due:
            return
        for frame in phone.seat.tick(phone.own(self.now)):
            self._up(phone, frame)
        self._wake(phone)

    def _maybe_paint(self, phone: Phone) -> None:
        """The options appear at the opening as the device reckons it, or when they came if that is later."""
        stage = phone.seat.stage
        q = stage.q
        if stage.phase != "open" or q is None or stage.view is None or q in phone.answered:
            return
        phone.answered.add(q)
        opens = stage.open_at - phone.seat.clock.offset_ms - phone.clock_off
        self._at(max(self.now, opens), lambda: self._paint(phone, q))

    def _paint(self, phone: Phone, q: int) -> None:
        phone.seat.painted(phone.own(self.now))
        self._at(self.now + phone.thinking[q], lambda: self._tap(phone))

    def _tap(self, phone: Phone) -> None:
        correct = self._quiz.questions[phone.seat.stage.q or 0].body
        for frame in phone.seat.choose(getattr(correct, "correct", 0), phone.own(self.now)):
            self._up(phone, frame)

    def _told(self, phone: Phone, frame: Frame) -> None:
        at_ms = int(self.now)
        match frame:
            case Hello():
                self._event(Joined(phone.pid, frame.name))
                self._event(Connected(phone.pid))
            case Ping():
                self._links.of(phone.pid).ponged(frame.i, at_ms)
                self._down(phone, Pong(frame.i, frame.t1, at_ms, at_ms))
            case Pong():
                self._links.of(phone.pid).returned(frame.i, at_ms)
            case AnswerFrame():
                allowance = self._links.allowance_ms(phone.pid, at_ms)
                self._event(Answered(phone.pid, frame.q, frame.nonce, frame.a, frame.elapsed_ms, allowance))
            case _:
                pass


def latency_errors(quiz: Quiz, players: int, seed: int, options: GameOptions | None = None) -> list[int]:
    """Points that each answer earned on the mixed network too many or too few, without sign, sorted."""
    options = options or GameOptions()
    fair = Simulation(quiz, players, seed, perfect=True, options=options).run()
    real = Simulation(quiz, players, seed, perfect=False, options=options).run()
    return sorted(abs(real.get(key, 0) - value) for key, value in fair.items())
