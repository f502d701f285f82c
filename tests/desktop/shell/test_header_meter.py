from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QWidget

from desktop.billing.service import BillingService
from desktop.billing.usage_view_model import UsageViewModel
from desktop.shell.header_meter import HeaderMeter
from desktop.shell.page_host import PageHost
from desktop.widgets.page import Page, PageContext, PageSpec
from desktop.widgets.page_header import PageHeader
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import BillingAccount, BillingStage, billing_status
from tests.support.fake_shell import FakeShell


class Headed(Page):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.header = PageHeader("A page")
        self.header.add_primary("Do it")
        self.body.addWidget(self.header)
        self.body.addStretch(1)


def headed(context: PageContext) -> Page:
    return Headed(context)


def bare(context: PageContext) -> Page:
    return Page(context)


SPECS = [
    PageSpec(id_, lambda: "A page", "gauge", f"{__name__}:{factory}")
    for id_, factory in (("one", "headed"), ("two", "headed"), ("bare", "bare"))
]


@asynccontextmanager
async def shown(folder, monkeypatch, **used):
    monkeypatch.setattr(
        "desktop.shell.page_host.make_page",
        lambda factory, context: globals()[factory.split(":")[1]](context),
    )
    made = BillingStage(folder, account=BillingAccount(status=billing_status(**used)))
    await made.billing.refresh()
    shell = FakeShell()
    host = PageHost(SPECS, shell, QWidget(), print)
    host.attach(object(), {})
    host.resize(900, 500)
    async with TaskScope("test") as scope:
        model = UsageViewModel(made.billing, scope, made.bus)
        meter = HeaderMeter(model, host, shell)
        host.show()
        yield made, host, meter, shell
        model.close()
        await host.aclose()
        host.close()
    await made.close()


async def test_it_stands_in_the_header_of_whatever_page_is_shown(qloop, tmp_path, monkeypatch, look):
    async with shown(tmp_path, monkeypatch, ai_tokens=6_512) as (_, host, meter, shell):
        for page_id in ("one", "two", "one"):
            host.show_page(page_id, {})
            header = host.page(page_id).header
            assert meter.button.parent() is header
            assert meter.button.text() == "6.5K / 10K"
            header.add_primary("Another")
            assert header._row.indexOf(meter.button) == header._row.count() - 1
        host.show_page("bare", {})
        assert meter.button.parent() is host.page("one").header
        meter.button.click()
        assert shell.opened == [("usage", {})]


async def test_it_is_green_amber_red_and_grey_when_old(qloop, tmp_path, monkeypatch, look):
    async with shown(tmp_path, monkeypatch, ai_tokens=7_499) as (made, host, meter, _):
        host.show_page("one", {})
        assert (meter.button.level(), meter.button._icon) == ("ok", "creation-outline")
        for used, level in ((7_500, "warning"), (9_000, "danger"), (8_999, "warning")):
            made.account.status = billing_status(ai_tokens=used)
            await made.billing.refresh()
            assert meter.button.level() == level
            assert meter.button._icon.startswith("alert")
        assert "8,999 of 10,000 used · 89 %" in meter.button.accessibleName()
        made.account.failing = AppError("network.unreachable")
        try:
            await made.billing.refresh()
        except AppError:
            assert meter.button.level() == "muted"
        assert "As of" in meter.button.toolTip()


async def test_offline_it_says_what_may_still_be_spoken(qloop, tmp_path, monkeypatch, look):
    async with shown(tmp_path, monkeypatch, ai_tokens=6_512) as (made, host, meter, _):
        host.show_page("one", {})
        made.billing.use_offline(lambda: 90_000)
        assert meter.button.text() == "6.5K / 10K"
        made.account.failing = AppError("network.unreachable")
        with pytest.raises(AppError):
            await made.billing.refresh()
        assert meter.button.text() == "offline: 1.5 min left"
        assert meter.button._icon == "cloud-off-outline"


async def test_signed_out_there_is_none(qloop, tmp_path, monkeypatch, look):
    async with shown(tmp_path, monkeypatch) as (made, host, meter, _):
        host.show_page("one", {})
        assert isinstance(made.billing, BillingService)
        assert not meter.button.isHidden()
        made.account.session = None
        made.bus.announce("account")
        assert meter.button.isHidden()


async def test_before_the_first_header_it_is_nowhere(qloop, tmp_path, monkeypatch, look):
    async with shown(tmp_path, monkeypatch) as (_made, host, meter, _shell):
        host.show_page("bare", {})
        assert meter.button.isHidden()
        host.show_page("one", {})
        assert meter.button.isVisible()
