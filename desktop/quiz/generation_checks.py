"""What a model wrote made into a draft, if it keeps to the passage it names and is fit to be played. Pure."""

import random
import re
import zlib
from collections.abc import Callable, Sequence

from desktop.quiz.drafting import Draft, Material
from desktop.quiz.generating import LANGUAGES, source_of
from desktop.quiz.generating_words import worded
from desktop.quiz.generation_passages import Passage, line_for
from desktop.quiz.generation_reply import RawQuestion
from desktop.search.service import meaningful_stems, support
from shared.ids import new_id
from shared.quiz.questions import LONGEST_EXPLANATION, LONGEST_TOPIC, validate
from shared.quiz.quiz import Body, Choice, Cloze, Number, Question, Single, TrueFalse, Typed
from shared.quiz.texts import normalise
from shared.quiz.typed_numbers import parse_number

LEAST_SUPPORT = 0.25
"""A question of which less than a quarter of the words stand in its passage is not from there."""
_MOST_WRONG = 5
_BLANK = re.compile(r"_{2,}(?:\s*_{2,})*|\[(?:blank|gap|\.{3}|…)\]|\.{4,}|…{2,}")
_ALIKE = 0.75
_TRUE = frozenset({"true", "verdadero", "yes", "sí", "cierto", "wahr", "vrai"})
_FALSE = frozenset({"false", "falso", "no", "falsch", "faux"})


def draft_of(
    raw: RawQuestion,
    passages: Sequence[Passage],
    material: Material,
    kinds: Sequence[str],
    taken: Sequence[Draft],
) -> Draft | None:
    """Return a draft with its real place; None for an invented source, an unfit question or a repeated one."""
    if not 1 <= raw.passage <= len(passages) or raw.kind not in kinds:
        return None
    passage = passages[raw.passage - 1]
    made = _MAKERS[raw.kind](raw, passage, material)
    if made is None or not _is_borne_out(raw, passage):
        return None
    text, body = made
    line = line_for(material, passage, f"{raw.question} {raw.right} {raw.explanation}")
    question = Question(
        str(new_id()),
        text,
        body,
        explanation=raw.explanation[:LONGEST_EXPLANATION],
        topic=line.heading if len(line.heading) <= LONGEST_TOPIC else "",
        source=source_of(material, line),
    )
    if validate(question) or any(_is_same(raw, other) for other in taken):
        return None
    return Draft(question, line.text, "ai")


def _is_borne_out(raw: RawQuestion, passage: Passage) -> bool:
    said = f"{raw.question} {raw.right if raw.kind != 'true_false' else ''} {raw.explanation}"
    return support(said, passage.text) >= LEAST_SUPPORT


def _is_same(raw: RawQuestion, other: Draft) -> bool:
    """Whether a question asks what another asks already."""
    body = other.question.body
    asked = f"{other.question.text} {body.text if isinstance(body, Cloze) else ''}"
    new, old = meaningful_stems(f"{raw.question}"), meaningful_stems(asked)
    if not new or not old:
        return normalise(raw.question) == normalise(other.question.text)
    return len(new & old) > _ALIKE * min(len(new), len(old)) and len(new & old) > 1


Made = tuple[str, Body] | None


def _single(raw: RawQuestion, _passage: Passage, _material: Material) -> Made:
    wrong = _wrong(raw)
    if not raw.right or not wrong or not raw.question:
        return None
    texts = [raw.right, *wrong]
    # Models like to put the right one first.
    random.Random(zlib.crc32(raw.question.encode())).shuffle(texts)  # noqa: S311 - an order, no secret
    return raw.question, Single(tuple(Choice(text) for text in texts), texts.index(raw.right))


def _true_false(raw: RawQuestion, _passage: Passage, _material: Material) -> Made:
    right = raw.right.casefold()
    if right not in _TRUE | _FALSE or raw.question.endswith("?"):
        return None
    return raw.question, TrueFalse(right in _TRUE)


def _typed(raw: RawQuestion, _passage: Passage, _material: Material) -> Made:
    accepted = dict.fromkeys(text for text in (raw.right, *raw.also) if text)
    return (raw.question, Typed(tuple(accepted))) if raw.right and raw.question else None


def _number(raw: RawQuestion, passage: Passage, _material: Material) -> Made:
    value = parse_number(raw.right, raw.unit)
    figures = re.sub(r"\D", "", raw.right)
    if value is None or not figures or figures not in re.sub(r"(?<=\d)[.,\s](?=\d)", "", passage.text):
        return None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", raw.right):
        value = float(figures)
    return raw.question, Number(value, unit=raw.unit[:20])


def _cloze(raw: RawQuestion, passage: Passage, material: Material) -> Made:
    """The gap must be filled by what stands in the passage."""
    if len(_BLANK.findall(raw.question)) != 1 or any(sign in raw.question for sign in ("{{", "}}", "\\(")):
        return None
    if (
        not raw.right
        or raw.right.casefold() not in passage.text.casefold()
        or re.search(r"[{}|]|::", raw.right)
    ):
        return None
    wrong = tuple(_wrong(raw))
    text = _BLANK.sub(lambda _: f"{{{{c1::{raw.right}}}}}", raw.question)
    known = material.language in LANGUAGES
    asks = worded(material.language, "words" if " " in raw.right else "word") if known else ""
    return asks, Cloze(text, bank=bool(wrong), distractors=wrong)


def _wrong(raw: RawQuestion) -> list[str]:
    """Wrong answers, each once, none of them the right one."""
    seen, result = {normalise(raw.right)}, list[str]()
    for text in raw.wrong:
        key = normalise(text)
        if key and key not in seen:
            seen.add(key)
            result.append(text)
    return result[:_MOST_WRONG]


_MAKERS: dict[str, Callable[[RawQuestion, Passage, Material], Made]] = {
    "single": _single,
    "true_false": _true_false,
    "typed": _typed,
    "number": _number,
    "cloze": _cloze,
}
