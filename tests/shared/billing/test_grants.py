"""Which grants are spent: laws over all grants and amounts."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from shared.billing.grants import charge, free, in_spend_order, retargeted, take, verdict


@dataclass(eq=False)
class Fund:
    posted: int
    held: int = 0
    floor: int = 0
    kind: str = "plan"
    expires_ms: int = 1


FUNDS = st.lists(
    st.builds(
        Fund,
        posted=st.integers(-50, 200),
        held=st.integers(0, 60),
        floor=st.sampled_from([0, 0, -30]),
        kind=st.sampled_from(["plan", "topup", "adjust"]),
        expires_ms=st.integers(1, 3),
    ),
    max_size=5,
)
AMOUNT = st.integers(0, 400)


@given(FUNDS, AMOUNT)
def test_what_fits_is_taken_whole_and_nobody_gives_more_than_it_has(funds, amount):
    if verdict(funds, amount) != "fits":
        return
    parts = take(funds, amount)
    assert sum(part for _, part in parts) == amount
    assert all(0 < part <= fund.posted - fund.held - fund.floor for fund, part in parts)


@given(FUNDS, AMOUNT)
def test_reserved_is_what_would_fit_without_the_holds(funds, amount):
    unheld = free([replace(fund, held=0) for fund in funds])
    wanted = "fits" if free(funds) >= amount else "reserved" if unheld >= amount else "used_up"
    assert verdict(funds, amount) == wanted


@given(FUNDS, AMOUNT)
def test_the_first_that_ends_is_taken_first(funds, amount):
    ordered = in_spend_order(funds)
    taken = [fund for fund, _ in take(ordered, min(amount, max(free(ordered), 0)))]
    assert taken == [fund for fund in ordered if fund in taken]
    for first in ordered[: ordered.index(taken[-1])] if taken else ():
        assert first in taken or first.posted - first.held - first.floor <= 0


def test_of_grants_that_end_together_the_plan_is_spent_first():
    bought, plan = Fund(5, kind="topup"), Fund(5)
    assert in_spend_order([bought, plan]) == [plan, bought]
    assert in_spend_order([replace(bought, expires_ms=0), plan])[0].kind == "topup"


@given(FUNDS.filter(bool), AMOUNT, AMOUNT)
def test_all_that_was_used_is_charged_whatever_was_held(funds, held, used):
    parts = take(funds, min(held, max(free(funds), 0)))
    before = free(funds)
    spent = charge(parts, funds, used)
    assert sum(part for _, part, _ in spent) == used
    assert all(part > 0 for _, part, _ in spent)
    assert len({id(fund) for fund, _, _ in spent}) == len(spent)
    for fund, part, beyond in spent:
        assert beyond == (fund.posted - part < fund.floor)
        fund.posted -= part
    assert free(funds) == before - used


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), max_size=8))
def test_going_up_and_down_gives_nothing(steps):
    posted, used, most = 0, 0, 0
    for allowance, spent in steps:
        posted = retargeted(posted=posted, used=used, allowance=allowance, level=False)
        most = max(most, allowance)
        part = min(spent, max(posted, 0))
        posted, used = posted - part, used + part
        assert used <= most


def test_a_level_that_is_too_high_must_come_down_by_itself():
    assert retargeted(posted=10, used=90, allowance=50, level=True) == -40
    assert retargeted(posted=10, used=90, allowance=50, level=False) == 0
    assert retargeted(posted=-5, used=55, allowance=50, level=False) == -5


def test_a_debt_shrinks_with_a_larger_plan():
    """51 of 10 were used in one call: with 50, one is owed, not 41."""
    assert retargeted(posted=-41, used=51, allowance=50, level=False) == -1
    assert retargeted(posted=-41, used=51, allowance=60, level=False) == 9
    assert retargeted(posted=-41, used=51, allowance=5, level=False) == -41
