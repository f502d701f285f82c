"""Puts tags on one or many items. Stores nothing itself."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.media.library import MOST_TAG
from desktop.media.service import ItemView
from desktop.widgets.button import Button
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class TagField(QLineEdit):
    """Enter and comma finish a tag; Enter on an empty field belongs to the dialog."""

    entered = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        finishing = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() == ","
        if finishing and self.text().strip():
            self.finish()
            return
        super().keyPressEvent(event)

    def finish(self) -> None:
        """Take what is written as a tag."""
        text = " ".join(self.text().replace(",", " ").split())
        self.clear()
        if text:
            self.entered.emit(text)


class TagsEditor(QWidget):
    """Tags as buttons that take themselves away, and a field for more; known tags are offered while typing.

    `counts` says on how many of `count` items each tag is; one that is not on all says so.
    """

    changed = Signal()

    def __init__(
        self, counts: dict[str, int], count: int, known: Iterable[str], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._counts = dict(counts)
        self._count = count
        self.added: list[str] = []
        self.removed: list[str] = []
        self.field = TagField()
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self.field.setMaxLength(MOST_TAG)
        self.field.entered.connect(self._add)
        completer = QCompleter(sorted(known, key=str.casefold), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._chips)
        column.addWidget(self.field)
        self._show()

    def labels(self) -> tuple[str, ...]:
        """The tags as they now are; what is still in the field counts."""
        self.field.finish()
        return tuple(sorted(self._counts, key=str.casefold))

    def _add(self, label: str) -> None:
        known = next((one for one in self._counts if one.casefold() == label.casefold()), label)
        self._counts[known] = self._count
        self.removed = [one for one in self.removed if one != known]
        if known not in self.added:
            self.added.append(known)
        self._show()

    def _remove(self, label: str) -> None:
        self._counts.pop(label, None)
        self.added = [one for one in self.added if one != label]
        self.removed.append(label)
        self._show()
        self.field.setFocus()

    def _show(self) -> None:
        self._flow.clear()
        for label in sorted(self._counts, key=str.casefold):
            on = self._counts[label]
            shown = label if on == self._count else self.tr("{tag} (on some)").format(tag=label)
            chip = Button(shown.replace("&", "&&"), icon_name="close")
            chip.setAccessibleName(self.tr("Remove the tag “{tag}”").format(tag=label))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _checked=False, label=label: self._remove(label))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._counts))
        self.changed.emit()


def tag_counts(items: Iterable[ItemView]) -> dict[str, int]:
    """On how many of these items each tag is."""
    return dict(Counter(tag for item in items for tag in item.tags))


class TagsDialog(QDialog):
    """`chosen(added, removed)` when it is accepted."""

    chosen = Signal(list, list)

    def __init__(self, parent: QWidget, items: Sequence[ItemView], known: Iterable[str]) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Tags of %n item(s)", "", len(items))
        if len(items) == 1:
            title = self.tr("Tags of “{title}”").format(title=items[0].title)
        self.setWindowTitle(self.tr("Tags"))
        self.editor = TagsEditor(tag_counts(items), len(items), known)
        self.save_button = Button(self.tr("Save"), "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Label(title, TypeRole.LEAD, semibold=True, wrap=True))
        column.addWidget(self.editor)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(theme().px(420))
        self.accepted.connect(self._tell)
        self.editor.changed.connect(self.adjustSize)
        self.editor.field.setFocus()

    def accept(self) -> None:
        self.editor.field.finish()
        super().accept()

    def _tell(self) -> None:
        self.chosen.emit(self.editor.added, self.editor.removed)
