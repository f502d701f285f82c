"""Ranks and gaps from totals."""

from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.ranking import Place, places


def test_equal_totals_share_a_rank():
    found = places([("a", 10), ("b", 30), ("c", 10), ("d", 5)])
    assert found == [Place("b", 30, 1, 0), Place("a", 10, 2, 20), Place("c", 10, 2, 20), Place("d", 5, 4, 5)]


def test_nobody_is_no_place():
    assert places([]) == []


@given(st.lists(st.integers(0, 20), max_size=40))
def test_a_rank_is_one_more_than_those_who_are_better(totals):
    for place in places([(str(index), total) for index, total in enumerate(totals)]):
        better = [total for total in totals if total > place.total]
        assert place.rank == len(better) + 1
        assert place.gap == (min(better) - place.total if better else 0)
