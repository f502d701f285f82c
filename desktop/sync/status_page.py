"""How sync stands in detail, with Sync now and Pause: the panel over the strip, and a card of the account page."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.sync.status_view_model import SyncStatusViewModel
from desktop.sync.views import SyncState, SyncStatus
from desktop.sync.words_page import detail_text, media_text, status_words
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.corner_panel import CornerPanel
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_room
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext, Shell
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.theme import Space, TypeRole
from shared.tasks import TaskScope

ACCOUNT_PAGE, CHANGES_PAGE, GROUPS_PAGE = "account", "changes", "groups"
_NEARLY = 0.9
_OF_SIGN_IN = ("sync.wrong_device", "sync.device_taken", "sync.no_device", "sync.other_account")


class SyncStatusView(QWidget):
    """Everything there is to know of sync, and what to do about it."""

    def __init__(
        self,
        view_model: SyncStatusViewModel,
        shell: Shell,
        *,
        account_link: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._shell = view_model, shell
        self._glyph = Glyph("cloud-outline", pixels=28)
        self._sentence = Label("", semibold=True, wrap=True)
        self._detail = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._files = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._bar = ProgressBar(self.tr("Syncing"))
        self.problem = InlineError()
        self.problem.action.connect(lambda: shell.open(ACCOUNT_PAGE))
        self.locked = Notice("lock-clock", tone="warning")
        self.locked.action.connect(lambda: shell.open(GROUPS_PAGE))
        self.conflicts = Notice("source-branch", tone="info")
        self.conflicts.action.connect(lambda: shell.open(CHANGES_PAGE, part="twice"))
        self.refused = Notice("alert-circle-outline", tone="warning")
        self.refused.action.connect(lambda: shell.open(CHANGES_PAGE, part="refused"))
        self.now_button = Button(self.tr("Sync now"), icon_name="sync")
        self.now_button.clicked.connect(view_model.sync_now)
        self.pause_button = Button("")
        self.pause_button.clicked.connect(self._pause)
        self.sign_in_button = Button(self.tr("Sign in"), "primary")
        self.sign_in_button.clicked.connect(lambda: shell.open(ACCOUNT_PAGE))
        self.account_button = Button(self.tr("Account"), "link")
        self.account_button.clicked.connect(lambda: shell.open(ACCOUNT_PAGE))
        self._account_link = account_link
        self._lay_out()
        view_model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the view model says."""
        model, status = self._model, self._model.status
        words = status_words(status, model.now_ms, signed_in=model.signed_in, ended=model.ended is not None)
        self._glyph.set_icon(words.icon_name, words.role)
        self._sentence.setText(words.sentence)
        self._detail.setText(detail_text(status, model.now_ms) if model.signed_in else "")
        self._files.setText(media_text(status.media) if model.signed_in else "")
        for label in (self._detail, self._files):
            label.setVisible(bool(label.text()))
        busy = model.asked or status.state is SyncState.SYNCING
        self._bar.setVisible(busy and model.signed_in)
        self._bar.set_fraction(None)
        self._show_problem(status)
        self._show_notices(status)
        self.now_button.setVisible(model.signed_in)
        self.now_button.setEnabled(not busy)
        self.pause_button.setVisible(model.signed_in)
        paused = status.state is SyncState.PAUSED
        self.pause_button.setText(self.tr("Go on syncing") if paused else self.tr("Pause"))
        self.sign_in_button.setVisible(not model.signed_in)
        self.account_button.setVisible(model.signed_in and self._account_link)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        for label in (self._sentence, self._detail, self._files):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.S)
        for button in (self.now_button, self.pause_button, self.sign_in_button, self.account_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        for widget in (self._bar, self.problem, self.locked, self.conflicts, self.refused, buttons):
            column.addWidget(widget)

    def _show_problem(self, status: SyncStatus) -> None:
        problem = status.problem if status.state is SyncState.PROBLEM else status.media.problem
        shown = problem if self._model.signed_in else None
        of_account = shown is not None and shown.code.startswith(("accounts.", *_OF_SIGN_IN))
        self.problem.show_error(
            shown, can_retry=False, action_text=self.tr("Open your account") if of_account else ""
        )

    def _show_notices(self, status: SyncStatus) -> None:
        look = self.tr("Look")
        names = ", ".join(lock.name for lock in status.locked)
        words = self.tr(
            "{names}: can only be read until this computer has been online again. Connect it, or ask your teacher to."
        )
        self.locked.set_notice(words.format(names=names) if names else "", self.tr("Groups"))
        twice = self.tr("%n thing(s) were changed in two places", "", status.conflicts)
        self.conflicts.set_notice(twice if status.conflicts else "", look)
        refused = self.tr("%n change(s) were not accepted", "", status.refused)
        self.refused.set_notice(refused if status.refused else "", look)

    def _pause(self) -> None:
        self._model.pause(paused=self._model.status.state is not SyncState.PAUSED)


class SyncPanel(CornerPanel):
    """The view over the corner of the window."""

    def __init__(self, view_model: SyncStatusViewModel, shell: Shell, window: QWidget) -> None:
        super().__init__(QCoreApplication.translate("SyncPanel", "Sync"), window)
        self.view = SyncStatusView(view_model, shell, account_link=True)
        self.content.addWidget(self.view)
        self.content.addStretch(1)
        for link in (self.view.account_button, self.view.sign_in_button):
            link.clicked.connect(self.put_away)
        for notice in (self.view.locked, self.view.conflicts, self.view.refused, self.view.problem):
            notice.action.connect(self.put_away)


class SyncSection(Page):
    """The account page's part about sync: the same view in a card, and how much room is taken on the server."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        services = context.services

        def make(scope: TaskScope) -> SyncStatusViewModel:
            return SyncStatusViewModel(services.sync, services.accounts, services.clock, scope, services.bus)

        self.view_model = context.shell.shared(SyncStatusViewModel, make)
        card = Card()
        card.body.setSpacing(Space.M)
        card.body.addWidget(Label(self.tr("Sync"), TypeRole.LEAD, semibold=True))
        self.view = SyncStatusView(self.view_model, context.shell, account_link=False)
        card.body.addWidget(self.view)
        self._usage = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self._room = ProgressBar(self.tr("Room taken on the server"))
        card.body.addWidget(self._usage)
        card.body.addWidget(self._room)
        self.body.addWidget(card)
        self.view_model.changed.connect(self._refresh)
        self._refresh()

    def activated(self) -> None:
        self.view_model.load_usage()

    async def aclose(self) -> None:
        self.view_model.changed.disconnect(self._refresh)

    def _refresh(self) -> None:
        usage = self.view_model.usage
        self._usage.setVisible(usage is not None)
        limit = usage.storage_limit_bytes if usage is not None else None
        self._room.setVisible(limit is not None)
        if usage is None:
            return
        used = format_room(usage.storage_bytes)
        if limit is None:
            self._usage.setText(self.tr("{used} of files on the server").format(used=used))
            return
        words = self.tr("{used} of {limit} on the server used")
        self._usage.setText(words.format(used=used, limit=format_room(limit)))
        self._usage.set_tone("warning" if usage.storage_bytes >= _NEARLY * limit else "muted")
        self._room.set_fraction(usage.storage_bytes / max(limit, 1))


def create_page(context: PageContext) -> SyncSection:
    """Make the part of the account page."""
    return SyncSection(context)
