"""Tells when a window can be seen, and each time it comes to the front. Knows nothing of what is in it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

_TELLING = frozenset(
    {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange, QEvent.Type.WindowActivate}
)


class WindowWatch(QObject):
    """`seen(visible)` fires when that changes, and with True again when the window is raised."""

    seen = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._visible = False
        window.installEventFilter(self)

    @property
    def visible(self) -> bool:
        """Whether the window is on the screen, not minimised."""
        return self._window.isVisible() and not self._window.isMinimized()

    def tell(self) -> None:
        """Say how it is now."""
        self._visible = self.visible
        self.seen.emit(self._visible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in _TELLING:
            raised = event.type() == QEvent.Type.WindowActivate
            if raised or self.visible != self._visible:
                self.tell()
        return super().eventFilter(watched, event)
