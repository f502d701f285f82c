"""What is announced reaches accessibility; nothing is said for nothing."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from desktop.widgets import announcer
from desktop.widgets.announcer import announce


@pytest.fixture
def said(monkeypatch):
    heard = []
    monkeypatch.setattr(
        announcer.QAccessible,
        "updateAccessibility",
        lambda event: heard.append((event.message(), event.politeness())),
    )
    return heard


def test_words_are_said_politely_or_at_once(qtbot, said):
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Ten seconds left")
    announce(widget, "Time is up", urgent=True)
    announce(widget, "")
    levels = QAccessible.AnnouncementPoliteness
    assert said == [("Ten seconds left", levels.Polite), ("Time is up", levels.Assertive)]
