"""The bar of the month's minutes with its words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.practice.service import Minutes
from desktop.practice.words_page import level_of, minutes_text
from desktop.widgets.label import Label
from desktop.widgets.meter import MeterBar
from desktop.widgets.theme import Space, TypeRole


class MinutesBar(QWidget):
    """Hidden while nothing is known."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.bar = MeterBar(self.tr("Minutes of this month"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.show_minutes(None)

    def show_minutes(self, minutes: Minutes | None, more: str = "") -> None:
        """Show how they stand; `more` follows in the same line."""
        self.setVisible(minutes is not None)
        if minutes is None:
            return
        words = minutes_text(minutes)
        self.words.setText(f"{words} · {more}" if more else words)
        self.bar.setVisible(minutes.remaining_ms is not None)
        self.bar.setAccessibleDescription(words)
        self.bar.set_share(minutes.share, level_of(minutes))
