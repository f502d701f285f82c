from PySide6.QtWidgets import QLabel

from desktop.widgets.card_grid import CardGrid
from desktop.widgets.theming import ThemeChoice, theming


def grid(qtbot, count, *, width=1000, **given):
    made = CardGrid(narrowest=200, **given)
    qtbot.addWidget(made)
    made.resize(width, 600)
    made.show()
    cards = [QLabel(str(number)) for number in range(count)]
    made.set_cards(cards)
    return made, cards


def places(made):
    layout = made.layout()
    return {
        layout.itemAt(number).widget().text(): layout.getItemPosition(number)[:2]
        for number in range(layout.count())
    }


def test_as_many_as_there_is_room_for(qtbot):
    made, _ = grid(qtbot, 4)
    assert (made.columns, places(made)["3"]) == (3, (1, 0))
    made.resize(500, 600)
    assert (made.columns, places(made)["3"]) == (2, (1, 1))
    made.resize(120, 600)
    assert (made.columns, places(made)["3"]) == (1, (3, 0))


def test_a_count_that_is_not_allowed_is_left_out(qtbot):
    made, _ = grid(qtbot, 4, columns=(1, 2, 4), width=700)
    assert made.columns == 2
    made.resize(900, 600)
    assert made.columns == 4


def test_larger_letters_need_wider_cards(qtbot):
    made, _ = grid(qtbot, 4, width=700)
    theming().choose(ThemeChoice("light", 200))
    assert made.columns == 1


def test_cards_go_and_come(qtbot):
    made, cards = grid(qtbot, 3)
    assert CardGrid(narrowest=200).columns == 0
    made.set_cards([cards[2], QLabel("new")])
    assert places(made) == {"2": (0, 0), "new": (0, 1)}
    assert cards[0].isHidden()
    qtbot.waitUntil(cards[2].isVisible)
