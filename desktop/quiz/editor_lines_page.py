"""Short texts in rows, and pairs in rows: accepted answers, further words, what belongs together."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.editor_inputs_page import LineField
from desktop.quiz.editor_media_page import Finder, MediaField
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from shared.quiz.choices import CHOICE_LENGTH, FEWEST, MOST
from shared.quiz.quiz import Choice, Media, Pair


class LinesEditor(QWidget):
    """`edited(texts)`. `least` rows stay."""

    edited = Signal(object)

    def __init__(
        self,
        name: str,
        add_text: str,
        *,
        least: int = 1,
        most: int = 20,
        length: int = 100,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._least, self._most, self._length = least, most, length
        self._texts: tuple[str, ...] = ()
        self.fields: list[LineField] = []
        self._parts: list[QWidget] = []
        self._buttons: list[IconButton] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.add_button = Button(add_text, "quiet", icon_name="plus")
        self.add_button.clicked.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._column)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_texts(self, texts: Sequence[str]) -> None:
        """Show these; rows whose number stays keep their focus."""
        self._texts = tuple(texts)
        while len(self.fields) > len(texts):
            self.fields.pop()
            self._buttons.pop()
            part = self._parts.pop()
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        while len(self.fields) < len(texts):
            self._make_row(len(self.fields))
        for field, button, text in zip(self.fields, self._buttons, texts, strict=True):
            field.show_text(text)
            button.setEnabled(len(texts) > self._least)
        self.add_button.setEnabled(len(texts) < self._most)

    def add(self) -> None:
        """Put an empty text at the end and go to it."""
        if len(self._texts) < self._most:
            self.edited.emit((*self._texts, ""))
            if self.fields:
                self.fields[-1].setFocus()

    def _make_row(self, at: int) -> None:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        name = f"{self._name} {at + 1}"
        field = LineField(name, placeholder=name, most=self._length)
        field.typed.connect(lambda text: self._change(at, text))
        field.entered.connect(lambda: self._go_on(at))
        button = IconButton("close", self.tr("Remove “{name}”").format(name=name))
        button.clicked.connect(lambda: self._remove(at))
        row.addWidget(field, 1)
        row.addWidget(button)
        self.fields.append(field)
        self._buttons.append(button)
        self._parts.append(part)
        self._column.addWidget(part)

    def _change(self, at: int, text: str) -> None:
        self.edited.emit((*self._texts[:at], text, *self._texts[at + 1 :]))

    def _remove(self, at: int) -> None:
        self.edited.emit(self._texts[:at] + self._texts[at + 1 :])

    def _go_on(self, at: int) -> None:
        if at + 1 < len(self.fields):
            self.fields[at + 1].setFocus()
        else:
            self.add()


class _Side(QWidget):
    """One side of a pair: words, and a picture below."""

    edited = Signal(object)
    media_wanted = Signal(object)

    def __init__(self, name: str, find: Finder) -> None:
        super().__init__()
        self._choice = Choice()
        self.text = LineField(name, placeholder=name, most=CHOICE_LENGTH)
        self.text.typed.connect(lambda text: self._change(text=text))
        self.media = MediaField(find, compact=True)
        self.media.changed.connect(lambda media: self._change(media=media))
        self.media.wanted.connect(self.media_wanted)
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.XS)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.media)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addLayout(self._row)

    def show_choice(self, choice: Choice) -> None:
        self._choice = choice
        self.text.show_text(choice.text)
        self.media.show_media(choice.media)
        # A medium with its description needs a line of its own; the button to add one does not.
        home, other = (self._column, self._row) if choice.media else (self._row, self._column)
        if other.indexOf(self.media) >= 0:
            other.removeWidget(self.media)
            home.addWidget(self.media)

    def _change(self, **values: object) -> None:
        self.edited.emit(msgspec.structs.replace(self._choice, **values))


class PairRow(Card):
    """Two sides that belong together."""

    edited = Signal(object)
    media_wanted = Signal(str, object)
    removed = Signal()

    def __init__(self, number: int, find: Finder, parent: QWidget | None = None) -> None:
        super().__init__(padding=Space.S, parent=parent)
        self._pair = Pair(Choice(), Choice())
        self.left = _Side(self.tr("This {number}").format(number=number), find)
        self.right = _Side(self.tr("belongs to {number}").format(number=number), find)
        for name, side in (("left", self.left), ("right", self.right)):
            side.edited.connect(lambda choice, name=name: self._change(name, choice))
            side.media_wanted.connect(lambda path, name=name: self.media_wanted.emit(name, path))
        self.remove_button = IconButton("close", self.tr("Remove pair {number}").format(number=number))
        self.remove_button.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Label(f"{number}.", semibold=True), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.left, 1, top)
        row.addWidget(Glyph("arrow-right", pixels=18, role="muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.right, 1, top)
        row.addWidget(self.remove_button, 0, top)
        self.body.addLayout(row)

    def show_pair(self, pair: Pair) -> None:
        self._pair = pair
        self.left.show_choice(pair.left)
        self.right.show_choice(pair.right)

    def _change(self, name: str, choice: Choice) -> None:
        self.edited.emit(msgspec.structs.replace(self._pair, **{name: choice}))


class PairsEditor(QWidget):
    """`edited(pairs)`; `media_wanted(side, place, Path)`."""

    edited = Signal(object)
    media_wanted = Signal(str, int, object)

    def __init__(self, find: Finder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._pairs: tuple[Pair, ...] = ()
        self.rows: list[PairRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.add_button = Button(self.tr("Add a pair"), "quiet", icon_name="plus")
        self.add_button.clicked.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._column)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show these; rows whose number stays keep their focus."""
        self._pairs = tuple(pairs)
        while len(self.rows) > len(pairs):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(pairs):
            self._make_row(len(self.rows))
        for row, pair in zip(self.rows, pairs, strict=True):
            row.show_pair(pair)
            row.remove_button.setEnabled(len(pairs) > FEWEST)
        self.add_button.setEnabled(len(pairs) < MOST)

    def add(self) -> None:
        """Put an empty pair at the end and go to it."""
        if len(self._pairs) < MOST:
            self.edited.emit((*self._pairs, Pair(Choice(), Choice())))
            if self.rows:
                self.rows[-1].left.text.setFocus()

    def set_media(self, side: str, at: int, media: Media) -> None:
        """Put a medium that was kept on one side of a pair."""
        if at < len(self._pairs):
            pair = self._pairs[at]
            choice: Choice = getattr(pair, side)
            self._change(
                at, msgspec.structs.replace(pair, **{side: msgspec.structs.replace(choice, media=media)})
            )

    def _make_row(self, at: int) -> None:
        row = PairRow(at + 1, self._find)
        row.edited.connect(lambda pair: self._change(at, pair))
        row.media_wanted.connect(lambda side, path: self._want(side, at, path))
        row.removed.connect(lambda: self._remove(at))
        self.rows.append(row)
        self._column.addWidget(row)

    def _want(self, side: str, at: int, path: Path) -> None:
        self.media_wanted.emit(side, at, path)

    def _change(self, at: int, pair: Pair) -> None:
        self.edited.emit((*self._pairs[:at], pair, *self._pairs[at + 1 :]))

    def _remove(self, at: int) -> None:
        self.edited.emit(self._pairs[:at] + self._pairs[at + 1 :])
