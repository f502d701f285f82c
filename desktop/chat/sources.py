"""The numbered passages a model reads, and the moment a mark leads to. Decides no wording."""

from collections.abc import Sequence
from typing import Any, Protocol, cast

import msgspec

from desktop.chat.answers import Citation
from desktop.chat.material import PassageContext, SearchHit, best_window, meaningful_stems, support, terms_of
from desktop.chat.prompts import prompt, quoted

SHORTEST_MS, LONGEST_MS = 10_000, 30_000


class Surroundings(Protocol):
    """Who knows what stands around a passage: the search service."""

    async def context(self, passage_id: int, max_words: int = 1_000) -> PassageContext | None:
        """Return a passage with its neighbours; None when it is gone."""
        ...


class Source(msgspec.Struct, frozen=True):
    """What stands under one number: a hit with its surroundings, and other hits that lie inside those."""

    number: int
    hits: tuple[SearchHit, ...]
    text: str

    @property
    def title(self) -> str:
        return self.hits[0].title


async def sources_for(material: Surroundings, hits: Sequence[SearchHit], words: int) -> list[Source]:
    """Widen hits to their neighbours within `words` in all, and number them in the order of the hits.

    A hit that already stands in another's surroundings shares its number: nothing is read twice.
    """
    sources: list[Source] = []
    each = max(1, words // max(1, len(hits)))
    for hit in hits:
        holder = next((at for at, one in enumerate(sources) if _holds(one, hit)), None)
        if holder is not None:
            one = sources[holder]
            sources[holder] = msgspec.structs.replace(one, hits=(*one.hits, hit))
            continue
        around = await material.context(hit.passage_id, max_words=each)
        text = around.text if around is not None and len(around.text) > len(hit.text) else hit.text
        sources.append(Source(len(sources) + 1, (hit,), text))
    return sources


def _holds(source: Source, hit: SearchHit) -> bool:
    if source.hits[0].item_id != hit.item_id or not hit.sentences:
        return False
    return all(one.text in source.text for one in hit.sentences)


def passages_text(sources: Sequence[Source]) -> str:
    """Return the sources as the prompt shows them: tagged, numbered, and unable to leave their tags."""
    return "\n\n".join(
        prompt(
            "passage",
            number=str(one.number),
            title=quoted(one.title).replace('"', "&quot;"),
            place=_place(one.hits[0]),
            text=quoted(one.text),
        )
        for one in sources
    )


def _place(hit: SearchHit) -> str:
    if hit.start_ms is None:
        return f"page {hit.page}" if hit.page is not None else "text"
    seconds = hit.start_ms // 1000
    clock = f"{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 3600}:{clock}" if seconds >= 3600 else clock


def citation(n: int, source: Source, claim: str) -> Citation:
    """Return the citation of a source for a sentence: its window of 10-30 s that says most of the sentence."""
    hit, window = max(
        ((hit, window_for(hit, claim)) for hit in source.hits),
        key=lambda one: support(claim, window_text(one[0], one[1])),
    )
    return cite(n, hit, window)


def cite(n: int, hit: SearchHit, window: tuple[int, int]) -> Citation:
    """Return the citation of a hit's sentences [first, last)."""
    first, last = window
    if not hit.sentences[first:last]:
        return Citation(
            n, hit.item_id, hit.title, hit.start_ms, hit.end_ms, hit.page, hit.text, hit.relevance
        )
    begin, end = hit.sentences[first], hit.sentences[last - 1]
    text = window_text(hit, window)
    return Citation(n, hit.item_id, hit.title, begin.start_ms, end.end_ms, begin.page, text, hit.relevance)


def window_for(hit: SearchHit, claim: str) -> tuple[int, int]:
    """Return the sentences [first, last) of a hit that say most of a claim; its own best ones if none says any.

    Spoken windows are 10-30 s long where the passage allows it.
    """
    stems = meaningful_stems(claim)
    points = [(term.first, term.stem) for term in terms_of(hit.text) if term.stem in stems]
    if not points:
        return hit.best
    first, last = best_window(hit.text, cast("Any", hit.sentences), points, {})
    # At the end of a passage there is nothing after to make it long enough.
    while (
        first > 0
        and _length_ms(hit, first, last) < SHORTEST_MS
        and _length_ms(hit, first - 1, last) <= LONGEST_MS
    ):
        first -= 1
    return first, last


def _length_ms(hit: SearchHit, first: int, last: int) -> int:
    """How long sentences [first, last) are; pages have no length and are never too short."""
    begin, end = hit.sentences[first].start_ms, hit.sentences[last - 1].end_ms
    return SHORTEST_MS if begin is None or end is None else end - begin


def window_text(hit: SearchHit, window: tuple[int, int]) -> str:
    """Return the text of a hit's sentences [first, last) as it stands in the passage."""
    first, last = window
    chosen = hit.sentences[first:last]
    return hit.text[chosen[0].first : chosen[-1].last] if chosen else hit.text
