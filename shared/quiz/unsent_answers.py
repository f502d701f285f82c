"""Answers of one player until the host has them: kept, sent, sent again, never twice as two."""

from typing import Any, Final

import msgspec

from shared.quiz.messages import Ack, AnswerFrame

AGAIN_MS: Final = (1_000, 2_000, 4_000)
EARLY_MS: Final = 100
_DONE: Final = frozenset({"ok", "late", "closed", "locked", "bad", "ineligible"})


class Unsent(msgspec.Struct):
    """One answer on its way. `tries` counts sendings over this connection; `held` while the game is paused."""

    frame: AnswerFrame
    tries: int = 0
    next_ms: float = 0
    held: bool = False


class UnsentAnswers:
    """At most one answer per question is on its way; a changed one follows when the former is acknowledged."""

    def __init__(self, frames: tuple[AnswerFrame, ...] = ()) -> None:
        self._going = {frame.q: Unsent(frame) for frame in frames}
        self._changed: dict[int, AnswerFrame] = {}

    def frames(self) -> tuple[AnswerFrame, ...]:
        """What the host does not have yet, newest per question: to be kept over a restart."""
        newest = {q: unsent.frame for q, unsent in self._going.items()} | self._changed
        return tuple(newest.values())

    def value(self, q: int) -> Any:
        """The newest unacknowledged answer to a question; None when there is none."""
        frame = self._changed.get(q)
        if frame is None and q in self._going:
            frame = self._going[q].frame
        return None if frame is None else frame.a

    def add(self, frame: AnswerFrame) -> None:
        if frame.q in self._going:
            self._changed[frame.q] = frame
        else:
            self._going[frame.q] = Unsent(frame)

    def renew(self) -> None:
        """Over a new connection all go again; what the old one swallowed can come no more."""
        for q, frame in self._changed.items():
            self._going[q] = Unsent(frame)
        self._changed.clear()
        for unsent in self._going.values():
            unsent.tries, unsent.next_ms, unsent.held = 0, 0, False

    def release(self, now_ms: float) -> None:
        """The game goes on after a pause."""
        for unsent in self._going.values():
            if unsent.held:
                unsent.held, unsent.next_ms = False, now_ms

    def acked(self, ack: Ack, now_ms: float) -> bool:
        """Take the host's word; True when this answer is settled by it."""
        unsent = self._going.get(ack.q)
        if unsent is None or unsent.frame.nonce != ack.nonce:
            return False
        if ack.s == "paused":
            unsent.held = True
        elif ack.s == "early":
            unsent.next_ms = now_ms + EARLY_MS
        if ack.s not in _DONE:
            return False
        del self._going[ack.q]
        changed = self._changed.pop(ack.q, None)
        if changed is not None:
            self._going[ack.q] = Unsent(changed, 0, now_ms)
        return True

    def due_ms(self) -> float | None:
        return min((unsent.next_ms for unsent in self._going.values() if not unsent.held), default=None)

    def send(self, now_ms: float) -> list[AnswerFrame]:
        """What is to be sent now, for the first time or again."""
        found: list[AnswerFrame] = []
        for unsent in self._going.values():
            if not unsent.held and unsent.next_ms <= now_ms:
                unsent.next_ms = now_ms + AGAIN_MS[min(unsent.tries, len(AGAIN_MS) - 1)]
                unsent.tries += 1
                found.append(unsent.frame)
        return found
