"""The usage page's part about what devices have set aside: which device, how much, until when."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.service import LentLease
from desktop.billing.words_page import amount_text
from desktop.widgets.card import Card, Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_day
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole


class LentCard(Card):
    """Hidden while nothing is set aside."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.rows: list[LentRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.body.addWidget(
            Label(self.tr("Set aside for offline use"), TypeRole.LEAD, semibold=True, wrap=True)
        )
        self.body.addWidget(
            Label(
                self.tr(
                    "A device that speaks with AI keeps a part of the minutes, so that it can go on without a "
                    "connection. What it does not use comes back with its next connection."
                ),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        self.body.addSpacing(Space.XS)
        self.body.addLayout(self._column)
        self.hide()

    def show_leases(self, leases: Sequence[LentLease], here: str) -> None:
        """Show one row for each; `here` is the id of this device."""
        while (entry := self._column.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = [LentRow(one, here=str(one.device_id) == here) for one in leases]
        for position, row in enumerate(self.rows):
            if position:
                self._column.addWidget(Rule())
            self._column.addWidget(row)
        self.setVisible(bool(leases))


class LentRow(QWidget):
    """One device: its name, what it has and used of it, and until when."""

    def __init__(self, lease: LentLease, *, here: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.name = ElidedLabel(device_text(lease, here=here), semibold=True)
        self.detail = Label(lent_text(lease), TypeRole.SMALL, tone="muted", wrap=True)
        words.addWidget(self.name)
        words.addWidget(self.detail)
        self.left = Label(amount_text(lease.meter, lease.grant - lease.spent), semibold=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(Glyph("laptop-off" if lease.removed else "laptop", pixels=24))
        row.addLayout(words, 1)
        row.addWidget(self.left)


def device_text(lease: LentLease, *, here: bool) -> str:
    """Name of the device."""
    if here:
        words = QCoreApplication.translate("Usage", "{device} (this device)")
        return words.format(device=lease.device)
    return lease.device or QCoreApplication.translate("Usage", "A device that was removed")


def lent_text(lease: LentLease) -> str:
    """What it has used, and when the rest comes back or counts as used."""
    used = amount_text(lease.meter, lease.spent)
    if lease.removed:
        words = QCoreApplication.translate(
            "Usage", "Signed out. What it used is not known; on {day} all of it counts as used."
        )
        return words.format(day=format_day(lease.returns_ms))
    words = QCoreApplication.translate("Usage", "{used} used of it · good until {day}")
    return words.format(used=used, day=format_day(lease.until_ms))
