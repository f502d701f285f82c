from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.action_card import ActionCard
from desktop.widgets.label import Label


@pytest.fixture
def card(qtbot) -> Iterator[ActionCard]:
    window = QWidget()
    qtbot.addWidget(window)
    made = ActionCard("Open lecture", parent=window)
    made.add(Label("A long line of words " * 8, wrap=True))
    made.resize(300, made.heightForWidth(300))
    window.resize(400, 400)
    window.show()
    yield made
    window.close()


def test_the_words_on_it_are_part_of_the_button(card, qtbot):
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.children()[-1].geometry().center())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_it(card, qtbot, key):
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, key)


def test_it_says_when_it_is_pointed_at(card, qtbot):
    pointed = []
    card.pointed.connect(pointed.append)
    qtbot.mouseMove(card, QPoint(5, 5))
    card.window().activateWindow()
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    card.clearFocus()
    assert True in pointed
    assert pointed[-1] is False


def test_it_is_as_high_as_its_words(card):
    assert card.heightForWidth(200) > card.heightForWidth(400)


def test_highlight_is_seen(card):
    card.clearFocus()
    before = card.grab().toImage()
    card.set_highlighted(True)
    assert card.is_highlighted()
    assert card.grab().toImage() != before
