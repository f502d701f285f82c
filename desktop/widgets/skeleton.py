"""Grey bars where content will be. Appears only after 200 ms, so quick answers do not flicker."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.theme import MOTION_MS, RADIUS_CONTROL, SKELETON_DELAY_MS, Space
from desktop.widgets.theming import theme

_WIDTHS = (0.92, 0.78, 0.85, 0.6)
_LEVELS = (1.0, 0.8, 0.6, 0.8)


class Skeleton(QWidget):
    """`rows` bars of a list; still when motion is reduced."""

    def __init__(self, rows: int = 6, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._visible = False
        self._phase = 0
        self.setAccessibleName(self.tr("Loading"))
        self._delay = QTimer(self, singleShot=True, interval=SKELETON_DELAY_MS)
        self._delay.timeout.connect(self._appear)
        self._pulse = QTimer(self, interval=MOTION_MS * 2)
        self._pulse.timeout.connect(self._beat)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self._rows * theme().px(48))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._visible = False
        self._delay.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._delay.stop()
        self._pulse.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._visible:
            return
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.colour("border"))
        painter.setBrush(now.colour("raised"))
        painter.setOpacity(1.0 if now.reduce_motion else _LEVELS[self._phase])
        height, pitch = now.px(16), now.px(40)
        width = self.width() - 2 * Space.XL
        for row in range(self._rows):
            bar = QRectF(Space.XL, Space.XL + row * pitch, width * _WIDTHS[row % len(_WIDTHS)], height)
            if self.isRightToLeft():
                bar.moveRight(self.width() - Space.XL)
            painter.drawRoundedRect(bar, RADIUS_CONTROL, RADIUS_CONTROL)

    def _appear(self) -> None:
        self._visible = True
        if not theme().reduce_motion:
            self._pulse.start()
        self.update()

    def _beat(self) -> None:
        self._phase = (self._phase + 1) % len(_LEVELS)
        self.update()
