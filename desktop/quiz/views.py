"""What the list of quizzes shows of each. Declarations only."""

from enum import StrEnum

import msgspec

from shared.ids import QuizId


class QuizSort(StrEnum):
    """Order of the list of quizzes."""

    CHANGED = "changed"
    PLAYED = "played"
    TITLE = "title"


class QuizSummary(msgspec.Struct, frozen=True):
    """One quiz of the list. `played_ms` is when it was last hosted, None for never; `games` how often.

    `scope` is whose it is: the person's own, or a group's (`group:<id>`); `closed` the error code of why it may
    only be read; `group` the group's name, empty when it is not known here.
    """

    id: QuizId
    title: str
    description: str
    language: str
    questions: int
    created_ms: int
    changed_ms: int
    played_ms: int | None = None
    games: int = 0
    scope: str = ""
    closed: str = ""
    group: str = ""
