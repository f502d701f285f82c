"""Gaps in a text are filled; marks by the share of gaps filled right."""

import random
from collections.abc import Sequence

from shared.quiz.cloze_text import Gap, parse_cloze
from shared.quiz.problems import Problem
from shared.quiz.quiz import Cloze
from shared.quiz.raw_answers import bad_answer, read_list, read_text
from shared.quiz.texts import normalise, same_but_typos
from shared.quiz.views import ClozeView, Solution, Summary

LONGEST_ANSWER = 100
LONGEST_TEXT = 2_000
MOST_GAPS = 20
MOST_DISTRACTORS = 20


def validate(body: Cloze) -> tuple[Problem, ...]:
    if len(body.text) > LONGEST_TEXT:
        return (Problem("", "quiz.text_too_long", {"limit": LONGEST_TEXT}),)
    cloze = parse_cloze(body.text)
    found: list[Problem] = []
    if cloze.malformed:
        found.append(Problem("", "quiz.gap_malformed"))
    elif not cloze.gaps:
        found.append(Problem("", "quiz.no_gap"))
    if len(cloze.gaps) > MOST_GAPS:
        found.append(Problem("", "quiz.too_many_gaps", {"limit": MOST_GAPS}))
    for number, gap in enumerate(cloze.gaps, 1):
        if not any(map(normalise, gap.answers)):
            found.append(Problem("", "quiz.gap_empty", {"number": number}))
        if any(len(text) > LONGEST_ANSWER for text in (*gap.answers, gap.hint)):
            found.append(Problem("", "quiz.gap_too_long", {"number": number, "limit": LONGEST_ANSWER}))
    return (*found, *(_distractor_problems(body, cloze.gaps) if body.bank else ()))


def _distractor_problems(body: Cloze, gaps: tuple[Gap, ...]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if len(body.distractors) > MOST_DISTRACTORS:
        found.append(Problem("", "quiz.too_many_distractors", {"limit": MOST_DISTRACTORS}))
    if any(not word.strip() for word in body.distractors):
        found.append(Problem("", "quiz.distractor_empty"))
    if any(len(word) > LONGEST_ANSWER for word in body.distractors):
        found.append(Problem("", "quiz.text_too_long", {"limit": LONGEST_ANSWER}))
    rights = {normalise(answer) for gap in gaps for answer in gap.answers}
    right = next((word for word in body.distractors if normalise(word) in rights), None)
    return (*found, Problem("", "quiz.distractor_right", {"text": right})) if right else tuple(found)


def deal(body: Cloze, _rng: random.Random) -> Cloze:
    return body


def public_view(body: Cloze) -> ClozeView:
    """The bank holds the first answer of every gap (one answer in two gaps stands there twice), by the alphabet."""
    cloze = parse_cloze(body.text)
    bank: list[str] = []
    if body.bank:
        words = [*(gap.answers[0] for gap in cloze.gaps if gap.answers), *body.distractors]
        bank = sorted(words, key=lambda word: (normalise(word), word))
    return ClozeView(cloze.parts, tuple(gap.hint for gap in cloze.gaps), tuple(bank), LONGEST_ANSWER)


def read_answer(body: Cloze, raw: object) -> tuple[str, ...]:
    count = len(parse_cloze(body.text).gaps)
    texts = tuple(read_text(text, LONGEST_ANSWER) for text in read_list(raw, count))
    if len(texts) != count or not any(texts):
        raise bad_answer()
    return texts


def check(body: Cloze, answer: Sequence[str]) -> float:
    filled = _filled(body, answer)
    return sum(filled) / len(filled) if filled else 0.0


def summarise(body: Cloze, answers: Sequence[Sequence[str]]) -> Summary:
    filled = [_filled(body, answer) for answer in answers]
    gaps = len(parse_cloze(body.text).gaps)
    counts = tuple(sum(each[gap] for each in filled) for gap in range(gaps))
    return Summary(len(answers), sum(all(each) for each in filled), counts)


def solution(body: Cloze) -> Solution:
    gaps = parse_cloze(body.text).gaps
    return Solution(
        tuple(gap.answers[0] if gap.answers else "" for gap in gaps), tuple(gap.answers for gap in gaps)
    )


def answer_text(_body: Cloze, answer: Sequence[str]) -> str:
    return "; ".join(text or "–" for text in answer)


def _filled(body: Cloze, answer: Sequence[str]) -> list[bool]:
    gaps = parse_cloze(body.text).gaps
    return [_fits(body, gap, text) for gap, text in zip(gaps, answer, strict=True)]


def _fits(body: Cloze, gap: Gap, text: str) -> bool:
    given = normalise(text)
    rights = [key for right in gap.answers if (key := normalise(right))]
    if not given or given in rights:
        return bool(given)
    # From a bank nothing is typed, so a near word is another word.
    return body.typos and not body.bank and any(same_but_typos(given, right) for right in rights)
