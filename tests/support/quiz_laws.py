"""What holds for the answers of every kind of question."""

import json
import random

import msgspec

from shared.errors import AppError
from tests.support.quiz_bodies import MALFORMED


def outcome(call, *arguments):
    """What a call returned and "", or None and the code it was refused with."""
    try:
        return call(*arguments), ""
    except AppError as failure:
        return None, failure.code


def refuses(rules, body, raw):
    assert outcome(rules.read_answer, body, raw) == (None, "quiz.bad_answer")


def refuses_malformed(rules, body, *fitting):
    """Everything in MALFORMED, save where a value of one of the `fitting` forms is a good answer."""
    for raw in MALFORMED:
        if not any(raw is one or (type(raw) is type(one) and raw == one) for one in fitting):
            refuses(rules, body, raw)


def reads_or_refuses(rules, body, raw):
    """Any JSON value is read to a lawful answer or refused by its code; nothing else happens."""
    answer, refusal = outcome(rules.read_answer, body, raw)
    if refusal:
        assert refusal == "quiz.bad_answer"
    else:
        is_lawful(rules, body, answer)


def is_lawful(rules, body, answer):
    """A read answer stays itself through JSON, has a mark from 0 to 1, a place in a summary, and words."""
    stored = json.loads(msgspec.json.encode(answer))
    again = rules.read_answer(body, stored)
    assert again == answer
    assert type(again) is type(answer)
    hash(answer)
    assert 0 <= rules.check(body, answer) <= 1
    summary = rules.summarise(body, [answer])
    assert summary.answers == 1
    assert summary.right == (rules.check(body, answer) == 1)
    assert msgspec.json.encode(summary)
    assert rules.answer_text(body, answer)


def solution_is_right(rules, body):
    sent = json.loads(msgspec.json.encode(rules.solution(body)))
    answer = rules.read_answer(body, sent["answer"])
    assert rules.check(body, answer) == 1
    assert rules.summarise(body, [answer]).right == 1


def dealing_keeps_marks(rules, body, answer, seed, moved):
    """`moved(dealt, answer)` is the same answer as it is given after dealing."""
    dealt = rules.deal(body, random.Random(seed))
    assert dealt == rules.deal(body, random.Random(seed))
    assert rules.validate(dealt) == rules.validate(body)
    assert rules.check(dealt, rules.read_answer(dealt, moved(dealt, answer))) == rules.check(body, answer)
    solution_is_right(rules, dealt)


def views_are_the_same(rules, first, second):
    """The bodies differ in their solution only; nobody can tell from what goes out."""
    assert first != second
    assert msgspec.json.encode(rules.public_view(first)) == msgspec.json.encode(rules.public_view(second))


def codes(problems):
    return [problem.code for problem in problems]
