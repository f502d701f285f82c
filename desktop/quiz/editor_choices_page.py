"""Answers in rows: which are right, their words and pictures, their order. For choosing, polls and ordering."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.quiz.editor_inputs_page import LineField
from desktop.quiz.editor_media_page import Finder, MediaField
from desktop.widgets.button import Button, IconButton
from desktop.widgets.label import Label
from desktop.widgets.quiz_palette import badge_width, paint_badge
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.choices import CHOICE_LENGTH, FEWEST, MOST
from shared.quiz.quiz import Choice, Media

Mark = Literal["radio", "check", "number", "none"]
_BADGE_HEIGHT = 28


class _Badge(QWidget):
    """Letter and shape of a place, as players see them."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self._position = position

    def sizeHint(self) -> QSize:
        height = theme().px(_BADGE_HEIGHT)
        return QSize(badge_width(height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint_badge(QPainter(self), self.rect().toRectF(), self._position, rtl=rtl)


class ChoiceRow(QWidget):
    """One answer. Signals carry nothing but that something happened; the owner reads the row."""

    typed = Signal(str)
    media_changed = Signal(object)
    media_wanted = Signal(object)
    marked = Signal()
    removed = Signal()
    moved = Signal(int)
    entered = Signal()

    def __init__(self, position: int, mark: Mark, find: Finder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        number = position + 1
        self.mark: QRadioButton | QCheckBox | None = None
        if mark in ("radio", "check"):
            self.mark = QRadioButton() if mark == "radio" else QCheckBox()
            self.mark.setAccessibleName(self.tr("Answer {number} is right").format(number=number))
            self.mark.setToolTip(self.tr("This answer is right"))
            self.mark.clicked.connect(lambda _on: self.marked.emit())
        self.text = LineField(
            self.tr("Answer {number}").format(number=number),
            placeholder=self.tr("Answer {number}").format(number=number),
            most=CHOICE_LENGTH,
        )
        self.text.typed.connect(self.typed)
        self.text.entered.connect(self.entered)
        self.media = MediaField(find, compact=True)
        self.media.changed.connect(self.media_changed)
        self.media.wanted.connect(self.media_wanted)
        self.remove_button = IconButton("close", self.tr("Remove answer {number}").format(number=number))
        self.remove_button.clicked.connect(self.removed)
        place = Label(f"{number}.", semibold=True) if mark == "number" else _Badge(position)
        self._lay_out(place)

    def show_choice(self, choice: Choice) -> None:
        self.text.show_text(choice.text)
        self.media.show_media(choice.media)
        self._place_media(choice.media is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
            return
        super().keyPressEvent(event)

    def _lay_out(self, place: QWidget) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.S)
        if self.mark is not None:
            self._row.addWidget(self.mark)
        self._row.addWidget(place)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.media)
        self._row.addWidget(self.remove_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addLayout(self._row)
        self._before = place.sizeHint().width() + Space.S
        if self.mark is not None:
            self._before += self.mark.sizeHint().width() + Space.S

    def _place_media(self, below: bool) -> None:
        """A medium with its description needs a line of its own; the button to add one does not."""
        is_below = self._column.indexOf(self.media) >= 0
        if below and not is_below:
            self._row.removeWidget(self.media)
            self.media.setContentsMargins(*self._under_the_words())
            self._column.addWidget(self.media)
        elif not below and is_below:
            self._column.removeWidget(self.media)
            self.media.setContentsMargins(0, 0, 0, 0)
            self._row.insertWidget(self._row.count() - 1, self.media)

    def _under_the_words(self) -> tuple[int, int, int, int]:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return (0, 0, self._before, 0) if rtl else (self._before, 0, 0, 0)


class ChoicesEditor(QWidget):
    """`edited(choices, right)`; `media_wanted(place, Path)` with the place of the answer.

    `right` are indices of what is marked; order of the rows is the order of the answers.
    """

    edited = Signal(object, object)
    media_wanted = Signal(int, object)

    def __init__(self, mark: Mark, find: Finder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Mark = mark
        self._find = find
        self._choices: tuple[Choice, ...] = ()
        self._right: tuple[int, ...] = ()
        self.rows: list[ChoiceRow] = []
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.add_button = Button(self.tr("Add an answer"), "quiet", icon_name="plus")
        self.add_button.clicked.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        if mark in ("radio", "check"):
            column.addWidget(Label(self.tr("Mark what is right."), TypeRole.SMALL, tone="muted"))
        if mark == "number":
            words = self.tr("Write them in the right order. Alt+Up and Alt+Down move one.")
            column.addWidget(Label(words, TypeRole.SMALL, tone="muted", wrap=True))
        column.addLayout(self._column)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_choices(self, choices: Sequence[Choice], right: Sequence[int]) -> None:
        """Show these; rows whose number stays keep their focus."""
        self._choices, self._right = tuple(choices), tuple(right)
        while len(self.rows) > len(choices):
            row = self.rows.pop()
            if isinstance(row.mark, QRadioButton):
                self._group.removeButton(row.mark)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(choices):
            self._make_row(len(self.rows))
        self._group.setExclusive(False)
        for at, (row, choice) in enumerate(zip(self.rows, choices, strict=True)):
            row.show_choice(choice)
            row.remove_button.setEnabled(len(choices) > FEWEST)
            if row.mark is not None:
                row.mark.setChecked(at in right)
        self._group.setExclusive(True)
        self.add_button.setEnabled(len(choices) < MOST)

    def add(self) -> None:
        """Put an empty answer at the end and go to it."""
        if len(self._choices) < MOST:
            self.edited.emit((*self._choices, Choice()), self._right)
            if self.rows:
                self.rows[-1].text.setFocus()

    def _make_row(self, at: int) -> None:
        row = ChoiceRow(at, self._mark, self._find)
        row.typed.connect(lambda text: self._change(at, text=text))
        row.media_changed.connect(lambda media: self._change(at, media=media))
        row.media_wanted.connect(lambda path: self._want(at, path))
        row.marked.connect(self._tell_marks)
        row.removed.connect(lambda: self._remove(at))
        row.moved.connect(lambda step: self._move(at, step))
        row.entered.connect(lambda: self._go_on(at))
        if isinstance(row.mark, QRadioButton):
            self._group.addButton(row.mark)
        self.rows.append(row)
        self._column.addWidget(row)

    def _want(self, at: int, path: Path) -> None:
        self.media_wanted.emit(at, path)

    def set_media(self, at: int, media: Media) -> None:
        """Put a medium that was kept beside an answer."""
        if at < len(self._choices):
            self._change(at, media=media)

    def _change(self, at: int, **values: object) -> None:
        choices = list(self._choices)
        choices[at] = msgspec.structs.replace(choices[at], **values)
        self.edited.emit(tuple(choices), self._right)

    def _tell_marks(self) -> None:
        marks = (row.mark for row in self.rows)
        right = tuple(at for at, mark in enumerate(marks) if mark is not None and mark.isChecked())
        self.edited.emit(self._choices, right)

    def _remove(self, at: int) -> None:
        if len(self._choices) <= FEWEST:
            return
        choices = self._choices[:at] + self._choices[at + 1 :]
        right = tuple(one - (one > at) for one in self._right if one != at)
        self.edited.emit(choices, right)
        self.rows[min(at, len(self.rows) - 1)].text.setFocus()

    def _move(self, at: int, step: int) -> None:
        to = at + step
        if not 0 <= to < len(self._choices):
            return
        choices = list(self._choices)
        choices[at], choices[to] = choices[to], choices[at]
        swapped = {at: to, to: at}
        right = tuple(sorted(swapped.get(one, one) for one in self._right))
        self.edited.emit(tuple(choices), right)
        self.rows[to].text.setFocus()

    def _go_on(self, at: int) -> None:
        if at + 1 < len(self.rows):
            self.rows[at + 1].text.setFocus()
        else:
            self.add()
