"""Cards beside each other, as many as there is room for. Knows no card's content."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming


class CardGrid(QWidget):
    """`narrowest` is the least width of a card at 100 %; `columns` are the counts allowed, the smallest first.

    Leaving out a count keeps a row from having one card alone: four cards stand as (1, 2, 4).
    """

    def __init__(
        self, *, narrowest: int, columns: Sequence[int] = (1, 2, 3), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._narrowest, self._allowed = narrowest, tuple(columns)
        self._shown: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.M)
        theming().changed.connect(self._arrange)

    @property
    def columns(self) -> int:
        """How many stand beside each other now; 0 before the first were shown."""
        return self._columns

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these in this order; those that are not among them any more are gone for good."""
        if list(cards) != self._shown:
            for card in self._shown:
                if card not in cards:
                    self._grid.removeWidget(card)
                    card.hide()
                    card.deleteLater()
            self._shown = list(cards)
            self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._shown:
            return
        room = max(self.width(), 1) + Space.M
        fits = room // (theme().px(self._narrowest) + Space.M)
        columns = max((count for count in self._allowed if count <= fits), default=self._allowed[0])
        if columns == self._columns:
            return
        for column in range(self._allowed[-1]):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, card in enumerate(self._shown):
            self._grid.addWidget(card, number // columns, number % columns)
        self._columns = columns
