from desktop.billing.plan_card_page import PlanCard
from shared.plans import BASIC, ENTERPRISE, FREE


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
