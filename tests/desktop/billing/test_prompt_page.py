from contextlib import asynccontextmanager

from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.prompt_page import UsagePrompt
from desktop.billing.usage_view_model import UsageViewModel
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.fake_shell import FakeShell
from tests.support.shop_stage import sold
from tests.support.waiting import until


@asynccontextmanager
async def shown(made):
    await made.billing.refresh()
    shell = FakeShell()
    async with TaskScope("test") as scope:
        model = UsageViewModel(made.billing, scope, made.bus)
        buying = BuyingViewModel(made.buying, scope, made.bus)
        bar = UsagePrompt(model, buying, shell)
        yield bar, shell
        model.close()
        buying.close()
        bar.deleteLater()
    await made.close()


async def test_with_room_enough_nothing_is_said(qloop, stage):
    async with shown(stage(account=BillingAccount(status=billing_status(ai_tokens=7_999)))) as (bar, _):
        assert bar.isHidden()


async def test_from_four_fifths_on_it_is_said_once(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=8_200)))
    async with shown(made) as (bar, shell):
        assert not bar.isHidden()
        assert "82 %" in bar.words.text()
        bar.plans_button.click()
        bar.usage_button.click()
        assert shell.opened == [("plans", {}), ("usage", {})]
        bar.away_button.click()
        await until(bar.isHidden)
        made.account.status = billing_status(ai_tokens=8_900)
        await made.billing.refresh()
        assert bar.isHidden()
        made.account.status = billing_status(ai_tokens=10_000)
        await made.billing.refresh()
        assert "used up" in bar.words.text()


async def test_the_largest_plan_is_offered_no_larger_one(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("enterprise", ai_tokens=199_000)))
    async with shown(made) as (bar, _):
        assert bar.plans_button.isHidden()
        assert not bar.usage_button.isHidden()


async def test_where_more_is_sold_it_leads_there(qloop, stage):
    made = stage(
        account=BillingAccount(status=billing_status("enterprise", ai_tokens=200_000), offers=sold())
    )
    async with shown(made) as (bar, shell):
        await until(lambda: bar.plans_button.text() == "Get more")
        assert not bar.plans_button.isHidden()
        bar.plans_button.click()
        assert shell.opened == [("plans", {"meter": "ai_tokens"})]
