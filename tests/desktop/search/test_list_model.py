"""Results as rows."""

from PySide6.QtCore import Qt

from desktop.search.list_model import HitRow, ItemRow, SearchListModel, place_text, rows_of
from tests.support.found import ONE, TWO, hit_of, hits


def test_flat_rows_keep_the_rank():
    rows = rows_of(hits(), {ONE: "audio"}, grouped=False)
    assert [row.hit.passage_id for row in rows if isinstance(row, HitRow)] == [1, 2, 3]
    assert all(isinstance(row, HitRow) and row.titled for row in rows)


def test_grouped_rows_stand_under_their_item():
    rows = rows_of(hits(), {ONE: "audio", TWO: "document"}, grouped=True)
    found = [row.title if isinstance(row, ItemRow) else row.hit.passage_id for row in rows]
    assert found == ["One", 1, 3, "Two", 2]
    assert [row.count for row in rows if isinstance(row, ItemRow)] == [2, 1]
    assert [row.kind for row in rows] == ["audio", "audio", "audio", "document", "document"]


def test_places():
    assert [place_text(hit) for hit in hits()] == ["1:05", "Page 3", "0:05"]
    assert place_text(hit_of(["Text"])) == ""


def test_headings_cannot_be_selected(qapp):
    model = SearchListModel()
    model.set_rows(rows_of(hits(), {}, grouped=True))
    flags = [bool(model.flags(model.index(row)) & Qt.ItemFlag.ItemIsSelectable) for row in range(5)]
    assert flags == [False, True, True, False, True]
    assert model.hit(model.index(0)) is None
    assert (model.row_of(3), model.row_of(99), model.row_of(None)) == (2, 1, 1)


def test_a_screen_reader_hears_title_place_and_words(qapp):
    model = SearchListModel()
    model.set_rows(rows_of(hits(), {}, grouped=True))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [model.data(model.index(row), role) for row in (0, 1, 4)] == [
        "One",
        "One, 1:05, Light is fast.",
        "Two, Page 3, Light is fast.",
    ]
    assert SearchListModel().row_of(1) == -1
