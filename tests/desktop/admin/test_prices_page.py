from desktop.admin.margin_dialog import MarginDialog
from desktop.admin.price_dialog import PriceDialog
from desktop.admin.prices_page import EVERY, margin_text
from shared.billing.messages import Margin
from tests.support.admin_stage import CENT, opened_admin
from tests.support.waiting import until

SONNET = "claude-sonnet-5-5"


async def test_what_counts_and_every_version(qloop):
    async with opened_admin("prices") as shown:
        chooser = shown.section.chooser
        titles = [row.entry.title for row in chooser.rows()]
        assert titles[:2] == ["All models", "Claude Sonnet 5.5"]
        assert chooser.current == EVERY
        chooser.choose(SONNET)
        detail = chooser.detail()
        await until(lambda: detail.versions.isVisible())
        assert len(detail.findChildren(type(detail.versions))) == 3
        values = {plan: row[0].text() for plan, row in detail.margins.rows.items()}
        assert values == {
            "": "+50 %",
            "free": "+50 %",
            "basic": "+50 %",
            "pro": "+25 %",
            "enterprise": "+50 %",
        }
        assert detail.margins.rows["pro"][1].text() == "as for this plan with every model"
        chooser.choose("school/llama-4-70b")
        assert chooser.detail().unpriced.isVisible()


async def test_prices_are_entered_over_those_in_force(qloop):
    async with opened_admin("prices") as shown:
        section, account = shown.section, shown.account
        section.open_target({"model": SONNET})
        section.chooser.detail().new_button.click()
        [dialog] = section.findChildren(PriceDialog)
        closed = []
        dialog.finished.connect(closed.append)
        dialog.form.steps[0].rates_fields["input"].setText("2.5")
        dialog.form.changed.emit()
        dialog.action_button.click()
        await until(lambda: len(account.versions) == 6)
        new = account.versions[-1]
        assert (new.model, new.prices.rates.input, len(new.prices.tiers)) == (SONNET, 250 * CENT, 1)
        await until(lambda: closed)
        await until(lambda: section.chooser.detail()._shown[0].number == 6)


async def test_a_margin_is_set_and_dropped(qloop):
    async with opened_admin("prices") as shown:
        section, account = shown.section, shown.account
        section.chooser.choose(SONNET)
        detail = section.chooser.detail()
        detail.margins.buttons["free"].click()
        [dialog] = section.findChildren(MarginDialog)
        assert dialog.field.text() == "50"
        dialog.field.setText("80")
        dialog.action_button.click()
        await until(lambda: Margin(model=SONNET, plan="free", margin_ppm=1_800_000) in account.margins)
        await until(lambda: detail.margins.rows["free"][0].text() == "+80 %")
        assert detail.margins.rows["free"][1].text() == "set here"


def test_a_margin_below_the_cost(qapp):
    assert margin_text(900_000) == "−10 %"
    assert margin_text(1_000_000) == "+0 %"
