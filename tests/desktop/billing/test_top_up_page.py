from desktop.billing.top_up_page import TopUps
from shared.billing.meters import Meter
from tests.support.shop_stage import top_up

OFFERS = (top_up(), top_up(200_000, 1_500), top_up(3_600_000, 800, Meter.VOICE_MS))


def shown(qtbot, offers=OFFERS, *, wanted=None, free=True):
    pane = TopUps()
    qtbot.addWidget(pane)
    pane.show_offers(offers, wanted=wanted, free=free)
    return pane


def test_what_is_sold_once(qtbot):
    pane = shown(qtbot)
    assert [(card.amount.text(), card.of.text(), card.button.text()) for card in pane.cards] == [
        ("+50,000", "AI tokens", "Buy for €5"),
        ("+200,000", "AI tokens", "Buy for €15"),
        ("+60 min", "Speaking with AI", "Buy for €8"),
    ]
    assert pane.cards[2].button.accessibleName() == "Buy 60 min of Speaking with AI for €8 at Stripe"
    bought = []
    pane.bought.connect(bought.append)
    pane.cards[1].button.click()
    assert bought == [OFFERS[1]]
    pane.show_offers((), wanted=None, free=True)
    assert pane.isHidden()


def test_the_first_of_what_is_used_up_stands_out(qtbot):
    pane = shown(qtbot, wanted=Meter.AI_TOKENS)
    assert [card.button.property("kind") for card in pane.cards] == ["primary", "secondary", "secondary"]


def test_nothing_is_bought_while_an_order_is_under_way(qtbot):
    pane = shown(qtbot, free=False)
    assert not pane.cards[0].button.isEnabled()
