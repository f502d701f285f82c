"""Ana buys at a real server from the plans page: the payment service is a local one that signs as the real one does."""

from desktop.billing.cancel_dialog import CancelDialog
from desktop.billing.plans_page import create_page
from shared.billing.meters import Meter
from tests.support.cloud_desktops import desktop, sign_up
from tests.support.look import look
from tests.support.page_stage import stage
from tests.support.selling_stage import selling_stage
from tests.support.waiting import until

__all__ = ["look"]


async def at_once():
    """This process runs the profile's jobs."""


async def test_from_free_to_pro_and_back(qloop, tmp_path, monkeypatch):
    urls: list[str] = []
    monkeypatch.setattr(
        "desktop.billing.plans_page.QDesktopServices.openUrl", lambda url: urls.append(url.toString()) or True
    )
    async with selling_stage(tmp_path / "server") as shop, desktop(tmp_path / "data") as ana:
        heard: list[None] = []
        ana.sync.on_usage(lambda: heard.append(None))
        await sign_up(ana, shop.cloud.url, "ana@home.example")
        ana.billing.start()
        ana.sync.start(at_once)
        async with stage(create_page, ana) as shown:
            page, shell = shown.page, shown.shell
            await until(lambda: page.parts.isVisible() and heard)
            cards = {card.name.full_text(): card for card in page.shop.plans.cards}
            assert [card.price.text() for card in cards.values()] == ["$0", "$15", "$25", "–"]
            cards["Pro"].button.click()
            await until(lambda: urls)
            assert page.shop.purchase.title.text() == "Waiting for your payment…"
            await shop.stripe.complete(urls[0])
            await until(lambda: page.shop.purchase.title.text().startswith("Thank you!"))
            await until(lambda: cards["Pro"].own.isVisible())
            assert page.shop.subscriptions.cards[0].title.text() == "Pro, $25 a month"
            page.shop.top_ups.cards[0].button.click()
            await until(lambda: len(urls) == 2)
            await shop.stripe.complete(urls[1])
            await until(lambda: "100,000" in page.shop.purchase.title.text())
            assert ana.billing.standing.of(Meter.AI_TOKENS).limit == 150_000
            page.shop.subscriptions.cards[0].cancel_button.click()
            await until(lambda: page.findChildren(CancelDialog))
            page.findChildren(CancelDialog)[0].action_button.click()
            await until(lambda: shell.toasts)
            await until(lambda: page.shop.subscriptions.cards[0].state.text() == "Ends")
            shell.toasts[0].on_action()
            await until(lambda: page.shop.subscriptions.cards[0].state.text() == "Paid")
            page.parts._buttons["payments"].click()
            await until(lambda: len(page.history.lines) == 2)
            assert {line.title.full_text() for line in page.history.lines} == {
                "Pro, by the month",
                "100,000 · AI tokens",
            }
            page.parts._buttons["invoices"].click()
            await until(lambda: page.invoices.lines)
            page.invoices.lines[0].open_button.click()
            await until(lambda: len(urls) == 3)
            [subscription] = shop.stripe.subscriptions
            await shop.stripe.fall_behind(subscription)
            page.parts._buttons["plans"].click()
            await until(
                lambda: page.shop.subscriptions.cards[0].state.text() == "Payment failed", limit_s=1.0
            )
            assert page.shop.subscriptions.cards[0].portal_button.text() == "Put it right at Stripe"
            for model in shell.objects.values():
                model.close()
            await shell.scope.close()
