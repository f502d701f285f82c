"""What players see mixed."""

from desktop.quiz.mixed import mixed
from shared.quiz.quiz import Matching, Order
from tests.support.sample_quizzes import every_kind


def test_only_orders_and_pairs_are_mixed_and_never_into_the_right_order():
    for question in every_kind():
        found = mixed(question)
        assert mixed(question) == found, "the same each time"
        if isinstance(question.body, Order):
            assert [found.body.items[at].text for at in found.body.order] == [
                one.text for one in question.body.items
            ]
            assert found.body.items != question.body.items
        elif isinstance(question.body, Matching):
            assert list(found.body.right_order) != sorted(found.body.right_order)
        else:
            assert found is question
