from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.widgets.inline_error import InlineError
from shared.errors import AppError


def test_it_says_what_happened_and_offers_to_try_again(qtbot):
    card = InlineError()
    qtbot.addWidget(card)
    assert card.isHidden()
    card.show_error(AppError("ai.timed_out", detail="after 60 s", provider="Ollama"), action_text="Settings")
    assert not card.isHidden()
    assert card.title()
    assert card.title() in card.accessibleName()
    with qtbot.waitSignals([card.retry, card.action]):
        qtbot.mouseClick(card.retry_button, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(card.action_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.copy_button, Qt.MouseButton.LeftButton)
    assert "after 60 s" in QGuiApplication.clipboard().text()


def test_it_goes_away(qtbot):
    card = InlineError()
    qtbot.addWidget(card)
    card.show_error(AppError("ai.no_credit", provider="xAI"), can_retry=False)
    assert card.retry_button.isHidden()
    assert card.action_button.isHidden()
    card.show_error(None)
    assert card.isHidden()
