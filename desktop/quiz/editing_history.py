"""Undo and redo over states of a quiz; typing in one place is one step. Pure."""

import msgspec

from shared.quiz.quiz import Quiz

KEPT = 500
PAUSE_MS = 1_500
"""After a pause of this length, typing goes into a step of its own."""


class State(msgspec.Struct, frozen=True):
    """A quiz, and which question was being looked at."""

    quiz: Quiz
    current_id: str


class History:
    """`push` the state before an edit; `undo` and `redo` give the state to show and take the present one."""

    def __init__(self) -> None:
        self._past: list[State] = []
        self._future: list[State] = []
        self._key = ""
        self._last_ms = 0

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def push(self, before: State, key: str, now_ms: int) -> None:
        """Note an edit. Edits in a row with the same `key` ("" never is) are one step."""
        joins = key != "" and key == self._key and now_ms - self._last_ms < PAUSE_MS
        if not joins or not self._past:
            self._past.append(before)
            del self._past[:-KEPT]
        self._future.clear()
        self._key, self._last_ms = key, now_ms

    def undo(self, present: State) -> State | None:
        """Return the state before the last step."""
        self._key = ""
        if not self._past:
            return None
        self._future.append(present)
        return self._past.pop()

    def redo(self, present: State) -> State | None:
        """Return the state that was undone last."""
        self._key = ""
        if not self._future:
            return None
        self._past.append(present)
        return self._future.pop()

    def close_step(self) -> None:
        """The next edit is a step of its own."""
        self._key = ""

    def clear(self) -> None:
        """Forget everything."""
        self._past.clear()
        self._future.clear()
        self._key = ""
