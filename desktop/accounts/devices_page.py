"""The account's devices: this one, the others, when they were last seen; renaming and signing out."""

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.accounts.service import Device
from desktop.accounts.words_page import platform_icon, seen_text
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import IconButton
from desktop.widgets.card import Card, Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_date_time
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.language import ui_language
from desktop.widgets.notice import Notice
from desktop.widgets.pill import Pill
from desktop.widgets.skeleton import Skeleton
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError


class DevicesCard(Card):
    """`rename_asked(Device)`, `revoke_asked(Device)`, `retry`."""

    rename_asked = Signal(object)
    revoke_asked = Signal(object)
    retry = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: tuple[Device, ...] = ()
        self._notice = Notice("cloud-off-outline")
        self._notice.action.connect(self.retry)
        self._loading = Skeleton(2)
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.body.addWidget(Label(self.tr("Devices"), TypeRole.LEAD, semibold=True))
        self.body.addWidget(self._notice)
        self.body.addWidget(self._loading)
        self.body.addWidget(self._rows)

    def show_devices(self, devices: list[Device], error: AppError | None) -> None:
        """Fill the card; with an error what was known before stays."""
        words = error_text(error, ui_language()).title if error is not None else ""
        self._notice.set_notice(words, self.tr("Try again"))
        self._loading.setVisible(not devices and error is None)
        self._rows.setVisible(bool(devices))
        if tuple(devices) == self._shown:
            return
        self._shown = tuple(devices)
        while (entry := self._column.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for position, device in enumerate(sorted(devices, key=lambda device: not device.current)):
            if position:
                self._column.addWidget(Rule())
            twins = sum(one.name == device.name for one in devices) > 1
            self._column.addWidget(self._row(device, twins=twins))

    def row(self, device_id: uuid.UUID) -> "DeviceRow":
        """The row of a device. KeyError when it is not shown."""
        return {row.device.device_id: row for row in self.findChildren(DeviceRow)}[device_id]

    def _row(self, device: Device, *, twins: bool) -> "DeviceRow":
        row = DeviceRow(device, twins=twins)
        row.rename.triggered.connect(lambda: self.rename_asked.emit(device))
        row.revoke.triggered.connect(lambda: self.revoke_asked.emit(device))
        return row


class DeviceRow(QWidget):
    """One device: its sign, name, when it was seen, and a menu. Of `twins`, which share a name, also since when."""

    def __init__(self, device: Device, *, twins: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.device = device
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(device.name, semibold=True))
        seen = seen_text(device.seen_ms, signed_in=device.signed_in)
        told = self.tr("In use now") if device.current else seen
        if twins:
            since = self.tr("since {when}").format(when=format_date_time(device.created_ms))
            told = f"{told} · {since}"
        words.addWidget(ElidedLabel(told, TypeRole.SMALL, tone="muted"))
        menu = QMenu(self)
        self.rename = menu.addAction(self.tr("Rename…"))
        self.revoke = menu.addAction(self.tr("Sign this device out…"))
        self.revoke.setVisible(not device.current)
        self.more = IconButton("dots-vertical", self.tr("More for {name}").format(name=device.name))
        self.more.setMenu(menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(Glyph(platform_icon(device.platform), pixels=24))
        row.addLayout(words, 1)
        if device.current:
            row.addWidget(Pill(self.tr("This computer"), "accent"))
        row.addWidget(self.more)
