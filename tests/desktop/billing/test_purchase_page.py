from PySide6.QtGui import QGuiApplication

from desktop.billing.buying import Waiting
from desktop.billing.purchase_page import PurchaseCard
from tests.support.billing_stage import NOVEMBER_20_MS
from tests.support.shop_stage import PAGE, plan_sold

PRO = plan_sold("pro")


def shown(qtbot, *, url=PAGE.url, thanks=None, expired=False, opened=True):
    card = PurchaseCard()
    qtbot.addWidget(card)
    waiting = Waiting(PRO, PRO.prices[0], NOVEMBER_20_MS, url=url) if thanks is None else None
    card.show()
    card.show_purchase(waiting, thanks, expired=expired, opened=opened)
    return card


def visible(card):
    return [
        button.text()
        for button in (
            card.open_button,
            card.again_button,
            card.copy_button,
            card.leave_button,
            card.read_button,
        )
        if button.isVisible()
    ]


def test_waiting_can_be_left_and_the_page_opened_again(qtbot):
    card = shown(qtbot)
    assert card.title.text() == "Waiting for your payment…"
    assert "Pro, by the month (€25) at Stripe" in card.text.text()
    assert visible(card) == ["Open the page again", "Copy its address", "Stop waiting"]
    urls, left = [], []
    card.open_asked.connect(urls.append)
    card.left.connect(lambda: left.append(True))
    card.open_button.click()
    card.copy_button.click()
    card.leave_button.click()
    assert (urls, left, QGuiApplication.clipboard().text()) == ([PAGE.url], [True], PAGE.url)


def test_an_order_from_a_card_that_is_known_has_no_page(qtbot):
    card = shown(qtbot, url="")
    assert "the card it knows" in card.text.text()
    assert visible(card) == ["Stop waiting"]


def test_no_browser_and_a_page_that_closed(qtbot):
    assert shown(qtbot, opened=False).title.text() == "No browser opened"
    card = shown(qtbot, expired=True)
    assert "nothing was charged" in card.text.text()
    assert visible(card) == ["Begin again", "Stop waiting"]
    again = []
    card.again_asked.connect(again.append)
    card.again_button.click()
    assert again == [PRO]


def test_thanks(qtbot):
    card = shown(qtbot, thanks=PRO)
    assert card.title.text().startswith("Thank you!")
    assert visible(card) == ["Close"]
    card.open_button.click()
    card.again_button.click()
    card.show_purchase(None, None, expired=False, opened=True)
    assert card.isHidden()
