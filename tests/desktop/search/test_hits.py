"""What hits and statuses say of themselves."""

from desktop.search.hits import Filters, IndexStatus, SearchHit, SentenceSpan
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, new_id


def test_a_quote_is_the_best_window():
    text = "One. Two. Three."
    spans = (
        SentenceSpan("One.", 0, 4, 0, 1, None),
        SentenceSpan("Two.", 5, 9, 1, 2, None),
        SentenceSpan("Three.", 10, 16, 2, 3, None),
    )
    hit = SearchHit(
        1, ItemId(new_id()), CollectionId(new_id()), "", "", 1, 3, 1, None, 1.0, 1.0, text, (), spans, (1, 3)
    )
    assert hit.quote == "Two. Three."


def test_empty_filters_are_false():
    assert not Filters()
    assert Filters(kinds=("audio",))
    assert Filters(from_ms=0)


def test_complete():
    assert IndexStatus(1, 5, 0, None).complete
    assert IndexStatus(1, 5, 5, "minilm").complete
    assert not IndexStatus(1, 5, 4, "minilm").complete
    assert not IndexStatus(1, 5, 5, "wordllama", "minilm", 3).complete


def test_words_alone_are_searched_when_the_provider_that_embeds_is_away():
    away = AppError("search.provider_busy", provider="OpenAI")
    assert IndexStatus(1, 2, 2, "openai/m", problem=away).falls_back
    assert not IndexStatus(1, 2, 2, "openai/m").falls_back
    assert not IndexStatus(1, 2, 2, "minilm", "openai/m", 0, away).falls_back
    assert not IndexStatus(1, 2, 0, None, problem=away).falls_back
