"""Search hits made of a few sentences, for tests of the pure parts that read them."""

import re

from desktop.chat.material import SearchHit, SentenceSpan
from shared.ids import CollectionId, ItemId, new_id

COLLECTION = CollectionId(new_id())
_SENTENCE = re.compile(r"[^.!?]+[.!?]*\s*")


def hit(
    text: str,
    *,
    passage_id: int = 1,
    item_id: ItemId | None = None,
    title: str = "Lecture",
    start_ms: int | None = 0,
    second_ms: int = 4000,
    page: int | None = None,
    relevance: float = 0.8,
    best: tuple[int, int] = (0, 1),
) -> SearchHit:
    """A hit whose sentences last `second_ms` each; `start_ms` None makes it a page."""
    spans: list[SentenceSpan] = []
    for found in _SENTENCE.finditer(text):
        said = found.group().rstrip()
        begin = None if start_ms is None else start_ms + len(spans) * second_ms
        end = None if begin is None else begin + second_ms
        spans.append(SentenceSpan(said, found.start(), found.start() + len(said), begin, end, page))
    return SearchHit(
        passage_id=passage_id,
        item_id=item_id or ItemId(new_id()),
        collection_id=COLLECTION,
        title=title,
        heading=title,
        start_ms=spans[best[0]].start_ms,
        end_ms=spans[best[1] - 1].end_ms,
        match_ms=spans[best[0]].start_ms,
        page=page,
        score=relevance,
        relevance=relevance,
        text=text,
        marks=(),
        sentences=tuple(spans),
        best=best,
    )
