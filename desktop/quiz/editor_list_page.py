"""The questions of a quiz beside their editor: choose, move by mouse or keys, add, copy, remove."""

from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.quiz.editor_list_model import QuestionRole, QuestionRow, QuestionsModel, SeverityRole
from desktop.quiz.editor_view_model import EditorViewModel
from desktop.quiz.kind_words_page import KIND_ICONS, kind_help, kind_text, question_line
from desktop.quiz.new_questions import KINDS
from desktop.widgets.button import Button, IconButton
from desktop.widgets.icons import icon, paint_icon
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.quiz.quiz import Body, Question

_Index = QModelIndex | QPersistentModelIndex
_SEVERITY_ICONS = {"danger": "alert-circle-outline", "warning": "alert-outline"}


class QuestionDelegate(QStyledItemDelegate):
    """Number, kind and words; a mark at the end when something is to be put right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        now = theme()
        lines = QFontMetrics(now.font()).height() + QFontMetrics(now.font(TypeRole.SMALL)).height()
        return QSize(now.px(120), max(lines + 2 * Space.S + Space.XS, now.hit_target))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        question: Question | None = index.data(QuestionRole)
        if question is None:
            return
        shape: Any = option
        now, rtl = theme(), shape.direction == Qt.LayoutDirection.RightToLeft
        box = QRect(shape.rect).adjusted(Space.XS, 1, -Space.XS, -1)
        chosen = bool(shape.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, shape.state)
        inner = box.adjusted(Space.S, 0, -Space.S, 0)
        side = now.px(18)
        severity = str(index.data(SeverityRole))
        end = inner.right() + 1
        if severity:
            end -= side + Space.XS
            mark = QRect(end + Space.XS, inner.center().y() - side // 2, side, side)
            # State colours stand on background and surface only; a chosen row is tinted.
            paint_icon(
                painter, _mirrored(mark, box, rtl), _SEVERITY_ICONS[severity], "text" if chosen else severity
            )
        number = now.font(semibold=True, tabular=True)
        width = QFontMetrics(number).horizontalAdvance("000") + Space.XS
        upper = QFontMetrics(now.font()).height()
        lower = QFontMetrics(now.font(TypeRole.SMALL)).height()
        top = inner.center().y() - (upper + lower) // 2
        painter.setPen(now.colour("text" if chosen else "muted"))
        painter.setFont(number)
        lead = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            _mirrored(QRect(inner.left(), top, width, upper), box, rtl), lead, f"{index.row() + 1}"
        )
        left = inner.left() + width
        painter.setFont(now.font(semibold=chosen))
        painter.setPen(now.colour("text"))
        self._line(painter, _mirrored(QRect(left, top, end - left, upper), box, rtl), index.data())
        painter.setPen(now.colour("text" if chosen else "muted"))
        painter.setFont(now.font(TypeRole.SMALL))
        small = now.px(14)
        glyph = QRect(left, top + upper + (lower - small) // 2, small, small)
        kind = type(question.body)
        paint_icon(painter, _mirrored(glyph, box, rtl), KIND_ICONS[kind], "text" if chosen else "muted")
        left += small + Space.XS
        self._line(painter, _mirrored(QRect(left, top + upper, end - left, lower), box, rtl), kind_text(kind))
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if not (chosen or hovered or focused):
            return
        now = theme()
        painter.setPen(QPen(now.colour("accent"), FOCUS_WIDTH) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("accent_tint" if chosen else "hover"))
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)

    @staticmethod
    def _line(painter: QPainter, rect: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        # A painter takes its direction from the widget, and "left" as the leading edge.
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _mirrored(rect: QRect, box: QRect, rtl: bool) -> QRect:
    return (
        QRect(box.left() + box.right() - rect.right(), rect.top(), rect.width(), rect.height())
        if rtl
        else rect
    )


class QuestionsView(QListView):
    """Up and Down choose, Alt+Up and Alt+Down move, Delete removes; dragging moves too. `moved(row, to)`."""

    moved = Signal(int, int)
    remove_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, model: QuestionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setModel(model)
        self.setItemDelegate(QuestionDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        theming().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and row >= 0 and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(row, row - 1 if event.key() == Qt.Key.Key_Up else row + 1)
            return
        if event.matches(QKeySequence.StandardKey.Delete) and row >= 0:
            self.remove_wanted.emit()
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        row = self.currentIndex().row()
        if event.source() is not self or row < 0:
            event.ignore()
            return
        to = self.place_at(event.position().toPoint())
        # The owner moves the question; the view is not to take the row away itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(row, to - 1 if to > row else to)

    def place_at(self, point: QPoint) -> int:
        """Number of questions above a point."""
        index = self.indexAt(point)
        if not index.isValid():
            return self.model().rowCount()
        return index.row() + (point.y() > self.visualRect(index).center().y())

    def _show_menu(self, point: QPoint) -> None:
        if self.indexAt(point).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))


class QuestionsPanel(QWidget):
    """The list and the buttons under it."""

    def __init__(self, view_model: EditorViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.model = QuestionsModel(self)
        self.list = QuestionsView(self.tr("Questions"), self.model)
        self.add_menu = QMenu(self)
        self.add_menu.setToolTipsVisible(True)
        for kind in KINDS:
            action = self.add_menu.addAction(icon(KIND_ICONS[kind]), kind_text(kind))
            action.setToolTip(kind_help(kind))
            action.triggered.connect(lambda _checked=False, kind=kind: self.add(kind))
        self.add_button = Button(self.tr("Add a question"), icon_name="plus")
        self.add_button.setMenu(self.add_menu)
        self.up_button = self._button("arrow-up", self.tr("Move up"), lambda: self._move(-1))
        self.down_button = self._button("arrow-down", self.tr("Move down"), lambda: self._move(1))
        self.copy_button = self._button("content-copy", self.tr("Duplicate"), view_model.duplicate)
        self.remove_button = self._button("delete-outline", self.tr("Remove"), view_model.remove)
        self._lay_out()
        self.list.moved.connect(view_model.move)
        self.list.remove_wanted.connect(view_model.remove)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        for signal in (view_model.loaded, view_model.changed, view_model.selected):
            signal.connect(self.refresh)

    def add(self, kind: type[Body]) -> None:
        """Put an empty question of a kind after the current one."""
        self._view_model.add(kind)

    def refresh(self) -> None:
        """Show the questions as they are."""
        questions = self._view_model.questions()
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.set_rows([self._row(number, one) for number, one in enumerate(questions, start=1)])
        row = self._view_model.row()
        index = self.model.index(row) if row >= 0 else QModelIndex()
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(blocked)
        self.list.viewport().update()
        if index.isValid():
            self.list.scrollTo(index)
        may_change = self._view_model.closed is None
        self.add_button.setEnabled(may_change)
        self.up_button.setEnabled(may_change and row > 0)
        self.down_button.setEnabled(may_change and 0 <= row < len(questions) - 1)
        self.copy_button.setEnabled(may_change and row >= 0)
        self.remove_button.setEnabled(may_change and row >= 0)

    def _row(self, number: int, question: Question) -> QuestionRow:
        problems = self._view_model.problems_of(question)
        severity = "danger" if any(not one.warning for one in problems) else "warning" if problems else ""
        line = question_line(question)
        words = {"danger": self.tr("to be put right"), "warning": self.tr("could be better"), "": ""}
        parts = (line, kind_text(type(question.body)), words[severity])
        return QuestionRow(
            question, line, f"{number}. " + ", ".join(part for part in parts if part), severity
        )

    def _button(self, icon_name: str, name: str, act: Any) -> IconButton:
        button = IconButton(icon_name, name)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        for button in (self.up_button, self.down_button, self.copy_button, self.remove_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.add_button)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(180))

    def _move(self, step: int) -> None:
        row = self._view_model.row()
        self._view_model.move(row, row + step)

    def _chosen(self, index: QModelIndex) -> None:
        question = self.model.question(index)
        if question is not None:
            self._view_model.select(question.id)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, icon_name in (
            (self.up_button, "arrow-up"),
            (self.down_button, "arrow-down"),
            (self.copy_button, "content-copy"),
            (self.remove_button, "delete-outline"),
        ):
            action = menu.addAction(icon(icon_name), button.accessibleName(), button.click)
            action.setEnabled(button.isEnabled())
        menu.popup(at)
