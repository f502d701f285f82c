"""The quizzes as lines: keys, mouse, selection, titles edited in place. Knows no service."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.quiz.quizzes_list_model import (
    QuizRole,
    QuizzesListModel,
    changed_text,
    played_text,
    shared_text,
    size_text,
)
from desktop.quiz.service import QuizSummary
from desktop.widgets.icons import paint_icon
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.ids import QuizId

_Index = QModelIndex | QPersistentModelIndex
_ICON = 22
_COLUMNS_FROM = 620
"""A narrower list has no column at its end: title and facts need the room."""
_COLUMN_WIDTH = 230


def _height(role: TypeRole) -> int:
    return QFontMetrics(theme().font(role)).height()


class QuizDelegate(QStyledItemDelegate):
    """Title over facts; when it was played stands at the end where there is room."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        lines = _height(TypeRole.BODY) + _height(TypeRole.SMALL) + Space.XS
        return QSize(theme().px(120), lines + 2 * Space.M + Space.XS)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        quiz: QuizSummary | None = index.data(QuizRole)
        if quiz is None:
            return
        shape: Any = option
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Line(painter, QRect(shape.rect), shape.state, shape.direction).draw(quiz)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Title"))
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        # A change elsewhere must not put the old title back into what is being typed.
        if isinstance(editor, QLineEdit) and not editor.property("filled"):
            editor.setProperty("filled", "true")
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        shape: Any = option
        rect = QRect(shape.rect)
        height = editor.sizeHint().height()
        inset = theme().px(_ICON) + Space.L + Space.M
        editor.setGeometry(
            rect.left() + inset, rect.center().y() - height // 2, rect.width() - 2 * inset, height
        )


class _Line:
    """One quiz on one painter."""

    def __init__(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, direction: Qt.LayoutDirection
    ) -> None:
        self._painter = painter
        self._box = rect.adjusted(0, Space.XS // 2, 0, -Space.XS // 2)
        self._rtl = direction == Qt.LayoutDirection.RightToLeft
        self._chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self._muted = "text" if self._chosen else "muted"

    def draw(self, quiz: QuizSummary) -> None:
        self._ground()
        now, inner = theme(), self._box.adjusted(Space.M, 0, -Space.M, 0)
        side = now.px(_ICON)
        glyph = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        paint_icon(self._painter, self._mirror(glyph), "clipboard-text-outline", self._muted)
        left = glyph.right() + Space.M
        wide = self._box.width() >= now.px(_COLUMNS_FROM)
        column = now.px(_COLUMN_WIDTH) if wide else 0
        width = inner.right() - left - column - (Space.M if wide else 0)
        body, small = _height(TypeRole.BODY), _height(TypeRole.SMALL)
        top = self._box.center().y() - (body + small + Space.XS) // 2
        self._words(QRect(left, top, width, body), quiz.title, now.font(semibold=True), "text")
        facts = [size_text(quiz), changed_text(quiz)]
        if not wide and quiz.played_ms is not None:
            facts.insert(1, played_text(quiz))
        below = QRect(left, top + body + Space.XS, width, small)
        if shared := shared_text(quiz):
            facts.insert(0, shared)
            mark = QRect(left, below.top(), small, small)
            paint_icon(self._painter, self._mirror(mark), "account-group-outline", self._muted)
            below.setLeft(mark.right() + Space.S)
        self._words(below, " · ".join(facts), now.font(TypeRole.SMALL), self._muted)
        if wide:
            end = QRect(inner.right() - column + 1, self._box.top(), column, self._box.height())
            self._words(end, played_text(quiz), now.font(TypeRole.SMALL), self._muted, trailing=True)

    def _ground(self) -> None:
        now, painter = theme(), self._painter
        role = "accent_tint" if self._chosen else "hover" if self._hovered else "surface"
        framed = self._chosen or self._focused
        pen = QPen(now.colour("accent" if framed else "border"), FOCUS_WIDTH if framed else 1)
        if framed and not self._chosen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(now.colour(role))
        half = pen.widthF() / 2
        painter.drawRoundedRect(
            QRectF(self._box).adjusted(half, half, -half, -half), RADIUS_CONTROL, RADIUS_CONTROL
        )

    def _words(self, rect: QRect, text: str, font: QFont, role: str, *, trailing: bool = False) -> None:
        self._painter.setFont(font)
        self._painter.setPen(theme().colour(role))
        line = " ".join(text.split())
        shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        right = self._rtl != trailing
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(self._mirror(rect), flags, shown)

    def _mirror(self, rect: QRect) -> QRect:
        if not self._rtl:
            return rect
        return QRect(
            self._box.left() + self._box.right() - rect.right(), rect.top(), rect.width(), rect.height()
        )


class QuizzesView(QListView):
    """Enter or a double click opens, F2 renames, Delete deletes; a reset of the model keeps the selection."""

    opened = Signal(object)
    chosen_changed = Signal()
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, model: QuizzesListModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self._quizzes = model
        self.setModel(model)
        self.setItemDelegate(QuizDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self._kept: tuple[list[QuizId], QuizId | None, int] = ([], None, 0)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._recall)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        theming().changed.connect(self.scheduleDelayedItemsLayout)

    def chosen(self) -> list[QuizSummary]:
        """Selected quizzes, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self._quizzes.quiz(self._quizzes.index(row)) for row in rows)
        return [one for one in found if one is not None]

    def choose(self, ids: Sequence[QuizId], current: QuizId | None = None) -> None:
        """Select these as far as they are listed, and nothing else."""
        self.clearSelection()
        rows = [row for one in ids if (row := self._quizzes.row_of(one)) >= 0]
        flag = self.selectionModel().SelectionFlag
        for row in rows:
            self.selectionModel().select(self._quizzes.index(row), flag.Select)
        row = self._quizzes.row_of(current)
        if row < 0 and rows:
            row = rows[0]
        if row >= 0:
            self.selectionModel().setCurrentIndex(self._quizzes.index(row), flag.NoUpdate)

    def rename_current(self) -> None:
        """Edit the title of the one selected quiz where it stands."""
        quizzes = self.chosen()
        if len(quizzes) == 1:
            index = self._quizzes.index(self._quizzes.row_of(quizzes[0].id))
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.currentIndex())
                return
            if event.matches(QKeySequence.StandardKey.Delete):
                self.delete_wanted.emit()
                return
            if event.key() == Qt.Key.Key_Escape and self.chosen():
                self.clearSelection()
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))
            return
        self.menu_wanted.emit(event.globalPos())

    def _open(self, index: QModelIndex) -> None:
        quiz = self._quizzes.quiz(index)
        if quiz is not None:
            self.opened.emit(quiz)

    def _remember(self) -> None:
        current = self._quizzes.quiz(self.currentIndex())
        scroll = self.verticalScrollBar().value()
        self._kept = ([one.id for one in self.chosen()], current.id if current else None, scroll)

    def _recall(self) -> None:
        ids, current, scroll = self._kept
        self.choose(ids, current)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        self.chosen_changed.emit()
