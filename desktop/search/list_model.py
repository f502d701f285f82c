"""Results as rows: hits in order of rank, or under the item they stand in. QtCore only."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.search.hits import SearchHit
from desktop.search.snippets import Snippet, snippet
from desktop.widgets.formats import format_clock, format_number
from shared.ids import ItemId

RowRole = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()


class ItemRow(msgspec.Struct, frozen=True):
    """Heading of an item's hits; cannot be selected."""

    item_id: ItemId
    title: str
    kind: str
    count: int


class HitRow(msgspec.Struct, frozen=True):
    """One hit. `titled` says that it shows the item's title itself."""

    hit: SearchHit
    kind: str
    snippet: Snippet
    titled: bool


Row = ItemRow | HitRow


def place_text(hit: SearchHit) -> str:
    """Where a hit stands: "12:34", "Page 3"; empty for a text without pages."""
    if hit.page is not None:
        return QCoreApplication.translate("Search", "Page {page}").format(page=format_number(hit.page))
    return "" if hit.start_ms is None else format_clock(hit.start_ms)


def rows_of(hits: Sequence[SearchHit], kinds: Mapping[ItemId, str], *, grouped: bool) -> list[Row]:
    """Rows for hits in order of rank. Grouped: items in the order of their best hit, hits in order of rank."""
    if not grouped:
        return [HitRow(hit, kinds.get(hit.item_id, ""), snippet(hit), titled=True) for hit in hits]
    by_item: dict[ItemId, list[SearchHit]] = {}
    for hit in hits:
        by_item.setdefault(hit.item_id, []).append(hit)
    rows: list[Row] = []
    for item_id, found in by_item.items():
        kind = kinds.get(item_id, "")
        rows.append(ItemRow(item_id, found[0].title, kind, len(found)))
        rows += [HitRow(hit, kind, snippet(hit), titled=False) for hit in found]
    return rows


class SearchListModel(QAbstractListModel):
    """Rows under `RowRole`; headings are passed over by the keyboard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_of(self, passage_id: int | None) -> int:
        """Row of a hit, else of the first hit, else -1."""
        hits = [(at, row.hit.passage_id) for at, row in enumerate(self._rows) if isinstance(row, HitRow)]
        return next((at for at, id_ in hits if id_ == passage_id), hits[0][0] if hits else -1)

    def hit(self, index: QModelIndex | QPersistentModelIndex) -> SearchHit | None:
        """The hit of an index; None for headings and for no index."""
        row = self._rows[index.row()] if index.isValid() else None
        return row.hit if isinstance(row, HitRow) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return both if self.hit(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.title if isinstance(row, ItemRow) else _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.title if isinstance(row, ItemRow) else row.hit.title
        return None


def _spoken(row: HitRow) -> str:
    parts = (row.hit.title, place_text(row.hit), row.snippet.text)
    return ", ".join(part for part in parts if part)
