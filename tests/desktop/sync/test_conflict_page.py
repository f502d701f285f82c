import pytest
from PySide6.QtWidgets import QBoxLayout

from desktop.sync.conflict_page import ConflictCard, marked
from desktop.widgets.label import Label
from tests.support.sync_stage import conflict


def card_of(qtbot, one, width=900):
    card = ConflictCard(one)
    qtbot.addWidget(card)
    card.resize(width, 400)
    card.show()
    return card


def text(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


def test_both_versions_are_marked_against_what_was_before(qtbot):
    card = card_of(qtbot, conflict())
    assert text(card.standing.pieces()) == "Bring a ruler and a torch."
    assert [piece.text for piece in card.lost.pieces() if piece.kind == "added"] == [" and a candle"]


def test_without_a_before_they_are_marked_against_each_other():
    standing, lost = marked(conflict(base=None))
    assert [piece.text for piece in standing if piece.kind == "added"] == ["torch"]
    assert [piece.text for piece in lost if piece.kind == "added"] == ["candle"]
    assert {piece.kind for piece in (*standing, *lost)} <= {"same", "added", "gap"}


def deletion(**given):
    return conflict(field="deleted", standing="", lost="", base=None, **given)


def test_deleted_against_changed_is_said_in_words(qtbot):
    card = card_of(qtbot, deletion())
    assert card.standing.toPlainText() == "Kept, with what was changed in “Optics”."
    assert (card.lost.toPlainText(), card.lost.accessibleName()) == ("Deleted.", "Deleted by Marek")
    assert (card.keep_button.text(), card.use_button.text()) == ("Keep it", "Delete it")
    untitled = ConflictCard(deletion(title=""))
    qtbot.addWidget(untitled)
    assert untitled.standing.toPlainText() == "Kept, with what was changed in it."


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"mine": True}, "Deleted on this computer"),
        ({"device": "Ana's laptop", "who": ""}, "Deleted on Ana's laptop"),
        ({"who": "", "group": "Physics"}, "Deleted by somebody in Physics"),
        ({"who": ""}, "Deleted on another device"),
    ],
)
def test_who_deleted_it(qtbot, given, words):
    assert card_of(qtbot, deletion(**given)).lost.accessibleName() == words


def test_what_is_deleted_already_is_not_offered_to_be_deleted(qtbot):
    card = card_of(qtbot, deletion(gone=True))
    assert card.standing.toPlainText() == "Deleted in the meantime."
    assert (card.keep_button.text(), card.use_button.isVisible()) == ("Leave it deleted", False)


def test_the_other_version_of_something_deleted_brings_it_back_and_says_so(qtbot):
    card = card_of(qtbot, conflict(gone=True))
    assert any("comes back" in label.text() for label in card.findChildren(Label))
    assert (card.keep_button.text(), card.use_button.text()) == (
        "Leave it deleted",
        "Bring it back with this one",
    )


def test_what_was_before_stands_beside_them_when_it_is_known(qtbot):
    assert card_of(qtbot, conflict()).before.toPlainText() == "Bring a ruler."
    assert card_of(qtbot, conflict(base=None)).before is None


def test_an_empty_version_says_so(qtbot):
    card = card_of(qtbot, conflict(lost="", base=""))
    assert (card.lost.toPlainText(), card.before.toPlainText()) == ("(empty)", "(empty)")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"mine": True}, "from this computer"),
        ({"device": "Ana's laptop", "who": ""}, "from Ana's laptop"),
        ({"who": "Ana"}, "Ana"),
        ({"who": "", "group": "Physics"}, "somebody in Physics"),
        ({"who": ""}, "another device"),
    ],
)
def test_whose_version_it_is(qtbot, given, words):
    assert words in card_of(qtbot, conflict(**given)).lost.accessibleName()


def test_one_click_decides(qtbot):
    card = card_of(qtbot, conflict())
    with qtbot.waitSignal(card.use_asked):
        card.use_button.click()
    with qtbot.waitSignal(card.keep_asked):
        card.keep_button.click()
    assert card.use_button.accessibleDescription() == "Optics"


def test_in_a_narrow_window_they_stand_below_each_other(qtbot):
    card = card_of(qtbot, conflict())
    assert card._versions.direction() == QBoxLayout.Direction.LeftToRight
    card.resize(400, 700)
    assert card._versions.direction() == QBoxLayout.Direction.TopToBottom
