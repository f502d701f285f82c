"""Surfaces: a card with rounded edge, a rule between two things, and a column of readable width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.theme import READING_CHARACTERS, Space
from desktop.widgets.theming import theme, theming


class Card(QFrame):
    """A raised or plain surface with a vertical layout in `body`."""

    def __init__(
        self, *, raised: bool = False, padding: int = Space.L, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "raised" if raised else "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(Space.S)


class Rule(QFrame):
    """A one-pixel line in the border colour."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", "vertical" if vertical else "horizontal")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class ReadingColumn(QWidget):
    """Keeps its content at most `characters` wide, centred or at the leading edge; `body` is its layout."""

    def __init__(
        self,
        *,
        characters: int = READING_CHARACTERS,
        centred: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._characters = characters
        self._column = QWidget()
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body = QVBoxLayout(self._column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.L)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        if centred:
            row.addStretch(1)
        row.addWidget(self._column, 100)
        row.addStretch(1)
        self._fit()
        theming().changed.connect(self._fit)

    def _fit(self) -> None:
        from_font = self.fontMetrics().averageCharWidth() * self._characters
        self._column.setMaximumWidth(max(from_font, theme().px(320)))


class ScrollColumn(QScrollArea):
    """A page body that scrolls; sideways only when its content cannot be narrower. `body`: its reading column."""

    def __init__(
        self,
        *,
        characters: int = READING_CHARACTERS,
        centred: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column = ReadingColumn(characters=characters, centred=centred)
        outer.addWidget(column)
        outer.addStretch(1)
        self.setWidget(inner)
        self.body = column.body
