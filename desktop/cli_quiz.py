"""`lantern quiz`: list, import and export. Talks to the quiz service and prints; decides nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from desktop.assembly import Services
from desktop.cli_run import EXIT_FAILED, note, say, say_json, with_services
from desktop.quiz.service import Format, Imported, QuizSummary
from desktop.runtime.error_texts import error_text
from shared.errors import AppError
from shared.ids import QuizId, parse_id

app = typer.Typer(no_args_is_help=True, add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class ListedQuiz(msgspec.Struct, frozen=True):
    """One quiz of `lantern quiz list --json`. Times are Unix milliseconds."""

    id: str
    title: str
    questions: int
    changed_ms: int
    played_ms: int | None


class RowProblem(msgspec.Struct, frozen=True):
    """One remark on a row of a file. `skipped`: no question came of it."""

    row: int
    code: str
    message: str
    skipped: bool


class ImportedFile(msgspec.Struct, frozen=True):
    """One file of `lantern quiz import --json`. Without an id no quiz was made of it."""

    path: str
    id: str | None
    title: str | None
    questions: int
    problems: list[RowProblem]


@app.command("list")
def list_command(context: typer.Context, *, as_json: Json = False) -> None:
    """List your quizzes, the one changed last first."""
    found = with_services(context, lambda services: services.quizzes.quizzes(), as_json=as_json)
    rows = [_listed(one) for one in found]
    if as_json:
        say_json(rows)
        return
    if not rows:
        note("You have no quizzes. Import one with `lantern quiz import`.")
    for row in rows:
        say(f"{row.id}  {row.questions:4}  {row.title}")


@app.command("import")
def import_command(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Quizzes, tables (CSV, XLSX), Moodle GIFT or Anki notes.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Make a quiz of each file. What could not be read is told by row; ends with 0 if every file gave a quiz."""
    made = with_services(context, lambda services: _import(services, files), as_json=as_json)
    if as_json:
        say_json(made)
    else:
        for one in made:
            say(f"{one.id or '-':36}  {one.questions:4}  {one.title or one.path}")
            for problem in one.problems:
                note(f"{one.path}, row {problem.row}: {problem.message}")
    if not all(one.id for one in made):
        raise typer.Exit(EXIT_FAILED)


@app.command("export")
def export_command(
    context: typer.Context,
    quiz: Annotated[str, typer.Argument(metavar="ID", help="A quiz's id, from `lantern quiz list`.")],
    file: Annotated[Path, typer.Argument(help="Its ending says the format: .lantern-quiz, .csv or .gift.")],
) -> None:
    """Write a quiz to a file, for `lantern-host --quiz` or another program."""
    format_ = next((one for one in Format if file.name.endswith(f".{one}")), Format.LANTERN)

    async def work(services: Services) -> None:
        if file.exists():
            raise AppError("storage.file_exists", name=file.name)
        await services.quizzes.export(QuizId(parse_id(quiz)), file.absolute(), format_)

    with_services(context, work)
    say(str(file))


async def _import(services: Services, files: Sequence[Path]) -> list[ImportedFile]:
    return [await _import_one(services, path) for path in files]


async def _import_one(services: Services, path: Path) -> ImportedFile:
    try:
        found = await services.quizzes.read_file(path.absolute())
    except AppError as error:
        told = error_text(error).in_one_line()
        return ImportedFile(str(path), None, None, 0, [RowProblem(0, error.code, told, skipped=True)])
    problems = _problems(found)
    if not found.questions:
        return ImportedFile(str(path), None, None, 0, problems)
    quiz_id = await services.quizzes.take(found, found.title)
    return ImportedFile(str(path), str(quiz_id), found.title, len(found.questions), problems)


def _problems(found: Imported) -> list[RowProblem]:
    return [
        RowProblem(one.row, one.code, error_text(one.error()).in_one_line(), skipped=one.skipped)
        for one in found.problems
    ]


def _listed(quiz: QuizSummary) -> ListedQuiz:
    return ListedQuiz(str(quiz.id), quiz.title, quiz.questions, quiz.changed_ms, quiz.played_ms)
