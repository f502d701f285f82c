"""Things to put in order: by dragging, with two buttons, and by keys. Knows no quiz."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.announcer import announce
from desktop.widgets.button import IconButton
from desktop.widgets.icons import icon
from desktop.widgets.label import Label
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_options import TileOption
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming

_THUMBNAIL = 72


class OrderList(QWidget):
    """`order()` is the indices of the items from first to last; `changed` after each move."""

    changed = Signal()

    def __init__(self, items: Sequence[TileOption], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.rows = [OrderRow(index, item, self) for index, item in enumerate(items)]
        for row in self.rows:
            self._column.addWidget(row)
            row.move_wanted.connect(lambda step, row=row: self._move(row, step))
            row.dragged.connect(lambda y, row=row: self._drag(row, y))
        self._number()

    def order(self) -> list[int]:
        return [row.index for row in self.rows]

    def set_order(self, order: Sequence[int]) -> None:
        """Stand the items so; ignored when `order` does not name each once."""
        by_index = {row.index: row for row in self.rows}
        if sorted(order) == sorted(by_index):
            self.rows = [by_index[index] for index in order]
            self._lay_out()

    def set_locked(self, locked: bool) -> None:
        for row in self.rows:
            row.set_locked(locked)

    def set_picture(self, index: int, picture: QPixmap) -> None:
        """Show the picture of an item (by its index, wherever it stands)."""
        next(row for row in self.rows if row.index == index).set_picture(picture)

    def set_verdicts(self, right: Sequence[bool]) -> None:
        """After the reveal: which places hold what belongs there."""
        for row, one in zip(self.rows, right, strict=True):
            row.set_verdict(right=one)

    def _move(self, row: "OrderRow", step: int) -> None:
        place = self.rows.index(row)
        goal = min(max(place + step, 0), len(self.rows) - 1)
        if goal == place:
            return
        self.rows.insert(goal, self.rows.pop(place))
        self._lay_out()
        row.setFocus()
        announce(
            self,
            self.tr("{item}: place {place} of {count}").format(
                item=row.spoken_text(), place=goal + 1, count=len(self.rows)
            ),
        )
        self.changed.emit()

    def _drag(self, row: "OrderRow", y: int) -> None:
        """Follow the pointer: a row changes places with a neighbour whose middle is passed."""
        place = self.rows.index(row)
        above = self.rows[place - 1] if place else None
        below = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if above is not None and y < above.geometry().center().y():
            self._move(row, -1)
        elif below is not None and y > below.geometry().center().y():
            self._move(row, 1)

    def _lay_out(self) -> None:
        for place, row in enumerate(self.rows):
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
        self._column.activate()
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._number()

    def _number(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_place(place, len(self.rows))


class OrderRow(QWidget):
    """One item: drag it anywhere but on its buttons; Ctrl or Alt with Up and Down moves it."""

    move_wanted = Signal(int)
    dragged = Signal(int)

    def __init__(self, index: int, item: TileOption, parent: QWidget) -> None:
        super().__init__(parent)
        self.index = index
        self._item = item
        self._locked = False
        self._right: bool | None = None
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.place = Label("", TypeRole.LEAD, semibold=True)
        self.picture = QLabel()
        self.picture.hide()
        self.text = QuizText(item.text or item.alt, TypeRole.LEAD)
        self.mark = QLabel()
        self.up = IconButton("chevron-up", self.tr("Move up"))
        self.down = IconButton("chevron-down", self.tr("Move down"))
        self.up.clicked.connect(lambda _on: self.move_wanted.emit(-1))
        self.down.clicked.connect(lambda _on: self.move_wanted.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self.place)
        row.addWidget(self.picture)
        row.addWidget(self.text, 1)
        row.addWidget(self.mark)
        row.addWidget(self.up)
        row.addWidget(self.down)
        for child in (self.place, self.picture, self.text, self.mark):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for button in (self.up, self.down):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        theming().changed.connect(self.update)

    def spoken_text(self) -> str:
        return spoken(self._item.text) or self._item.alt

    def set_place(self, place: int, count: int) -> None:
        self.place.setText(f"{place + 1}")
        self.up.setEnabled(place > 0 and not self._locked)
        self.down.setEnabled(place + 1 < count and not self._locked)
        self.setAccessibleName(
            self.tr("{item}, place {place} of {count}").format(
                item=self.spoken_text(), place=place + 1, count=count
            )
        )
        self.setAccessibleDescription(self.tr("Ctrl+Up and Ctrl+Down move it"))

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        for button in (self.up, self.down):
            button.setVisible(not locked)
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.OpenHandCursor)

    def set_picture(self, picture: QPixmap) -> None:
        side = theme().px(_THUMBNAIL)
        modes = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(picture.scaled(side, side, *modes))
        self.picture.setAccessibleName(self._item.alt)
        self.picture.show()

    def set_verdict(self, *, right: bool) -> None:
        self._right = right
        name, role = ("check-circle", "ok") if right else ("close-circle", "danger")
        self.mark.setPixmap(icon(name, role).pixmap(theme().icon_size))
        self.mark.setAccessibleName(self.tr("right place") if right else self.tr("wrong place"))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif not held:
            self.focusNextPrevChild(step > 0)
        elif not self._locked:
            self.move_wanted.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._locked:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.dragged.emit(self.mapToParent(event.position()).toPoint().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        if not self._locked:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        held = self._grip is not None
        role = {None: "control_border", True: "ok", False: "danger"}[self._right]
        judged = self._right is not None
        strong = (self.hasFocus() or held) and not judged
        width = FOCUS_WIDTH if strong or judged else 1
        painter.setPen(QPen(now.colour("accent" if strong else role), width))
        painter.setBrush(now.colour("accent_tint" if held else "surface"))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
