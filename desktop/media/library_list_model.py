"""Items as rows of a list that changes in place: what stays keeps its selection. Also their words. QtCore only."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.media.service import ItemView, JobState
from desktop.runtime.error_texts import error_text
from desktop.widgets.formats import (
    format_bytes,
    format_clock,
    format_date,
    format_duration,
    format_percent,
)
from shared.errors import AppError
from shared.ids import ItemId

ItemRole = Qt.ItemDataRole.UserRole
MOST_RANGES = 40
"""More separate changes than this are told as one reset: it is what a person's new filter does."""
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


def kind_text(item: ItemView) -> str:
    """What an item is, in a word."""
    texts = {
        "audio": QCoreApplication.translate("Library", "Sound recording"),
        "video": QCoreApplication.translate("Library", "Video"),
        "document": QCoreApplication.translate("Library", "Document"),
    }
    return texts.get(item.kind, item.kind)


def length_text(item: ItemView) -> str:
    """How long it is: "12:34", "8 pages"; empty when it has no length."""
    if item.duration_ms is not None:
        return format_clock(item.duration_ms)
    if item.page_count:
        return QCoreApplication.translate("Library", "%n page(s)", "", item.page_count)
    return ""


def state_text(item: ItemView) -> str:
    """What happens with an item now, in a few words, with the reason where there is one."""
    if away := _away_text(item):
        return away
    if item.state is JobState.PENDING:
        return _pending_text(item)
    if item.state is JobState.FAILED and item.error is not None:
        return error_text(item.error).title
    if item.state is JobState.COMPLETED and item.notice:
        return error_text(AppError(item.notice)).title
    texts = {
        JobState.TRANSCRIBING: QCoreApplication.translate("Jobs", "Turning into text"),
        JobState.CHUNKING: QCoreApplication.translate("Jobs", "Preparing for search"),
        JobState.EMBEDDING: QCoreApplication.translate("Jobs", "Preparing for search"),
        JobState.COMPLETED: QCoreApplication.translate("Library", "Ready"),
        JobState.FAILED: QCoreApplication.translate("Jobs", "Failed"),
        JobState.CANCELLED: QCoreApplication.translate("Jobs", "Cancelled"),
    }
    if item.state in (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED):
        return texts[item.state]
    return f"{texts[item.state]} · {format_percent(item.progress)}"


def _away_text(item: ItemView) -> str:
    """Words for an item whose file, or the text made of it, is on another computer."""
    if item.fetching is not None:
        if not item.fetching:
            return QCoreApplication.translate("Library", "Waiting to download")
        words = QCoreApplication.translate("Library", "Downloading")
        return f"{words} · {format_percent(item.fetching)}"
    if item.state is JobState.AWAY:
        if item.here:
            return QCoreApplication.translate("Library", "Its text is on its way")
        return QCoreApplication.translate("Library", "Not on this computer")
    if item.state is JobState.COMPLETED and not item.here:
        return QCoreApplication.translate("Library", "Not downloaded")
    return ""


def _pending_text(item: ItemView) -> str:
    if item.waiting == "models.missing":
        return QCoreApplication.translate("Jobs", "Waiting for the speech model")
    if item.waiting:
        return error_text(AppError(item.waiting)).title
    if item.error is not None:
        return QCoreApplication.translate("Library", "Trying again soon: {reason}").format(
            reason=error_text(item.error).title
        )
    return QCoreApplication.translate("Jobs", "Waiting for its turn")


def state_explanation(item: ItemView) -> str:
    """What the state means for the item and what to do; empty where the few words say all."""
    error = item.error
    if item.state is JobState.PENDING and item.waiting:
        error = error or AppError(item.waiting)
    elif not item.here and item.state in (JobState.AWAY, JobState.COMPLETED):
        error = AppError("media.not_here")
    elif item.state is JobState.COMPLETED:
        error = AppError(item.notice) if item.notice else None
    if error is None or item.state is JobState.CANCELLED:
        return ""
    text = error_text(error)
    return " ".join(part for part in (text.body, text.action) if part)


def spoken(item: ItemView) -> str:
    """All that a card shows, for who hears it."""
    length = format_duration(item.duration_ms) if item.duration_ms is not None else length_text(item)
    parts = (item.title, kind_text(item), length, state_text(item), format_date(item.created_ms), *item.tags)
    return ", ".join(part for part in parts if part)


def tip(item: ItemView) -> str:
    """Title and facts, and why something is not ready."""
    facts = " · ".join(
        part
        for part in (
            kind_text(item),
            length_text(item),
            format_bytes(item.size_bytes) if item.size_bytes else "",
            format_date(item.created_ms),
        )
        if part
    )
    lines = [item.title, facts]
    if item.state is not JobState.COMPLETED or item.notice or not item.here:
        lines += [state_text(item), state_explanation(item)]
    return "\n".join(line for line in lines if line)


class LibraryListModel(QAbstractListModel):
    """Items under `ItemRole`. `renamed(item_id, title)` when a title was edited in place."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ItemView] = []
        self._rows: dict[ItemId, int] = {}

    def set_items(self, items: Sequence[ItemView]) -> None:
        """Show these. Rows that stay are told as staying, unless nearly everything is different."""
        new = {item.id: item for item in items}
        old = {item.id for item in self._items}
        gone = _runs(at for at, item in enumerate(self._items) if item.id not in new)
        kept = [item.id for item in self._items if item.id in new]
        wanted = [item.id for item in items if item.id in old]
        added = _runs(at for at, item in enumerate(items) if item.id not in old)
        if len(gone) + len(added) > MOST_RANGES or not kept:
            self._reset(items)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(_ROOT, first, last)
            del self._items[first : last + 1]
            self.endRemoveRows()
        if kept != wanted:
            self._reorder([new[id_] for id_ in wanted])
        for first, last in added:
            self.beginInsertRows(_ROOT, first, last)
            self._items[first:first] = items[first : last + 1]
            self.endInsertRows()
        self._index_rows()
        self.update_items(items)

    def update_items(self, items: Iterable[ItemView]) -> None:
        """Show what changed of items that stay where they are; equal ones are not told."""
        changed: list[int] = []
        for item in items:
            row = self._rows.get(item.id)
            if row is not None and self._items[row] != item:
                self._items[row] = item
                changed.append(row)
        for first, last in _runs(sorted(changed)):
            self.dataChanged.emit(self.index(first), self.index(last))

    def row_of(self, item_id: ItemId | None) -> int:
        """Row of an item, else -1."""
        return -1 if item_id is None else self._rows.get(item_id, -1)

    def item(self, index: _Index) -> ItemView | None:
        return self._items[index.row()] if index.isValid() and index.row() < len(self._items) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        own = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return flags | own if index.isValid() else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role == ItemRole:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(item)
        return tip(item) if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        item = self.item(index)
        title = " ".join(str(value).split())
        if item is None or role != Qt.ItemDataRole.EditRole or not title:
            return False
        if title != item.title:
            self.renamed.emit(item.id, title)
        return True

    def _reset(self, items: Sequence[ItemView]) -> None:
        self.beginResetModel()
        self._items = list(items)
        self._index_rows()
        self.endResetModel()

    def _reorder(self, items: list[ItemView]) -> None:
        """The same items in another order: selection and current item go with them."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._items[index.row()].id for index in before]
        self._items = items
        self._index_rows()
        after = [self.index(self._rows[id_]) for id_ in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _index_rows(self) -> None:
        self._rows = {item.id: row for row, item in enumerate(self._items)}


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
