import msgspec

from desktop.billing.subscription_page import SubscriptionCard, SubscriptionList
from tests.support.shop_stage import DECEMBER_20_MS, sold, subscribed


def shown(qtbot, mine, *, asking=False):
    card = SubscriptionCard()
    qtbot.addWidget(card)
    card.show()
    card.show_subscription(mine, sold(mine), asking=asking)
    return card


def buttons(card):
    named = {"portal": card.portal_button, "resume": card.resume_button, "cancel": card.cancel_button}
    return {name for name, button in named.items() if button.isVisible()}


def test_what_can_be_done_follows_the_provider(qtbot):
    assert buttons(shown(qtbot, subscribed())) == {"portal", "cancel"}
    assert buttons(shown(qtbot, subscribed(can=("portal",)))) == {"portal"}
    assert buttons(shown(qtbot, subscribed(can=()))) == set()
    ends = subscribed(ends_then=True, can=("resume", "cancel_at_end"))
    assert buttons(shown(qtbot, ends)) == {"resume"}
    assert shown(qtbot, ends).resume_button.text() == "Keep Pro"


def test_a_failed_payment_stands_out(qtbot):
    card = shown(qtbot, subscribed(status="past_due", grace_until_ms=DECEMBER_20_MS))
    assert card.portal_button.text() == "Put it right at Stripe"
    assert card.portal_button.property("kind") == "primary"
    assert "You keep Pro until" in card.accessibleName()
    assert shown(qtbot, subscribed()).portal_button.property("kind") == "secondary"


def test_nothing_can_be_pressed_twice(qtbot):
    assert not shown(qtbot, subscribed(), asking=True).cancel_button.isEnabled()


def test_each_card_speaks_of_its_own_subscription(qtbot):
    first, second = subscribed(), subscribed("basic", id="sub_2", provider="polar")
    pane = SubscriptionList()
    qtbot.addWidget(pane)
    offers = msgspec.structs.replace(sold(first), subscriptions=(first, second))
    heard = []
    for signal in (pane.portal_asked, pane.cancel_asked, pane.resume_asked):
        signal.connect(lambda mine: heard.append(mine.id))
    pane.show_subscriptions(offers, asking=False)
    for button in (pane.cards[1].portal_button, pane.cards[0].cancel_button, pane.cards[1].resume_button):
        button.click()
    assert heard == ["sub_2", "sub_1", "sub_2"]
    pane.show_subscriptions(sold(), asking=False)
    assert (pane.cards, pane.isHidden()) == ([], True)
