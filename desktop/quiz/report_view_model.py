"""Hosted games and the report of one: loaded, deleted and brought back, written to files. QtCore only."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.quiz.host_service import HostService, PlayedGame, Report
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from desktop.widgets.charts import load_charts
from shared.errors import AppError
from shared.ids import GameId, QuizId
from shared.tasks import TaskScope


class ReportViewModel(ViewModel):
    """`changed` when games or the report are others; `deleted(GameId, title)` and `exported(Path)`."""

    changed = Signal()
    deleted = Signal(object, str)
    exported = Signal(object)

    def __init__(self, service: HostService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = service
        self.games: list[PlayedGame] = []
        self.quiz_id: QuizId | None = None
        self.game_id: GameId | None = None
        self.report: Report | None = None
        self.loaded = False
        self.watch(lambda _changes: self.reload(), "game", "game_player", "game_answer")

    def show_games(self, quiz_id: QuizId | None = None) -> None:
        """List games, or those of one quiz."""
        self.quiz_id, self.game_id, self.report = quiz_id, None, None
        self.loaded = False
        self.changed.emit()
        self.reload()

    def open(self, game_id: GameId) -> None:
        """Show the report of a game."""
        if game_id != self.game_id:
            self.game_id, self.report = game_id, None
            self.loaded = False
            self.changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        self.spawn_latest(self._load, name="load")

    def delete(self) -> None:
        """Delete the report on show; `restore` brings it back."""
        if self.report is not None and self.game_id is not None:
            self.spawn(self._delete(self.game_id, self.report.result.quiz.title), name="delete")

    def restore(self, game_id: GameId) -> None:
        self.spawn(self._service.restore_game(game_id), name="restore")

    def export(self, target: Path, words: Callable[[str], str]) -> None:
        """Write the report on show."""
        if self.game_id is not None:
            self.spawn(self._export(self.game_id, target, words), name="export")

    async def _load(self) -> None:
        game_id, quiz_id = self.game_id, self.quiz_id
        try:
            if game_id is None:
                self.games = await self._service.games(quiz_id)
            else:
                await load_charts()
                report = await self._service.report(game_id)
                if game_id == self.game_id:
                    self.report = report
        except AppError as error:
            self.failed.emit(error)
            return
        self.loaded = True
        self.changed.emit()

    async def _delete(self, game_id: GameId, title: str) -> None:
        self.game_id, self.report = None, None
        await self._service.delete_game(game_id)
        self.deleted.emit(game_id, title)
        self.show_games(self.quiz_id)

    async def _export(self, game_id: GameId, target: Path, words: Callable[[str], str]) -> None:
        await self._service.export(game_id, target, words)
        self.exported.emit(target)
