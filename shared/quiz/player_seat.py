"""A player's side of a game without I/O: frames and own time in, frames to send and what to show out."""

from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from shared.quiz import messages
from shared.quiz.link_clock import Backoff, LinkClock
from shared.quiz.messages import AnswerFrame, Frame
from shared.quiz.own_order import MIXED_KINDS, own_order
from shared.quiz.seat_stage import SeatStage
from shared.quiz.unsent_answers import UnsentAnswers

Link = Literal["off", "joining", "waiting", "in", "refused", "gone", "over"]
_FINAL: Final[frozenset[Link]] = frozenset({"refused", "gone", "over"})


class SavedSeat(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a device keeps to come back after a restart; `assigned` is a self-paced game for use without a host.

    `given` are all answers of a self-paced game by question, `unsent` those that the host does not have yet.
    """

    pin: str = ""
    token: str = ""
    code: str = ""
    pid: str = ""
    name: str = ""
    team: str = ""
    game: messages.GameInfo | None = None
    unsent: tuple[AnswerFrame, ...] = ()
    assigned: messages.Assignment | None = None
    given: dict[int, Any] = msgspec.field(default_factory=dict[int, Any])
    finishing: bool = False


class PlayerSeat:
    """One player over all connections of a game. `now_ms` is always the device's monotonic time.

    The owner opens a connection, calls `connected`, feeds `receive`, sends what comes back, calls `tick` at
    `due_ms`, drops the connection when `is_dead`, and calls `lost` when it ends (which says how long to wait).
    `stage` and the other public attributes are what to show; `changed` counts their changes. `link`: "waiting"
    is for approval; "refused" (see `denied`), "gone" (see `gone`) and "over" do not connect again.
    """

    def __init__(
        self,
        saved: SavedSeat,
        *,
        nonce: Callable[[], str],
        jitter: Callable[[], float],
        lang: str = "",
        device: str = "",
    ) -> None:
        self.pin, self.token, self.code, self.pid = saved.pin, saved.token, saved.code, saved.pid
        self.name, self.team = saved.name, saved.team
        self.game = saved.game
        self.lang, self.device = lang, device
        self.clock = LinkClock()
        self.stage = SeatStage()
        self.link: Link = "off"
        self.epoch, self.seq = 0, 0
        self.changed = 0
        self.denied: messages.Deny | None = None
        self.gone = ""
        self.host_lost_since: int | None = None
        self.moved_to = ""
        self.assigned = saved.assigned
        self.given: dict[int, Any] = dict(saved.given)
        self.result: messages.Result | None = None
        self._finishing = saved.finishing
        self._unsent = UnsentAnswers(saved.unsent)
        self._nonce = nonce
        self._backoff = Backoff(jitter)
        self._seen_ms: dict[int, float] = {}

    def saved(self) -> SavedSeat:
        """What to keep; worth writing whenever `changed` has grown."""
        return SavedSeat(
            self.pin, self.token, self.code, self.pid, self.name, self.team, self.game,
            self._unsent.frames(), self.assigned, dict(self.given), self._finishing,
        )  # fmt: skip

    def connected(self, now_ms: float) -> list[Frame]:
        """A connection is open: the first frame to send."""
        self.link = "joining"
        self.denied = None
        self.gone = self.moved_to = ""
        self.clock.opened(now_ms)
        self.changed += 1
        hello = messages.Hello(
            messages.VERSION,
            "player",
            pin=self.pin,
            token=self.token,
            code="" if self.token else self.code,
            name=self.name,
            team=self.team,
            lang=self.lang,
            device=self.device,
            seen=(self.epoch, self.seq),
        )
        return [hello]

    def lost(self) -> float | None:
        """The connection is gone: milliseconds until the next attempt, None when there is none to make."""
        if self.link in _FINAL or self.stage.phase == "ended":
            return None
        self.link = "off"
        self.changed += 1
        return self._backoff.next_ms()

    def wake(self) -> None:
        """The device is awake or the network back: the next waits are short again."""
        self._backoff.reset()

    def is_dead(self, now_ms: float) -> bool:
        """Whether the connection has been silent for too long and should be dropped."""
        return self.link in {"joining", "waiting", "in"} and self.clock.is_dead(now_ms)

    def due_ms(self) -> float | None:
        """When `tick` has something to do; None while there is no connection."""
        if self.link == "off" or self.link in _FINAL:
            return None
        unsent = self._unsent.due_ms() if self.link == "in" else None
        return self.clock.due_ms() if unsent is None else min(self.clock.due_ms(), unsent)

    def tick(self, now_ms: float) -> list[Frame]:
        """Pings, and answers that nobody acknowledged."""
        if self.link == "off" or self.link in _FINAL:
            return []
        return [*self.clock.pings(now_ms), *self._send(now_ms)]

    def _send(self, now_ms: float) -> list[Frame]:
        return list(self._unsent.send(now_ms)) if self.link == "in" else []

    def painted(self, now_ms: float, q: int | None = None) -> None:
        """The options are on the screen; of question `q` of an assignment, else of the one on stage."""
        if q is None:
            self.stage.painted(now_ms)
        else:
            self._seen_ms.setdefault(q, now_ms)

    def can_answer(self, now_ms: float) -> bool:
        """Whether a tap on the question on stage is worth sending."""
        change = self.game is not None and self.game.change_answer
        return self.stage.can_answer(self.host_ms(now_ms), change=change)

    def choose(self, value: Any, now_ms: float, sure: int = 0) -> list[Frame]:
        """Answer the question on stage. The answer is kept and sent until the host has it."""
        q = self.stage.q
        if q is None or not self.can_answer(now_ms):
            return []
        self.stage.answer = value
        return self._give(q, value, self.stage.elapsed_ms(now_ms, self.clock.offset_ms), now_ms, sure)

    def choose_assigned(self, q: int, value: Any, now_ms: float, sure: int = 0) -> list[Frame]:
        """Answer question `q` of an assignment, with or without a connection."""
        self.given[q] = value
        elapsed_ms = max(0.0, now_ms - self._seen_ms.get(q, now_ms))
        return self._give(q, value, elapsed_ms, now_ms, sure)

    def _give(self, q: int, value: Any, elapsed_ms: float, now_ms: float, sure: int) -> list[Frame]:
        self.stage.answer_state = "sending"
        shown_ms = self.host_ms(now_ms) - elapsed_ms
        self._unsent.add(AnswerFrame(q, self._nonce(), value, elapsed_ms, shown_ms, sure))
        self.changed += 1
        return self._send(now_ms)

    def is_sending(self, q: int) -> bool:
        """Whether the host does not have the answer to question `q` yet."""
        return self._unsent.value(q) is not None

    def ready(self, q: int) -> list[Frame]:
        """The media of question `q` are loaded."""
        return [messages.Ready(q)] if self.link == "in" else []

    def away(self, *, hidden: bool, low: bool = False) -> list[Frame]:
        return [messages.Away(hidden, low)] if self.link == "in" else []

    def finish(self) -> list[Frame]:
        """Hand in a self-paced game: at once, or as soon as the host has every answer."""
        self._finishing = True
        self.changed += 1
        return self._hand_in()

    def leave(self) -> list[Frame]:
        """Go for good; the seat stays with the host."""
        found: list[Frame] = [messages.Leave()] if self.link == "in" else []
        self.link = "over"
        self.changed += 1
        return found

    def _hand_in(self) -> list[Frame]:
        fit = self._finishing and self.link == "in" and not self._unsent.frames()
        return [messages.Finish()] if fit else []

    def host_ms(self, now_ms: float) -> float:
        """The host's time, as well as the pings tell."""
        return now_ms + self.clock.offset_ms

    def remaining_ms(self, now_ms: float) -> float | None:
        """What is left of the answering time, 0 at the end; None without a limit or a question."""
        return self.stage.remaining_ms(self.host_ms(now_ms))

    def order(self) -> tuple[int, ...]:
        """The options of the question on stage in the order of this device."""
        options = getattr(self.stage.view, "options", ())
        if self.stage.shown is None or self.game is None or self.stage.shown.type not in MIXED_KINDS:
            return tuple(range(len(options)))
        return own_order(self.game.seed, self.stage.shown.q, len(options))

    def receive(self, frame: Frame, now_ms: float) -> list[Frame]:
        """Take one frame; what is to be sent because of it. What is older than the state known is dropped."""
        self.clock.heard(now_ms)
        if isinstance(frame, messages.Pong):
            last = self.clock.ponged(frame, now_ms)
            return [] if last is None else [last]
        self.changed += 1
        if isinstance(frame, messages.Welcome):
            return self._welcomed(frame, now_ms)
        if self._is_old(frame):
            return []
        if isinstance(frame, messages.Ack):
            return self._acked(frame, now_ms)
        return self._played(frame, now_ms) if self.stage.take(frame, now_ms) else self._told(frame)

    def _is_old(self, frame: Frame) -> bool:
        seq = getattr(frame, "seq", None)
        if seq is None or isinstance(frame, messages.Assignment | messages.Result):
            return False  # these tell everything at once, and follow a welcome that has their number already
        if self.link != "in" or seq <= self.seq:
            return True
        self.seq = seq
        return False

    def _welcomed(self, frame: messages.Welcome, now_ms: float) -> list[Frame]:
        self.link = "in"
        self.pid, self.token, self.code = frame.pid, frame.token or self.token, frame.code or self.code
        self.name, self.team = frame.name or self.name, frame.team or self.team
        self.game = frame.game
        self.pin = frame.game.pin or self.pin
        self.epoch, self.seq = frame.epoch, frame.seq
        self.host_lost_since = self.denied = None
        self.clock.welcomed(frame.now, now_ms)
        self._backoff.reset()
        self._unsent.renew()
        self.stage.restore(frame.snapshot, now_ms)
        unsent = None if self.stage.q is None else self._unsent.value(self.stage.q)
        if unsent is not None:
            self.stage.answer, self.stage.answer_state = unsent, "sending"
        return [*self._send(now_ms), *self._hand_in()]

    def _acked(self, frame: messages.Ack, now_ms: float) -> list[Frame]:
        if not self._unsent.acked(frame, now_ms):
            return self._send(now_ms)
        if self.stage.q in {None, frame.q}:
            self.stage.answer_state = "sending" if self.is_sending(frame.q) else frame.s
            if frame.s == "bad":
                self.stage.answer = None
        return [*self._send(now_ms), *self._hand_in()]

    def _played(self, frame: Frame, now_ms: float) -> list[Frame]:
        """What follows from a frame of the game."""
        if isinstance(frame, messages.Prep):
            self.clock.burst(now_ms)
        elif isinstance(frame, messages.Assignment):
            self.assigned = frame
        elif isinstance(frame, messages.Result):
            self.result = frame
            self._finishing = False
        if not self.stage.paused:
            self._unsent.release(now_ms)
        return self.tick(now_ms)

    def _told(self, frame: Frame) -> list[Frame]:
        match frame:
            case messages.Deny():
                self.denied = frame
                self.link = "waiting" if frame.reason == "approval" else "refused"
                self.token = "" if frame.reason == "token" else self.token
            case messages.Gone():
                self.gone = frame.reason
                self.link = self.link if frame.reason in {"slow", "shutdown"} else "gone"
            case messages.Lobby():
                self.name, self.team = frame.name or self.name, frame.team or self.team
                self.stage.players = frame.players or self.stage.players
            case messages.HostLost():
                self.host_lost_since = frame.since
            case messages.Moved():
                self.moved_to = frame.url
            case _:
                self.changed -= 1
        return []
