"""What a learner keeps of a game: every question with the own answer and the right one. No I/O."""

from typing import Any

import msgspec

from shared.quiz.messages import AssignedItem, OwnResult, Reveal, Shown
from shared.quiz.player_seat import PlayerSeat
from shared.quiz.quiz import Source
from shared.quiz.seat_stage import SeatStage
from shared.quiz.views import Solution, View


class AttemptQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question as it was shown, and what became of it; enough to make a card of it later."""

    shown: Shown
    view: View | None = None
    answer: Any = None
    solution: Solution | None = None
    why: str = ""
    source: Source | None = None
    own: OwnResult | None = None
    sure: int = 0

    @property
    def wrong(self) -> bool:
        """Whether there is something to learn: a right answer exists and was not wholly given."""
        has_solution = self.solution is not None and self.solution.answer is not None
        return has_solution and self.own is not None and self.own.state in {"partly", "wrong", "none"}


class Keeper:
    """Collects the questions of one game from its seat. `questions` are those of before a restart."""

    def __init__(self, questions: tuple[AttemptQuestion, ...] = ()) -> None:
        self._questions = {question.shown.q: question for question in questions}
        self._sure: dict[int, int] = {}

    def chose(self, q: int, sure: int) -> None:
        """Remember how sure the learner said to be."""
        self._sure[q] = sure

    def look(self, seat: PlayerSeat) -> bool:
        """Take what the seat shows now; True when there was something new."""
        before = dict(self._questions)
        if seat.stage.phase == "reveal" and seat.stage.shown is not None:
            self._take_reveal(seat.stage, seat.stage.shown)
        if seat.result is not None:
            self._take_result(seat)
        return before != self._questions

    def questions(self) -> tuple[AttemptQuestion, ...]:
        """By their number in the game."""
        return tuple(self._questions[q] for q in sorted(self._questions))

    def _take_reveal(self, stage: SeatStage, shown: Shown) -> None:
        before = self._questions.get(shown.q)
        self._questions[shown.q] = AttemptQuestion(
            shown,
            stage.view or (before.view if before else None),
            stage.answer if stage.own is None or stage.own.answer is None else stage.own.answer,
            stage.solution,
            stage.why,
            stage.source or (before.source if before else None),
            stage.own,
            self._sure.get(shown.q, before.sure if before else 0),
        )

    def _take_result(self, seat: PlayerSeat) -> None:
        items = {} if seat.assigned is None else {item.shown.q: item for item in seat.assigned.items}
        for reveal in () if seat.result is None else seat.result.reveals:
            item = items.get(reveal.q)
            if item is not None:
                self._questions[reveal.q] = self._assigned(reveal, item, seat)

    def _assigned(self, reveal: Reveal, item: AssignedItem, seat: PlayerSeat) -> AttemptQuestion:
        own = reveal.own
        return AttemptQuestion(
            item.shown,
            item.view,
            seat.given.get(reveal.q) if own is None or own.answer is None else own.answer,
            reveal.solution,
            reveal.why,
            reveal.source,
            own,
            self._sure.get(reveal.q, 0),
        )
