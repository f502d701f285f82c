"""Answers without a model: the best sentences of the best passages, quoted whole and in order. Pure."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from desktop.chat.answers import Citation
from desktop.chat.material import SearchHit, meaningful_stems
from desktop.chat.sources import cite, window_text

MOST_QUOTES = 5
MOST_WORDS = 170
_TERMS, _MEANING, _PASSAGE, _KIND = 0.55, 0.25, 0.1, 0.1
_NEIGHBOUR = ((-1, 0.5), (-2, 0.25), (1, 0.25))
"""A sentence shares in what its neighbours name: "It needs only four parts" follows "This was the magic lantern"."""
_LEAST_SHARE = 0.6
"""A sentence worth less than this share of the best one adds noise, not evidence."""
_ALIKE = 0.6
_FEWEST_WORDS = 4
_SHORT_WORDS = 12
_WHOLE = re.compile(r"[.!?…。！？][\"'»”’)\]]*$")
_ASKS = re.compile(r"[?？][\"'»”’)\]]*$")
_ANNOUNCES = re.compile(
    r"^\W*(?:part|chapter|section|lesson|lecture|unit|topic|slide|parte|cap[ií]tulo|secci[oó]n|lecci[oó]n|unidad|tema)"
    r"\s+(?:\d+|[ivx]+|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco|seis)\b",
    re.IGNORECASE,
)
_ANNOUNCEMENT_WORDS = 10
# A sentence that begins so speaks of the one before it; quoted alone it would say nothing.
_LEANS = re.compile(
    r"^\W*(?:it|its|this|that|these|those|they|them|their|he|she|his|her|such|so|but|and|also|then|therefore|because"
    r"|which|esto|esta|este|eso|esa|ese|estos|estas|ello|ella|ellos|ellas|y|pero|entonces|también|además|por eso)\b",
    re.IGNORECASE,
)
_KINDS = (
    # What a question asks for, and what a sentence that says it looks like.
    (r"who(?:se|m)?|qui[eé]n(?:es)?", r"(?<=[\w,] )[A-ZÁÉÍÓÚÑ][\w'’-]+"),
    (r"when|what year|which year|cu[aá]ndo|qu[eé] año", r"\b\d{3,4}\b"),
    (
        r"how (?:many|much|long|far|fast|old|big|often|high|deep)|cu[aá]nt[oa]s?",
        (
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million|half"
            r"|quarter|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil|millón|mitad)\b"
        ),
    ),
    (r"why|por qu[eé]", r"\b(?:because|since|so that|reason|therefore|porque|ya que|por eso|debido)\b"),
)


class Quote(msgspec.Struct, frozen=True):
    """Sentences [first, last) of a hit."""

    hit: SearchHit
    first: int
    last: int
    worth: float

    @property
    def text(self) -> str:
        return window_text(self.hit, (self.first, self.last))

    @property
    def position(self) -> tuple[int, int]:
        """Where the quote stands in its item."""
        begin = self.hit.sentences[self.first]
        return (begin.start_ms if begin.start_ms is not None else begin.page or 0, self.hit.passage_id)


def quotes_for(
    question: str, hits: Sequence[SearchHit], nearness: Mapping[str, float] | None = None
) -> list[Quote]:
    """Choose at most five quotes. `nearness`: cosine to the question by sentence text, if an embedder is there.

    The item with the best quote comes first, and inside an item quotes stand in its own order.
    """
    candidates = _candidates(question, hits, nearness or {})
    merged = _merged([_rounded(one) for one in _diverse(candidates)])
    best_of: dict[bytes, float] = {}
    for one in merged:
        item = one.hit.item_id.bytes
        best_of[item] = max(best_of.get(item, 0.0), one.worth)
    merged.sort(key=lambda one: (-best_of[one.hit.item_id.bytes], one.hit.item_id.bytes, one.position))
    return merged


def citations_of(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """Return one citation per quote: exactly its sentences."""
    return tuple(cite(n, one.hit, (one.first, one.last)) for n, one in enumerate(quotes, start=1))


def sentences_near(hits: Sequence[SearchHit], most: int = 60) -> list[str]:
    """Return the sentences worth comparing by meaning, best passages first."""
    texts = [one.text for hit in hits for one in hit.sentences if len(one.text.split()) >= _FEWEST_WORDS]
    return list(dict.fromkeys(texts))[:most]


def _candidates(question: str, hits: Sequence[SearchHit], nearness: Mapping[str, float]) -> list[Quote]:
    """Score every whole sentence once (overlapping passages hold the same ones), best first."""
    wanted = meaningful_stems(question)
    found = {one.text: meaningful_stems(one.text) & wanted for hit in hits for one in hit.sentences}
    known = Counter(stem for stems in found.values() for stem in stems)
    weights = {stem: math.log1p(len(found) / (1 + known[stem])) for stem in wanted}
    kind = _kind(question)
    seen: set[tuple[bytes, str]] = set()
    quotes: list[Quote] = []
    for hit in hits:
        for at, one in enumerate(hit.sentences):
            if not _is_quotable(hit, at) or (hit.item_id.bytes, one.text) in seen:
                continue
            seen.add((hit.item_id.bytes, one.text))
            worth = (
                _TERMS * _named(hit, at, found, weights)
                + _MEANING * max(0.0, nearness.get(one.text, 0.0))
                + _PASSAGE * hit.relevance
                + _KIND * (kind is not None and kind.search(one.text) is not None)
            )
            # A lecturer's own question is close to ours and answers nothing.
            quotes.append(Quote(hit, at, at + 1, worth * 0.4 if _ASKS.search(one.text) else worth))
    return sorted(quotes, key=lambda quote: -quote.worth) or _whole_windows(hits)


def _named(hit: SearchHit, at: int, found: Mapping[str, set[str]], weights: Mapping[str, float]) -> float:
    """Share (0..1) of the question's weight that a sentence names, or its neighbours name for it."""
    shares = dict.fromkeys(found[hit.sentences[at].text], 1.0)
    for step, share in _NEIGHBOUR:
        if 0 <= at + step < len(hit.sentences):
            for stem in found[hit.sentences[at + step].text]:
                shares[stem] = max(shares.get(stem, 0.0), share)
    total = sum(weights.values())
    return sum(weights[stem] * share for stem, share in shares.items()) / total if total else 0.0


def _kind(question: str) -> re.Pattern[str] | None:
    """What a sentence must hold to be the kind of answer asked for; None where the question does not tell."""
    for asks, looks in _KINDS:
        if re.search(rf"\b(?:{asks})\b", question, re.IGNORECASE):
            return re.compile(looks)
    return None


def _whole_windows(hits: Sequence[SearchHit]) -> list[Quote]:
    """For text without sentences (notes, slides, unpunctuated speech): the best window of each hit."""
    return [Quote(hit, *hit.best, hit.relevance) for hit in hits if hit.sentences]


def _is_quotable(hit: SearchHit, at: int) -> bool:
    """Whether it is a sentence: no heading, no announcement of a part, no torn piece."""
    text = hit.sentences[at].text
    words = len(text.split())
    if words < _FEWEST_WORDS or _WHOLE.search(text) is None or text[:1].islower():
        return False
    return words > _ANNOUNCEMENT_WORDS or _ANNOUNCES.search(text) is None


def _diverse(candidates: Sequence[Quote]) -> list[Quote]:
    """Take the best ones that do not repeat each other."""
    chosen: list[Quote] = []
    said: list[set[str]] = []
    words = 0
    for one in candidates:
        if len(chosen) == MOST_QUOTES or one.worth < _LEAST_SHARE * candidates[0].worth:
            break
        stems = meaningful_stems(one.text)
        length = len(one.text.split())
        repeats = any(len(stems & other) > _ALIKE * min(len(stems), len(other)) for other in said)
        if (chosen and words + length > MOST_WORDS) or (repeats and not _adjoins(one, chosen)):
            continue
        chosen.append(one)
        said.append(stems)
        words += length
    return chosen


def _adjoins(one: Quote, chosen: Sequence[Quote]) -> bool:
    same = [other for other in chosen if other.hit.passage_id == one.hit.passage_id]
    return any(other.last == one.first or one.last == other.first for other in same)


def _rounded(quote: Quote) -> Quote:
    """Take the sentence before along where the quote makes no sense without it, and the next where it is short."""
    first, last = quote.first, quote.last
    sentences = quote.hit.sentences
    if first > 0 and _LEANS.search(sentences[first].text) and _is_quotable(quote.hit, first - 1):
        first -= 1
    while last < len(sentences) and _words(quote.hit, quote.first, last) < _SHORT_WORDS:
        if not _is_quotable(quote.hit, last):
            break
        last += 1
    return msgspec.structs.replace(quote, first=first, last=last)


def _words(hit: SearchHit, first: int, last: int) -> int:
    return sum(len(one.text.split()) for one in hit.sentences[first:last])


def _merged(quotes: Sequence[Quote]) -> list[Quote]:
    """Join neighbours of one passage into one quote."""
    merged: list[Quote] = []
    for one in sorted(quotes, key=lambda quote: (quote.hit.passage_id, quote.first)):
        before = merged[-1] if merged else None
        if before is not None and before.hit.passage_id == one.hit.passage_id and one.first <= before.last:
            merged[-1] = Quote(
                before.hit, before.first, max(before.last, one.last), max(before.worth, one.worth)
            )
        else:
            merged.append(one)
    return merged
