"""The projector's window: what the whole room sees, readable from the back row. Full screen; Esc leaves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.projector_scenes_page import BoardScene, EntranceScene, MessageScene, QuestionScene
from desktop.widgets.theming import theme, theming

_LEAST, _MOST = 1.0, 4.0
_CALM_MS = 150
_HEIGHT_AT_100 = 560
"""A screen of this height (at 100 % text) shows things at their usual size; a larger one enlarges them."""


class Projector(QWidget):
    """`closed` when it goes; `next_wanted` for Space and the arrow or page keys of a presenter's remote."""

    closed = Signal()
    next_wanted = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self._factor = 0.0
        self.setProperty("surface", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # What is shown fits the window, never the other way round.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.stack)
        self._scenes: dict[str, QWidget] = {}
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.rebuild)
        theming().changed.connect(self._calm.start)
        model.changed.connect(self.show_game)
        model.games_changed.connect(self.show_game)

    def open_on(self, screens: list[QScreen], own: QScreen | None) -> None:
        """Full screen on another screen than the window's own, if there is one; else as a window of its own."""
        other = next((screen for screen in screens if screen is not own), None)
        if other is not None:
            self.setGeometry(other.geometry())
            self.showFullScreen()
        else:
            space = (own or QGuiApplication.primaryScreen()).availableGeometry()
            self.resize(space.width() * 3 // 4, space.height() * 3 // 4)
            self.show()
        self.rebuild()

    def rebuild(self) -> None:
        """Make everything anew in the size of the window."""
        factor = min(max(self.height() / theme().px(_HEIGHT_AT_100), _LEAST), _MOST)
        self._factor = factor
        for scene in self._scenes.values():
            self.stack.removeWidget(scene)
            scene.hide()
            scene.deleteLater()
        self._scenes = {
            "entrance": EntranceScene(self._model, factor, self.size()),
            "question": QuestionScene(self._model, factor, self.size()),
            "board": BoardScene(self._model, factor, self.size()),
            "message": MessageScene(self._model, factor, self.size()),
        }
        for scene in self._scenes.values():
            self.stack.addWidget(scene)
        self.show_game()

    def scene(self) -> str:
        """Which scene goes with the game now."""
        scene = self._model.scene()
        if self._model.trouble() in {"lost", "gone", "connecting", "disk", "disk_full"}:
            return "message"
        names = {
            "lobby": "entrance", "assignment": "entrance", "question": "question", "board": "board", "podium": "board",
        }  # fmt: skip
        return names.get(scene, "message")

    def show_game(self) -> None:
        """Bring it up to the model."""
        if not self._scenes:
            return
        self.setWindowTitle(self._model.title)
        scene = self._scenes[self.scene()]
        show: Callable[[], None] = scene.show_scene  # type: ignore[attr-defined]
        show()
        self.stack.setCurrentWidget(scene)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_PageDown, Qt.Key.Key_Right):
            self.next_wanted.emit()
        elif key == Qt.Key.Key_P:
            self._model.pause_or_resume()
        elif key in (Qt.Key.Key_F11, Qt.Key.Key_F):
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._calm.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self._calm.stop()
            self.closed.emit()
        return super().event(event)
