"""Edits one line of text and who speaks it, in place over the line. Knows no transcript and no service."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.button import Button
from desktop.widgets.icons import icon
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

_LEAST_LINES = 2
_MOST_LINES = 8
_LEADING = QLineEdit.ActionPosition.LeadingPosition


class LineEditor(QFrame):
    """Enter saves, Esc lets go. `saved(text, speaker, everywhere)`; `closed` follows in either case.

    `speakers` are names already in use, offered while a name is typed.
    """

    saved = Signal(str, str, bool)
    closed = Signal()

    def __init__(
        self,
        text: str,
        speaker: str,
        *,
        has_speaker: bool = True,
        speakers: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "toast")
        self._before = (text, speaker)
        self.text = QPlainTextEdit(text)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text of this line"))
        self.text.installEventFilter(self)
        self.speaker = QLineEdit(speaker)
        self.speaker.addAction(QAction(icon("account-outline", "muted"), "", self), _LEADING)
        self.speaker.setPlaceholderText(self.tr("Who speaks"))
        self.speaker.setAccessibleName(self.tr("Who speaks"))
        self.speaker.installEventFilter(self)
        self.speaker.setCompleter(_completer(speakers, self.speaker))
        self.speaker.textEdited.connect(self._offer_everywhere)
        self.everywhere = QCheckBox(self.tr("In all lines of {name}").format(name=speaker))
        self.everywhere.hide()
        self.save_button = Button(self.tr("Save"), "primary")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = Button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.let_go)
        self.speaker.setVisible(has_speaker)
        self._lay_out()
        self.text.selectAll()

    def focus(self) -> None:
        """Put the cursor at the end of the text."""
        self.text.setFocus()
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def save(self) -> None:
        text = " ".join(self.text.toPlainText().split())
        speaker = " ".join(self.speaker.text().split())
        if (text, speaker) != self._before:
            everywhere = self.everywhere.isChecked() and not self.everywhere.isHidden()
            self.saved.emit(text, speaker, everywhere)
        self.closed.emit()

    def let_go(self) -> None:
        self.closed.emit()

    def fit(self, width: int) -> None:
        """Take `width` pixels, and as many lines as the text needs there."""
        metrics = self.text.fontMetrics()
        room = max(width - 4 * Space.M, theme().px(120))
        lines = metrics.horizontalAdvance(self.text.toPlainText()) * 1.15 / room + 1
        shown = min(max(round(lines + 0.5), _LEAST_LINES), _MOST_LINES)
        self.text.setFixedHeight(shown * metrics.lineSpacing() + 2 * Space.M)
        self.setFixedWidth(width)
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.let_go()
                return True
        return super().eventFilter(watched, event)

    def _offer_everywhere(self, speaker: str) -> None:
        """Renaming a voice usually means all of its lines."""
        before = self._before[1]
        offered = bool(before) and " ".join(speaker.split()) != before
        if offered and self.everywhere.isHidden():
            self.everywhere.setChecked(True)
        self.everywhere.setVisible(offered)
        self.fit(self.width())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.speaker, 1)
        buttons.addStretch(0)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.text)
        column.addWidget(self.everywhere)
        column.addLayout(buttons)


def _completer(names: Sequence[str], parent: QWidget) -> QCompleter:
    completer = QCompleter(list(names), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer
