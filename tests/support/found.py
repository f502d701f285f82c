"""Search hits with marks, for tests of what shows them."""

import msgspec

from desktop.search.hits import SearchHit, SentenceSpan
from shared.ids import CollectionId, ItemId, new_id

ONE, TWO = ItemId(new_id()), ItemId(new_id())


def hit_of(sentences: list[str], best: int = 0, words: tuple[str, ...] = ()) -> SearchHit:
    """A hit made of sentences; every place of `words` is marked."""
    text, spans = "", []
    for sentence in sentences:
        begin = len(text) + bool(text)
        text = f"{text} {sentence}" if text else sentence
        spans.append(SentenceSpan(sentence, begin, len(text), None, None, None))
    marks = sorted(
        (at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)
    )
    item, collection = ItemId(new_id()), CollectionId(new_id())
    return SearchHit(
        passage_id=1,
        item_id=item,
        collection_id=collection,
        title="Title",
        heading="",
        start_ms=None,
        end_ms=None,
        match_ms=None,
        page=None,
        score=1.0,
        relevance=1.0,
        text=text,
        marks=tuple(marks),
        sentences=tuple(spans),
        best=(best, best + 1),
    )


def hits() -> list[SearchHit]:
    """Two hits of one recording and one of a document between them."""
    base = hit_of(["Light is fast."], 0, ("Light",))
    change = msgspec.structs.replace
    return [
        change(base, passage_id=1, item_id=ONE, title="One", start_ms=65_000),
        change(base, passage_id=2, item_id=TWO, title="Two", page=3),
        change(base, passage_id=3, item_id=ONE, title="One", start_ms=5_000),
    ]
