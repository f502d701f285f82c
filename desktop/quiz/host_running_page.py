"""A line for other pages: which hosted games run on this computer, and the way back to them."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.quiz.host_service import HostService
from desktop.widgets.notice import Notice
from desktop.widgets.theme import Space
from shared.tasks import TaskScope


class RunningGames(QWidget):
    """`look()` whenever the page comes to the front; hidden while nothing runs."""

    def __init__(self, service: HostService, scope: TaskScope, open_games: Callable[[], None]) -> None:
        super().__init__()
        self._service = service
        self._scope = scope
        self.notice = Notice("cast-education", tone="accent")
        self.notice.action.connect(open_games)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        column.addWidget(self.notice)
        self.hide()

    def look(self) -> None:
        """Ask the host what runs, when it runs itself."""
        if not self._scope.closed:
            self._scope.spawn(self._look(), name="running games")

    async def _look(self) -> None:
        games = [game for game in await self._service.running() if game.phase != "ended"]
        self.setVisible(bool(games))
        if len(games) == 1:
            text = self.tr("“{title}” is under way on this computer.").format(title=games[0].title)
        else:
            text = self.tr("%n quiz(zes) are under way on this computer.", "", len(games)) if games else ""
        self.notice.set_notice(text, self.tr("Go on"))
