"""The head of every page: title, search where it makes sense, and one primary action."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.label import ElidedLabel
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming


class PageHeader(QWidget):
    """Title at the leading edge; then what `add_*` put there, in that order."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = ElidedLabel(title, TypeRole.TITLE, semibold=True)
        self.subtitle = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self.subtitle.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        self._row.setSpacing(Space.S)
        self._row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(Rule())
        self.search: SearchField | None = None
        self._corner: QWidget | None = None
        self._restyle()
        theming().changed.connect(self._restyle)

    def set_title(self, title: str) -> None:
        self.title.set_full_text(title)

    def set_subtitle(self, text: str) -> None:
        """One muted line under the title; empty hides it."""
        self.subtitle.set_full_text(text)
        self.subtitle.setVisible(bool(text))

    def add_leading(self, widget: QWidget) -> None:
        """Before the title: a Back button."""
        self._row.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_search(self, placeholder: str) -> SearchField:
        """A search field, as wide as the window lets it be."""
        self.search = SearchField(placeholder)
        self._add(self.search, 1)
        self._restyle()
        return self.search

    def add_action(self, widget: QWidget) -> None:
        """An icon button, segmented control or secondary button."""
        self._add(widget)

    def add_primary(self, text: str, icon_name: str = "") -> Button:
        """The one primary action of the page, at the trailing end."""
        button = Button(text, "primary", icon_name=icon_name)
        self._add(button)
        return button

    def set_corner(self, widget: QWidget) -> None:
        """Show what belongs to the window, not the page, at the trailing end; it is taken from the header before."""
        self._corner = widget
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        last = self._row.count()
        if self._corner is not None and self._row.indexOf(self._corner) == last - 1:
            last -= 1
        self._row.insertWidget(last, widget, stretch, Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self) -> None:
        self.setMinimumHeight(theme().hit_target + 2 * Space.M + 1)
        if self.search is not None:
            self.search.setMaximumWidth(theme().px(360))
            self.search.setMinimumWidth(theme().px(120))
