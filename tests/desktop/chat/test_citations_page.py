"""Sources under an answer."""

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.chat.citations_page import FEW, CitationList, citations_text, match_words, place_of
from desktop.widgets.label import Label
from tests.support.citations import citation


@pytest.fixture
def sources(qtbot) -> CitationList:
    made = CitationList()
    qtbot.addWidget(made)
    made.resize(500, 600)
    return made


def words(card) -> str:
    return " ".join(label.text() for label in card.findChildren(Label))


def test_places():
    assert place_of(citation()) == "12:34–12:47"
    assert place_of(citation(end_ms=754_400)) == "12:34"
    assert place_of(citation(end_ms=None)) == "12:34"
    assert place_of(citation(start_ms=None, end_ms=None, page=3)) == "Page 3"
    assert place_of(citation(start_ms=None, end_ms=None)) == ""


def test_matches_are_words_not_only_bars():
    assert [match_words(one)[0] for one in (0.95, 0.7, 0.2)] == ["Strong match", "Good match", "Loose match"]


def test_a_copied_answer_carries_its_sources():
    text = citations_text("So it is [1].", (citation(), citation(2, start_ms=None, end_ms=None)))
    assert text.splitlines() == [
        "So it is [1].",
        "",
        "Sources",
        "[1] Lecture 1, 12:34–12:47: “Words of place 1.”",
        "[2] Lecture 2: “Words of place 2.”",
    ]
    assert citations_text("Nothing.", ()) == "Nothing."


def test_a_card_says_everything(sources):
    sources.show_citations((citation(),), "Answer.")
    card = sources.cards()[0]
    assert card.accessibleName() == "Source 1, Lecture 1, 12:34–12:47, Strong match"
    assert "“Words of place 1.”" in words(card)
    assert card.toolTip() == "Play from 12:34"


def test_what_the_answer_quotes_is_not_quoted_again(sources):
    sources.show_citations((citation(text="Words\nof place 1."),), "“Words of place 1.” [1]")
    assert "Words" not in words(sources.cards()[0])


def test_a_long_quote_is_shortened(sources):
    sources.show_citations((citation(text="word " * 200),), "Answer.")
    assert "…”" in words(sources.cards()[0])
    assert len(words(sources.cards()[0])) < 400


def test_clicks_and_keys_open_a_source(sources, qtbot):
    sources.show_citations((citation(), citation(2, start_ms=None, end_ms=None, page=4)), "Answer.")
    sources.show()
    opened = []
    sources.opened.connect(opened.append)
    first, second = sources.cards()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert [one.n for one in opened] == [1, 2]
    assert second.toolTip() == "Open page 4"


def test_the_rest_is_shown_on_demand(sources, qtbot):
    sources.show_citations(tuple(citation(n) for n in range(1, 8)), "Answer.")
    assert len(sources.cards()) == FEW
    assert not sources.more.isHidden()
    sources.highlight(6)
    assert len(sources.cards()) == 7
    assert [card.is_highlighted() for card in sources.cards()] == [n == 6 for n in range(1, 8)]
    assert sources.more.isHidden()


def test_a_few_are_never_folded(sources):
    sources.show_citations(tuple(citation(n) for n in range(1, FEW + 2)), "Answer.")
    assert len(sources.cards()) == FEW + 1


def test_cards_that_stay_are_kept_while_more_come(sources):
    one, two = citation(), citation(2)
    sources.show_citations((one,), "Answer")
    first = sources.cards()[0]
    sources.show_citations((one, two), "Answer grows")
    assert sources.cards()[0] is first
    sources.show_citations((two,), "Answer grows")
    assert [card.citation.n for card in sources.cards()] == [2]
    sources.show_citations((), "")
    assert sources.isHidden()


def test_pointing_is_told(sources, qtbot):
    sources.show_citations((citation(),), "Answer.")
    sources.show()
    with qtbot.waitSignal(sources.pointed) as pointed:
        sources.cards()[0].pointed.emit(True)
    assert pointed.args == [1]
