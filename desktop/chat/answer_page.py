"""An answer in the conversation: its text as it grows, who wrote it, its sources, what can be done with it."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.chat.answers import Citation, MessageView
from desktop.chat.citations_page import CitationList, citations_text
from desktop.runtime.error_texts import error_text
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import IconButton
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.notice import Notice
from desktop.widgets.rich_text import RichText
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from desktop.widgets.typing_dots import TypingDots
from shared.errors import AppError

Wish = Literal["retry", "offline", "settings", "usage", "widen", "add", "delete"]
"""What a person wants done about an answer."""


class AnswerView(QWidget):
    """Show a message with `show_message` as often as it changes."""

    citation_opened = Signal(object)
    wished = Signal(str)
    rated = Signal(int)
    suggested = Signal(str)
    copied = Signal()

    def __init__(self, message: MessageView, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self._wish: Wish = "settings"
        self.mode = Notice()
        self.mode.action.connect(lambda: self.wished.emit(self._wish))
        self.text = RichText(self.tr("Answer"))
        self.activity = _Activity()
        self.doubts = Notice("alert-outline", tone="warning")
        self.remark = Notice("alert-outline", tone="warning")
        self.remark.action.connect(lambda: self.wished.emit("offline"))
        self.failure = InlineError()
        self.failure.retry.connect(lambda: self.wished.emit("retry"))
        self._way: Wish = "settings"
        self.failure.action.connect(lambda: self.wished.emit(self._way))
        self.stopped = Notice("stop-circle-outline")
        self.stopped.action.connect(lambda: self.wished.emit("retry"))
        self.sources = CitationList()
        self._make_tools()
        self._suggestions = QVBoxLayout()
        self._suggestions.setSpacing(Space.S)
        self._shown_suggestions: tuple[str, ...] = ()
        self._suggestion_cards: list[ActionCard] = []
        self._lay_out()
        self._connect_citations()

    def show_message(
        self, message: MessageView, *, phase: str = "", latest: bool = True, advice: Wish | None = None
    ) -> None:
        """Show the answer as it is now.

        `phase` is what is being done while it is written, `advice` what helps when nothing was found.
        """
        self.message = message
        self.text.set_source(
            message.text,
            citations={one.n for one in message.citations},
            marks=[(one.first, one.last) for one in message.doubts],
            mark_tip=self.tr(
                "Your material does not say this in so many words. Check it before you rely on it."
            ),
            growing=message.live,
        )
        self.text.setVisible(bool(message.text))
        self.activity.show_phase(phase if message.live else "")
        self.sources.show_citations(message.citations, message.text)
        self._show_mode(message, advice)
        self._show_end(message)
        self._tools.setVisible(not message.live)
        self.copy_button.setVisible(bool(message.text))
        self._show_rating(message.rating)
        self._show_suggestions(message.follow_ups if latest and not message.live else ())

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), super().sizeHint().height())

    def plain_text(self) -> str:
        """The answer with its sources, as it is copied."""
        return citations_text(self.message.text, self.message.citations)

    def copy(self) -> None:
        """Put the answer with its sources on the clipboard."""
        QGuiApplication.clipboard().setText(self.plain_text())
        self.copied.emit()

    def suggestions(self) -> list[ActionCard]:
        return list(self._suggestion_cards)

    def _make_tools(self) -> None:
        self.copy_button = IconButton(
            "content-copy", self.tr("Copy the answer with its sources"), role="muted"
        )
        self.copy_button.clicked.connect(self.copy)
        self.up_button = IconButton("thumb-up-outline", self.tr("Good answer"), checkable=True, role="muted")
        self.up_button.clicked.connect(lambda on: self.rated.emit(1 if on else 0))
        self.down_button = IconButton(
            "thumb-down-outline", self.tr("Bad answer"), checkable=True, role="muted"
        )
        self.down_button.clicked.connect(lambda on: self.rated.emit(-1 if on else 0))
        self.again_button = IconButton("refresh", self.tr("Answer again"), role="muted")
        self.again_button.clicked.connect(lambda: self.wished.emit("retry"))
        self.delete_button = IconButton("delete-outline", self.tr("Delete this answer"), role="muted")
        self.delete_button.clicked.connect(lambda: self.wished.emit("delete"))
        self.engine = Label("", TypeRole.SMALL, tone="muted")
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for button in (
            self.copy_button,
            self.up_button,
            self.down_button,
            self.again_button,
            self.delete_button,
        ):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.engine)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (
            self.mode,
            self.text,
            self.activity,
            self.doubts,
            self.remark,
            self.sources,
            self.stopped,
            self.failure,
            self._tools,
        ):
            column.addWidget(widget)
        column.addLayout(self._suggestions)

    def _connect_citations(self) -> None:
        self.text.citation_opened.connect(self._open)
        self.text.citation_pointed.connect(self.sources.highlight)
        self.sources.pointed.connect(self.text.highlight)
        self.sources.opened.connect(self.citation_opened)

    def _open(self, number: int) -> None:
        found: Citation | None = next((one for one in self.message.citations if one.n == number), None)
        if found is not None:
            self.citation_opened.emit(found)

    def _show_mode(self, message: MessageView, advice: Wish | None) -> None:
        provider, _, model = (message.engine or "").partition(" ")
        name = model or provider
        self.engine.setText(self.tr("Written by {engine}").format(engine=name) if name else "")
        if message.mode == "passages":
            self._wish = "settings"
            self.mode.set_notice(
                self.tr("From your material, without AI: the places that fit best, word for word."),
                "" if message.problem else self.tr("Set up AI"),
                icon_name="text-search",
            )
        elif message.mode == "nothing_relevant":
            self._wish = advice or "widen"
            words = {"widen": self.tr("Ask about everything"), "add": self.tr("Add a recording")}
            self.mode.set_notice(
                self.tr("Not in your material"),
                words.get(advice or "", ""),
                icon_name="magnify-remove-outline",
            )
        else:
            self.mode.set_notice("")

    def _show_end(self, message: MessageView) -> None:
        count = len(message.doubts)
        self.doubts.set_notice(
            self.tr("%n underlined sentence(s) are not borne out by your material.", "", count)
            if count
            else ""
        )
        problem = message.problem.error if message.problem is not None and not message.live else None
        whole = message.state == "done" and message.mode == "model"
        self._show_remark(problem if whole else None)
        self._show_failure(None if whole else problem)
        ended = ""
        if not message.live and problem is None and message.state == "cancelled":
            ended = self.tr("You stopped this answer.")
        elif not message.live and problem is None and message.state == "unfinished":
            ended = self.tr("Lantern was closed while this was being written.")
        self.stopped.set_notice(ended, self.tr("Answer again") if ended else "")

    def _show_failure(self, problem: AppError | None) -> None:
        """What is used up does not come back by asking again: the way leads to what is left."""
        code = problem.code if problem is not None else ""
        self._way = "usage" if code.startswith("billing.") else "settings"
        words = {"usage": self.tr("See usage"), "settings": self.tr("Settings")}
        leads = code.startswith(("ai.", "billing."))
        self.failure.show_error(
            problem, can_retry=code != "billing.used_up", action_text=words[self._way] if leads else ""
        )

    def _show_remark(self, problem: AppError | None) -> None:
        """What must be known of an answer that is whole: it cites nothing, or it reached its length."""
        words = error_text(problem, ui_language()) if problem is not None else None
        uncited = problem is not None and problem.code == "chat.uncited"
        self.remark.set_notice(
            f"{words.title} {words.body if uncited else words.action}" if words is not None else "",
            self.tr("Quote my material instead") if uncited else "",
        )

    def _show_rating(self, rating: int) -> None:
        for button, value, name in ((self.up_button, 1, "thumb-up"), (self.down_button, -1, "thumb-down")):
            button.setChecked(rating == value)
            button.set_icon(name if rating == value else f"{name}-outline")

    def _show_suggestions(self, questions: tuple[str, ...]) -> None:
        if questions == self._shown_suggestions:
            return
        self._shown_suggestions = questions
        show_questions(self._suggestions, self._suggestion_cards, questions, self.suggested.emit)


def show_questions(
    column: QVBoxLayout, cards: list[ActionCard], questions: Sequence[str], ask: Callable[[str], object]
) -> None:
    """Replace the `cards` in a column by these questions; pressing one asks it."""
    while cards:
        card = cards.pop()
        column.removeWidget(card)
        card.hide()
        card.deleteLater()
    for question in questions:
        card = ActionCard(question, padding=Space.S)
        card.add(Label(question, wrap=True))
        card.clicked.connect(lambda _checked=False, text=question: ask(text))
        column.addWidget(card)
        cards.append(card)


class _Activity(QWidget):
    """What is being done while nothing, or not all, is written yet."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Label("", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(TypingDots(), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        self.hide()

    def show_phase(self, text: str) -> None:
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()
