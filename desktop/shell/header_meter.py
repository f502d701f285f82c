"""The meter at the head of the window: in the header of whatever page is shown, while there is something to show."""

from PySide6.QtCore import QCoreApplication, QObject

from desktop.billing.places import USAGE_PAGE
from desktop.billing.service import MeterStatus, Standing
from desktop.billing.usage_view_model import UsageViewModel
from desktop.billing.words_page import level_of, meter_icon, offline_text, short_text, spoken_text
from desktop.shell.page_host import PageHost
from desktop.widgets.formats import format_percent
from desktop.widgets.meter import MeterButton
from desktop.widgets.page import Shell
from desktop.widgets.page_header import PageHeader
from desktop.widgets.pill import TONE_ICONS


class HeaderMeter(QObject):
    """Moves its one button from header to header; a page without one leaves it where it is."""

    def __init__(self, usage: UsageViewModel, host: PageHost, shell: Shell) -> None:
        super().__init__(host)
        self._usage, self._host = usage, host
        self._placed = False
        self.button = MeterButton(parent=host)
        self.button.hide()
        self.button.clicked.connect(lambda: shell.open(USAGE_PAGE))
        host.shown.connect(self._place)
        usage.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the view model says."""
        standing = self._usage.standing
        status = _shown(standing) if standing is not None else None
        self.button.setVisible(status is not None and self._placed)
        if standing is None or status is None:
            return
        offline = offline_text(status) if standing.offline else ""
        opens = QCoreApplication.translate("HeaderMeter", "Opens usage")
        self.button.set_meter(
            offline or short_text(status),
            format_percent(status.percent_used / 100) if status.limit else "",
            status.percent_used / 100,
            level_of(status, offline=standing.offline),
            icon_name=_sign(status, offline=standing.offline),
            spoken=f"{spoken_text(status, standing)}. {opens}.",
        )

    def _place(self, page_id: str) -> None:
        page = self._host.page(page_id)
        header = page.findChild(PageHeader) if page is not None else None
        if header is not None:
            header.set_corner(self.button)
            self._placed = True
            self.refresh()


def _shown(standing: Standing) -> MeterStatus | None:
    """Without a connection what may still be used counts most."""
    if standing.offline:
        aside = (meter for meter in standing.meters if meter.offline_left is not None)
        return next(aside, standing.foremost)
    return standing.foremost


def _sign(status: MeterStatus, *, offline: bool) -> str:
    """What is nearly used up has a sign of its own: not everybody sees amber and red."""
    if offline:
        return "cloud-off-outline"
    return TONE_ICONS[level_of(status)] if status.warning_level != "ok" else meter_icon(status.meter)
