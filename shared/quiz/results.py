"""What a finished or running game yields for reports: every player and every answer. Declarations only."""

from typing import Any

import msgspec

from shared.quiz.quiz import GameOptions, Quiz


class PlayerResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """One player. `state` is in, kicked or banned."""

    pid: str
    name: str
    team: str = ""
    device: str = ""
    total: int = 0
    rank: int = 0
    extra_time: float = 1
    aways: int = 0
    fast_taps: int = 0
    state: str = "in"
    joined_ms: int = 0
    finished_ms: int | None = None


class AnswerResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """One counted answer. `elapsed_ms` is the time that counted, `clamped_ms` that minus what the device said."""

    pid: str
    q: int
    answer: Any
    text: str
    fraction: float
    points: int
    elapsed_ms: int
    clamped_ms: int = 0
    late: bool = False
    sure: int = 0
    at_ms: int = 0


class GameResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything of one game. Question numbers index `quiz.questions` as dealt. `hidden` are (q, word) pairs."""

    game_id: str
    quiz: Quiz
    options: GameOptions
    started_ms: int
    ended_ms: int | None
    asked: tuple[int, ...]
    voided: tuple[int, ...]
    players: tuple[PlayerResult, ...]
    answers: tuple[AnswerResult, ...]
    hidden: tuple[tuple[int, str], ...] = ()
