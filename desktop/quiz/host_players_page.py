"""Players in the teacher's window: who waits, who has answered, who is stuck; and what can be done with one."""

from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.quiz.host_players_list_model import PlayersListModel, SeatRole, StateRole
from desktop.quiz.host_rename_dialog import RenameDialog
from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import seat_words, time_words
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule
from desktop.widgets.formats import format_number
from desktop.widgets.icons import paint_icon
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.quiz.commands import Seat

_Index = QModelIndex | QPersistentModelIndex
_ICON = 20
_MANY = 9
_MOST_WAITING = 4
FACTORS = (1.0, 1.25, 1.5, 2.0, 3.0, 0.0)
_LOOKS = {
    "answered": ("check-circle", "ok"),
    "finished": ("check-circle", "ok"),
    "stuck": ("timer-sand", "info"),
    "away": ("eye-off-outline", "warning"),
    "offline": ("lan-disconnect", "danger"),
    "waiting": ("hand-back-right-outline", "warning"),
    "kicked": ("account-off-outline", "muted"),
    "banned": ("account-cancel-outline", "muted"),
    "here": ("account-circle-outline", "muted"),
}


class PlayersPane(QWidget):
    """`show_players` after every change of the model."""

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("surface", "surface")
        self.setAutoFillBackground(True)
        self.title = Label("", TypeRole.LEAD, semibold=True)
        self.sort = IconButton("sort", self.tr("Order"))
        self._by_rank = False
        self.sort.clicked.connect(lambda _on: self._toggle_order())
        self.search = SearchField(self.tr("Find a player"))
        self.search.settled.connect(lambda _words: self.show_players())
        self.waiting = WaitingStrip(model)
        self.players = PlayersListModel(_spoken, self)
        self.list = PlayersView(self.tr("Players"), self.players)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.remove_wanted.connect(lambda: self._with_current(model.kick))
        self.list.rename_wanted.connect(lambda: self._with_current(self._rename))
        self.out = Button("", "link", icon_name="account-off-outline")
        self.out.clicked.connect(lambda _on: self._show_out())
        self._lay_out()

    def show_players(self) -> None:
        """Bring it up to the model."""
        model, stage = self._model, self._model.stage
        seats, out = model.seats(), model.seats("kicked", "banned")
        self.title.setText(self.tr("%n player(s)", "", len(seats)))
        self.search.setVisible(len(seats) > _MANY or bool(self.search.text()))
        asking = stage is not None and stage.phase in {"open", "closed"} and not model.self_paced
        self.players.show(
            seats, stuck=model.stuck(), asking=asking, by_rank=self._by_rank, words=self.search.text()
        )
        self.waiting.show_waiting(model.seats("waiting"))
        self.out.setVisible(bool(out))
        self.out.setText(self.tr("%n taken out", "", len(out)))

    def go_to_search(self) -> None:
        """Put the cursor where a name is looked for."""
        (self.search if self.search.isVisible() else self.list).setFocus()

    def menu_for(self, seat: Seat) -> QMenu:
        """What can be done with a player."""
        model = self._model
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename…"), lambda: self._rename(seat))
        teams = () if model.link is None or model.link.welcome is None else model.link.welcome.game.teams
        if teams:
            choices = menu.addMenu(self.tr("Team"))
            for team in teams:
                action = choices.addAction(team, lambda team=team: model.set_team(seat, team))
                action.setCheckable(True)
                action.setChecked(team == seat.team)
        times = menu.addMenu(self.tr("Time for answering"))
        for factor in FACTORS:
            action = times.addAction(
                time_words(factor), lambda factor=factor: model.give_time(seat.pid, factor)
            )
            action.setCheckable(True)
            action.setChecked(factor == seat.extra_time)
        menu.addSeparator()
        menu.addAction(self.tr("Take out"), lambda: model.kick(seat))
        menu.addAction(self.tr("Take out for good"), lambda: model.kick(seat, ban=True))
        return menu

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.sort)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.waiting)
        column.addWidget(self.list, 1)
        column.addWidget(self.out, 0, Qt.AlignmentFlag.AlignLeading)
        self._name_order()

    def _toggle_order(self) -> None:
        self._by_rank = not self._by_rank
        self._name_order()
        self.show_players()

    def _name_order(self) -> None:
        self.sort.set_icon("sort-numeric-descending" if self._by_rank else "sort-alphabetical-ascending")
        self.sort.set_name(
            self.tr("Ordered by points; order by name")
            if self._by_rank
            else self.tr("Ordered by name; order by points")
        )

    def _show_menu(self, at: QPoint) -> None:
        seat = self.players.seat_at(self.list.currentIndex().row())
        if seat is not None:
            self.menu_for(seat).popup(at)

    def _show_out(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for seat in self._model.seats("kicked", "banned"):
            words = self.tr("Let {name} back in").format(name=seat.name)
            menu.addAction(words, lambda pid=seat.pid: self._model.readmit(pid))
        menu.popup(self.out.mapToGlobal(QPoint(0, 0)))

    def _rename(self, seat: Seat) -> None:
        dialog = RenameDialog(self.window(), seat.name)
        dialog.renamed.connect(lambda name: self._model.rename(seat, name))
        dialog.open()

    def _with_current(self, do: Any) -> None:
        seat = self.players.seat_at(self.list.currentIndex().row())
        if seat is not None:
            do(seat)


class WaitingStrip(QWidget):
    """Who asks to be let in."""

    def __init__(self, model: HostViewModel) -> None:
        super().__init__()
        self._model = model
        self._shown: list[str] | None = None
        self.heading = Label("", semibold=True, wrap=True)
        self.all = Button(self.tr("Let all in"), "link")
        self.all.clicked.connect(lambda _on: self._let_all_in())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self.heading)
        column.addLayout(self._rows)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(Rule())
        self.hide()

    def show_waiting(self, seats: list[Seat]) -> None:
        pids = [f"{seat.pid} {seat.name}" for seat in seats]
        self.setVisible(bool(seats))
        if pids == self._shown:
            return
        self._shown = pids
        self.heading.setText(self.tr("%n want(s) to come in", "", len(seats)))
        self.all.setVisible(len(seats) > 1)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for seat in seats[:_MOST_WAITING]:
            self._rows.addWidget(self._row(seat))

    def _row(self, seat: Seat) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS)
        line.addWidget(ElidedLabel(seat.name), 1)
        yes = IconButton("check", self.tr("Let {name} in").format(name=seat.name), outlined=True)
        yes.clicked.connect(lambda _on: self._model.approve(seat.pid))
        no = IconButton("close", self.tr("Send {name} away").format(name=seat.name))
        no.clicked.connect(lambda _on: self._model.approve(seat.pid, yes=False))
        line.addWidget(yes)
        line.addWidget(no)
        return row

    def _let_all_in(self) -> None:
        for seat in self._model.seats("waiting"):
            self._model.approve(seat.pid)


class PlayersView(QListView):
    """Lines of players; Enter or the menu key opens what can be done, F2 renames, Delete takes out."""

    menu_wanted = Signal(QPoint)
    remove_wanted = Signal()
    rename_wanted = Signal()

    def __init__(self, name: str, model: PlayersListModel) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("plain", "true")
        self.setModel(model)
        self.setItemDelegate(PlayerDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(theme().px(80))
        self.activated.connect(lambda index: self.menu_wanted.emit(self._below(index)))
        theming().changed.connect(self.doItemsLayout)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(self._below(self.currentIndex()))
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.remove_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _below(self, index: _Index) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())


class PlayerDelegate(QStyledItemDelegate):
    """Icon of the state, name over what they do, points at the end."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        lines = _height(TypeRole.BODY) + _height(TypeRole.SMALL)
        return QSize(theme().px(120), lines + 2 * Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        seat: Seat | None = index.data(SeatRole)
        if seat is None:
            return
        shape: Any = option
        rtl = shape.direction == Qt.LayoutDirection.RightToLeft
        chosen = bool(shape.state & QStyle.StateFlag.State_Selected)
        hovered = bool(shape.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(shape.rect)
        now = theme()
        if chosen or hovered:
            painter.setPen(QPen(now.colour("accent"), FOCUS_WIDTH) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_tint" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
        _Row(painter, box.adjusted(Space.S, 0, -Space.S, 0), rtl=rtl, chosen=chosen).draw(
            seat, index.data(StateRole)
        )
        painter.restore()


class _Row:
    def __init__(self, painter: QPainter, box: QRect, *, rtl: bool, chosen: bool) -> None:
        self._painter, self._box, self._rtl, self._chosen = painter, box, rtl, chosen

    def draw(self, seat: Seat, state: str) -> None:
        now, box = theme(), self._box
        icon_name, role = _LOOKS[state]
        side = now.px(_ICON)
        glyph = QRect(box.left(), box.center().y() - side // 2, side, side)
        paint_icon(self._painter, self._mirror(glyph), icon_name, "text" if self._chosen else role)
        points = format_number(seat.total) if seat.total else ""
        font = now.font(TypeRole.BODY, semibold=True, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(points) + 1 if points else 0
        left = glyph.right() + Space.M
        room = box.right() - left - width - (Space.S if points else 0)
        body, small = _height(TypeRole.BODY), _height(TypeRole.SMALL)
        top = box.center().y() - (body + small) // 2
        self._words(QRect(left, top, room, body), seat.name, now.font(semibold=True), "text")
        muted = "text" if self._chosen else "muted"
        self._words(
            QRect(left, top + body, room, small), seat_words(seat, state), now.font(TypeRole.SMALL), muted
        )
        end = QRect(box.right() - width + 1, box.top(), width, box.height())
        self._words(end, points, font, "text")

    def _words(self, rect: QRect, text: str, font: Any, role: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(theme().colour(role))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        side = Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self._painter.drawText(self._mirror(rect), flags, shown)

    def _mirror(self, rect: QRect) -> QRect:
        if not self._rtl:
            return rect
        left = self._box.left() + self._box.right() - rect.right()
        return QRect(left, rect.top(), rect.width(), rect.height())


def _spoken(seat: Seat, state: str) -> str:
    points = QCoreApplication.translate("PlayersPane", "{points} points").format(
        points=format_number(seat.total)
    )
    parts = (seat.name, seat_words(seat, state), points if seat.total else "")
    return ", ".join(part for part in parts if part)


def _height(role: TypeRole) -> int:
    return QFontMetrics(theme().font(role)).height()
