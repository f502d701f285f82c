from desktop.admin.chooser_page import Chooser, Entry
from desktop.widgets.label import Label

ENTRIES = [Entry("a", "Alpha", "first", (("Edited", "info"),)), Entry("b", "Beta")]


def chooser(qtbot, width):
    made = Chooser("Things", Label)
    qtbot.addWidget(made)
    made.resize(width, 500)
    made.show()
    made.set_entries(ENTRIES)
    return made


def test_the_first_is_chosen_and_what_was_made_stays(qtbot):
    made = chooser(qtbot, 900)
    assert made.current == "a"
    first = made.detail()
    made.rows()[1].click()
    assert (made.current, made.detail("a")) == ("b", first)
    assert [row.is_highlighted() for row in made.rows()] == [False, True]
    assert made.rows()[0].accessibleDescription() == "first, Edited"
    made.set_entries(ENTRIES[:1])
    assert made.current == "a"
    made.forget("b")
    assert list(made.details()) == ["a"]
    made.set_entries([])
    assert made.current == ""
    assert made.detail() is None


def test_with_little_room_one_at_a_time(qtbot):
    made = chooser(qtbot, 400)
    assert made._list.isVisible()
    assert not made._detail.isVisible()
    made.rows()[0].setFocus()
    made.set_entries([ENTRIES[0], Entry("c", "Gamma")])
    made.rows()[1].click()
    assert not made._list.isVisible()
    made.back_button.click()
    assert made._list.isVisible()
    made.resize(900, 500)
    assert made._detail.isVisible()
    assert not made.back_button.isVisible()
