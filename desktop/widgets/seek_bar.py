"""A slider over a length of time: a click jumps there, and what is under the pointer is said beforehand."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QToolTip, QWidget

from desktop.widgets.formats import format_clock, format_duration

STEP_MS = 5_000
PAGE_MS = 30_000


class SeekBar(QSlider):
    """`sought(ms)` when a person goes somewhere, also while dragging; `set_position` does not fire it."""

    sought = Signal(int)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._name = name
        self.setSingleStep(STEP_MS)
        self.setPageStep(PAGE_MS)
        self.setMouseTracking(True)
        self.setTracking(True)
        self.setRange(0, 0)
        self.actionTriggered.connect(self._moved_by_hand)
        self.set_position(0)

    def set_length(self, length_ms: int) -> None:
        self.setRange(0, max(length_ms, 0))
        self.setEnabled(length_ms > 0)

    def set_position(self, ms: int) -> None:
        """Show where it is, unless a person holds the handle."""
        if not self.isSliderDown():
            self.setValue(ms)
        self.setAccessibleName(f"{self._name}: {format_duration(self.value())}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._on_handle(event):
            self.setSliderDown(True)
            self._go_to(event)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.maximum():
            QToolTip.showText(event.globalPosition().toPoint(), format_clock(self._time_at(event)), self)
        if self.isSliderDown():
            self._go_to(event)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Up and down belong to what is beside the bar: on a time line they say nothing.
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    def _moved_by_hand(self, _action: int) -> None:
        self.sought.emit(self.sliderPosition())

    def _go_to(self, event: QMouseEvent) -> None:
        ms = self._time_at(event)
        self.setSliderPosition(ms)
        self.sought.emit(ms)

    def _option(self) -> QStyleOptionSlider:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return option

    def _on_handle(self, event: QMouseEvent) -> bool:
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, self._option(), part, self)
        return handle.contains(event.position().toPoint())

    def _time_at(self, event: QMouseEvent) -> int:
        option = self._option()
        style, control = self.style(), QStyle.ComplexControl.CC_Slider
        groove = style.subControlRect(control, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, self)
        room = max(groove.width() - handle.width(), 1)
        at = round(event.position().x()) - groove.x() - handle.width() // 2
        upside_down = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room, upside_down)
