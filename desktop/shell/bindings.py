"""Connects the window's frame to the services: running work, missing models, what the strip says.

Imported after the first paint, with the services themselves.
"""

from PySide6.QtCore import QCoreApplication

from desktop.admin.access_view_model import AccessViewModel
from desktop.admin.service import Reach
from desktop.assembly import Services
from desktop.billing.buying_service import Offer
from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.buying_words_page import thanks_text
from desktop.billing.places import PLANS_PAGE
from desktop.billing.prompt_page import UsagePrompt
from desktop.billing.usage_view_model import UsageViewModel
from desktop.models.view_model import ModelsViewModel
from desktop.shell.header_meter import HeaderMeter
from desktop.shell.jobs_panel import JobsPanel
from desktop.shell.jobs_view_model import JobsViewModel
from desktop.shell.model_notice import ModelNotice
from desktop.shell.network_watch import NetworkWatch
from desktop.shell.page_list import ADMIN_PAGE, SETTINGS_PAGE
from desktop.shell.status_view_model import StatusViewModel
from desktop.shell.window_frame import WindowFrame
from desktop.shell.window_watch import WindowWatch
from desktop.sync.status_page import ACCOUNT_PAGE, SyncPanel
from desktop.sync.status_view_model import SyncStatusViewModel
from desktop.sync.words_page import status_words
from desktop.widgets.formats import format_bytes, format_number
from desktop.widgets.page import Shell


class Bindings:
    """What the window shows of the services besides its pages. Its view models close with the window."""

    def __init__(self, services: Services, frame: WindowFrame, shell: Shell) -> None:
        self._frame = frame
        self._shell = shell
        self.jobs = shell.shared(
            JobsViewModel, lambda scope: JobsViewModel(services.media, services.clock, scope, services.bus)
        )
        self.models = shell.shared(
            ModelsViewModel, lambda scope: ModelsViewModel(services.models, scope, services.bus)
        )
        self.status = shell.shared(
            StatusViewModel,
            lambda scope: StatusViewModel(services.media, services.ai, services.clock, scope, services.bus),
        )
        self.sync = shell.shared(
            SyncStatusViewModel,
            lambda scope: SyncStatusViewModel(
                services.sync, services.accounts, services.clock, scope, services.bus
            ),
        )
        self.usage = shell.shared(
            UsageViewModel, lambda scope: UsageViewModel(services.billing, scope, services.bus)
        )
        self.buying = shell.shared(
            BuyingViewModel, lambda scope: BuyingViewModel(services.buying, scope, services.bus)
        )
        self.buying.thanked.connect(self._say_thanks)
        self.access = shell.shared(
            AccessViewModel, lambda scope: AccessViewModel(services.admin, scope, services.bus)
        )
        self.access.changed.connect(self._show_admin)
        self._show_admin()
        self.meter = HeaderMeter(self.usage, frame.host, shell)
        self.panel = JobsPanel(self.jobs, frame)
        self.sync_panel = SyncPanel(self.sync, shell, frame)
        frame.strip.sync_asked.connect(self.toggle_sync)
        self.sync.changed.connect(self._show_sync)
        self.network = NetworkWatch(frame)
        self.network.back_online.connect(services.sync.wake)
        self.network.back_online.connect(services.transfers.wake)
        self.network.back_online.connect(services.billing.wake)
        self.watch = WindowWatch(frame.window())
        self.watch.seen.connect(lambda visible: services.sync.attend(visible=visible))
        self.watch.tell()
        network = self.network
        services.transfers.use_metered(lambda: network.metered)
        self._show_sync()
        self.jobs.changed.connect(self._show_jobs)
        self.status.changed.connect(self._show_status)
        notice = ModelNotice(self.models)
        notice.settings_asked.connect(lambda: shell.open(SETTINGS_PAGE, section="models"))
        frame.notices.addWidget(notice)
        frame.notices.addWidget(UsagePrompt(self.usage, self.buying, shell))
        for view_model in (self.jobs, self.models, self.status):
            view_model.reload()

    def unfinished(self) -> int:
        """How many jobs run or wait."""
        return self.jobs.unfinished

    def toggle_jobs(self) -> None:
        """Open or put away the panel of running work."""
        self.sync_panel.set_open(opened=False)
        self.panel.set_open(opened=not self.panel.isVisible())

    def toggle_sync(self) -> None:
        """Open or put away the panel about sync."""
        self.panel.set_open(opened=False)
        self.sync_panel.set_open(opened=not self.sync_panel.isVisible())

    def _say_thanks(self, offer: Offer) -> None:
        """What was bought has come, wherever the person went meanwhile."""
        page = self._frame.host.page(PLANS_PAGE)
        if page is None or not page.isVisible():
            self._shell.toast(thanks_text(offer), tone="ok")
            self.buying.seen_thanks()

    def _show_jobs(self) -> None:
        jobs, waiting = self.jobs, self.jobs.waiting_count
        running = jobs.unfinished - waiting
        self._frame.strip.set_jobs(running, jobs.failed_count, jobs.fraction, waiting=waiting)

    def _show_sync(self) -> None:
        model, strip = self.sync, self._frame.strip
        signed_in, ended = model.signed_in, model.ended is not None
        words = status_words(model.status, model.now_ms, signed_in=signed_in, ended=ended)
        to_check = model.status.conflicts + model.status.refused
        attention = (
            QCoreApplication.translate("Status", "%n change(s) to check", "", to_check) if to_check else ""
        )
        short = f"{words.short} · {attention}" if attention else words.short
        strip.set_sync(short, words.icon_name, attention=words.sentence)
        self._frame.rail.set_entry_icon(
            ACCOUNT_PAGE, "account-alert-outline" if ended else "account-circle-outline"
        )

    def _show_admin(self) -> None:
        """The way to administration is there for those of the whole server; a school's find it on their account."""
        self._frame.rail.set_entry_visible(ADMIN_PAGE, self.access.reach is Reach.SERVER)

    def _show_status(self) -> None:
        status, strip = self.status, self._frame.strip
        words = QCoreApplication.translate("Status", "AI this month: {count} tokens")
        strip.set_usage(words.format(count=format_number(status.tokens)) if status.tokens else "")
        if status.storage is not None:
            used, free = format_bytes(status.storage.files_bytes), format_bytes(status.storage.free_bytes)
            words = QCoreApplication.translate("Status", "Library {used} · {free} free")
            strip.set_storage(words.format(used=used, free=free), low=status.low)
