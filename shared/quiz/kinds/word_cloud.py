"""Short texts of everybody, the most frequent biggest; the host may hide words."""

import random
from collections.abc import Sequence

from shared.quiz.problems import Problem
from shared.quiz.quiz import WordCloud
from shared.quiz.raw_answers import bad_answer, read_list, read_text
from shared.quiz.text_groups import grouped
from shared.quiz.texts import normalise
from shared.quiz.views import Solution, Summary, TextCount, WordCloudView

LONGEST_ENTRY = 40
MOST_ENTRIES = 10
MOST_SHOWN = 50


def validate(body: WordCloud) -> tuple[Problem, ...]:
    if 1 <= body.entries <= MOST_ENTRIES:
        return ()
    return (Problem("", "quiz.entries_range", {"limit": MOST_ENTRIES}),)


def deal(body: WordCloud, _rng: random.Random) -> WordCloud:
    return body


def public_view(body: WordCloud) -> WordCloudView:
    return WordCloudView(body.entries, LONGEST_ENTRY)


def read_answer(body: WordCloud, raw: object) -> tuple[str, ...]:
    """At most `entries` texts; empty ones and the same word again are left out."""
    words: dict[str, str] = {}
    for text in (read_text(text, LONGEST_ENTRY) for text in read_list(raw, body.entries)):
        if key := normalise(text):
            words.setdefault(key, text)
    if not words:
        raise bad_answer()
    return tuple(words.values())


def check(_body: WordCloud, _answer: Sequence[str]) -> float:
    return 0.0


def summarise(
    _body: WordCloud, answers: Sequence[Sequence[str]], hidden: frozenset[str] = frozenset()
) -> Summary:
    """Words without the hidden ones, however those are spelled; everybody counts once per word."""
    unseen = {normalise(text) for text in hidden}
    words = grouped(text for answer in answers for text in answer if normalise(text) not in unseen)
    return Summary(len(answers), texts=tuple(TextCount(text, count) for text, count in words[:MOST_SHOWN]))


def solution(_body: WordCloud) -> Solution:
    return Solution()


def answer_text(_body: WordCloud, answer: Sequence[str]) -> str:
    return "; ".join(answer)
