"""The navigation rail: an icon and a word per page, narrow or wide, keys 1 to 9."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.page import PageSpec
from desktop.widgets.rail_button import RailButton
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming

WIDE = 184
KEYS = 9


class NavigationRail(QWidget):
    """`chosen(page_id)` fires when a person picks a page. Pages at the foot stand apart at the bottom."""

    chosen = Signal(str)
    collapse_changed = Signal(bool)

    def __init__(self, specs: Sequence[PageSpec], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Pages"))
        self._collapsed = self._crowded = False
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        column = self._column = QVBoxLayout(self)
        shown = [spec for spec in specs if spec.in_rail]
        foot = next((spec for spec in shown if spec.at_foot), shown[-1] if shown else None)
        for spec in shown:
            if spec is foot:
                column.addStretch(1)
            column.addWidget(self._entry(spec))
        self._toggle = RailButton(self.tr("Narrow"), "chevron-double-left", checkable=False)
        self._toggle.clicked.connect(self.toggle)
        column.addWidget(self._toggle)
        self._restyle()
        theming().changed.connect(self._restyle)

    @property
    def collapsed(self) -> bool:
        """What the person chose; a crowded window narrows the rail whatever they chose."""
        return self._collapsed

    def page_ids(self) -> list[str]:
        return list(self._buttons)

    def set_current(self, page_id: str) -> None:
        """Mark a page; one that is not in the rail leaves the mark where it is."""
        if page_id in self._buttons:
            self._buttons[page_id].setChecked(True)

    def set_entry_icon(self, page_id: str, icon_name: str) -> None:
        """Give a page's entry another sign; a page that is not in the rail has none."""
        if page_id in self._buttons:
            self._buttons[page_id].set_icon_name(icon_name)

    def set_entry_visible(self, page_id: str, visible: bool) -> None:
        """Show or hide a page's entry; a page that is not in the rail has none."""
        if page_id in self._buttons:
            self._buttons[page_id].setVisible(visible)

    def set_collapsed(self, collapsed: bool) -> None:
        if collapsed != self._collapsed:
            self._collapsed = collapsed
            self._restyle()
            self.collapse_changed.emit(collapsed)

    def toggle(self) -> None:
        self.set_collapsed(not self._collapsed)

    def set_crowded(self, crowded: bool) -> None:
        """The window is too small for words."""
        if crowded != self._crowded:
            self._crowded = crowded
            self._restyle()

    def _entry(self, spec: PageSpec) -> RailButton:
        button = RailButton(spec.title(), spec.icon_name, checkable=True)
        button.clicked.connect(lambda: self.chosen.emit(spec.id))
        self._group.addButton(button)
        self._buttons[spec.id] = button
        button.setVisible(not spec.not_for_all)
        return button

    def _restyle(self) -> None:
        wide = not (self._collapsed or self._crowded)
        # Where there is little room the entries have it, not what is between them.
        edge = Space.XS if self._crowded else Space.M
        self._column.setContentsMargins(Space.S, edge, Space.S, edge)
        self._column.setSpacing(0 if self._crowded else Space.XS)
        for number, button in enumerate(self._buttons.values(), start=1):
            button.set_wide(wide, str(number) if number <= KEYS else "")
        self._toggle.setText(self.tr("Narrow") if wide else self.tr("Widen"))
        self._toggle.setAccessibleName(self._toggle.text())
        self._toggle.setIcon(icon("chevron-double-left" if wide else "chevron-double-right"))
        self._toggle.set_wide(wide, "Ctrl+B")
        self._toggle.setVisible(not self._crowded)
        self.setFixedWidth(theme().px(WIDE) if wide else theme().hit_target + 2 * Space.S + 4)
