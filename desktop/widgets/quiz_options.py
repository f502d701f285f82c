"""The options of a quiz as a grid of tiles: one is chosen, or several. Knows no answer and no game."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.widgets.quiz_tile import OptionTile, Verdict
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_NARROW = 560
"""Below this width (at 100 % text) the tiles stand in one column."""
_LONG_CHARACTERS = 90
"""An option longer than this makes one column everywhere: two would be hard to read."""


@dataclass(frozen=True)
class TileOption:
    """Text of an option and the description of its picture, if it has one."""

    text: str
    alt: str = ""


class OptionTiles(QWidget):
    """`chosen(position)`: one was pressed, in a grid of one choice. `changed`: the selection is another.

    With `multiple` tiles stay pressed; not `lettered`, they have no badge. Positions are places on this screen, 0 to 8.
    """

    chosen = Signal(int)
    changed = Signal()

    def __init__(
        self,
        options: Sequence[TileOption],
        *,
        multiple: bool = False,
        lettered: bool = True,
        role: TypeRole = TypeRole.LEAD,
        enlarged: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._multiple = multiple
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.M)
        self._one_column = any(len(option.text) > _LONG_CHARACTERS for option in options)
        self.tiles = [
            OptionTile(number, option.text, role=role, lettered=lettered, enlarged=enlarged, parent=self)
            for number, option in enumerate(options)
        ]
        for tile, option in zip(self.tiles, options, strict=True):
            tile.setCheckable(multiple)
            if option.alt:
                tile.set_picture(None, option.alt)
            tile.clicked.connect(lambda _on, number=tile.position: self._pressed(number))
        self._arrange(2)

    def press(self, position: int) -> bool:
        """Press a tile as its key does; False when there is none or it cannot be pressed."""
        if not 0 <= position < len(self.tiles) or not self.tiles[position].isEnabled():
            return False
        self.tiles[position].setFocus()
        self.tiles[position].click()
        return True

    def selection(self) -> list[int]:
        """Positions that are pressed, in order."""
        return [tile.position for tile in self.tiles if tile.isChecked()]

    def select(self, positions: Sequence[int]) -> None:
        """Show these as chosen."""
        for tile in self.tiles:
            wanted = tile.position in positions
            if wanted or tile.isChecked():
                tile.setCheckable(True)
                tile.setChecked(wanted)

    def set_locked(self, locked: bool) -> None:
        """Take no presses; what is chosen stays shown."""
        for tile in self.tiles:
            tile.setEnabled(not locked)

    def set_picture(self, position: int, picture: QPixmap, alt: str) -> None:
        self.tiles[position].set_picture(picture, alt)

    def set_verdicts(self, verdicts: Sequence[tuple[Verdict, str]]) -> None:
        """After the reveal, per position what it was and the word for it."""
        for tile, (verdict, note) in zip(self.tiles, verdicts, strict=True):
            tile.set_verdict(verdict, note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(1 if self._one_column or self.width() < theme().px(_NARROW) else 2)

    def _pressed(self, position: int) -> None:
        self.changed.emit()
        if not self._multiple:
            self.chosen.emit(position)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for tile in self.tiles:
            self._grid.removeWidget(tile)
        for number, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
