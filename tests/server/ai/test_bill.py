"""A hold ends once: the first end counts, whatever comes after it."""

import pytest

from server.ai.bill import Bill
from server.ai.taps import AnthropicTap
from server.billing.orders import HoldRequest
from shared.billing.meters import Meter
from shared.billing.prices import Prices, PriceVersion
from shared.billing.usage import Usage
from tests.support.ai_stage import RATES
from tests.support.ledger_stage import USER, staged

PRICE = PriceVersion(number=3, model="m", prices=Prices(RATES), valid_from_ms=0, origin="test", sha256=b"")
REQUEST = HoldRequest(
    user_id=USER,
    amounts=((Meter.AI_TOKENS, 1_000), (Meter.CHARGED_MICROS, 9_000), (Meter.AI_OPERATIONS, 1)),
    operation="chat",
    price_version=3,
    margin_ppm=2_000_000,
)


@pytest.fixture
async def stage(server_database, clock):
    async with staged(server_database, clock) as opened:
        yield opened


async def bill_of(stage):
    hold = await stage.ledger.hold(REQUEST)
    bill = Bill(stage.ledger, hold, PRICE, stage.clock, input_tokens=200, output_tokens=800)
    await bill.durable()
    return bill


async def ended(stage, bill):
    await stage.ledger.settle(bill.hold, {})  # an ended hold tells how it ended, after what came before
    return await stage.ledger.charge(bill.hold.id)


async def test_it_is_settled_at_its_price_and_margin(stage):
    bill = await bill_of(stage)
    bill.settle(Usage(input_uncached=100, output=50))
    bill.void("late")
    bill.settle(Usage(output=900))
    bill.settle_seen()
    charge = await ended(stage, bill)
    assert (charge.state, charge.flags, charge.price_version) == ("settled", (), 3)
    # A dollar and five per million: 350 micro-USD cost, and as much again.
    assert charge.provider_cost_nano == 350_000
    assert charge.amounts == {Meter.AI_TOKENS: 150, Meter.CHARGED_MICROS: 700, Meter.AI_OPERATIONS: 1}


async def test_what_the_provider_says_it_costs_is_noted(stage):
    bill = await bill_of(stage)
    bill.settle(Usage(output=1), stated_nano=77)
    assert (await ended(stage, bill)).provider_cost_nano == 77


async def test_a_void_charges_nothing(stage):
    bill = await bill_of(stage)
    bill.sent(whole=False)
    bill.void("status 500")
    bill.settle_seen()
    charge = await ended(stage, bill)
    assert (charge.state, charge.amounts) == ("voided", {})


async def test_what_was_never_sent_costs_nothing(stage):
    bill = await bill_of(stage)
    bill.settle_seen()
    assert (await ended(stage, bill)).state == "voided"


@pytest.mark.parametrize(("whole", "seconds", "output"), [(False, 9, 0), (True, 5, 200), (True, 900, 800)])
async def test_what_nobody_saw_is_estimated(stage, whole, seconds, output):
    bill = await bill_of(stage)
    bill.sent(whole=whole)
    stage.clock.advance(seconds * 1_000)
    bill.settle_seen()
    charge = await ended(stage, bill)
    assert charge.flags[0] == "estimated"
    assert charge.usage == Usage(input_uncached=200, output=output)


async def test_what_was_seen_of_a_stream_is_charged(stage):
    bill = await bill_of(stage)
    bill.sent(whole=False)
    bill.tap = AnthropicTap()
    bill.tap.feed(
        b'data: {"type": "message_start", "message": {"usage": {"input_tokens": 90, "output_tokens": 1}}}\n\n'
    )
    bill.settle_seen()
    charge = await ended(stage, bill)
    assert (charge.flags, charge.usage) == (("estimated",), Usage(input_uncached=90, output=1))


def test_what_may_have_leaked_is_the_input():
    bill = Bill(None, None, PRICE, None, input_tokens=200, output_tokens=800)
    assert bill.at_least_nano == 200_000
