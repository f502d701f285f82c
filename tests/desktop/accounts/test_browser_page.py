from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.accounts.browser_page import BrowserNotice, ProviderButtons, browser, come_forward, open_page
from tests.support.account_stage import SCHOOL, WHOP


def test_pages_go_to_the_persons_browser(qapp, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: (opened.append(url.toString()), True)[1])
    assert open_page("https://login.example.org/authorize?x=a%2Fb")
    assert opened == ["https://login.example.org/authorize?x=a%2Fb"]


def test_the_browser_is_told_what_to_show(qapp):
    told = browser()
    assert told.agreed.title == "You can close this tab"
    assert told.refused.title != told.agreed.title
    told.waiting("https://x")


def test_a_window_comes_back_in_front(qtbot, monkeypatch):
    widget = QWidget()
    qtbot.addWidget(widget)
    done = []
    monkeypatch.setattr(widget, "raise_", lambda: done.append("raised"))
    monkeypatch.setattr(widget, "activateWindow", lambda: done.append("active"))
    monkeypatch.setattr(widget, "window", lambda: widget)
    come_forward(widget)
    assert done == ["raised", "active"]


def test_where_the_browser_is_can_be_opened_again(qtbot, still_browser):
    notice = BrowserNotice()
    qtbot.addWidget(notice)
    notice.show_visit((SCHOOL, "https://login.example.org/authorize"))
    assert "School login" in notice.text()
    notice.button.click()
    assert still_browser == ["https://login.example.org/authorize"]
    notice.show_visit(None)
    assert notice.isHidden()


def test_one_button_for_each_provider(qtbot):
    buttons = ProviderButtons()
    qtbot.addWidget(buttons)
    chosen = []
    buttons.chosen.connect(chosen.append)
    assert buttons.isHidden()
    buttons.show_providers((SCHOOL,), enabled=True)
    buttons.show_providers((SCHOOL, WHOP), enabled=True)
    assert not buttons.isHidden()
    assert buttons.button("school").text() == "Continue with School login"
    buttons.button("whop").click()
    assert chosen == [WHOP]
    buttons.show_providers((SCHOOL, WHOP), enabled=False)
    assert not buttons.button("school").isEnabled()
    buttons.show_providers((), enabled=True)
    assert buttons.isHidden()
