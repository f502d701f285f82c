"""Where a question is typed: grows with its lines, proposes earlier questions and titles, says what is asked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.chat.choices_view_model import EngineState, scope_id
from desktop.chat.material import Scope
from desktop.media.service import CollectionView, ItemView
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_MOST_LINES = 8
_COUNT_FROM = 0.8
"""The count of characters shows from this share of the limit on."""
_SETTLE_MS = 80
_ENGINE_WIDTH = 280
_KIND_ICONS = {"audio": "microphone-outline", "video": "video-outline", "document": "file-document-outline"}
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class QuestionField(QPlainTextEdit):
    """Enter submits, Shift+Enter makes a line; one to eight lines high."""

    submitted = Signal()
    key_offered = Signal(QKeyEvent)
    """A key before the field takes it; accepted events go no further."""
    left = Signal()

    def __init__(self, placeholder: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self._fit)
        theming().changed.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_offered.emit(event)
        if event.isAccepted():
            return
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            self.submitted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            # Esc belongs to the page: it stops the answer being written.
            return
        event.accept()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A plain text edit's document is measured in lines.
        wanted = round(self.document().size().height())
        lines = min(max(wanted, 1), _MOST_LINES)
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if wanted > _MOST_LINES else policies.ScrollBarAlwaysOff
        )
        height = lines * self.fontMetrics().lineSpacing() + 2 * (Space.S + 2)
        self.setFixedHeight(max(height, theme().hit_target))


class Composer(QWidget):
    """`asked(text)` when a question is sent; `stopped` when the one being answered should end.

    `typed(text)` a moment after the last key asks for proposals; `offer` shows them.
    """

    asked = Signal(str)
    typed = Signal(str)
    stopped = Signal()
    engine_wanted = Signal()

    def __init__(self, limit: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._busy = False
        self.field = QuestionField(self.tr("Ask about your material"))
        self.scope = Picker(self.tr("Ask about"), width=200)
        self.engine = Button("", "link")
        self.engine.clicked.connect(self.engine_wanted)
        self.count = Label("", TypeRole.SMALL, tone="muted")
        self.send = Button(self.tr("Ask"), "primary", icon_name="send")
        self.stop = Button(self.tr("Stop"), icon_name="stop")
        self.stop.setToolTip(self.tr("Stop the answer (Esc)"))
        self.proposals = _Proposals(self)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self.send.clicked.connect(self._submit)
        self.stop.clicked.connect(self.stopped)
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._changed)
        self.field.key_offered.connect(self._offered)
        self.field.left.connect(self.proposals.hide)
        self.proposals.chosen.connect(self._take)
        self._timer.timeout.connect(lambda: self.typed.emit(self.field.toPlainText()))
        self.set_busy(False)
        self._changed()

    def set_busy(self, busy: bool) -> None:
        """While an answer is being written the next question can be typed, not sent."""
        self._busy = busy
        self.stop.setVisible(busy)
        self._enable()

    def text(self) -> str:
        return self.field.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Replace what is typed, with the cursor behind it; no proposals are made for it."""
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self._timer.stop()
        self.proposals.hide()

    def focus(self) -> None:
        self.field.setFocus()

    def offer(self, typed: str, proposals: Sequence[str]) -> None:
        """Propose what `typed` may become, if it is still what stands there."""
        current = self.field.hasFocus() and typed == self.field.toPlainText()
        self.proposals.offer(proposals if current else [], self.field)

    def show_material(
        self, items: Sequence[ItemView], collections: Sequence[CollectionView], chosen: Scope, loaded: bool
    ) -> None:
        """Offer what can be asked about; `chosen` stays even when it is gone, and then says so."""
        options = [Option("", self.tr("Everything"), "", "bookshelf")]
        options += [
            Option(f"collection:{one.id}", one.title, self.tr("Collections"), "folder-outline")
            for one in collections
        ]
        options += [
            Option(f"item:{one.id}", one.title, self.tr("Items"), _KIND_ICONS.get(one.kind, "file-outline"))
            for one in sorted(items, key=lambda one: one.title.casefold())
        ]
        id_ = scope_id(chosen)
        if loaded and all(one.id != id_ for one in options):
            options.append(Option(id_, self.tr("Something that was deleted"), "", "delete-outline"))
        self.scope.set_options(options, id_)

    def show_engine(self, engine: EngineState) -> None:
        """Say who answers."""
        if engine.provider:
            name = self.tr("Answers by {engine}").format(engine=engine.model or engine.provider)
            tip = self.tr("Your questions and the places found go to {provider}. Click to change it.").format(
                provider=engine.provider
            )
        elif engine.problem is not None:
            name = self.tr("Without AI: needs setting up")
            tip = error_text(engine.problem, ui_language()).in_one_line()
        else:
            name = self.tr("Without AI")
            tip = self.tr("Answers quote your material; nothing leaves this computer. Click to set up an AI.")
        width = theme().px(_ENGINE_WIDTH)
        self.engine.setText(self.engine.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width))
        self.engine.setToolTip(tip)
        self.engine.setAccessibleName(f"{name}. {tip}")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self.field, 1)
        for button in (self.stop, self.send):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        below = QHBoxLayout()
        below.setSpacing(Space.M)
        below.addWidget(self.scope)
        below.addWidget(self.engine)
        below.addStretch(1)
        below.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(line)
        column.addLayout(below)

    def _changed(self) -> None:
        length = len(self.text())
        self.count.setVisible(length >= self._limit * _COUNT_FROM)
        self.count.setText(
            self.tr("{count} of {limit} characters").format(
                count=format_number(length), limit=format_number(self._limit)
            )
        )
        self.count.set_tone("danger" if length > self._limit else "muted")
        self._enable()
        self._timer.start()

    def _enable(self) -> None:
        length = len(self.text())
        self.send.setEnabled(not self._busy and 0 < length <= self._limit)

    def _submit(self) -> None:
        if self.send.isEnabled():
            text = self.text()
            self.field.clear()
            self._timer.stop()
            self.proposals.hide()
            self.asked.emit(text)

    def _offered(self, event: QKeyEvent) -> None:
        if self.proposals.isVisible() and self.proposals.handle(event):
            event.accept()

    def _take(self, text: str) -> None:
        self.set_text(text)
        self.field.setFocus()


class _Proposals(QFrame):
    """The list above the field. It never takes the focus; the field offers it the keys."""

    chosen = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setProperty("card", "toast")
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setProperty("plain", "true")
        self.list.setAccessibleName(self.tr("Proposals"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.addWidget(self.list)
        self.hide()

    def offer(self, texts: Sequence[str], field: QWidget) -> None:
        """Show these over `field`; none hides the list."""
        self._model.setStringList(list(texts))
        if not texts:
            self.hide()
            return
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = len(texts) * self.list.sizeHintForRow(0) + 2 * Space.XS + 4
        self.resize(QSize(field.width(), height))
        self.move(field.mapTo(window, QPoint(0, -height - Space.XS)))
        self.list.clearSelection()
        self.list.setCurrentIndex(self._model.index(-1))
        self.show()
        self.raise_()

    def texts(self) -> list[str]:
        return self._model.stringList()

    def handle(self, event: QKeyEvent) -> bool:
        """Move, choose or close; False for keys that are the field's."""
        row, count = self.list.currentIndex().row(), self._model.rowCount()
        if event.key() in _MOVES:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = (row + step) % count if row >= 0 else (0 if step > 0 else count - 1)
            self.list.setCurrentIndex(self._model.index(row))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and row >= 0:
            self._choose(row)
            return True
        return False

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)  # pyright: ignore[reportArgumentType] - a QHideEvent
        self.list.clearSelection()

    def _choose(self, row: int) -> None:
        text = self._model.stringList()[row]
        self.hide()
        self.chosen.emit(text)
