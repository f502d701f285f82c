"""Scenes of the projector: the way in, the question, the board and podium, and a word when something is wrong."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.host_results_page import lines_of
from desktop.quiz.host_stage_page import StagePane
from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import address_words, answered_words, pin_words
from desktop.widgets.formats import format_number
from desktop.widgets.qr_code import QrCode
from desktop.widgets.quiz_board import PODIUM_PLACES, Board, Podium
from desktop.widgets.quiz_countdown import Countdown
from desktop.widgets.quiz_names import NameChips
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.commands import Stage

_SIZES = (1.7, 1.4, 1.15, 1.0, 0.85, 0.72, 0.6, 0.5, 0.42, 0.35)
"""Times the usual size that are tried for a question, the largest that fits is taken."""
_READABLE = 0.04
"""Text of this part of the height can be read from the back row: a picture gives way before text gets smaller."""
_PICTURE = 0.4
_PICTURE_GIVES_WAY = (_PICTURE, 0.32, 0.25, 0.18, 0.12)
"""Parts of the height that a picture takes."""
_QR = 220
_PIN = 2.4
_MOST_LINES = 10


def _words(
    text: str, role: TypeRole, factor: float, *, tone: str = "text", semibold: bool = False
) -> QuizText:
    words = QuizText(text, role, tone=tone, semibold=semibold)
    words.enlarge(factor)
    return words


class _Scene(QWidget):
    """A column with room around it; `factor` enlarges everything in it, `room` is the window's size."""

    def __init__(self, model: HostViewModel, factor: float, room: QSize) -> None:
        super().__init__()
        self._model = model
        self._factor = factor
        self._room = room
        margin = round(Space.XL * factor)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(round(Space.M * factor))

    def words(
        self, role: TypeRole, *, tone: str = "text", semibold: bool = False, times: float = 1.0
    ) -> QuizText:
        return _words("", role, self._factor * times, tone=tone, semibold=semibold)


class EntranceScene(_Scene):
    """Title, QR code, address, PIN, and who is here, newest first; who waits to be let in is not named."""

    def __init__(self, model: HostViewModel, factor: float, room: QSize) -> None:
        super().__init__(model, factor, room)
        self.title = self.words(TypeRole.DISPLAY, semibold=True)
        self.qr = QrCode(self.tr("Code that opens the quiz on a phone"), pixels=round(_QR * factor))
        self.how = self.words(TypeRole.LEAD, tone="muted")
        self.how.set_text(self.tr("Scan the code, or open in any browser"))
        self.address = self.words(TypeRole.DISPLAY, semibold=True)
        self.pin_how = self.words(TypeRole.LEAD, tone="muted")
        self.pin_how.set_text(self.tr("and type the PIN"))
        self.pin = self.words(TypeRole.DISPLAY, semibold=True, times=_PIN)
        self.here = self.words(TypeRole.TITLE, semibold=True)
        self.names = NameChips(enlarged=factor)
        words = QVBoxLayout()
        words.setSpacing(round(Space.S * factor))
        words.addStretch(1)
        for widget in (self.how, self.address, self.pin_how, self.pin):
            words.addWidget(widget)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(round(Space.XXL * factor))
        row.addWidget(self.qr, 2)
        row.addLayout(words, 3)
        self._column.addWidget(self.title)
        self._column.addLayout(row, 1)
        self._column.addWidget(self.here)
        self._column.addWidget(self.names)

    def show_scene(self) -> None:
        stage, game = self._model.stage, self._model.game
        if stage is None or game is None:
            return
        url = next(iter(stage.urls or game.urls), "")
        self.title.set_text(self._model.title)
        self.qr.set_text(url)
        self.address.set_text(address_words(url))
        self.pin.set_text(pin_words(game.pin))
        # A roster comes in the order of joining.
        seats = [] if self._model.link is None else list(self._model.link.seats.values())
        names = [seat.name for seat in reversed(seats) if seat.state == "in"]
        self.names.set_names(names)
        self.names.setVisible(bool(names))
        here = len(names)
        text = self.tr("%n player(s) here", "", here) if here else self.tr("Come in!")
        if stage.locked:
            text = self.tr("The game is about to start")
        self.here.set_text(text)


class QuestionScene(_Scene):
    """The question; results only from the reveal on. Everything is as large as the window allows."""

    def __init__(self, model: HostViewModel, factor: float, room: QSize) -> None:
        super().__init__(model, factor, room)
        self._key: tuple[object, ...] | None = None
        self.number = self.words(TypeRole.BODY, tone="muted")
        self.answered = self.words(TypeRole.LEAD, semibold=True)
        self.state = self.words(TypeRole.LEAD, semibold=True, tone="accent")
        self.way_in = self.words(TypeRole.BODY, tone="muted")
        self.countdown = Countdown(enlarged=factor)
        self.stage = StagePane(model.media_path, enlarged=factor)
        self._head = QHBoxLayout()
        self._head.setSpacing(round(Space.L * factor))
        self._head.addWidget(self.number, 1)
        self._head.addWidget(self.state, 1)
        self._head.addWidget(self.countdown)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(round(Space.L * factor))
        self._foot.addWidget(self.answered, 1)
        self._foot.addWidget(self.way_in)
        self._column.addLayout(self._head)
        self._column.addStretch(1)
        self._column.addWidget(self.stage)
        self._column.addStretch(1)
        self._column.addLayout(self._foot)

    def show_scene(self) -> None:
        stage = self._model.stage
        if stage is None or stage.shown is None:
            return
        shown = stage.shown
        words = self.tr("Question {number} of {count}")
        self.number.set_text(words.format(number=format_number(shown.q + 1), count=format_number(shown.n)))
        self._show_state(stage)
        self._show_time(stage)
        asked = stage.phase in {"open", "closed", "reveal"} and shown.type != "slide"
        counts = self._model.counts
        if asked and counts is not None and counts.q == shown.q:
            self.answered.set_text(answered_words(counts.answered, counts.eligible))
        elif not asked:
            self.answered.set_text("")
        game = self._model.game
        url = next(iter(stage.urls), "")
        pin = "" if game is None else pin_words(game.pin)
        self.way_in.set_text("" if stage.locked else f"{address_words(url)}  ·  PIN {pin}")
        self._show_question(stage)

    def _show_question(self, stage: Stage) -> None:
        options, results = stage.phase != "prep", stage.phase == "reveal"
        key = (stage.shown and stage.shown.q, options, results)
        self.stage.show_stage(stage, options=options, results=results, lettered=self._model.lettered)
        if key == self._key:
            return
        fresh = self._key is None or key[0] != self._key[0]
        self._key = key
        if fresh or not self._fits(self.stage):
            self._make_fit(stage, options=options, results=results)

    def _make_fit(self, stage: Stage, *, options: bool, results: bool) -> None:
        """Take the largest size that has room; a picture shrinks before text falls below what can be read."""
        sizes = _SIZES if not _pictured(stage) else sorted({*_SIZES, self._readable()}, reverse=True)
        for times in sizes:
            pane = StagePane(self._model.media_path, enlarged=self._factor * times)
            pane.show_stage(stage, options=options, results=results, lettered=self._model.lettered)
            if self._fits_with_picture(pane, self._parts(times)) or times == sizes[-1]:
                self.stage.clear()
                self._column.replaceWidget(self.stage, pane)
                self.stage.hide()
                self.stage.deleteLater()
                self.stage = pane
                return
            pane.clear()
            pane.deleteLater()

    def _fits_with_picture(self, pane: StagePane, parts: tuple[float, ...]) -> bool:
        for part in parts:
            pane.limit_picture(round(part * self._room.height()))
            if self._fits(pane):
                return True
        return False

    def _parts(self, times: float) -> tuple[float, ...]:
        """Parts of the height that a picture may take beside text of this size, the largest first."""
        readable = self._readable()
        if times < readable:
            return _PICTURE_GIVES_WAY[-2:]
        return _PICTURE_GIVES_WAY if times == readable else (_PICTURE,)

    def _readable(self) -> float:
        """Times the usual size at which an option's letters can be read from the back row."""
        pixels = theme().point_size(TypeRole.LEAD) * self.logicalDpiY() / 72 * self._factor
        return _READABLE * self._room.height() / pixels

    def _fits(self, pane: StagePane) -> bool:
        margins = 2 * round(Space.XL * self._factor)
        height = self._room.height() - margins - self._around()
        return pane.needed_height(max(1, self._room.width() - margins)) <= height

    def _around(self) -> int:
        spacing = self._column.spacing()
        return self._head.sizeHint().height() + self._foot.sizeHint().height() + 3 * spacing

    def _show_state(self, stage: Stage) -> None:
        words = {
            "prep": self.tr("Read the question"),
            "open": "",
            "closed": self.tr("Time is up"),
            "reveal": "",
        }
        self.state.set_text(self.tr("Paused") if stage.paused else words.get(stage.phase, ""))

    def _show_time(self, stage: Stage) -> None:
        model = self._model
        left = {"prep": model.opens_in_ms, "open": model.left_ms}.get(stage.phase)
        if left is None or left() is None or stage.shown is None:
            self.countdown.stop()
            self.countdown.hide()
            return
        self.countdown.show()
        total = model.reading_ms() if stage.phase == "prep" else stage.shown.limit_ms
        if stage.paused:
            self.countdown.pause(left(), total)
        else:
            self.countdown.run(left, total)


def _pictured(stage: Stage) -> bool:
    media = None if stage.shown is None else stage.shown.media
    return media is not None and media.mime.startswith("image/")


class BoardScene(_Scene):
    """The best, the teams, or the podium: as many names as the game shows, and no others."""

    def __init__(self, model: HostViewModel, factor: float, room: QSize) -> None:
        super().__init__(model, factor, room)
        self.title = self.words(TypeRole.DISPLAY, semibold=True)
        self.podium = Podium(enlarged=factor)
        self.teams = Board(enlarged=factor)
        self.board = Board(enlarged=factor)
        self.words_ = self.words(TypeRole.TITLE, tone="muted")
        for widget in (self.title, self.podium, self.teams, self.board, self.words_):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def show_scene(self) -> None:
        stage = self._model.stage
        if stage is None:
            return
        over = stage.phase in {"podium", "ended"}
        self.title.set_text(
            self.tr("The winners") if over and (stage.top or stage.teams) else self.tr("The board")
        )
        teams, lines = lines_of(stage.teams), lines_of(stage.top)
        best = teams or lines
        self.podium.setVisible(over and bool(best))
        self.podium.set_lines([line for line in best if line.rank <= PODIUM_PLACES])
        room = self._lines_that_fit(with_podium=over)
        self.teams.set_lines(teams[:room])
        self.teams.setVisible(bool(teams))
        rest = lines[: max(0, room - len(teams))]
        self.board.set_lines(rest)
        self.board.setVisible(bool(rest))
        private = not lines and not teams
        self.words_.set_text(self.tr("Your points are on your own screen.") if private else "")
        if private and over:
            self.title.set_text(self.tr("The game is over"))

    def _lines_that_fit(self, *, with_podium: bool) -> int:
        row = round(theme().px(44) * self._factor)
        taken = self.title.sizeHint().height() + 2 * round(Space.XL * self._factor)
        if with_podium:
            taken += self.podium.sizeHint().height()
        return max(1, min(_MOST_LINES, (self._room.height() - taken) // max(row, 1)))


class MessageScene(_Scene):
    """One calm sentence: reconnecting, or nothing to show."""

    def __init__(self, model: HostViewModel, factor: float, room: QSize) -> None:
        super().__init__(model, factor, room)
        self.title = self.words(TypeRole.TITLE, semibold=True)
        self._column.addStretch(1)
        self._column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addStretch(1)

    def show_scene(self) -> None:
        words = {
            "lost": self.tr("One moment, the game goes on at once. Your answers are kept."),
            "connecting": self.tr("One moment…"),
            "disk": self.tr("A short pause. Your answers are kept."),
            "disk_full": self.tr("A short pause. Your answers are kept."),
            "gone": self.tr("This game is over."),
        }
        self.title.set_text(words.get(self._model.trouble(), ""))
