"""Chooses what is shown of the ranked candidates: relevant enough, each thing once, each with its reasons. Pure."""

from collections.abc import Sequence

import msgspec

from desktop.search import evidence as reasons
from desktop.search.calibration import calibration
from desktop.search.hits import SearchHit, SentenceSpan
from desktop.search.query import FullTextQuery
from desktop.search.ranking import LIST_LENGTH, Ranked
from desktop.search.stemming import terms_of
from desktop.search.store import PassageRow


class Asked(msgspec.Struct, frozen=True):
    """A query on its way: how near passages are by which embedder, what its words weigh, how many passages."""

    parsed: FullTextQuery
    embedder: str
    cosines: dict[int, float]
    weights: dict[str, float]
    size: int

    @property
    def threshold(self) -> float:
        """Relevance below which a hit is not shown."""
        return calibration(self.embedder, english=self.parsed.english).threshold

    def relevance(self, passage_id: int, coverage: float) -> float:
        """Chance that a passage answers. Letters that were asked for and are there need no chance."""
        if self.parsed.exact:
            return 1.0
        embedder, cosine = self.embedder, self.cosines.get(passage_id)
        if cosine is None and len(self.cosines) < LIST_LENGTH:
            # Everything that has a vector is in the list: this passage has none yet.
            embedder, cosine = "", 0.0
        elif cosine is None:
            cosine = min(self.cosines.values())
        return calibration(embedder, english=self.parsed.english).relevance(cosine, coverage, self.size)


def chosen(
    candidates: Sequence[tuple[Ranked, PassageRow]], asked: Asked, limit: int, *, guess: bool
) -> list[SearchHit]:
    """Return the first `limit` candidates that are relevant (all, with `guess`) and say something of their own.

    Left out are near-duplicates, and the same sentences seen again from the next, overlapping passage.
    """
    hits: list[SearchHit] = []
    seen: list[frozenset[int]] = []
    quoted: set[tuple[bytes, int]] = set()
    for place, row in candidates:
        # Most candidates of a question about something else end here; the rest costs ten times as much.
        relevance = asked.relevance(row.id, reasons.coverage(row.text, row.path, asked.weights))
        if relevance < asked.threshold and not guess:
            continue
        terms = terms_of(row.text)
        why = reasons.evidence(row.text, terms, row.spans, asked.parsed, asked.weights)
        begin = (row.item_id.bytes, row.sentence + why.best[0])
        if begin in quoted:
            continue
        shingles = reasons.shingles(terms)
        if any(reasons.is_duplicate(shingles, other) for other in seen):
            continue
        seen.append(shingles)
        quoted.add(begin)
        hits.append(_hit(place, row, why, relevance))
        if len(hits) == limit:
            break
    return hits


def _hit(place: Ranked, row: PassageRow, why: reasons.Evidence, relevance: float) -> SearchHit:
    window = row.spans[why.best[0] : why.best[1]]
    match = next((mark[0] for mark in why.marks if window[0].first <= mark[0] < window[-1].last), None)
    span = next((span for span in window if match is not None and span.first <= match < span.last), None)
    return SearchHit(
        passage_id=row.id,
        item_id=row.item_id,
        collection_id=row.collection_id,
        title=row.title,
        heading=row.heading,
        start_ms=window[0].start_ms,
        end_ms=window[-1].end_ms,
        match_ms=span.moment_ms(row.text, match)
        if span is not None and match is not None
        else window[0].start_ms,
        page=window[0].page,
        score=round(place.score, 4),
        relevance=round(relevance, 4),
        text=row.text,
        marks=why.marks,
        sentences=tuple(
            SentenceSpan(
                row.text[span.first : span.last], span.first, span.last, span.start_ms, span.end_ms, span.page
            )
            for span in row.spans
        ),
        best=why.best,
    )
