"""Questions to go on with, made without a model from the terms of the passages just read. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from desktop.chat.material import Term, meaningful_stems, terms_of

MOST = 3
_LONGEST_PHRASE = 3
_FEWEST_LETTERS = 5
_SURE = 100
_BETWEEN = re.compile(r"(?<=[.!?…。！？])\s+")
# Words that carry meaning in a sentence but are no topic.
_NO_TOPIC = frozenset(
    stem
    for stem in meaningful_stems(
        "first second third one two three four five last next new old big small long short great good bad far away near"
        " back thing things way ways time times day days year years part parts kind piece place people man men woman"
        " take takes make makes made give gives get gets go goes come comes see seen look looks know need use used"
        " call called say said tell put set let keep seem find found want try show turn begin start end several many"
        " half number lot question answer example today now here there yes okay right left"
    )
    | meaningful_stems(
        "el la primero segundo tercero uno dos tres cuatro cinco último nuevo grande pequeño largo corto bueno malo"
        " lejos cerca cosa cosas manera forma vez veces tiempo día días año años parte partes tipo lugar gente hacer"
        " hace hacen tener tiene dar da ver decir dice llamar llama usar usa poner encontrar querer varios mitad número"
        " pregunta respuesta ejemplo hoy ahora aquí allí"
    )
)


class _Phrase(msgspec.Struct, frozen=True):
    """`is_sure`: its capital letter, or the lack of one, is its own and not the beginning of a sentence's."""

    stems: tuple[str, ...]
    words: str
    is_sure: bool


def phrases_for(question: str, texts: Sequence[str], most: int = MOST) -> list[str]:
    """Return terms of the texts that recur and that the question did not name, best first.

    Phrases of several words say more than single ones; a single word must be long and recur, or be a name.
    """
    asked = meaningful_stems(question)
    counts: Counter[tuple[str, ...]] = Counter()
    spellings: dict[tuple[str, ...], Counter[str]] = {}
    for sentence in _sentences(texts):
        for phrase in _phrases(sentence):
            if not asked.issuperset(phrase.stems):
                counts[phrase.stems] += 1
                spellings.setdefault(phrase.stems, Counter())[phrase.words] += _SURE if phrase.is_sure else 1
    order = sorted(counts, key=lambda stems: (-_worth(stems, counts, spellings), stems))
    chosen: list[tuple[str, ...]] = []
    for stems in order:
        if len(chosen) == most:
            break
        if _worth(stems, counts, spellings) > 0 and not any(set(stems) & set(other) for other in chosen):
            chosen.append(stems)
    return [spellings[stems].most_common(1)[0][0] for stems in chosen]


def _sentences(texts: Sequence[str]) -> list[str]:
    """Every sentence once: neighbouring passages hold the same ones."""
    return list(dict.fromkeys(one for text in texts for one in _BETWEEN.split(text)))


def _worth(
    stems: tuple[str, ...], counts: Counter[tuple[str, ...]], spellings: dict[tuple[str, ...], Counter[str]]
) -> float:
    count = counts[stems]
    if len(stems) > 1:
        return count * (1 + len(stems)) if count > 1 else 0.0
    word = spellings[stems].most_common(1)[0][0]
    is_name = word[:1].isupper()
    recurs = count >= (2 if is_name else 3) and len(word) >= _FEWEST_LETTERS
    return float(count) if recurs else 0.0


def _phrases(text: str) -> list[_Phrase]:
    """Every run of one to three meaningful words that nothing but a blank separates."""
    meaningful = meaningful_stems(text)
    terms = terms_of(text)
    found: list[_Phrase] = []
    for at in range(len(terms)):
        run: list[Term] = []
        for term in terms[at : at + _LONGEST_PHRASE]:
            if (
                term.stem not in meaningful
                or term.stem in _NO_TOPIC
                or (run and text[run[-1].last : term.first] != " ")
            ):
                break
            run.append(term)
            words = text[run[0].first : run[-1].last]
            if not any(one.isdigit() for one in words):
                found.append(_phrase(text, run, words))
    return found


def _phrase(text: str, run: list[Term], words: str) -> _Phrase:
    before = text[: run[0].first].rstrip("\"'«“‘([¿¡ \n")
    begins = not before or before[-1] in ".!?…:"
    if begins and not words[:2].isupper():
        words = words[:1].lower() + words[1:]
    return _Phrase(tuple(one.stem for one in run), words, not begins)
