"""What pages show of seats and played games. Declarations, and the reading of their rows."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.quiz.attempts import AttemptQuestion
from shared.ids import AttemptId
from shared.quiz.messages import AnswerFrame, Assignment, GameInfo
from shared.quiz.player_seat import SavedSeat

if TYPE_CHECKING:
    from desktop.storage.driver import sqlite3


class KeptGame(msgspec.Struct, frozen=True, omit_defaults=True):
    """The part of a `SavedSeat` that has no column of its own."""

    code: str = ""
    pid: str = ""
    team: str = ""
    game: GameInfo | None = None
    assigned: Assignment | None = None
    given: dict[int, object] = {}
    finishing: bool = False


class SeatView(msgspec.Struct, frozen=True):
    """A seat that this device holds. Without `can_resume` it is only a host that was visited."""

    game: str
    url: str
    host: str
    title: str
    pin: str
    name: str
    joined_ms: int
    used_ms: int
    saved: SavedSeat
    can_resume: bool

    @property
    def is_assignment(self) -> bool:
        return self.saved.game is not None and self.saved.game.pace == "self"

    @property
    def deadline_ms(self) -> int | None:
        """Until when an assignment is to be handed in, Unix milliseconds by the host's clock."""
        return None if self.saved.game is None else self.saved.game.deadline_ms

    @property
    def questions(self) -> int:
        return 0 if self.saved.game is None else self.saved.game.questions

    @property
    def answered(self) -> int:
        """How many questions of an assignment have an answer, delivered or not."""
        assigned = self.saved.assigned
        return len(set(self.saved.given) | set(assigned.answered if assigned is not None else ()))


class AttemptView(msgspec.Struct, frozen=True):
    """A game that was played, with every question as it was shown."""

    id: AttemptId
    game: str
    title: str
    host: str
    pace: str
    name: str
    started_ms: int
    total: int
    rank: int
    players: int
    finished: bool
    questions: tuple[AttemptQuestion, ...]

    @property
    def right(self) -> int:
        return sum(one.own is not None and one.own.state == "right" for one in self.questions)

    @property
    def judged(self) -> int:
        """Questions that have a right answer."""
        return sum(one.solution is not None and one.solution.answer is not None for one in self.questions)


_QUESTIONS = msgspec.json.Decoder(tuple[AttemptQuestion, ...])
_UNSENT = msgspec.json.Decoder(tuple[AnswerFrame, ...])
_KEPT = msgspec.json.Decoder(KeptGame)


def seat_view(row: "sqlite3.Row | Mapping[str, Any]") -> SeatView:
    """Read a seat's row. What a newer version wrote in another shape is left out, the seat itself stays."""
    try:
        kept = _KEPT.decode(row["assignment_json"] or "{}")
        unsent = _UNSENT.decode(row["unsent_json"])
    except msgspec.DecodeError:
        kept, unsent = KeptGame(), ()
    saved = SavedSeat(
        pin=row["pin"],
        token=row["token"],
        code=kept.code,
        pid=kept.pid,
        name=row["name"],
        team=kept.team,
        game=kept.game,
        unsent=unsent,
        assigned=kept.assigned,
        given=dict(kept.given),
        finishing=kept.finishing,
    )
    names = ("game", "url", "host", "title", "pin", "name", "joined_ms", "used_ms")
    return SeatView(**{name: row[name] for name in names}, saved=saved, can_resume=bool(row["token"]))


def seat_values(saved: SavedSeat, url: str, host: str) -> dict[str, str | None]:
    """The columns of a seat."""
    kept = KeptGame(
        saved.code, saved.pid, saved.team, saved.game, saved.assigned, dict(saved.given), saved.finishing
    )
    return {
        "url": url,
        "host": host,
        "title": "" if saved.game is None else saved.game.title,
        "pin": saved.pin,
        "token": saved.token,
        "name": saved.name,
        "assignment_json": msgspec.json.encode(kept).decode(),
        "unsent_json": msgspec.json.encode(saved.unsent).decode(),
    }


def attempt_view(row: "sqlite3.Row | Mapping[str, Any]") -> AttemptView:
    """Read an attempt's row; questions of an unknown shape are left out."""
    try:
        questions = _QUESTIONS.decode(row["questions_json"])
    except msgspec.DecodeError:
        questions = ()
    names = ("game", "title", "host", "pace", "name", "started_ms", "total", "rank", "players")
    return AttemptView(
        id=AttemptId(uuid.UUID(bytes=row["id"])),
        finished=bool(row["finished"]),
        questions=questions,
        **{name: row[name] for name in names},
    )
