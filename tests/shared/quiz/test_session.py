"""A whole session under random play: what must hold whatever anybody does, and how fast it is."""

from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.quiz import commands, events, quiz
from shared.quiz.effects import Effect, RevealToPlayers
from shared.quiz.messages import Ack, Reveal
from shared.quiz.quiz import Choice, GameOptions, GameSetup
from shared.quiz.session import Session
from tests.support.quiz_game import KINDS, PIN, START_MS, Room, acks, dones, frames_of, game_quiz, question
from tests.support.quiz_journal import a_full_game

PIDS = ("ana", "bo", "cy", "di")
SECRET = {
    "typed": (quiz.Typed(("zq-typed",)), ["zq-typed", "other"]),
    "cloze": (quiz.Cloze("It is {{c1::zq-gap::hint}}."), [["zq-gap"], ["x"]]),
    "number": (quiz.Number(31337.5, slider=True, low=0.0, high=99999.0), [31337.5, 1.0]),
    "single": (quiz.Single((Choice("a"), Choice("b"), Choice("c")), 2), [0, 1, 2]),
    "multiple": (quiz.Multiple((Choice("a"), Choice("b"), Choice("c")), (0, 2)), [[0, 2], [1]]),
    "poll": (KINDS["poll"][0], [[0], [1]]),
    "slide": (quiz.Slide("zr-slide"), [0]),
}
"""Questions whose solutions can be searched for, with answers."""

SOLUTIONS = {"typed": b"zq-typed", "cloze": b"zq-gap", "number": b"31337.5"}


def secret_quiz(kinds: list[str]) -> quiz.Quiz:
    return game_quiz(
        *(
            question(SECRET[kind][0], str(index), explanation=f"why-{index}-", time_limit_s=10)
            for index, kind in enumerate(kinds)
        )
    )


actions = st.one_of(
    st.builds(commands.Pause),
    st.builds(commands.Resume),
    st.builds(commands.Extend, st.sampled_from((0, 5000))),
    st.builds(commands.Void, st.integers(-1, 5), st.booleans()),
    st.builds(commands.Remark, st.integers(0, 5), st.sampled_from(("other", "zq-typed", "")), st.booleans()),
    st.builds(commands.Hide, st.integers(0, 5), st.just("x")),
    st.builds(commands.AllowLate, st.integers(0, 5), st.booleans()),
    st.builds(commands.Lock, st.booleans()),
    st.builds(commands.Approve, st.sampled_from(PIDS), st.booleans()),
    st.builds(commands.Rename, st.sampled_from(PIDS), st.sampled_from(("Ana", "bo", "Zoe", ""))),
    st.builds(commands.SetTeam, st.sampled_from(PIDS), st.sampled_from(("red", "blue", "x"))),
    st.builds(commands.Kick, st.sampled_from(PIDS), st.booleans()),
    st.builds(commands.Readmit, st.sampled_from(PIDS)),
    st.builds(commands.ExtraTime, st.sampled_from(PIDS), st.sampled_from((0.0, 1.0, 1.5, 3.0, 7.0))),
)
rare = st.sampled_from((False,) * 15 + (True,))
options = st.builds(
    GameOptions,
    preset=st.sampled_from(("accuracy", "balanced", "race")),
    pace=st.sampled_from(("live", "live", "live", "self")),
    penalty=st.sampled_from((0.0, 0.5)),
    streak_bonus=st.booleans(),
    teams=st.sampled_from(((), ("red", "blue"))),
    approval=st.sampled_from((False, False, True)),
    late_join=st.booleans(),
    late_answers=st.booleans(),
    change_answer=st.booleans(),
    board=st.sampled_from(("top", "private")),
    board_size=st.sampled_from((1, 10)),
    auto_advance=st.booleans(),
    deadline_ms=st.sampled_from((None, START_MS + 30_000)),
)


class AnyGame(RuleBasedStateMachine):
    """Events of all kinds in any order, doubled and out of turn."""

    @initialize(
        held=options,
        kinds=st.lists(st.sampled_from(sorted(SECRET)), min_size=4, max_size=6),
    )
    def begin(self, held: GameOptions, kinds: list[str]) -> None:
        self.kinds = kinds
        self.setup = GameSetup("game", PIN, secret_quiz(kinds), held, 7, START_MS)
        self.session = Session(self.setup)
        self.journal: list[tuple[events.AnyEvent, int]] = []
        self.at = START_MS
        self.acked: dict[tuple[str, int], str] = {}
        self.first_nonce: dict[tuple[str, int], str] = {}
        self.revealed: set[int] = set()
        self.seq = 0
        self.commands = 0
        for pid in PIDS:
            self.join(pid, pid)
            self.command(commands.Approve(pid), False, False)
        self.press_on(2)

    def feed(self, event: events.AnyEvent) -> list[Effect]:
        self.journal.append((event, self.at))
        before = self.session.phase
        effects = self.session.handle(event, self.at)
        for effect in effects:
            self.look(effect)
        if before == "ended":
            assert self.session.phase == "ended"
        assert self.session.seq >= self.seq
        self.seq = self.session.seq
        return effects

    def look(self, effect: Effect) -> None:
        """No frame before the reveal holds anything of a solution; nobody gets somebody else's result."""
        if isinstance(effect, RevealToPlayers):
            self.revealed.add(effect.frame.q)
            assert effect.frame.own is None
        for pid in PIDS:
            for frame in frames_of(effect, pid):
                if self.setup.options.pace == "live":
                    self.search(frame)
                elif isinstance(frame, Reveal):
                    raise AssertionError(frame)

    def search(self, thing: msgspec.Struct) -> None:
        raw = msgspec.json.encode(thing)
        assert len(raw) < 16_384
        for q, kind in enumerate(self.kinds):
            if q not in self.revealed:
                assert f"why-{q}-".encode() not in raw
                if not any(self.kinds[other] == kind for other in self.revealed):
                    assert SOLUTIONS.get(kind, b"never") not in raw.replace(self.own_answers(thing), b"")

    @staticmethod
    def own_answers(thing: msgspec.Struct) -> bytes:
        """A snapshot tells a player the own answer, which may be right."""
        answer = getattr(thing, "answer", None)
        return b"\0" if answer is None else msgspec.json.encode(answer)

    @rule(ms=st.sampled_from((0, 1, 40, 260, 1000, 3500, 12_000)))
    def wait(self, ms: int) -> None:
        self.at += ms

    @rule(pid=st.sampled_from(PIDS), name=st.sampled_from(("Ana", "Bo", "Cy", "Di", "", "ANA")))
    def join(self, pid: str, name: str) -> None:
        self.feed(events.Joined(pid, name))

    @rule(pid=st.sampled_from((*PIDS, "nobody")))
    def connect(self, pid: str) -> None:
        self.feed(events.Connected(pid))

    @rule(pid=st.sampled_from((*PIDS, "nobody")))
    def disconnect(self, pid: str) -> None:
        self.feed(events.Disconnected(pid))

    @precondition(lambda self: self.session.phase in {"prep", "open"})
    @rule(picks=st.lists(st.integers(0, 2), min_size=4, max_size=4), on=st.booleans())
    def a_round(self, picks: list[int], on: bool) -> None:
        if self.session.phase == "prep":
            self.command(commands.Next(), False, True)
        for number, pick in enumerate(picks):
            self.answer(PIDS[number], None, pick, "n1", 350.0 + number, 1, 300 if number == 0 else 1)
        while on and self.session.phase in {"open", "closed"}:
            self.press_on(1)

    @precondition(lambda self: self.session.phase in {"closed", "reveal", "board", "podium", "ended"})
    @rule(pid=st.sampled_from(PIDS), q=st.integers(0, 3), pick=st.integers(0, 2))
    def answer_out_of_turn(self, pid: str, q: int, pick: int) -> None:
        self.answer(pid, q, pick, "n1", 100.0, 2, 1)

    @rule(pid=st.sampled_from(PIDS), q=st.integers(-1, 4), away=st.booleans())
    def small(self, pid: str, q: int, away: bool) -> None:
        self.feed(events.MediaReady(pid, q))
        self.feed(events.WentAway(pid, away))

    @rule(pid=st.sampled_from(PIDS), willing=rare)
    def finish(self, pid: str, willing: bool) -> None:
        if willing:
            self.feed(events.Finished(pid))

    @rule(action=actions, twice=st.booleans(), sees=st.booleans())
    def command(self, action: commands.AnyAction, twice: bool, sees: bool) -> None:
        stage = self.session.stage(self.at, solutions=True)
        expect = commands.Expect(stage.phase, stage.shown.q if stage.shown else -1) if sees else None
        self.commands += 1
        event = events.Commanded(commands.Cmd(f"c{self.commands}", action, expect), 250)
        effects = self.feed(event)
        assert len(dones(effects)) == 1
        assert dones(effects)[0].error != "stale"
        if twice:
            assert self.feed(event) == effects[:1]

    @rule(steps=st.integers(1, 2))
    def press_on(self, steps: int) -> None:
        for _ in range(steps):
            if self.session.stage(self.at, solutions=True).paused:
                self.command(commands.Resume(), True, True)
            self.command(commands.Next(), True, True)

    @rule()
    def tick(self) -> None:
        due = self.session.due_ms()
        if due is not None:
            self.at = max(self.at, due)
        self.feed(events.Ticked())
        later = self.session.due_ms()
        assert later is None or later > self.at or self.session.phase != "open"

    @rule(killed=rare, stopped=rare, skipped=rare)
    def seldom(self, killed: bool, stopped: bool, skipped: bool) -> None:
        if killed:
            self.session = self.replayed()
            self.feed(events.Restarted(2))
        elif stopped or skipped:
            self.command(commands.End() if stopped else commands.Skip(), False, True)

    @precondition(lambda self: self.session.phase == "open")
    @rule(
        pid=st.sampled_from(PIDS),
        q=st.sampled_from((None, None, None, None, -1, 0, 1, 2, 3)),
        pick=st.integers(0, 2),
        nonce=st.sampled_from(("n1", "n2", "n3")),
        elapsed=st.sampled_from((-5.0, 100.0, 2000.0, 9000.0, 1e9)),
        copies=st.integers(1, 3),
        after_ms=st.sampled_from((300, 300, 300, 1000, 0, 11_000)),
    )
    def answer(
        self, pid: str, q: int | None, pick: int, nonce: str, elapsed: float, copies: int, after_ms: int
    ) -> None:
        self.at += after_ms
        on_stage = self.session.counts().q
        q = max(0, on_stage) if q is None else q
        values: list[Any] = SECRET[self.kinds[q]][1] if 0 <= q < len(self.kinds) else [0]
        words: list[str] = []
        for _ in range(copies):
            found = acks(
                self.feed(events.Answered(pid, q, f"{pid}{nonce}", values[pick % len(values)], elapsed, 100))
            )
            assert [type(ack) for ack in found] == [Ack]
            words.append(found[0].s)
        assert len(set(words)) == 1
        if words[0] in {"ok", "late"}:
            held = self.acked.setdefault((pid, q), words[0])
            assert self.setup.options.change_answer or held == words[0]

    def replayed(self) -> Session:
        other = Session(self.setup)
        for event, at_ms in self.journal:
            other.handle(msgspec.json.decode(msgspec.json.encode(event), type=events.AnyEvent), at_ms)
        return other

    @invariant()
    def acknowledged_is_counted_once_and_totals_add_up(self) -> None:
        if not hasattr(self, "session"):
            return
        result = self.session.results()
        players = {player.pid: player for player in result.players}
        recorded = [(answer.pid, answer.q) for answer in result.answers]
        assert len(set(recorded)) == len(recorded)
        assert set(recorded) == {key for key in self.acked if key[0] in players}
        for player in result.players:
            own = [answer for answer in result.answers if answer.pid == player.pid]
            assert player.total == sum(answer.points for answer in own) >= 0
            assert all(answer.points == 0 for answer in own if answer.q in result.voided)

    @invariant()
    def views_tell_no_solution_before_the_reveal(self) -> None:
        if not hasattr(self, "session") or self.setup.options.pace == "self":
            return
        self.search(self.session.stage(self.at, solutions=False))
        for pid in ("", *PIDS):
            self.search(self.session.snapshot(pid, self.at))
            self.search(self.session.game_info(pid))

    def teardown(self) -> None:
        """The journal gives the same game again."""
        if not hasattr(self, "session"):
            return
        other = self.replayed()
        assert other.results() == self.session.results()
        assert other.roster() == self.session.roster()
        assert (other.seq, other.due_ms(), other.counts()) == (
            self.session.seq,
            self.session.due_ms(),
            self.session.counts(),
        )
        for solutions in (True, False):
            assert other.stage(9, solutions=solutions) == self.session.stage(9, solutions=solutions)
        for pid in ("", *PIDS):
            assert other.snapshot(pid, 9) == self.session.snapshot(pid, 9)


AnyGame.TestCase.settings = settings(max_examples=150, stateful_step_count=40)
test_any_game = AnyGame.TestCase


@pytest.mark.parametrize("kind", KINDS)
def test_a_snapshot_of_an_ordinary_question_is_at_most_a_kilobyte(kind):
    """In every phase, with teams, a board of ten names of 12 letters and an explanation of two lines."""
    body, right, _ = KINDS[kind]
    text = "Which of these is the capital of the country with the longest land border in Western Europe?"
    asked = question(body, text=text, explanation="Because it has been since 987. " * 4)
    room = Room(game_quiz(asked, question(name="2")), teams=("red", "blue"))
    room.join(*(f"Alexandra {number}" for number in range(30)))
    largest = 0
    for _ in range(6):
        snapshot = room.session.snapshot("Alexandra 7", room.at)
        largest = max(largest, len(msgspec.json.encode(snapshot)))
        if snapshot.phase == "open":
            room.at += 1000
            for number in range(29):
                room.answer(f"Alexandra {number}", right, 1)
        room.next()
    assert largest <= 1024


def test_a_snapshot_of_a_long_question_is_as_long_as_the_question():
    """Nothing is cut: texts at their limits (2 000 characters of explanation, 9 choices) still fit a frame."""
    body = quiz.Single(tuple(Choice("long choice " * 16) for _ in range(9)), 0)
    room = Room(game_quiz(question(body, text="q" * 500, explanation="e" * 2000)))
    room.join("ana", "bo")
    room.opened()
    room.answer("ana", 0)
    for phase in ("open", "reveal"):
        room.until(phase)
        raw = msgspec.json.encode(room.session.snapshot("ana", room.at))
        assert 1024 < len(raw) < 8192


def test_the_seed_of_a_device_does_not_tell_how_the_quiz_was_dealt():
    room = Room()
    room.join("ana", "bo")
    seeds = {room.session.game_info(pid).seed for pid in ("ana", "bo")}
    assert len(seeds) == 2
    assert all(0 < seed < 2**32 and seed != room.setup.seed for seed in seeds)
    assert room.session.game_info("").seed == 0
    assert Room(own_order=False).session.game_info("ana").seed == 0


def test_the_journal_of_a_big_game_gives_the_same_game():
    setup, journal = a_full_game(200, 10)
    session, again = Session(setup), Session(setup)
    for event, at_ms in journal:
        session.handle(event, at_ms)
        again.handle(event, at_ms)
    assert len(session.results().answers) == 2_000
    assert session.results() == again.results()


def test_a_player_gets_five_frames_per_question():
    room = Room()
    room.join("ana", "bo")
    room.until("board")
    kinds = [type(frame).__name__ for frame in room.frames("ana")]
    assert kinds == ["Prep", "Open", "Close", "Reveal", "Board"]
