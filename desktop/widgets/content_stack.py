"""The four states of anything that is loaded: loading, empty, error, content."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop.widgets.error_state import ErrorState
from desktop.widgets.skeleton import Skeleton
from shared.errors import AppError


class ContentStack(QStackedWidget):
    """Starts in loading. `retry` fires from the error state's button."""

    retry = Signal()

    def __init__(
        self, content: QWidget, empty: QWidget, *, skeleton_rows: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.content = content
        self.empty = empty
        self.error = ErrorState()
        self.error.retry.connect(self.retry)
        self._skeleton = Skeleton(skeleton_rows)
        # Where there is little height its words are scrolled, never squeezed.
        self._error_room = QScrollArea()
        self._error_room.setWidgetResizable(True)
        self._error_room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._error_room.setWidget(self.error)
        for widget in (self._skeleton, content, empty, self._error_room):
            self.addWidget(widget)

    def show_loading(self) -> None:
        """Content that is there already stays: a reload never blanks the page."""
        if self.currentWidget() is not self.content:
            self.setCurrentWidget(self._skeleton)

    def show_content(self) -> None:
        self.setCurrentWidget(self.content)

    def show_empty(self) -> None:
        self.setCurrentWidget(self.empty)

    def show_error(self, error: AppError, *, can_retry: bool | None = None) -> None:
        self.error.show_error(error, can_retry=can_retry)
        self.setCurrentWidget(self._error_room)

    def state(self) -> str:
        """Return "loading", "content", "empty" or "error"."""
        return ("loading", "content", "empty", "error")[self.currentIndex()]
