"""A question as the teacher's window and the projector show it: text, media, options, then what was right and why."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.quiz.play_summary_page import SummaryView, bars_of
from desktop.quiz.play_words_page import choice_words, solution_words, truth_word
from desktop.widgets.quiz_media import MediaBox
from desktop.widgets.quiz_number import number_words
from desktop.widgets.quiz_options import OptionTiles, TileOption
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.commands import Stage
from shared.quiz.quiz import Choice, Media
from shared.quiz.views import (
    ClozeView,
    MatchingView,
    MultipleView,
    NumberView,
    OrderView,
    PollView,
    ScaleView,
    SingleView,
    SlideView,
    TrueFalseView,
    TypedView,
    View,
    WordCloudView,
)

_TRANSPARENT = Qt.WidgetAttribute.WA_TransparentForMouseEvents
_NO_FOCUS = Qt.FocusPolicy.NoFocus
FindMedia = Callable[[Media], Path | None]


class StagePane(QWidget):
    """`show_stage(stage, options=, results=)` brings it up to date.

    `options` and `results` say what may be seen now: a projector shows results from the reveal on, a teacher's
    window from the close on. Not `lettered`: devices mix the options, so that letters here would mislead.
    Parts are made anew only when the question is another.
    """

    def __init__(self, find: FindMedia, *, enlarged: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._enlarged = enlarged
        self._question: object = None
        self._view: View | None = None
        self.tiles: OptionTiles | None = None
        self.text = self._words(TypeRole.TITLE, semibold=True)
        self.media = MediaBox(enlarged=enlarged)
        self.hint = self._words(TypeRole.LEAD, tone="muted")
        self.solution = self._words(TypeRole.LEAD, semibold=True)
        self.why = self._words(TypeRole.BODY)
        self.summary = SummaryView(enlarged=enlarged)
        # How many have answered stands beside it anyway.
        self.summary.heading.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(round(Space.L * max(1.0, enlarged / 1.5)))
        self._place = QVBoxLayout()
        for widget in (self.text, self.media):
            self._column.addWidget(widget)
        self._column.addLayout(self._place)
        for widget in (self.hint, self.solution, self.summary, self.why):
            self._column.addWidget(widget)

    def show_stage(self, stage: Stage, *, options: bool, results: bool, lettered: bool = True) -> None:
        """Show what may be seen of the question on stage; without one, nothing."""
        shown = stage.shown
        if shown is None:
            self._question = None
            self.media.clear()
            return
        question = (shown.q, shown.text, shown.type)
        if question != self._question:
            self._question = question
            self.text.set_text(shown.text)
            self.text.setVisible(bool(shown.text))
            self._forget_view()
            self._show_media(shown.media)
        if stage.view is not None and options and stage.view != self._view:
            self._show_view(stage.view, lettered=lettered)
        if self.tiles is not None:
            self.tiles.setVisible(options and not results)
        self.hint.setVisible(options and not results and bool(self.hint.text()))
        self._show_results(stage if results else None, lettered=lettered)

    def needed_height(self, width: int) -> int:
        """How high it is in this width."""
        # What was just put in is counted at once, not when the layouts come to it.
        for widget in (self.summary.bars, self.summary):
            widget.updateGeometry()
        self._column.activate()
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(width)
        return self._column.totalSizeHint().height()

    def limit_picture(self, height: int) -> None:
        """Let the question's picture be at most so many pixels high."""
        self.media.limit_picture(height)

    def clear(self) -> None:
        """Let go of what plays."""
        self.media.clear()

    def _words(self, role: TypeRole, *, tone: str = "text", semibold: bool = False) -> QuizText:
        words = QuizText("", role, tone=tone, semibold=semibold)
        words.enlarge(self._enlarged)
        words.hide()
        return words

    def _show_media(self, media: Media | None) -> None:
        self.media.clear()
        if media is None:
            return
        self.media.expect(media.mime, media.alt)
        path = self._find(media)
        if path is None:
            self.media.set_lost()
        else:
            self.media.set_file(path)

    def _forget_view(self) -> None:
        self._view = None
        self.hint.set_text("")
        self.hint.hide()
        if self.tiles is not None:
            self._place.removeWidget(self.tiles)
            self.tiles.hide()
            self.tiles.deleteLater()
            self.tiles = None

    def _show_view(self, view: View, *, lettered: bool) -> None:
        self._forget_view()
        self._view = view
        choices = choices_of(view)
        if choices:
            options = [TileOption(one.text, "" if one.media is None else one.media.alt) for one in choices]
            self.tiles = OptionTiles(options, lettered=lettered, enlarged=self._enlarged)
            for tile in self.tiles.tiles:
                # They show and take no presses; disabled ones would be pale.
                tile.setAttribute(_TRANSPARENT)
                tile.setFocusPolicy(_NO_FOCUS)
            for place, choice in enumerate(choices):
                path = None if choice.media is None else self._find(choice.media)
                if path is not None and choice.media is not None:
                    self.tiles.set_picture(place, QPixmap(str(path)), choice.media.alt)
            self._place.addWidget(self.tiles)
        self.hint.set_text(hint_words(view))

    def _show_results(self, stage: Stage | None, *, lettered: bool) -> None:
        if stage is None:
            for widget in (self.solution, self.why, self.summary):
                widget.hide()
            return
        words = solution_words(stage.view, stage.solution)
        right = QCoreApplication.translate("StagePane", "Right answer: {words}")
        self.solution.set_text(right.format(words=words))
        self.solution.setVisible(bool(words))
        self.why.set_text(stage.why)
        self.why.setVisible(bool(stage.why))
        self.summary.show_summary(stage.view, stage.summary, stage.solution, ())
        if not lettered and stage.view is not None and stage.summary is not None:
            bars = bars_of(stage.view, stage.summary, stage.solution, ())
            self.summary.bars.set_bars([replace(bar, position=None) for bar in bars], stage.summary.answers)


def choices_of(view: View) -> tuple[Choice, ...]:
    """What is chosen from, as tiles with a letter; nothing for other kinds."""
    match view:
        case SingleView() | MultipleView() | PollView():
            return view.options
        case TrueFalseView():
            return (Choice(truth_word(value=True)), Choice(truth_word(value=False)))
        case _:
            return ()


def hint_words(view: View) -> str:
    """What to do on the own device, and what there is to read about it."""
    words = ""
    match view:
        case MultipleView():
            words = QCoreApplication.translate("StagePane", "Several answers may be right.")
        case OrderView():
            words = "\n".join(f"• {choice_words(one)}" for one in view.items)
        case MatchingView():
            left = "\n".join(f"• {choice_words(one)}" for one in view.left)
            words = f"{left}\n{' / '.join(choice_words(one) for one in view.right)}"
        case ClozeView():
            text = "______".join(view.parts)
            words = f"{text}\n{' / '.join(view.bank)}" if view.bank else text
        case TypedView():
            words = QCoreApplication.translate("StagePane", "Type the answer on your device.")
        case NumberView() if view.slider:
            words = QCoreApplication.translate("StagePane", "A number from {low} to {high}, on your device.")
            words = words.format(low=number_words(view.low), high=number_words(view.high, view.unit))
        case NumberView():
            words = QCoreApplication.translate("StagePane", "Type a number on your device.")
        case ScaleView():
            words = " ".join(f"{view.low} {view.low_label} – {view.high} {view.high_label}".split())
        case WordCloudView():
            words = QCoreApplication.translate("StagePane", "Send words from your device.")
        case SlideView():
            words = view.text
        case _:
            pass
    return words
