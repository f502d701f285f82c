from contextlib import asynccontextmanager

import msgspec

from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.plans_view_model import PlansViewModel
from desktop.billing.shop_page import ShopPane
from shared.billing.meters import Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.shop_stage import DECEMBER_20_MS, PAGE, SOLD, plan_sold, sold, subscribed
from tests.support.waiting import until


@asynccontextmanager
async def shown(made):
    async with TaskScope("test") as scope:
        plans = PlansViewModel(made.billing, scope, made.bus)
        buying = BuyingViewModel(made.buying, scope, made.bus)
        pane = ShopPane(plans, buying)
        pane.resize(1200, 800)
        pane.show()
        plans.reload()
        buying.reload()
        await until(lambda: (plans.plans is not None or plans.error is not None) and buying.known)
        pane.refresh("Colegio del Lago")
        yield pane
        plans.close()
        buying.close()
        pane.deleteLater()
    await made.close()


def buttons(pane):
    return ["" if card.button.isHidden() else card.button.text() for card in pane.plans.cards]


def foremost(pane):
    return [card.button.property("kind") == "primary" for card in pane.plans.cards]


async def test_no_day_is_told_before_it_is_known_what_is_subscribed(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("pro", until_ms=DECEMBER_20_MS)))
    await made.billing.refresh()
    made.account.failing = AppError("network.unreachable")
    async with shown(made) as pane:
        assert pane.until.isHidden()
        made.account.failing = None
        await made.buying.refresh()
        pane.refresh("")
        assert not pane.until.isHidden()


async def test_the_next_larger_plan_stands_out(qloop, stage):
    made = stage(account=BillingAccount(offers=sold()))
    async with shown(made) as pane:
        assert buttons(pane) == ["", "Get Basic", "Get Pro", "Get Enterprise"]
        assert foremost(pane) == [False, True, False, False]
        assert pane.paid_note.isVisible()
        assert not pane.ask.isVisible()
        pane.wanted = Meter.AI_TOKENS
        pane.refresh("")
        assert foremost(pane) == [False] * 4
        pane.wanted = None
        made.account.answers["payments/checkout"] = PAGE
        await made.buying.checkout(SOLD[0])
        pane.refresh("")
        assert foremost(pane) == [False] * 4


async def test_a_plan_only_by_the_year(qloop, stage):
    made = stage(account=BillingAccount(offers=sold(offers=(plan_sold("pro", "year"),))))
    async with shown(made) as pane:
        assert not pane.period.isVisible()
        assert pane.yearly()
        assert [card.period.text() for card in pane.plans.cards][1:] == [
            "not sold here",
            "a year",
            "not sold here",
        ]


async def test_prices_are_first_those_of_how_one_pays(qloop, stage):
    mine = subscribed(interval="year")
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(mine)))
    async with shown(made) as pane:
        assert pane.yearly()
        pane.period._buttons["month"].click()
        pane.refresh("")
        assert not pane.yearly()
        assert buttons(pane)[2] == "Pay by the month"


async def test_what_stands_in_the_way_is_said(qloop, stage):
    made = stage(account=BillingAccount(offers=sold(restricted=True)))
    async with shown(made) as pane:
        assert "Colegio del Lago" in pane.trouble.text()
        assert buttons(pane) == [""] * 4
        assert not pane.top_ups.isVisible()
    mine = subscribed()
    twice = msgspec.structs.replace(sold(mine), subscriptions=(mine, subscribed("basic", id="sub_2")))
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=twice))
    async with shown(made) as pane:
        assert pane.trouble.text().startswith("You pay for two plans")
        assert len(pane.subscriptions.cards) == 2
    made = stage(account=BillingAccount(offers=sold(unreachable=("polar",))))
    async with shown(made) as pane:
        assert pane.trouble.text().startswith("Polar does not answer")
        assert pane.trouble.button.isVisible()


async def test_cards_are_level_in_each_row(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=sold(subscribed())))
    async with shown(made) as pane:
        for width in (1200, 560):
            pane.resize(width, 800)
            await until(lambda: pane.plans.columns == (4 if pane.width() == 1200 else 2))
            row = pane.plans.cards[: pane.plans.columns]
            assert len({card._way.minimumHeight() for card in row}) == 1
