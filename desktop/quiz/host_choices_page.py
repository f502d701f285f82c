"""How a game is played, as controls: what is chosen becomes `GameOptions`, with words a teacher would use."""

import msgspec
from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.card import Card
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.label import Label
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.quiz import GameOptions

_A_WEEK = 7
_EVENING = 20
_MOST_BOARD = 50
_PENALTY = 0.25
LEAST_TEAMS = 2


class ChoicesForm(QWidget):
    """`show_options(options)`, then `options()` is what a person made of them. `changed` after each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._given = GameOptions()
        self._boxes: dict[str, QCheckBox] = {}
        self._ticks: dict[str, list[QWidget]] = {}
        self._make_choices()
        self._make_fields()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.L)
        self._add_how()
        self._add_points()
        self._add_names()
        self._add_more()
        self._fit()

    def show_options(self, options: GameOptions) -> None:
        """Show what was chosen last; a deadline that has passed is a week from now."""
        self._given = options
        self.pace.set_selected(options.pace)
        self.preset.set_selected(options.preset)
        self.names.set_selected(options.names)
        self.score.set_selected(options.team_score)
        self.board.set_selected(options.board)
        self.places.setValue(min(max(options.board_size, 1), _MOST_BOARD))
        self.roster.setPlainText("\n".join(options.roster))
        self.in_teams.setChecked(bool(options.teams))
        self.teams.setText(", ".join(options.teams))
        for name, box in self._boxes.items():
            box.setChecked(bool(getattr(options, name)))
        now = QDateTime.currentDateTime()
        kept = QDateTime.fromMSecsSinceEpoch(options.deadline_ms or 0)
        later = now.addDays(_A_WEEK)
        later.setTime(QTime(_EVENING, 0))
        self.deadline.setDateTime(kept if kept > now else later)
        self._fit()

    def options(self) -> GameOptions:
        """What is chosen now."""
        pace = "self" if self.pace.current() == "self" else "live"
        roster = _lines(self.roster.toPlainText()) if self.names.current() == "roster" else self._given.roster
        return msgspec.structs.replace(
            self._given,
            pace=pace,
            preset=self.preset.current(),
            names=self.names.current(),
            roster=roster,
            teams=_words(self.teams.text()) if self.in_teams.isChecked() else (),
            team_score=self.score.current(),
            board=self.board.current(),
            board_size=self.places.value(),
            deadline_ms=self.deadline.dateTime().toMSecsSinceEpoch() if pace == "self" else None,
            penalty=_PENALTY if self._boxes["penalty"].isChecked() else 0.0,
            **{name: box.isChecked() for name, box in self._boxes.items() if name != "penalty"},
        )

    def problem(self) -> str:
        """What is missing, in words; empty when the game can be opened."""
        chosen = self.options()
        if self.in_teams.isChecked() and len(chosen.teams) < LEAST_TEAMS:
            return self.tr("Write the names of at least two teams, with commas between them.")
        if chosen.names == "roster" and not chosen.roster:
            return self.tr("Write the names of your class, one in each line.")
        now_ms = QDateTime.currentMSecsSinceEpoch()
        if chosen.pace == "self" and (chosen.deadline_ms or 0) <= now_ms:
            return self.tr("The deadline has passed already. Choose a later one.")
        return ""

    # Made once

    def _make_choices(self) -> None:
        self.pace = self._segments(
            self.tr("How it is played"),
            ("live", self.tr("Together, now"), "account-group"),
            ("self", self.tr("On their own, until a deadline"), "calendar-clock-outline"),
        )
        self.preset = self._segments(
            self.tr("Points"),
            ("accuracy", self.tr("Being right"), ""),
            ("balanced", self.tr("Right, and a little speed"), ""),
            ("race", self.tr("A race"), ""),
        )
        self.names = self._segments(
            self.tr("Names"),
            ("free", self.tr("Own names"), ""),
            ("generated", self.tr("Given names"), ""),
            ("roster", self.tr("My class list"), ""),
        )
        self.score = self._segments(
            self.tr("A team's points"),
            ("average", self.tr("Average of its members"), ""),
            ("sum", self.tr("All added up"), ""),
        )
        self.board = self._segments(
            self.tr("Who sees the ranking"),
            ("top", self.tr("Everybody sees the best"), ""),
            ("private", self.tr("Each only their own"), ""),
        )

    def _make_fields(self) -> None:
        self.deadline = QDateTimeEdit()
        self.deadline.setCalendarPopup(True)
        self.deadline.setAccessibleName(self.tr("Deadline"))
        self.roster = QPlainTextEdit()
        self.roster.setTabChangesFocus(True)
        self.roster.setPlaceholderText(self.tr("One name in each line"))
        self.roster.setFixedHeight(theme().px(120))
        self.roster.setAccessibleName(self.tr("Names of the class"))
        self.roster.textChanged.connect(self._fit)
        self.in_teams = QCheckBox(self.tr("Play in teams"))
        self.in_teams.clicked.connect(self._fit)
        self.teams = QLineEdit()
        self.teams.setPlaceholderText(self.tr("Reds, Blues, Greens"))
        self.teams.setAccessibleName(self.tr("Names of the teams"))
        self.teams.textChanged.connect(self._fit)
        self.places = QSpinBox()
        self.places.setRange(1, _MOST_BOARD)
        self.deadline.dateTimeChanged.connect(self._fit)

    def _add_how(self) -> None:
        card = self._card(self.tr("How it is played"))
        card.body.addWidget(self.pace)
        self.pace_words = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        card.body.addWidget(self.pace_words)
        self._deadline_row = SettingRow(
            self.tr("Deadline"),
            self.tr("Answers given until then count, also those that arrive later."),
            self.deadline,
        )
        card.body.addWidget(self._deadline_row)

    def _add_points(self) -> None:
        card = self._card(self.tr("Points"))
        card.body.addWidget(self.preset)
        self.preset_words = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        card.body.addWidget(self.preset_words)
        self._points_card = card

    def _add_names(self) -> None:
        card = self._card(self.tr("Names and teams"))
        card.body.addWidget(self.names)
        self.name_words = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        card.body.addWidget(self.name_words)
        card.body.addWidget(self.roster)
        self._tick(
            card, "approval", self.tr("I let each player in"), self.tr("Nobody is in before you say yes.")
        )
        card.body.addWidget(self.in_teams)
        self._team_rows = QWidget()
        rows = QVBoxLayout(self._team_rows)
        rows.setContentsMargins(Space.XL, 0, 0, 0)
        rows.setSpacing(Space.S)
        rows.addWidget(self.teams)
        rows.addWidget(self.score)
        card.body.addWidget(self._team_rows)

    def _add_more(self) -> None:
        card = Card()
        ticks: tuple[tuple[str, str, str], ...] = (
            ("auto_advance", self.tr("Go on by itself after each question"), ""),
            ("shuffle_questions", self.tr("Mix the order of the questions"), ""),
            (
                "own_order",
                self.tr("Mix the answers on each device"),
                self.tr(
                    "Neighbours see different letters for the same answer, so the big screen shows none."
                ),
            ),
            (
                "change_answer",
                self.tr("An answer may be changed until time is up"),
                self.tr("The last tap counts, with its own time."),
            ),
            ("late_join", self.tr("Players may come in during the game"), ""),
            (
                "late_answers",
                self.tr("Count answers that a bad connection held up"),
                self.tr("Only when they were given in time, up to three seconds late."),
            ),
            ("streak_bonus", self.tr("Extra points for several right answers in a row"), ""),
            (
                "penalty",
                self.tr("A wrong answer costs points"),
                self.tr("A quarter of what was to be won; nobody falls below zero."),
            ),
            (
                "announce",
                self.tr("Show this game to Lantern on other computers in the network"),
                self.tr("They find it without typing an address."),
            ),
        )
        for name, words, help_text in ticks:
            self._tick(card, name, words, help_text)
        card.body.addWidget(SettingRow(self.tr("Who sees the ranking"), "", self.board, wide=True))
        self._size_row = SettingRow(self.tr("How many names the board shows"), "", self.places)
        card.body.addWidget(self._size_row)
        self.more = Disclosure(self.tr("More"), card)
        self._column.addWidget(self.more)

    # Parts

    def _card(self, title: str) -> Card:
        card = Card()
        card.body.setSpacing(Space.M)
        card.body.addWidget(Label(title, TypeRole.LEAD, semibold=True, wrap=True))
        self._column.addWidget(card)
        return card

    def _segments(self, name: str, *choices: tuple[str, str, str]) -> SegmentedControl:
        control = SegmentedControl(name, [Segment(*choice) for choice in choices])
        control.selected.connect(lambda _id: self._fit())
        return control

    def _tick(self, card: Card, name: str, words: str, help_text: str) -> None:
        box = QCheckBox(words)
        box.setAccessibleDescription(help_text)
        self._boxes[name] = box
        self._ticks[name] = [box]
        card.body.addWidget(box)
        if help_text:
            note = Label(help_text, TypeRole.SMALL, tone="muted", wrap=True)
            note.setContentsMargins(theme().px(26), 0, 0, 0)
            card.body.addWidget(note)
            self._ticks[name].append(note)

    def _fit(self) -> None:
        """Explain what is chosen and show what goes with it."""
        own_pace = self.pace.current() == "self"
        self.pace_words.setText(
            self.tr(
                "Everybody answers when and where they like, also offline; each learns the answers when handing in."
            )
            if own_pace
            else self.tr("Everybody answers the same question at the same time, and you press on.")
        )
        self._deadline_row.setVisible(own_pace)
        self._points_card.setVisible(not own_pace)
        self.preset_words.setText(self._preset_words()[self.preset.current()])
        self.name_words.setText(self._name_words()[self.names.current()])
        self.roster.setVisible(self.names.current() == "roster")
        self._team_rows.setVisible(self.in_teams.isChecked())
        self._size_row.setVisible(self.board.current() == "top")
        for name in ("auto_advance", "change_answer", "streak_bonus"):
            for widget in self._ticks[name]:
                widget.setVisible(not own_pace)
        self.changed.emit()

    def _preset_words(self) -> dict[str, str]:
        return {
            "accuracy": self.tr("Only being right counts. Nobody is hurried."),
            "balanced": self.tr("Most points are for being right, some for being quick."),
            "race": self.tr("Half of the points are for speed."),
        }

    def _name_words(self) -> dict[str, str]:
        return {
            "free": self.tr("Each types a name. Rude words are refused."),
            "generated": self.tr("Each gets a friendly made-up name: nobody is known by it."),
            "roster": self.tr("Each picks their name from your list, so reports carry real names."),
        }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for raw in text.split(",") if (word := " ".join(raw.split()))))
