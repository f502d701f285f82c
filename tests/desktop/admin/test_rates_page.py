from desktop.admin.rates_page import CLASSES, RatesForm, RatesTable, class_text, rate_text, short_prices
from desktop.widgets.label import Label
from shared.billing.prices import Prices, Tier, flat
from tests.support.admin_stage import CENT

PRICES = Prices(flat(200 * CENT, 1_000 * CENT), (Tier(200_000, flat(400 * CENT, 1_200 * CENT)),))


def test_rates_in_words(qapp):
    assert rate_text(250 * CENT) == "$2.50"
    assert rate_text(50) == "$0.00000005"
    assert short_prices(PRICES) == "$2.00 in · $10.00 out"
    assert all(class_text(name) for name in CLASSES)


def test_what_costs_nothing_is_left_out(qtbot):
    table = RatesTable()
    qtbot.addWidget(table)
    table.show_prices(PRICES)
    texts = [label.text() for label in table.findChildren(Label) if not label.isHidden()]
    assert "from 200,000 tokens of input" in texts
    assert class_text("tool_use") not in texts
    table.show_prices(Prices(flat(1, 1)))
    assert "Every call" not in [label.text() for label in table.findChildren(Label) if not label.isHidden()]


def test_steps_are_added_and_removed(qtbot):
    form = RatesForm(PRICES)
    qtbot.addWidget(form)
    assert form.prices() == PRICES
    form.add_step()
    assert [tier.from_input_tokens for tier in form.prices().tiers] == [200_000, 400_000]
    form.steps[2].head.setText("100000")
    assert form.prices() is None
    form.steps[1].remove.click()
    assert [tier.from_input_tokens for tier in form.prices().tiers] == [100_000]
    form.add_step()
    form.add_step()
    assert not form.may_grow()
    form.steps[0].rates_fields["output"].setText("a lot")
    assert form.prices() is None
