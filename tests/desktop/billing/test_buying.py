import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.billing.buying import (
    Waiting,
    choice,
    has_come,
    limit_of,
    main_subscription,
    months_free,
    offered_periods,
    sells_larger,
    top_ups,
)
from shared.billing.meters import Meter
from shared.plans import PLANS
from tests.support.billing_stage import NOVEMBER_20_MS, billing_status
from tests.support.shop_stage import DECEMBER_20_MS, SOLD, plan_sold, price, sold, subscribed, top_up

ALL = tuple(PLANS.values())
FREE, BASIC, PRO, ENTERPRISE = ALL


def steps(offers, period="month"):
    return [choice(offers, ALL, plan, period).step for plan in ALL]


def test_somebody_who_pays_nothing_may_buy_every_larger_plan():
    assert steps(sold()) == ["", "buy", "buy", "buy"]
    assert steps(sold(plan="basic")) == ["", "", "buy", "buy"]
    assert steps(sold(plan="of a newer server")) == ["", "buy", "buy", "buy"]
    chosen = choice(sold(), ALL, PRO, "year")
    assert (chosen.offer.id, chosen.price.amount_minor) == ("pro-year", 25_000)


def test_a_subscription_is_changed_not_bought_twice():
    assert steps(sold(subscribed())) == ["free", "smaller", "", "bigger"]
    assert steps(sold(subscribed()), "year") == ["free", "smaller", "by_year", "bigger"]
    by_year = subscribed(interval="year")
    assert steps(sold(by_year)) == ["free", "smaller", "by_month", "bigger"]
    assert steps(sold(subscribed(offer=""))) == ["free", "bigger", "", "bigger"]
    assert steps(sold(subscribed(status="incomplete"), plan="free")) == ["", "buy", "buy", "buy"]
    only_there = subscribed(can=("portal",))
    assert steps(sold(only_there)) == ["", "provider_page", "", "provider_page"]
    assert steps(sold(subscribed(can=()))) == ["", "", "", ""]


def test_what_ends_or_shrinks_can_be_kept():
    ends = subscribed(ends_then=True, can=("resume", "cancel_now", "portal"))
    assert steps(sold(ends)) == ["", "provider_page", "keep", "provider_page"]
    assert choice(sold(ends), ALL, FREE, "month").next_ms == DECEMBER_20_MS
    shrinks = subscribed(next_offer="basic-month", can=("resume", "change", "cancel_at_end"))
    assert steps(sold(shrinks)) == ["free", "", "keep", "bigger"]
    assert choice(sold(shrinks), ALL, BASIC, "month").next_ms == DECEMBER_20_MS
    assert choice(sold(shrinks), ALL, BASIC, "year").next_ms == 0


def test_another_provider_or_none():
    elsewhere = subscribed("basic", provider="whop")
    assert steps(sold(elsewhere)) == ["free", "", "elsewhere", "elsewhere"]
    assert choice(sold(elsewhere), ALL, PRO, "month").price.provider == "stripe"
    silent = tuple(msgspec.structs.replace(one, prices=()) for one in SOLD)
    assert steps(sold(offers=silent)) == ["", "closed", "closed", "closed"]
    assert steps(sold(subscribed(), silent)) == ["free", "closed", "", "closed"]


def test_nothing_can_be_bought_after_a_payment_was_taken_back():
    assert steps(sold(restricted=True)) == ["", "", "", ""]
    assert choice(sold(restricted=True), ALL, PRO, "month").price is not None


statuses = st.sampled_from(["active", "trialing", "past_due", "incomplete", "paused"])
abilities = st.sets(st.sampled_from(["cancel_now", "cancel_at_end", "resume", "change", "portal"]))


@given(
    st.sampled_from(list(PLANS)[1:]),
    st.sampled_from(["month", "year"]),
    statuses,
    st.booleans(),
    st.sampled_from(["", "basic-month", "pro-year", "gone"]),
    abilities,
    st.lists(st.sampled_from(SOLD), unique_by=lambda one: one.id),
    st.sampled_from(["stripe", "polar"]),
)
def test_no_card_leads_where_it_cannot_go(plan, interval, status, ends, following, can, offers, provider):
    mine = subscribed(
        plan,
        interval=interval,
        status=status,
        ends_then=ends,
        next_offer=following,
        can=tuple(sorted(can)),
        provider=provider,
    )
    for period in ("month", "year"):
        for other in ALL:
            chosen = choice(sold(mine, tuple(offers)), ALL, other, period)
            needs = {"bigger": "change", "smaller": "change", "by_year": "change", "by_month": "change"}
            needs |= {"keep": "resume", "provider_page": "portal"}
            assert needs.get(chosen.step, "portal") in (can | {"portal"} if chosen.step not in needs else can)
            if chosen.step == "buy":
                assert status == "incomplete"
            if chosen.step in ("buy", "bigger", "smaller", "by_year", "by_month"):
                assert chosen.offer in offers
                assert chosen.price is not None


def test_what_is_sold_once_and_in_which_periods():
    meters = billing_status("enterprise").meters
    operations = top_up(100, 300, Meter.AI_OPERATIONS)
    assert operations not in top_ups(sold(offers=(*SOLD, operations)), meters)
    assert len(top_ups(sold(), meters)) == 3
    assert offered_periods(sold()) == ("month", "year")
    assert offered_periods(sold(offers=(plan_sold("pro", "year"),))) == ("year",)
    assert [sells_larger(sold(plan=plan)) for plan in (*PLANS, "gold")] == [True, True, True, False, True]
    assert main_subscription(None) is None
    assert main_subscription(sold()) is None


@pytest.mark.parametrize(("year", "free"), [(25_000, 2), (30_000, 0), (31_000, 0), (29_999, 0), (27_500, 1)])
def test_how_many_months_a_year_leaves_out(year, free):
    assert months_free(price(2_500), price(year)) == free


def test_prices_that_cannot_be_compared():
    assert months_free(None, price(1)) == 0
    assert months_free(price(2_500), price(25_000, currency="USD")) == 0
    assert months_free(price(0), price(0)) == 0


def waiting(offer, **more):
    return Waiting(offer, offer.prices[0], NOVEMBER_20_MS, **more)


def test_a_plan_has_come_when_its_subscription_is_paid():
    wanted = waiting(plan_sold("pro"))
    meters = billing_status().meters
    assert not has_come(wanted, sold(), "free", meters)
    for more in ({"status": "incomplete"}, {"status": "past_due"}, {"interval": "year"}):
        assert not has_come(wanted, sold(subscribed(**more)), "pro", meters)
    assert not has_come(wanted, sold(subscribed()), "free", meters)
    assert has_come(wanted, sold(subscribed()), "pro", meters)
    assert has_come(wanted, sold(subscribed(status="trialing")), "pro", meters)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_top_up_has_come_when_the_limit_rose_by_it(before, amount, rise):
    [tokens] = [one for one in billing_status().meters if one.meter == Meter.AI_TOKENS]
    meters = (msgspec.structs.replace(tokens, limit=before + rise),)
    assert has_come(waiting(top_up(amount), limit_before=before), sold(), "free", meters) == (rise >= amount)


def test_a_page_closes_only_when_the_provider_says_so():
    assert not waiting(top_up()).expired(NOVEMBER_20_MS * 2)
    closing = waiting(top_up(), expires_ms=NOVEMBER_20_MS + 10)
    assert [closing.expired(NOVEMBER_20_MS + later) for later in (9, 10)] == [False, True]
    assert limit_of(billing_status().meters, Meter.AI_TOKENS) == 10_000
    assert limit_of((), Meter.AI_TOKENS) == 0
