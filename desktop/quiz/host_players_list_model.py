"""Players as the teacher's window lists them. QtCore only."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from shared.quiz.commands import Seat

SeatRole = Qt.ItemDataRole.UserRole + 1
StateRole = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def state_of(seat: Seat, *, stuck: bool, asking: bool) -> str:
    """One word: waiting, kicked, banned, offline, away, answered, stuck, finished or here.

    `asking`: a question is open, so that having answered means something.
    """
    if seat.state != "in":
        return seat.state
    if seat.finished:
        return "finished"
    if asking and seat.answered:
        return "answered"
    if not seat.connected:
        return "offline"
    if seat.away:
        return "away"
    return "stuck" if asking and stuck else "here"


class PlayersListModel(QAbstractListModel):
    """Lines in the order given by `show`; only what differs is told to the view.

    `describe(seat, state)` is a whole line in words, for screen readers and where a line is cut.
    """

    def __init__(self, describe: Callable[[Seat, str], str], parent: Any = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._rows: list[tuple[Seat, str]] = []

    def show(
        self,
        seats: Iterable[Seat],
        *,
        stuck: frozenset[str] = frozenset(),
        asking: bool = False,
        by_rank: bool = False,
        words: str = "",
    ) -> None:
        """Show these, by name or by rank; with `words` only those whose name has them."""
        wanted = words.casefold().split()
        rows = [
            (seat, state_of(seat, stuck=seat.pid in stuck, asking=asking))
            for seat in seats
            if all(word in f"{seat.name} {seat.team}".casefold() for word in wanted)
        ]
        key = _by_rank if by_rank else _by_name
        rows.sort(key=lambda row: key(row[0]))
        before = [seat.pid for seat, _state in self._rows]
        if before != [seat.pid for seat, _state in rows]:
            self._replace(rows)
            return
        for number, row in enumerate(rows):
            if row != self._rows[number]:
                self._rows[number] = row
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def seat_at(self, row: int) -> Seat | None:
        return self._rows[row][0] if 0 <= row < len(self._rows) else None

    def row_of(self, pid: str) -> int:
        """-1 for one who is not shown."""
        return next((number for number, (seat, _state) in enumerate(self._rows) if seat.pid == pid), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        seat, state = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return seat.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._describe(seat, state)
        if role == SeatRole:
            return seat
        return state if role == StateRole else None

    def _replace(self, rows: list[tuple[Seat, str]]) -> None:
        """Rows come and go one by one where that is all that happened, so that a selection stays."""
        old, new = [seat.pid for seat, _state in self._rows], [seat.pid for seat, _state in rows]
        kept = set(new)
        for number in range(len(old) - 1, -1, -1):
            if old[number] not in kept:
                self.beginRemoveRows(_ROOT, number, number)
                del self._rows[number]
                self.endRemoveRows()
        known = {seat.pid for seat, _state in self._rows}
        left = [seat.pid for seat, _state in self._rows]
        if left != [pid for pid in new if pid in known]:
            self.layoutAboutToBeChanged.emit()
            moved = self.persistentIndexList()
            places = {pid: number for number, pid in enumerate(pid for pid in new if pid in known)}
            pids = [left[index.row()] for index in moved]
            order = {seat.pid: (seat, state) for seat, state in self._rows}
            self._rows = [order[pid] for pid in places]
            self.changePersistentIndexList(moved, [self.index(places[pid]) for pid in pids])
            self.layoutChanged.emit()
        for number, row in enumerate(rows):
            if row[0].pid not in known:
                self.beginInsertRows(_ROOT, number, number)
                self._rows.insert(number, row)
                self.endInsertRows()
            elif self._rows[number] != row:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number), self.index(number))


def _by_name(seat: Seat) -> tuple[Any, ...]:
    return (seat.name.casefold(), seat.pid)


def _by_rank(seat: Seat) -> tuple[Any, ...]:
    return (seat.rank or 1_000_000, -seat.total, seat.name.casefold(), seat.pid)
