"""Above the text: that an item's file is on another computer, how far its download is, why it does not come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import ItemView
from desktop.widgets.formats import format_bytes
from desktop.widgets.inline_error import InlineError
from desktop.widgets.notice import Notice
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space


class FetchState(QWidget):
    """Hidden while the file is here. `account_wanted` when a person would have to sign in first."""

    account_wanted = Signal()

    def __init__(self, view_model: PlayerViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.notice = Notice()
        self.notice.action.connect(self._act)
        self.progress = ProgressRow("")
        self.progress.cancelled.connect(view_model.stop_fetching)
        self.error = InlineError()
        self.error.retry.connect(view_model.fetch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.notice, self.progress, self.error):
            column.addWidget(widget)
        self.hide()

    def show_state(self) -> bool:
        """Say how the file stands; returns whether there is something to say."""
        item = self._view_model.item
        away = item is not None and not item.here
        for widget in (self.notice, self.progress, self.error):
            widget.hide()
        if item is not None and away:
            self._show(item)
        self.setVisible(away)
        return away

    def _show(self, item: ItemView) -> None:
        trouble = self._view_model.fetch_trouble
        if item.fetching is None:
            self._offer(item)
        elif trouble is not None:
            self.error.show_error(trouble, can_retry=True)
        else:
            waits = not item.fetching
            self.progress.set_title(self.tr("Waiting to download") if waits else self.tr("Downloading"))
            self.progress.set_actions(cancel=True, retry=False)
            detail = self.tr("It comes by itself once your server is reached.") if waits else ""
            self.progress.set_progress(item.fetching, detail)
            self.progress.show()

    def _offer(self, item: ItemView) -> None:
        size = f" ({format_bytes(item.size_bytes)})" if item.size_bytes else ""
        if self._view_model.can_fetch:
            text = self.tr("This file is on another computer. Its text is found and read here all the same.")
            self.notice.set_notice(text, self.tr("Download") + size, icon_name="cloud-download-outline")
        else:
            text = self.tr("This file is on another computer. Sign in to download it.")
            self.notice.set_notice(text, self.tr("Sign in"), icon_name="cloud-download-outline")

    def _act(self) -> None:
        if self._view_model.can_fetch:
            self._view_model.fetch()
        else:
            self.account_wanted.emit()
