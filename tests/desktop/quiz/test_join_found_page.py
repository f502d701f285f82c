"""Games on the network and the card for the address."""

import pytest
from PySide6.QtCore import Qt

from desktop.quiz.join_found_page import AddressCard, FoundGames, GameCard
from desktop.runtime.discovery import FoundGame, FoundHost
from tests.support.look import look
from tests.support.quiz_joining import seat
from tests.support.quiz_playing import listening

__all__ = ["look"]

GAME = FoundGame("g1", "Sums", 3)
HOST = FoundHost("h", "Room 4", "http://h:1", "123456", (GAME,))


@pytest.mark.parametrize(
    ("game", "words"),
    [
        (GAME, "Begins soon"),
        (FoundGame("g", "S", locked=True), "Door closed"),
        (FoundGame("g", "S", phase="open"), "Under way"),
        (FoundGame("g", "S", phase="open", pace="self"), "At your own pace"),
    ],
)
def test_a_game_says_how_it_stands(qtbot, game, words):
    card = GameCard(HOST, game)
    qtbot.addWidget(card)
    assert card.accessibleName().endswith(words)
    assert "Room 4" in card.accessibleName()


@pytest.fixture
def found(qtbot):
    made = FoundGames()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_looking_then_nothing_then_games(found):
    found.show_hosts([], searched_long=False)
    assert (found.looking.isVisible(), found.none.isVisible()) == (True, False)
    found.show_hosts([], searched_long=True)
    assert (found.looking.isVisible(), found.none.isVisible()) == (False, True)
    found.show_hosts([HOST], searched_long=True)
    assert (found.looking.isVisible(), found.none.isVisible()) == (False, False)
    assert [card.game for card in found.cards] == [GAME]


def test_a_game_is_chosen_and_its_card_stays_when_players_come(found):
    wanted = listening(found.wanted)
    found.show_hosts([HOST], searched_long=False)
    card = found.cards[0]
    card.click()
    assert wanted == [(HOST, GAME)]
    other = FoundHost("i", "Room 5", "http://i:1", games=(FoundGame("g0", "Rivers"),))
    more = FoundHost("h", "Room 4", "http://h:1", "123456", (FoundGame("g1", "Sums", 4),))
    found.show_hosts([other, more], searched_long=False)
    assert found.cards[1] is card
    assert "4" in card.about.full_text()
    card.click()
    assert wanted[1] == (more, more.games[0])
    found.show_hosts([other], searched_long=False)
    assert [one.game.id for one in found.cards] == ["g0"]


@pytest.fixture
def card(qtbot):
    made = AddressCard()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def test_address_and_pin_are_both_needed(card, qtbot):
    given = listening(card.given)
    assert not card.button.isEnabled()
    card.address.setText("10.0.0.7")
    qtbot.keyClick(card.address, Qt.Key.Key_Return)
    assert card.pin.hasFocus()
    card.pin.setText("123 456")
    qtbot.keyClick(card.pin, Qt.Key.Key_Return)
    assert given == [("10.0.0.7", "123 456")]


def test_a_pasted_link_brings_its_pin(card):
    card.address.setText("http://10.0.0.7:8420/?pin=123456")
    assert card.button.isEnabled()


def test_a_game_without_a_known_pin_asks_for_it(card):
    card.ask_pin("h:1", "Sums")
    assert (card.address.text(), card.title.text()) == ("h:1", "PIN of “Sums”")
    assert card.pin.hasFocus()


def test_it_stands_out_when_nothing_was_found(card):
    card.set_prominent(prominent=True)
    assert card.button.property("kind") == "primary"
    assert "Type what stands" in card.words.text()
    card.set_prominent(prominent=False)
    assert card.button.property("kind") == "secondary"


def test_hosts_that_were_visited_are_one_click(card):
    card.show_recent([seat(), seat(url="http://10.0.0.9:8420")])
    card._flow.itemAt(1).widget().click()
    assert card.address.text() == "10.0.0.9:8420"
    card.show_recent([])
    assert card.recent.isHidden()
