"""A choice among two to five words side by side; arrow keys move, as in a radio group."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.widgets.button import Button
from desktop.widgets.icons import icon


@dataclass(frozen=True)
class Segment:
    """One choice: its id, its word, and optionally an icon before it."""

    id: str
    text: str
    icon_name: str = ""


class SegmentedControl(QFrame):
    """`selected(id)` fires when a person chooses; `set_selected` does not fire it."""

    selected = Signal(str)

    def __init__(self, name: str, segments: Sequence[Segment], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", "true")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, Button] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for segment in segments:
            button = Button(segment.text)
            if segment.icon_name:
                button.setIcon(icon(segment.icon_name, checked_role="on_accent"))
                button.fit_icon()
            button.setProperty("segment", "true")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {segment.text}")
            button.clicked.connect(lambda _checked=False, id_=segment.id: self.selected.emit(id_))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[segment.id] = button
        if segments:
            self.set_selected(segments[0].id)

    def set_selected(self, id_: str) -> None:
        """Choose without telling anyone; KeyError for an id that is not there."""
        self._buttons[id_].setChecked(True)

    def current(self) -> str:
        return next(id_ for id_, button in self._buttons.items() if button.isChecked())
