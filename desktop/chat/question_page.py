"""A question in the conversation: a bubble that can be edited and asked again."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.chat.answers import MessageView
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card
from desktop.widgets.label import Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

_WIDEST = 0.85
"""Share of the column a question may fill: its side tells who speaks."""


class _Bubble(Card):
    """As wide as its words, at most as wide as it is told."""

    def __init__(self, text: str) -> None:
        super().__init__(raised=True, padding=Space.M)
        self.label = Label(text, wrap=True, selectable=True)
        self.body.addWidget(self.label)

    def fit(self, widest: int) -> None:
        room = max(widest - 2 * Space.M - 2, theme().px(80))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading
        words = self.label.fontMetrics().boundingRect(QRect(0, 0, room, 0), flags, self.label.text())
        self.label.setFixedWidth(min(words.width() + 2, room))


class QuestionView(QWidget):
    """`edited(text)`: ask this instead of the question and what followed it. `deleted`: take it away."""

    edited = Signal(str)
    deleted = Signal()

    def __init__(self, message: MessageView, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self._editable = True
        self.bubble = _Bubble(message.text)
        self.setAccessibleName(self.tr("You asked: {text}").format(text=message.text))
        self.edit_button = IconButton("pencil-outline", self.tr("Edit and ask again"), role="muted")
        self.edit_button.clicked.connect(self.start_editing)
        self.delete_button = IconButton(
            "delete-outline", self.tr("Delete the question and its answer"), role="muted"
        )
        self.delete_button.clicked.connect(self.deleted)
        self._reading = QWidget()
        row = QHBoxLayout(self._reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addStretch(1)
        row.addWidget(self.delete_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.bubble)
        self._editor: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._reading)

    def set_message(self, message: MessageView) -> None:
        if message.text != self.message.text:
            self.bubble.label.setText(message.text)
            self._fit()
        self.message = message

    def set_editable(self, editable: bool) -> None:
        """While an answer is being written nothing can be asked again."""
        self._editable = editable
        self.edit_button.setVisible(editable)
        self.delete_button.setVisible(editable)

    def start_editing(self) -> None:
        if self._editor is not None or not self._editable:
            return
        field = _QuestionEdit(self.message.text)
        field.setAccessibleName(self.tr("Question"))
        hint = Label(self.tr("What follows this question will be replaced."), tone="muted", wrap=True)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self._stop_editing)
        send = Button(self.tr("Ask again"), "primary")
        send.clicked.connect(lambda: self._send(field.toPlainText()))
        field.submitted.connect(lambda: self._send(field.toPlainText()))
        field.dismissed.connect(self._stop_editing)
        self._editor = Card(padding=Space.M)
        row = QHBoxLayout()
        row.addWidget(hint, 1)
        row.addWidget(cancel)
        row.addWidget(send)
        self._editor.body.addWidget(field)
        self._editor.body.addLayout(row)
        self._column.addWidget(self._editor)
        self._reading.hide()
        field.setFocus()
        field.selectAll()

    def is_editing(self) -> bool:
        return self._editor is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), super().sizeHint().height())

    def _fit(self) -> None:
        buttons = 2 * (self.edit_button.sizeHint().width() + Space.XS)
        self.bubble.fit(min(round(self.width() * _WIDEST), self.width() - buttons))

    def _send(self, text: str) -> None:
        if text.strip():
            self._stop_editing()
            self.edited.emit(text.strip())

    def _stop_editing(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self._reading.show()
            self.edit_button.setFocus()


class _QuestionEdit(QPlainTextEdit):
    """Enter asks, Shift+Enter makes a line, Esc leaves the question as it was."""

    submitted = Signal()
    dismissed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 2 * Space.M)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.submitted.emit()
        else:
            super().keyPressEvent(event)
