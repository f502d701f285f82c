"""Inputs of the quiz editor: they tell what is typed and leave undo and redo to the page."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class _LeaveUndo(QObject):
    """Keeps an input from taking Ctrl+Z for itself: the editor's history knows all edits."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            redo_too = event.key() == Qt.Key.Key_Z and bool(
                event.modifiers() & Qt.KeyboardModifier.ControlModifier
            )
            if redo_too or event.matches(_UNDO) or event.matches(_REDO):
                event.ignore()
                return True
        return False


class LineField(QLineEdit):
    """One line. `typed(text)` for a person's edits only; `entered` on Enter."""

    typed = Signal(str)
    entered = Signal()

    def __init__(
        self, name: str, *, placeholder: str = "", most: int = 200, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(most)
        self.textEdited.connect(self.typed)
        self.returnPressed.connect(self.entered)
        self.installEventFilter(_LeaveUndo(self))

    def show_text(self, text: str) -> None:
        """Show another text without telling; the cursor stays where the text is the same."""
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))


class TextField(QPlainTextEdit):
    """Some lines, as high as its text needs. `typed(text)` for a person's edits only. Tab leaves it."""

    typed = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        lines: int = 2,
        most: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._most = lines, most
        self._showing = False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.installEventFilter(_LeaveUndo(self))
        self.textChanged.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        theming().changed.connect(self._fit)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show another text without telling; the cursor stays as far as it can."""
        if text == self.toPlainText():
            return
        self._showing = True
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(cursor)
        self._showing = False

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self._height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls unless the text itself has something to scroll.
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
            return
        super().wheelEvent(event)

    def _tell(self) -> None:
        if not self._showing:
            self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        metrics = QFontMetricsF(self.font())
        lines = max(self._lines, min(self._most, round(self.document().size().height())))
        return round(lines * metrics.lineSpacing() + 2 * self.document().documentMargin() + 2 * Space.S + 4)


class NumberField(QDoubleSpinBox):
    """A number. `typed(value)` for a person's edits only; the wheel does not change it in passing."""

    typed = Signal(float)

    def __init__(
        self,
        name: str,
        *,
        low: float = -1e9,
        high: float = 1e9,
        decimals: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._showing = False
        self.setAccessibleName(name)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setKeyboardTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.valueChanged.connect(self._tell)
        self.lineEdit().installEventFilter(_LeaveUndo(self))
        self.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
        self.installEventFilter(_LeaveUndo(self))

    def show_value(self, value: float) -> None:
        if value != self.value():
            self._showing = True
            self.setValue(value)
            self._showing = False

    def textFromValue(self, value: float) -> str:
        """Without the noughts that nobody typed."""
        text = self.locale().toString(value, "f", self.decimals())
        point = self.locale().decimalPoint()
        text = text.rstrip("0").removesuffix(point) if point in text else text
        return text.replace(self.locale().groupSeparator(), "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _tell(self, value: float) -> None:
        if not self._showing:
            self.typed.emit(value)


class Drop(QComboBox):
    """One of a few. `chosen(index)` for a person's choice only."""

    chosen = Signal(int)

    def __init__(self, name: str, texts: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.addItems(texts)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self.chosen)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def named(text: str, field: QWidget, help_text: str = "") -> QWidget:
    """Return a field under its name, with a line of help below."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    name = Label(text, semibold=True)
    name.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text)
    column.addWidget(name)
    column.addWidget(field)
    if help_text:
        column.addWidget(Label(help_text, TypeRole.SMALL, tone="muted", wrap=True))
    return both


def side_by_side(*widgets: QWidget) -> QWidget:
    """Return widgets in one row, sharing its width."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.M)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return part
