"""The scrolling conversation: questions, answers, what to do when there is none. Scrolls with the reader's leave."""

from collections.abc import Callable, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.chat.answer_page import AnswerView, Wish
from desktop.chat.question_page import QuestionView
from desktop.chat.service import MessageView
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import ScrollColumn
from desktop.widgets.theme import Space
from shared.ids import MessageId

FIRST_SHOWN = 10
"""So many messages are laid out at once; earlier ones when the reader comes to them."""
_NEAR_END = Space.XXL


class ConversationView(ScrollColumn):
    """Give it the messages with `show_messages`; the one that grows alone with `show_message`.

    A new question goes to the top of the view and its answer grows below it; once the reader scrolls, nothing
    moves any more by itself.
    """

    citation_opened = Signal(object)
    wished = Signal(object, str)
    """A message and what is wanted about it: "retry", "offline", "settings", "widen", "add", "delete"."""
    rated = Signal(object, int)
    edited = Signal(object, str)
    suggested = Signal(str)
    copied = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("Conversation"))
        self._messages: list[MessageView] = []
        self._views: dict[MessageId, QuestionView | AnswerView] = {}
        self._looks: dict[MessageId, tuple[Any, ...]] = {}
        """What each view shows, so that a reload lays out only what changed."""
        self._first = 0
        self._phase = ""
        self._advice: Wish | None = None
        self._wanted: Callable[[], int] | None = None
        """Where the scroll bar belongs while the layout settles and text grows; None once the reader scrolls."""
        self._scrolling = False
        self.earlier = Button(self.tr("Show earlier messages"), "quiet", icon_name="chevron-up")
        self.earlier.clicked.connect(self.show_earlier)
        self.body.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self.latest = IconButton(
            "arrow-down", self.tr("Go to the latest message"), outlined=True, parent=self
        )
        # Hiding a button that has the focus would pass it on, and scroll to whoever gets it.
        self.latest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.latest.clicked.connect(self.scroll_to_end)
        self.latest.hide()
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, _high: self._keep_place())
        bar.valueChanged.connect(self._scrolled)

    def show_messages(self, messages: Sequence[MessageView], *, advice: Wish | None) -> None:
        """Show a conversation; views of messages that were there already are kept."""
        before = [one.id for one in self._messages]
        now = [one.id for one in messages]
        is_other = not before or not now or before[0] != now[0]
        self._messages, self._advice = list(messages), advice
        if is_other:
            self._first = max(0, len(messages) - FIRST_SHOWN)
        self._first = min(self._first, len(messages))
        self._sync()
        if is_other:
            self.scroll_to_end()

    def show_message(self, message: MessageView) -> None:
        """Show one message that changed."""
        for at, one in enumerate(self._messages):
            if one.id == message.id:
                self._messages[at] = message
        self._refresh(message)

    def show_phase(self, words: str) -> None:
        """Say what is being done for the answer being written; empty when none is."""
        self._phase = words
        for one in self._messages[-2:]:
            if one.live:
                self._refresh(one)

    def set_editable(self, editable: bool) -> None:
        """Whether questions can be asked again now."""
        for view in self._views.values():
            if isinstance(view, QuestionView):
                view.set_editable(editable)

    def follow_latest(self) -> None:
        """Keep the end in sight until the last question has come to the top; then stand still."""
        questions = [one for one in self._messages if one.role == "user"]
        view = self._views.get(questions[-1].id) if questions else None
        if view is not None:
            bar = self.verticalScrollBar()
            self._hold(lambda: min(bar.maximum(), max(self._top(view) - Space.S, 0)))

    def edit_last_question(self) -> None:
        questions = [one for one in self._messages if one.role == "user"]
        view = self._views.get(questions[-1].id) if questions else None
        if isinstance(view, QuestionView):
            view.start_editing()

    def copy_answer(self, message_id: MessageId) -> None:
        view = self._views.get(message_id)
        if isinstance(view, AnswerView):
            view.copy()

    def view_of(self, message_id: MessageId) -> QuestionView | AnswerView | None:
        return self._views.get(message_id)

    def show_earlier(self) -> None:
        """Lay out more of the past, leaving what is read where it is."""
        first = self._views.get(self._messages[self._first].id)
        before = 0 if first is None else self._top(first) - self.verticalScrollBar().value()
        self._first = max(0, self._first - FIRST_SHOWN)
        self._sync()
        if first is not None:
            self._hold(lambda: self._top(first) - before)

    def scroll_to_end(self) -> None:
        self._hold(self.verticalScrollBar().maximum)

    def scroll_pages(self, pages: int) -> None:
        """Read on (1) or back (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_latest()

    def _sync(self) -> None:
        shown = self._messages[self._first :]
        wanted = {one.id for one in shown}
        for gone in [id_ for id_ in self._views if id_ not in wanted]:
            view = self._views.pop(gone)
            self._looks.pop(gone, None)
            self.body.removeWidget(view)
            view.hide()
            view.deleteLater()
        for at, message in enumerate(shown):
            view = self._views.get(message.id)
            if view is None:
                view = self._views[message.id] = self._view(message)
            # The button for earlier messages is the first item.
            if self.body.indexOf(view) != at + 1:
                self.body.insertWidget(at + 1, view)
            self._refresh(message)
        self.earlier.setVisible(self._first > 0)

    def _view(self, message: MessageView) -> QuestionView | AnswerView:
        if message.role == "user":
            question = QuestionView(message)
            question.edited.connect(lambda words: self.edited.emit(message.id, words))
            question.deleted.connect(lambda: self.wished.emit(question.message, "delete"))
            question.setContentsMargins(0, Space.L, 0, 0)
            return question
        answer = AnswerView(message)
        answer.citation_opened.connect(self.citation_opened)
        answer.wished.connect(lambda wish: self.wished.emit(answer.message, wish))
        answer.rated.connect(lambda rating: self.rated.emit(answer.message.id, rating))
        answer.suggested.connect(self.suggested)
        answer.copied.connect(self.copied)
        return answer

    def _refresh(self, message: MessageView) -> None:
        view = self._views.get(message.id)
        latest = bool(self._messages) and self._messages[-1].id == message.id
        look = (message, self._phase if message.live else "", latest, self._advice)
        if view is None or self._looks.get(message.id) == look:
            return
        self._looks[message.id] = look
        if isinstance(view, QuestionView):
            view.set_message(message)
        else:
            view.show_message(message, phase=self._phase, latest=latest, advice=self._advice)

    def _hold(self, wanted: Callable[[], int]) -> None:
        """Scroll there now, and again whenever the layout changes, until the reader scrolls."""
        self._wanted = wanted
        self._keep_place()

    def _keep_place(self) -> None:
        if self._wanted is not None:
            self._scrolling = True
            self.verticalScrollBar().setValue(self._wanted())
            self._scrolling = False
        self._place_latest()

    def _top(self, view: QWidget) -> int:
        """Where a message begins, in the whole conversation."""
        inner = self.widget()
        return 0 if inner is None or not shiboken6.isValid(view) else view.mapTo(inner, QPoint(0, 0)).y()

    def _scrolled(self) -> None:
        if not self._scrolling:
            # The reader took over.
            self._wanted = None
        self._place_latest()

    def _place_latest(self) -> None:
        bar = self.verticalScrollBar()
        self.latest.setVisible(bar.maximum() - bar.value() > _NEAR_END)
        size = self.latest.sizeHint()
        self.latest.resize(size)
        viewport = self.viewport().geometry()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = viewport.left() + Space.S if mirrored else viewport.right() - size.width() - Space.S
        self.latest.move(edge, viewport.bottom() - size.height() - Space.S)
        self.latest.raise_()
