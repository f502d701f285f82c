"""What one player sees of a game: the state that frames tell, and the time an answer took. Sends nothing."""

from typing import Any

from shared.quiz import messages
from shared.quiz.messages import Frame
from shared.quiz.quiz import Source
from shared.quiz.views import Solution, Summary, View


class SeatStage:
    """The public attributes are what to show. `now_ms` is the device's monotonic time, `offset_ms` host - own.

    `answer_state` is "" without an answer, "sending", or the word of its ack.
    """

    def __init__(self) -> None:
        self.phase: messages.Phase = "lobby"
        self.paused = False
        self.shown: messages.Shown | None = None
        self.view: View | None = None
        self.math: dict[str, str] = {}
        self.open_at: float = 0
        self.close_at: int | None = None
        self.left_ms: int | None = None
        self.answer: Any = None
        self.answer_state = ""
        self.eligible = True
        self.solution: Solution | None = None
        self.summary: Summary | None = None
        self.why = ""
        self.source: Source | None = None
        self.own: messages.OwnResult | None = None
        self.board: messages.Board | None = None
        self.total, self.rank, self.players = 0, 0, 0
        self.ended = ""
        self._painted_ms: float | None = None
        self._paused_ms: float | None = None

    @property
    def q(self) -> int | None:
        return None if self.shown is None else self.shown.q

    def restore(self, snapshot: messages.Snapshot, now_ms: float) -> None:
        """Show what a snapshot says."""
        same = self.shown is not None and snapshot.shown is not None and self.shown.q == snapshot.shown.q
        if not same or snapshot.phase != "open":
            self._painted_ms = None
        self._paused_ms = now_ms if snapshot.paused else None
        self.phase, self.paused = snapshot.phase, snapshot.paused
        self.shown, self.view = snapshot.shown, snapshot.view
        self.math = dict(snapshot.shown.math) if snapshot.shown else {}
        self.open_at, self.close_at, self.left_ms = snapshot.open_at, snapshot.close_at, snapshot.left_ms
        self.answer, self.answer_state = snapshot.answer, "ok" if snapshot.answered else ""
        self.eligible = snapshot.eligible
        self.solution, self.summary, self.why = snapshot.solution, snapshot.summary, snapshot.why
        self.source, self.own, self.board = snapshot.source, snapshot.own, snapshot.board
        self.total, self.rank, self.players = snapshot.total, snapshot.rank, snapshot.players

    def take(self, frame: Frame, now_ms: float) -> bool:
        """Take a frame of the game; False for frames of other kinds."""
        match frame:
            case messages.Prep():
                self._prep(frame)
            case messages.Open():
                self._open(frame)
            case messages.Time():
                self._time(frame, now_ms)
            case messages.Close():
                self.phase, self.paused = "closed", False
            case messages.Reveal():
                self._reveal(frame)
            case messages.Board():
                self.phase = "podium" if frame.final else "board"
                self.board, self.players = frame, frame.players
            case messages.Ended():
                self.phase, self.ended = "ended", frame.reason
            case messages.Assignment():
                self.phase = "open" if self.phase == "lobby" else self.phase
            case messages.Result():
                self.total = frame.total
            case _:
                return False
        return True

    def painted(self, now_ms: float) -> None:
        """The options are on the screen: from here the time of an answer is measured."""
        if self._painted_ms is None and self.phase == "open":
            self._painted_ms = now_ms

    def can_answer(self, host_ms: float, *, change: bool) -> bool:
        """Whether a tap now is worth sending; the host judges it. `change` allows a second one."""
        if self.phase != "open" or self.paused or not self.eligible or self.shown is None:
            return False
        if host_ms < self.open_at or self.shown.type == "slide":
            return False
        return (self.answer is None or change) and self.remaining_ms(host_ms) != 0

    def remaining_ms(self, host_ms: float) -> float | None:
        """What is left of the answering time, 0 at the end; None without a limit or a question."""
        if self.paused:
            return None if self.left_ms is None else float(self.left_ms)
        return None if self.close_at is None else max(0.0, self.close_at - host_ms)

    def elapsed_ms(self, now_ms: float, offset_ms: float) -> float:
        """Time since the options were there, pauses taken out."""
        opened_ms = self.open_at - offset_ms
        since = opened_ms if self._painted_ms is None else max(opened_ms, self._painted_ms)
        return max(0.0, now_ms - since)

    def _prep(self, frame: messages.Prep) -> None:
        self.phase, self.paused = "prep", False
        self.shown, self.view = frame.shown, None
        self.math = dict(frame.shown.math)
        self.open_at, self.close_at, self.left_ms = frame.open_at, None, None
        self.answer, self.answer_state, self.eligible = None, "", True
        self.solution = self.summary = self.own = self.board = self.source = None
        self.why = ""
        self._painted_ms = self._paused_ms = None

    def _open(self, frame: messages.Open) -> None:
        self.phase, self.paused = "open", False
        self.view = frame.view
        self.math |= frame.math
        self.open_at, self.close_at, self.left_ms = frame.open_at, frame.close_at, None
        self._painted_ms = self._paused_ms = None

    def _time(self, frame: messages.Time, now_ms: float) -> None:
        """Time spent paused is not time spent thinking: the opening moves by it."""
        if self.q != frame.q:
            return
        self.close_at, self.left_ms = frame.close_at, frame.left_ms
        self.paused = frame.paused
        if frame.paused:
            self._paused_ms = now_ms if self._paused_ms is None else self._paused_ms
        elif self._paused_ms is not None:
            lasted_ms = now_ms - self._paused_ms
            self._paused_ms = None
            self.open_at += lasted_ms
            if self._painted_ms is not None:
                self._painted_ms += lasted_ms

    def _reveal(self, frame: messages.Reveal) -> None:
        if self.q != frame.q:
            return
        self.phase, self.paused = "reveal", False
        self.solution, self.summary = frame.solution, frame.summary
        self.why, self.source, self.own = frame.why, frame.source, frame.own
        self.math |= frame.math
        if frame.own is not None:
            self.total, self.rank = frame.own.total, frame.own.rank
