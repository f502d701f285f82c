from desktop.billing.buying import Choice
from desktop.billing.plan_card_page import PlanCard, Sold
from shared.plans import BASIC, ENTERPRISE, FREE
from tests.support.shop_stage import DECEMBER_20_MS, plan_sold, price, subscribed


def shown(qtbot, plan, *, yearly=False, own=False):
    card = PlanCard()
    qtbot.addWidget(card)
    card.show()
    card.show_plan(plan, yearly=yearly, own=own)
    return card


def facts(card):
    return [(line.value.text(), line.what.text()) for line in card.lines]


def test_prices_by_the_month_and_the_year(qtbot):
    card = shown(qtbot, BASIC)
    assert (card.name.full_text(), card.price.text(), card.period.text()) == ("Basic", "$15", "a month")
    assert not card.own.isVisible()
    card.show_plan(BASIC, yearly=True, own=True)
    assert card.price.text() == "$150"
    assert "two months" in card.period.text()
    assert card.own.isVisible()
    card.show_plan(ENTERPRISE, yearly=True, own=False)
    assert card.price.text() == "$499.90"
    card.show_plan(FREE, yearly=True, own=False)
    assert (card.price.text(), card.period.text()) == ("$0", "for ever")


def test_every_plan_says_the_same_things_in_the_same_order(qtbot):
    free, most = shown(qtbot, FREE), shown(qtbot, ENTERPRISE)
    assert [what for _, what in facts(free)] == [what for _, what in facts(most)]
    assert facts(free)[0] == ("10,000", "AI tokens a month")
    assert ("None", "of transcription a month") in facts(free)
    assert ("Unlimited", "uploads a month") in facts(most)
    assert ("1 TB", "of storage on the server") in facts(most)
    assert "of transcription a month: none" in free.accessibleName()


def sold_card(qtbot, plan, sold, *, yearly=False):
    card = PlanCard()
    qtbot.addWidget(card)
    card.show()
    card.show_sold(plan, sold, yearly=yearly, own=False)
    return card


def test_a_plan_that_is_sold(qtbot):
    chosen = Choice("buy", plan_sold("basic"), price(1_500))
    card = sold_card(qtbot, BASIC, Sold(chosen, foremost=True))
    assert (card.price.text(), card.period.text(), card.button.text()) == ("€15", "a month", "Get Basic")
    assert card.button.property("kind") == "primary"
    pressed = []
    card.chosen.connect(lambda *given: pressed.append(given))
    card.button.click()
    assert pressed == [(chosen, "")]
    card.show_sold(BASIC, Sold(chosen, free=False), yearly=False, own=False)
    assert not card.button.isEnabled()
    by_year = Sold(Choice("buy", plan_sold("basic", "year"), price(15_000)), monthly=price(1_500))
    card.show_sold(BASIC, by_year, yearly=True, own=False)
    assert card.period.text().startswith("a year: 2 month")
    card.show_sold(
        BASIC, Sold(Choice("buy", plan_sold("basic", "year"), price(18_000))), yearly=True, own=False
    )
    assert card.period.text() == "a year"


def test_several_providers_are_a_choice(qtbot, monkeypatch):
    prices = (price(1_500), price(1_400, "polar", "USD"))
    card = sold_card(qtbot, BASIC, Sold(Choice("buy", plan_sold("basic", prices=prices), prices[0])))
    pressed = []
    card.chosen.connect(lambda _choice, provider: pressed.append(provider))
    opened = []
    monkeypatch.setattr(card._providers, "popup", opened.append)
    card.button.click()
    assert (len(opened), pressed) == (1, [])
    assert [action.text() for action in card._providers.actions()] == [
        "€15 through Stripe",
        "$14 through Polar",
    ]
    card._providers.actions()[1].trigger()
    assert pressed == ["polar"]


def test_a_plan_that_cannot_be_had(qtbot):
    card = sold_card(qtbot, ENTERPRISE, Sold(Choice()))
    assert (card.price.text(), card.period.text()) == ("–", "not sold here")
    assert not card.button.isVisible()
    card.show_sold(ENTERPRISE, Sold(Choice(), monthly=price(1)), yearly=True, own=False)
    assert card.period.text() == "only by the month"
    card.show_sold(ENTERPRISE, Sold(Choice("closed", plan_sold("enterprise"))), yearly=False, own=False)
    assert card.period.text() == "not to be had just now"
    card.show_sold(ENTERPRISE, Sold(Choice(), asked=False), yearly=False, own=False)
    assert card.period.text() == "price not known just now"
    card.show_sold(
        FREE, Sold(Choice(next_ms=DECEMBER_20_MS), subscribed(), currency="EUR"), yearly=False, own=False
    )
    assert (card.price.text(), card.note.text()) == ("€0", "From December 20 on")


def test_cards_beside_each_other_are_level(qtbot):
    with_button = sold_card(qtbot, BASIC, Sold(Choice("buy", plan_sold("basic"), price(1))))
    without = sold_card(qtbot, FREE, Sold(Choice()))
    period, way = with_button.heads(200)
    assert without.heads(200)[1] < way
    without.level(period, way)
    assert without._way.minimumHeight() == way
    without.show_plan(FREE, yearly=False, own=False)
    assert without.heads(200)[1] == 0
