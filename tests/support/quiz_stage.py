"""The pages of quizzes on an offscreen screen with real services."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtWidgets import QDialog

from desktop.assembly import open_services
from desktop.quiz import editor_page, quizzes_page
from desktop.quiz.editor_view_model import EditorViewModel
from desktop.quiz.service import QuizService
from desktop.runtime.paths import ProfilePaths
from shared.clock import Clock
from shared.quiz.quiz import Question
from shared.tasks import TaskScope
from tests.support.page_stage import Stage, stage
from tests.support.waiting import until

QUIZ_PAGES = ("quizzes", "quiz_editor", "quiz_host", "quiz_report")


class Shown(Stage):
    """A page, its shell, the services, and the ids of the quizzes that were made."""

    services: Any
    ids: list[Any]


@asynccontextmanager
async def _shown(
    create_page: Any, services: Any, ids: list[Any], size: tuple[int, int]
) -> AsyncIterator[Shown]:
    async with stage(create_page, services, width=size[0], height=size[1]) as found:
        shown = Shown(found.page, found.shell)
        shown.services, shown.ids = services, ids
        yield shown
        for dialog in found.page.findChildren(QDialog):
            dialog.close()
    await found.shell.scope.close()


@asynccontextmanager
async def quizzes_stage(
    paths: ProfilePaths,
    clock: Clock,
    *quizzes: tuple[str, Sequence[Question]],
    size: tuple[int, int] = (1100, 760),
) -> AsyncIterator[Shown]:
    """Show the Quizzes page with these (title, questions)."""
    services = await open_services(paths, clock=clock)
    try:
        ids = [await services.quizzes.create(title, questions) for title, questions in quizzes]
        async with _shown(quizzes_page.create_page, services, ids, size) as shown:
            await until(lambda: shown.page.view_model.loaded)
            yield shown
    finally:
        await services.close()


@asynccontextmanager
async def editor_model(
    paths: ProfilePaths, clock: Clock, *questions: Question
) -> AsyncIterator[tuple[QuizService, Any]]:
    """Lend the editor's view model with one quiz. Needs Qt's loop: it saves by a timer."""
    services = await open_services(paths, clock=clock)
    scope = TaskScope("test")
    model = EditorViewModel(services.quizzes, scope, services.bus, clock)
    try:
        model.open(await services.quizzes.create("Light", questions))
        await until(lambda: model.quiz is not None)
        yield services.quizzes, model
    finally:
        await model.finish()
        model.close()
        await scope.close()
        await services.close()


@asynccontextmanager
async def editor_stage(
    paths: ProfilePaths, clock: Clock, *questions: Question, size: tuple[int, int] = (1200, 760)
) -> AsyncIterator[Shown]:
    """Show the editor with one quiz."""
    services = await open_services(paths, clock=clock)
    try:
        ids = [await services.quizzes.create("Light", questions)]
        async with _shown(editor_page.create_page, services, ids, size) as shown:
            shown.page.open_target(quiz_id=ids[0])
            await until(lambda: shown.page.view_model.quiz is not None)
            yield shown
    finally:
        await services.close()
