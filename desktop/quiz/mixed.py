"""What players see mixed, mixed the same way each time: for paper and for the preview. Pure."""

import random
from collections.abc import Sequence

from shared.quiz.questions import deal
from shared.quiz.quiz import Matching, Order, Question

_MOST_DEALS = 8
"""A mixed order may come out as the right one; then it is mixed again."""


def mixed(question: Question) -> Question:
    """Return a question whose things to order or to match are mixed; any other as it is."""
    if not isinstance(question.body, Order | Matching):
        return question
    for attempt in range(_MOST_DEALS):
        found = deal(question, random.Random(f"{question.id}:{attempt}"))  # noqa: S311 - nothing is secret here
        if not _is_sorted(_order_of(found)):
            return found
    return question


def _order_of(question: Question) -> Sequence[int]:
    body = question.body
    return body.order if isinstance(body, Order) else body.right_order if isinstance(body, Matching) else ()


def _is_sorted(order: Sequence[int]) -> bool:
    return list(order) == sorted(order)
