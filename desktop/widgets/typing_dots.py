"""Three dots that say somebody is writing. Still when motion is reduced."""

from PySide6.QtCore import QPointF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import MOTION_MS
from desktop.widgets.theming import theme

_DOTS = 3


class TypingDots(QWidget):
    """Decorative: the words beside it say what is going on."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._phase = 0
        self._timer = QTimer(self, interval=MOTION_MS * 2)
        self._timer.timeout.connect(self._beat)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(28), theme().px(16))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not theme().reduce_motion:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.colour("muted"))
        pitch = self.width() / _DOTS
        for dot in range(_DOTS):
            lit = now.reduce_motion or dot == self._phase
            painter.setBrush(now.colour("muted" if lit else "background"))
            radius = now.px(3)
            painter.drawEllipse(QPointF(pitch * (dot + 0.5), self.height() / 2), radius, radius)

    def _beat(self) -> None:
        self._phase = (self._phase + 1) % _DOTS
        self.update()
