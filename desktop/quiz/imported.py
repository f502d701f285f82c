"""What reading a file of questions yields: questions, and per row what could not be taken as it stood."""

from dataclasses import dataclass, field

import msgspec

from shared.errors import AppError
from shared.quiz.quiz import Question


class RowProblem(msgspec.Struct, frozen=True):
    """One remark. `row` counts from 1 as the file's own program shows it (lines of a text, rows of a sheet).

    `skipped`: no question came of the row; else it came in changed.
    """

    row: int
    code: str
    parameters: dict[str, str | float] = {}
    skipped: bool = True

    def error(self) -> AppError:
        """Return it as something that has a text."""
        error = AppError(self.code)
        error.parameters = dict(self.parameters)
        return error


class Imported(msgspec.Struct, frozen=True):
    """What a file holds. `media` are bytes by hex hash; questions have provisional ids."""

    title: str
    questions: tuple[Question, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    media: dict[str, bytes] = {}
    description: str = ""
    language: str = ""


@dataclass
class Findings:
    """What a reader gathers while it goes through a file."""

    questions: list[Question] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def skip(self, row: int, error: AppError) -> None:
        """Note that nothing came of a row."""
        self.problems.append(RowProblem(row, error.code, error.parameters))

    def remark(self, row: int, error: AppError) -> None:
        """Note that a row came in, but not as it stood."""
        self.problems.append(RowProblem(row, error.code, error.parameters, skipped=False))

    def imported(self, title: str) -> Imported:
        """Return all of it, problems in the order of their rows."""
        if not self.questions and not self.problems:
            self.skip(1, AppError("quiz.import_nothing"))
        problems = sorted(self.problems, key=lambda one: one.row)
        return Imported(title, tuple(self.questions), tuple(problems))
