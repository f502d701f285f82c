"""The list of results: mouse, keys, and that every row has room for its words."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from desktop.search.list_model import SearchListModel, rows_of
from desktop.search.results_page import ResultsView
from desktop.widgets.theming import ThemeChoice, theming
from tests.support.found import ONE, TWO, hits

LONG = "A very long title that goes on and on, " * 10


@pytest.fixture
def view(qtbot) -> ResultsView:
    model = SearchListModel()
    made = ResultsView("Results", model)
    qtbot.addWidget(made)
    made.resize(600, 500)
    model.setParent(made)
    model.set_rows(rows_of(hits(), {ONE: "audio", TWO: "document"}, grouped=True))
    made.show()
    return made


def click(qtbot, view, row):
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_opens_a_hit_and_a_heading_nothing(view, qtbot):
    opened = []
    view.opened.connect(opened.append)
    click(qtbot, view, 0)
    assert opened == []
    click(qtbot, view, 2)
    assert [hit.passage_id for hit in opened] == [3]


def test_arrow_keys_pass_over_headings_and_enter_opens(view, qtbot):
    view.choose(None)
    opened = []
    view.opened.connect(opened.append)
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [hit.passage_id for hit in opened] == [2]


def test_up_on_the_first_hit_leaves_the_list(view, qtbot):
    view.choose(None)
    with qtbot.waitSignal(view.left_upwards):
        qtbot.keyClick(view, Qt.Key.Key_Up)


def test_the_chosen_hit_is_kept_by_its_passage(view):
    view.choose(3)
    assert view.current_hit().passage_id == 3
    view.choose(99)
    assert view.current_hit().passage_id == 1


def test_the_menu_key_asks_for_a_menu(view, qtbot):
    view.choose(2)
    with qtbot.waitSignal(view.menu_wanted) as wanted:
        qtbot.keyClick(view, Qt.Key.Key_Menu)
    assert wanted.args[0].passage_id == 2


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_rows_grow_with_text_and_shrink_of_width(view, name, scale):
    before = view.sizeHintForRow(1)
    theming().choose(ThemeChoice(name, scale))
    try:
        assert view.sizeHintForRow(1) >= before
        tall = view.sizeHintForRow(1)
        view.resize(260, 500)
        assert view.sizeHintForRow(1) >= tall
        assert not view.grab().isNull()
    finally:
        theming().choose(ThemeChoice("light"))


def test_a_long_title_keeps_to_its_line(qtbot):
    model = SearchListModel()
    view = ResultsView("Results", model)
    qtbot.addWidget(view)
    view.resize(400, 300)
    short, long = (
        rows_of([msgspec.structs.replace(hits()[0], title=title)], {}, grouped=False)
        for title in ("Short", LONG)
    )
    model.set_rows(short)
    height = view.sizeHintForRow(0)
    model.set_rows(long)
    assert view.sizeHintForRow(0) == height


def test_right_to_left(view):
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.choose(1)
    assert not view.grab().isNull()
