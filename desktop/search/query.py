"""Turns what a person types into a full-text expression that is never a syntax error. Pure.

Words are OR-ed without stop words; "a phrase" must occur; `begin*` matches any ending.
"""

import re

import msgspec

from desktop.search.pairs import is_run
from desktop.search.stemming import fold, phrase_of_query, stem, words_of_query

MAX_TERMS = 32
_PARTS = re.compile(r"[\"“«„]([^\"“”«»„]*)[\"”»“]|([^\s\"“”«»„]+)|.", re.DOTALL)
_PREFIX = re.compile(r"([^\W_]{2,})\*")

_ENGLISH = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each either few for from further had has have having he her
    here hers him his how i if in into is it its itself just like may me might more most much must my no nor not
    now of off on once only or other our ours out over own shall she should so some such than that the their
    theirs them then there these they this those through to too under until up upon us very was we were what
    when where which while who whom whose why will with would you your yours s t don explain tell say said mean
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
_SPANISH = frozenset(
    """
    a al algo algun alguna algunas alguno algunos ante antes asi aun aunque bajo bien cada casi como con contra
    cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde dos e el ella ellas ello ellos en entre
    era eran es esa esas ese eso esos esta estaba estan estar estas este esto estos fue fueron ha han hasta hay
    he la las le les lo los mas me mi mis mucho muchos muy ni no nos o os otra otras otro otros para pero poco
    por porque pues que quien quienes se sea ser si sido sin sobre solo son su sus tal tambien tan tanto te
    tiene tienen toda todas todo todos tu tus u un una unas uno unos y ya yo explica explicame dime significa
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
_EMPTY_PAIRS = re.compile(r"[\u3040-\u309f]{2}|[的了吗呢吧么哪谁什].|.[的了吗呢吧么哪谁什]")
"""Pairs of signs that are grammar in most places: two hiragana, the commonest Chinese particles."""
_SURELY_SPANISH = re.compile(
    r"[¿¡ñáéíóú]|\b(?:el|los|las|del|una|que|por|para|como|cual|cuales|cuando|donde|quien|es|con|porque)\b",
    re.IGNORECASE,
)
_SURELY_FOREIGN = re.compile(
    r"[^\W\d_a-zA-Z]|\b(?:und|der|das|ist|nicht|wie|warum|est|une|dans|quel|quelle|pourquoi|che|gli|uma|qual)\b",
    re.IGNORECASE,
)


class FullTextQuery(msgspec.Struct, frozen=True):
    """A parsed query. `expression` is empty when nothing can match.

    `exact` means the person asked for these letters (a phrase or a prefix): vectors have no say.
    `english` is false when the text is surely something else; the embedders know English only.
    `words` are the typed words that carry meaning, by stem; `prefixes` folded beginnings; `phrases` lists of stems.
    """

    expression: str
    exact: bool
    english: bool
    words: dict[str, str]
    prefixes: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


def parse(text: str) -> FullTextQuery:
    """Parse what was typed. Any text is accepted."""
    phrases: list[list[str]] = []
    prefixes: list[str] = []
    words: list[str] = []
    for match in _PARTS.finditer(text):
        quoted, bare = match.group(1), match.group(2)
        if quoted is not None:
            _take_phrase(quoted, phrases, prefixes)
        elif bare is not None:
            for one in _PREFIX.findall(bare):
                if is_run(one):
                    _take_phrase(one, phrases, prefixes)
                else:
                    prefixes.append(fold(one))
            words += words_of_query(_PREFIX.sub(" ", bare))
    signs = [word for word in words if len(word) == 1 and is_run(word)]
    words = [word for word in words if word not in signs]
    if not words and not phrases:
        # One sign alone is looked for wherever it stands; beside words it is grammar.
        prefixes += signs
    spanish = bool(_SURELY_SPANISH.search(text))
    by_stem = _meaningful(words, spanish=spanish, alone=not phrases and not prefixes)
    expression = _expression(phrases[:MAX_TERMS], prefixes[:MAX_TERMS], list(by_stem.values()))
    phrase_stems = tuple(tuple(stem(token) for token in phrase) for phrase in phrases)
    english = not spanish and not _SURELY_FOREIGN.search(text)
    return FullTextQuery(
        expression, bool(phrases or prefixes), english, by_stem, tuple(prefixes), phrase_stems
    )


def meaningful_stems(text: str) -> set[str]:
    """The stems of a text without stop words and single letters."""
    stop = _ENGLISH | _SPANISH if _SURELY_SPANISH.search(text) else _ENGLISH
    return {
        stem(token)
        for token in words_of_query(text)
        if fold(token) not in stop and len(token) > 1 and not _EMPTY_PAIRS.fullmatch(token)
    }


def plain_text(text: str) -> str:
    """The query as an embedder should read it: no operators."""
    return " ".join(re.sub(r"[\"“”«»„*]", " ", text).split())


def _take_phrase(text: str, phrases: list[list[str]], prefixes: list[str]) -> None:
    found = phrase_of_query(text)
    if len(found) == 1 and len(found[0]) == 1 and is_run(found[0]):
        prefixes += found
    elif found:
        phrases.append(found)


def _meaningful(words: list[str], *, spanish: bool, alone: bool) -> dict[str, str]:
    """Drop stop words unless nothing else is left, repeated stems, and what is over the limit."""
    stop = _ENGLISH | _SPANISH if spanish else _ENGLISH
    kept = [word for word in words if fold(word) not in stop and not _EMPTY_PAIRS.fullmatch(word)]
    by_stem: dict[str, str] = {}
    for word in kept or (words if alone else []):
        if len(by_stem) < MAX_TERMS:
            by_stem.setdefault(stem(word), word)
    return by_stem


def _expression(phrases: list[list[str]], prefixes: list[str], words: list[str]) -> str:
    required = [_quoted(phrase) for phrase in phrases]
    optional = [f'"{prefix}"*' for prefix in prefixes] + [_quoted([word]) for word in words]
    if not required:
        return " OR ".join(optional)
    every = " AND ".join(required)
    # The optional words cannot add rows, only rank: FTS5 sums the score over every phrase that occurs.
    return f"({every}) AND ({' OR '.join([*required, *optional])})" if optional else every


def _quoted(tokens: list[str]) -> str:
    return '"' + " ".join(tokens) + '"'
