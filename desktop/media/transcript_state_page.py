"""What goes on with an item's text, above the text: progress, what it waits for, why it failed, a remark."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.media.library_list_model import state_explanation, state_text
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import ItemView, JobState
from desktop.widgets.inline_error import InlineError
from desktop.widgets.notice import Notice
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space

_WAITS_FOR_MODEL = frozenset({"models.missing", "models.damaged"})


class TranscriptState(QWidget):
    """Hidden when there is nothing to say. `models_wanted` when a person asks for the missing speech model."""

    models_wanted = Signal()

    def __init__(self, view_model: PlayerViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.progress = ProgressRow("")
        self.progress.cancelled.connect(view_model.cancel)
        self.error = InlineError()
        self.error.retry.connect(view_model.retry)
        self.notice = Notice()
        self.notice.action.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.S)
        for widget in (self.progress, self.error, self.notice):
            column.addWidget(widget)
        self.hide()

    def show_state(self) -> None:
        """Say how the item stands."""
        item = self._view_model.item
        for widget in (self.progress, self.error, self.notice):
            widget.hide()
        if item is not None:
            self._show(item)
        self.setVisible(any(not widget.isHidden() for widget in (self.progress, self.error, self.notice)))

    def _show(self, item: ItemView) -> None:
        if item.state is JobState.FAILED and item.error is not None:
            self.error.show_error(item.error, can_retry=True)
        elif item.state is JobState.PENDING and item.waiting in _WAITS_FOR_MODEL:
            self.notice.set_notice(
                f"{state_text(item)}. {state_explanation(item)}",
                self.tr("Open models"),
                icon_name="cube-outline",
            )
        elif item.state is JobState.AWAY:
            self.notice.set_notice(
                self.tr("The text is on its way from another computer.")
                if item.here
                else self.tr(
                    "The text comes from another computer, or is made here from the downloaded file."
                ),
                self.tr("Turn into text here") if item.here else "",
                icon_name="cloud-download-outline",
            )
        elif item.state is JobState.CANCELLED:
            self.notice.set_notice(
                self.tr("Cancelled: the text is not complete."),
                self.tr("Go on"),
                icon_name="information-outline",
            )
        elif item.state is not JobState.COMPLETED:
            self.progress.set_title(state_text(item))
            detail = "" if item.error is None else state_explanation(item)
            self.progress.set_progress(item.progress if item.state is not JobState.PENDING else None, detail)
            self.progress.show()
        elif item.notice:
            explanation = state_explanation(item)
            self.notice.set_notice(f"{state_text(item)} {explanation}", icon_name="information-outline")

    def _act(self) -> None:
        item = self._view_model.item
        if item is not None and item.state is JobState.CANCELLED:
            self._view_model.retry()
        elif item is not None and item.state is JobState.AWAY:
            self._view_model.transcribe_again()
        else:
            self.models_wanted.emit()
