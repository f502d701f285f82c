"""Short messages over the bottom of a window, with at most one action. Said to screen readers as well."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.button import Button, IconButton
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.pill import TONE_ICONS
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

PLAIN_MS = 5_000
WITH_ACTION_MS = 10_000
MOST_AT_ONCE = 3
BOTTOM_BAR = "bottomBar"
"""Object name of a bar at the bottom of a page whose buttons must stay in reach: messages stand above it."""
_OVER_STRIP = 56
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class Toast(QFrame):
    """One message. Goes by itself, not while the pointer or the focus is on it."""

    gone = Signal()

    def __init__(
        self, text: str, *, tone: str, action_text: str, on_action: Callable[[], None] | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "toast")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.text = text
        label = Label(text, wrap=len(text) > 60)
        if label.wordWrap():
            label.setMinimumWidth(theme().px(360))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        if glyph := TONE_ICONS.get(tone, ""):
            row.addWidget(Glyph(glyph, pixels=20, role=tone))
        row.addWidget(label, 1)
        self.action_button = Button(action_text, "link")
        self.action_button.setVisible(bool(action_text))
        row.addWidget(self.action_button)
        close = IconButton("close", self.tr("Dismiss"))
        close.clicked.connect(self._go)
        row.addWidget(close)
        if on_action is not None:
            self.action_button.clicked.connect(lambda: self._act(on_action))
        self._timer = QTimer(self, singleShot=True, interval=WITH_ACTION_MS if action_text else PLAIN_MS)
        self._timer.timeout.connect(self._time_over)
        self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _act(self, on_action: Callable[[], None]) -> None:
        self._go()
        on_action()

    def _time_over(self) -> None:
        focused = self.focusWidget()
        if focused is not None and focused.hasFocus():
            self._timer.start()
            return
        self._go()

    def _go(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()


class ToastHost(QWidget):
    """Stands over the bottom of `window`; a fourth message pushes the oldest out."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        window.installEventFilter(self)
        self.hide()

    def show_toast(
        self,
        text: str,
        *,
        tone: str = "neutral",
        action_text: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> Toast:
        """Show `text`; returns the toast."""
        while len(self._toasts) >= MOST_AT_ONCE:
            self._remove(self._toasts[0])
        toast = Toast(text, tone=tone, action_text=action_text, on_action=on_action, parent=self)
        toast.gone.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter)
        toast.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))
        return toast

    def toasts(self) -> list[Toast]:
        """Messages shown now, oldest first."""
        return list(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        stands_under = watched is self._window or watched.objectName() == BOTTOM_BAR
        if stands_under and event.type() in _MOVES and self._toasts:
            # Layouts under way have not moved the bars yet.
            QTimer.singleShot(0, self, self._place)
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        self.setVisible(bool(self._toasts))
        if not self._toasts:
            return
        self._column.activate()
        size = self.sizeHint().boundedTo(self._window.size())
        self.resize(size)
        left = (self._window.width() - size.width()) // 2
        self.move(left, max(self._floor() - size.height(), 0))
        self.raise_()

    def _floor(self) -> int:
        """Where the messages end: above the strip, and above the bar of the page that is shown."""
        floor = self._window.height() - theme().px(_OVER_STRIP)
        for bar in self._window.findChildren(QWidget, BOTTOM_BAR):
            # A page that comes to the front while a message is shown brings another bar.
            bar.installEventFilter(self)
            if bar.isVisible():
                floor = min(floor, bar.mapTo(self._window, QPoint(0, 0)).y() - Space.M)
        return floor
