from contextlib import asynccontextmanager
from types import SimpleNamespace

from desktop.billing.account_page import create_page
from desktop.billing.usage_view_model import UsageViewModel
from shared.errors import AppError
from tests.support.billing_stage import BillingAccount, billing_status
from tests.support.page_stage import stage as page_stage
from tests.support.shop_stage import sold, subscribed
from tests.support.waiting import until


@asynccontextmanager
async def opened(made):
    services = SimpleNamespace(billing=made.billing, buying=made.buying, bus=made.bus)
    async with page_stage(create_page, services) as shown:
        yield shown.page, shown.shell
        shown.shell.objects[UsageViewModel].close()
        await shown.shell.scope.close()
    await made.close()


async def test_plan_and_foremost_meter(qloop, stage):
    made = stage(account=BillingAccount(status=billing_status("pro", ai_tokens=6_512)))
    async with opened(made) as (page, shell):
        await until(lambda: page.plan.text() == "Your plan: Pro")
        assert page.used.text() == "AI tokens: 6,512 of 50,000 used"
        assert page.left.text().startswith("43,488 left · Renewed on")
        page.usage_button.click()
        page.plans_button.click()
        assert shell.opened == [("usage", {}), ("plans", {})]
        made.account.failing = AppError("network.unreachable")
        page.activated()
        await until(lambda: "As of" in page.left.text())
        assert page.bar.level() == "muted"


async def test_a_payment_that_failed_is_said(qloop, stage):
    unpaid = sold(subscribed(status="past_due"))
    made = stage(account=BillingAccount(status=billing_status("pro"), offers=unpaid))
    async with opened(made) as (page, shell):
        await until(lambda: page.unpaid.isVisible())
        assert page.unpaid.text().startswith("The last payment did not go through.")
        page.unpaid.button.click()
        assert shell.opened == [("plans", {})]
        made.account.offers = sold(subscribed())
        page.activated()
        await until(lambda: not page.unpaid.isVisible())


async def test_a_server_without_plans_has_no_such_part(qloop, stage):
    made = stage(account=BillingAccount(failing=AppError("web.not_found")))
    async with opened(made) as (page, _):
        await until(lambda: made.account.asked and not made.billing.supported)
        assert page.isHidden()
