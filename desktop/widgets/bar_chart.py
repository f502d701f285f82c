"""Upright bars with an axis, drawn by pyqtgraph in the colours of the theme. Knows numbers and words only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import theme, theming

_HEIGHT = 200
_WIDTH = 0.7
_MOST_LABELS = 30
_FULL_PERCENT = 100


@dataclass(frozen=True)
class ChartBar:
    """One bar: a short label under it, its value, what is said of it. `strong` marks it as one to look at."""

    label: str
    value: float
    spoken: str
    strong: bool = False


class BarChart(QWidget):
    """`set_bars(bars, percent=)`; `pressed(number)` when a bar was clicked.

    Its accessible description lists every bar, and whoever uses it offers the same numbers as text.
    """

    pressed = Signal(int)

    def __init__(self, name: str, axis: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._axis = axis
        self._bars: Sequence[ChartBar] = ()
        self._percent = False
        self._plot: Any = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fit()
        theming().changed.connect(self._fit)

    def set_bars(self, bars: Sequence[ChartBar], *, percent: bool = False) -> None:
        """Show these; with `percent`, values are shares from 0 to 1 on an axis to 100 %."""
        self._bars, self._percent = tuple(bars), percent
        self.setAccessibleDescription("; ".join(bar.spoken for bar in bars))
        self._draw()

    def bars(self) -> tuple[ChartBar, ...]:
        return tuple(self._bars)

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(_HEIGHT))
        if self._bars:
            self._draw()

    def _draw(self) -> None:
        import pyqtgraph as pg

        if self._plot is not None:
            self._column.removeWidget(self._plot)
            self._plot.hide()
            self._plot.deleteLater()
        now = theme()
        plot: Any = pg.PlotWidget(background=now.colours.surface)
        self._plot = plot
        self._column.addWidget(plot)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        scale = _FULL_PERCENT if self._percent else 1
        values = [bar.value * scale for bar in self._bars]
        brushes = [now.colour("danger" if bar.strong else "accent") for bar in self._bars]
        numbers = list(range(len(values)))
        plot.addItem(
            pg.BarGraphItem(
                x=numbers, height=values, width=_WIDTH, brushes=brushes, pen=pg.mkPen(now.colour("surface"))
            )
        )
        self._dress(plot, numbers, values)
        plot.show()
        self._column.activate()
        plot.scene().sigMouseClicked.connect(lambda event: self._clicked(plot, event))

    def _dress(self, plot: Any, numbers: list[int], values: list[float]) -> None:
        now = theme()
        font = now.font(TypeRole.SMALL, tabular=True)
        every = max(1, -(-len(numbers) // _MOST_LABELS))
        ticks = [(number, self._bars[number].label) for number in numbers if number % every == 0]
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.setPen(now.colour("control_border"))
            axis.setTextPen(now.colour("muted"))
            axis.setStyle(tickFont=font)
        plot.getAxis("bottom").setTicks([ticks])
        if self._percent:
            shown = range(0, _FULL_PERCENT + 1, 25)
            plot.getAxis("left").setTicks([[(value, f"{value} %") for value in shown]])
        plot.showGrid(y=True, alpha=0.15)
        plot.setLabel("bottom", self._axis, color=now.colour("muted").name())
        top = _FULL_PERCENT * 1.05 if self._percent else max([*values, 1]) * 1.1
        plot.setRange(xRange=(-0.6, len(numbers) - 0.4), yRange=(0, top), padding=0.02)

    def _clicked(self, plot: Any, event: Any) -> None:
        place = plot.plotItem.vb.mapSceneToView(event.scenePos())
        number = round(place.x())
        if 0 <= number < len(self._bars):
            self.pressed.emit(number)
