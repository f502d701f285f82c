"""What each kind of question asks and what is right: one editor per kind, all alike to their owner."""

from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.quiz.editor_choices_page import ChoicesEditor
from desktop.quiz.editor_inputs_page import LineField, NumberField, TextField, named, side_by_side
from desktop.quiz.editor_lines_page import LinesEditor, PairsEditor
from desktop.quiz.editor_media_page import Finder
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from shared.quiz.cloze_text import parse_cloze
from shared.quiz.quiz import (
    Body,
    Choice,
    Cloze,
    Matching,
    Media,
    Multiple,
    Number,
    Order,
    Poll,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)

MOST_ENTRIES = 10
_replace = msgspec.structs.replace


class BodyEditor(QWidget):
    """`edited(field, Body)`; edits with the same `field` in a row are one step back. `media_wanted(place, Path)`."""

    edited = Signal(str, object)
    media_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body: Any = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.M)

    def show_body(self, body: Body) -> None:
        """Show what is asked now, without telling."""
        self._body = body
        self._show(body)

    def set_media(self, place: str, media: Media) -> None:
        """Put a medium that was kept where it was wanted."""

    def _show(self, body: Any) -> None:
        """Fill the inputs."""

    def _set(self, **values: Any) -> None:
        if self._body is not None:
            self.edited.emit("+".join(values), _replace(self._body, **values))


class ChoosingEditor(BodyEditor):
    """One or several right answers, or a poll."""

    def __init__(self, kind: type[Body], find: Finder) -> None:
        super().__init__()
        mark = {Single: "radio", Multiple: "check"}.get(kind, "none")
        self.choices = ChoicesEditor(mark, find)  # pyright: ignore[reportArgumentType] - a name of the three
        self.choices.edited.connect(self._tell)
        self.choices.media_wanted.connect(lambda at, path: self.media_wanted.emit(f"choice:{at}", path))
        self.column.addWidget(self.choices)
        self.strict = QCheckBox(self.tr("All or nothing: one mistake and there are no points"))
        self.several = QCheckBox(self.tr("Several answers may be chosen"))
        self.strict.clicked.connect(lambda on: self._set(scoring="strict" if on else "balanced"))
        self.several.clicked.connect(lambda on: self._set(multiple=on))
        if kind is Multiple:
            self.column.addWidget(self.strict)
        if kind is Poll:
            self.column.addWidget(self.several)

    def set_media(self, place: str, media: Media) -> None:
        name, _, at = place.partition(":")
        if name == "choice":
            self.choices.set_media(int(at), media)

    def _show(self, body: Any) -> None:
        right: tuple[int, ...] = ()
        if isinstance(body, Single):
            right = (body.correct,)
        elif isinstance(body, Multiple):
            right = body.correct
            self.strict.setChecked(body.scoring == "strict")
        elif isinstance(body, Poll):
            self.several.setChecked(body.multiple)
        self.choices.show_choices(body.choices, right)

    def _tell(self, choices: tuple[Choice, ...], right: tuple[int, ...]) -> None:
        if isinstance(self._body, Single):
            self._set(choices=choices, correct=right[0] if right else 0)
        elif isinstance(self._body, Multiple):
            self._set(choices=choices, correct=right)
        else:
            self._set(choices=choices)


class TrueFalseEditor(BodyEditor):
    """A sentence that is true or false."""

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Label(self.tr("The sentence above is"), semibold=True))
        self.truth = SegmentedControl(
            self.tr("The sentence above is"),
            [Segment("true", self.tr("True"), "check"), Segment("false", self.tr("False"), "close")],
        )
        self.truth.selected.connect(lambda id_: self._set(correct=id_ == "true"))
        self.column.addWidget(self.truth)

    def _show(self, body: TrueFalse) -> None:
        self.truth.set_selected("true" if body.correct else "false")


class TypedEditor(BodyEditor):
    """Accepted answers, and how strictly they are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Label(self.tr("Accepted answers"), semibold=True))
        self.accepted = LinesEditor(
            self.tr("Accepted answer"), self.tr("Add another accepted answer"), most=50, length=100
        )
        self.accepted.edited.connect(lambda texts: self._set(accepted=texts))
        self.typos = QCheckBox(self.tr("Small typing mistakes are all right"))
        self.typos.clicked.connect(lambda on: self._set(typos=on))
        self.exact = QCheckBox(self.tr("Capital letters and accents must be right"))
        self.exact.clicked.connect(lambda on: self._set(case_sensitive=on))
        for widget in (self.accepted, self.typos, self.exact):
            self.column.addWidget(widget)

    def _show(self, body: Typed) -> None:
        self.accepted.show_texts(body.accepted)
        self.typos.setChecked(body.typos)
        self.exact.setChecked(body.case_sensitive)


class NumberEditor(BodyEditor):
    """A number with what is still right, what is half right, and a slider."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = self._field(self.tr("Right answer"), "answer")
        self.unit = LineField(self.tr("Unit"), placeholder=self.tr("for example cm"), most=20)
        self.unit.typed.connect(lambda text: self._set(unit=text))
        self.tolerance = self._field(self.tr("Right within ±"), "tolerance", low=0)
        self.reach = self._field(self.tr("Partly right within ±"), "reach", low=0)
        self.slider = QCheckBox(self.tr("Answer with a slider"))
        self.slider.clicked.connect(lambda on: self._set(slider=on))
        self.low = self._field(self.tr("From"), "low")
        self.high = self._field(self.tr("To"), "high")
        self.step = self._field(self.tr("Step"), "step", low=0)
        self.range = side_by_side(
            named(self.tr("From"), self.low),
            named(self.tr("To"), self.high),
            named(self.tr("Step"), self.step),
        )
        self.column.addWidget(
            side_by_side(named(self.tr("Right answer"), self.answer), named(self.tr("Unit"), self.unit))
        )
        self.column.addWidget(
            side_by_side(
                named(self.tr("Right within ±"), self.tolerance, self.tr("Full points this close.")),
                named(
                    self.tr("Partly right within ±"),
                    self.reach,
                    self.tr("Fewer points the further off; 0 for none."),
                ),
            )
        )
        self.column.addWidget(self.slider)
        self.column.addWidget(self.range)

    def _field(self, name: str, field: str, low: float = -1e9) -> NumberField:
        made = NumberField(name, low=low)
        made.typed.connect(lambda value: self._set(**{field: value}))
        return made

    def _show(self, body: Number) -> None:
        for name in ("answer", "tolerance", "reach", "low", "high", "step"):
            field: NumberField = getattr(self, name)
            field.show_value(getattr(body, name))
        self.unit.show_text(body.unit)
        self.slider.setChecked(body.slider)
        self.range.setVisible(body.slider)


class OrderEditor(BodyEditor):
    """Things in their right order."""

    def __init__(self, find: Finder) -> None:
        super().__init__()
        self.items = ChoicesEditor("number", find)
        self.items.edited.connect(lambda choices, _right: self._set(items=choices, order=()))
        self.items.media_wanted.connect(lambda at, path: self.media_wanted.emit(f"choice:{at}", path))
        self.column.addWidget(self.items)

    def set_media(self, place: str, media: Media) -> None:
        name, _, at = place.partition(":")
        if name == "choice":
            self.items.set_media(int(at), media)

    def _show(self, body: Order) -> None:
        self.items.show_choices(tuple(body.items[at] for at in body.order) or body.items, ())


class ClozeEditor(BodyEditor):
    """A text with gaps, and the words to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.text = TextField(self.tr("Text with gaps"), lines=3)
        self.text.typed.connect(lambda text: self._set(text=text))
        self.gap_button = Button(
            self.tr("Make a gap of the marked words"), icon_name="format-text-variant-outline"
        )
        self.gap_button.clicked.connect(self.make_gap)
        help_text = self.tr(
            "Mark a word and make it a gap. Inside a gap, | parts answers that are all right, and :: stands "
            "before a hint."
        )
        self.bank = QCheckBox(self.tr("Show the words to choose from"))
        self.bank.clicked.connect(lambda on: self._set(bank=on))
        self.distractors = LinesEditor(self.tr("Wrong word"), self.tr("Add a wrong word"), least=0)
        self.distractors.edited.connect(lambda texts: self._set(distractors=texts))
        self.typos = QCheckBox(self.tr("Small typing mistakes are all right"))
        self.typos.clicked.connect(lambda on: self._set(typos=on))
        self.column.addWidget(named(self.tr("Text with gaps"), self.text, help_text))
        self.column.addWidget(self.gap_button, 0, Qt.AlignmentFlag.AlignLeading)
        for widget in (self.bank, self.distractors, self.typos):
            self.column.addWidget(widget)

    def make_gap(self) -> None:
        """Put the marked words, or the word at the cursor, into a gap."""
        cursor = self.text.textCursor()
        if not cursor.hasSelection():
            cursor.select(cursor.SelectionType.WordUnderCursor)
        chosen = cursor.selectedText().replace("\u2029", " ").strip()
        number = len(parse_cloze(self.text.toPlainText()).gaps) + 1
        if "{{" not in chosen and "}}" not in chosen:
            cursor.insertText(f"{{{{c{number}::{chosen}}}}}")
        self.text.setFocus()

    def _show(self, body: Cloze) -> None:
        self.text.show_text(body.text)
        self.bank.setChecked(body.bank)
        self.distractors.show_texts(body.distractors)
        self.distractors.setVisible(body.bank)
        self.typos.setChecked(body.typos)
        self.typos.setVisible(not body.bank)


class MatchingEditor(BodyEditor):
    """Pairs."""

    def __init__(self, find: Finder) -> None:
        super().__init__()
        self.column.addWidget(
            Label(
                self.tr("Write what belongs together side by side. Players see it mixed."),
                TypeRole.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        self.pairs = PairsEditor(find)
        self.pairs.edited.connect(lambda pairs: self._set(pairs=pairs, right_order=()))
        self.pairs.media_wanted.connect(lambda side, at, path: self.media_wanted.emit(f"{side}:{at}", path))
        self.column.addWidget(self.pairs)

    def set_media(self, place: str, media: Media) -> None:
        side, _, at = place.partition(":")
        if side in ("left", "right"):
            self.pairs.set_media(side, int(at), media)

    def _show(self, body: Matching) -> None:
        self.pairs.show_pairs(body.pairs)


class ScaleEditor(BodyEditor):
    """Ends of a scale and their words."""

    def __init__(self) -> None:
        super().__init__()
        self.low = NumberField(self.tr("Lowest"), low=-100, high=100, decimals=0)
        self.high = NumberField(self.tr("Highest"), low=-100, high=100, decimals=0)
        self.low_label = LineField(
            self.tr("Words for the lowest"), placeholder=self.tr("for example: not at all"), most=60
        )
        self.high_label = LineField(
            self.tr("Words for the highest"), placeholder=self.tr("for example: very much"), most=60
        )
        self.low.typed.connect(lambda value: self._set(low=int(value)))
        self.high.typed.connect(lambda value: self._set(high=int(value)))
        self.low_label.typed.connect(lambda text: self._set(low_label=text))
        self.high_label.typed.connect(lambda text: self._set(high_label=text))
        self.column.addWidget(
            side_by_side(
                named(self.tr("Lowest"), self.low), named(self.tr("Words for the lowest"), self.low_label)
            )
        )
        self.column.addWidget(
            side_by_side(
                named(self.tr("Highest"), self.high), named(self.tr("Words for the highest"), self.high_label)
            )
        )

    def _show(self, body: Scale) -> None:
        self.low.show_value(body.low)
        self.high.show_value(body.high)
        self.low_label.show_text(body.low_label)
        self.high_label.show_text(body.high_label)


class WordCloudEditor(BodyEditor):
    """How many words each player gives."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = NumberField(self.tr("Words per player"), low=1, high=MOST_ENTRIES, decimals=0)
        self.entries.typed.connect(lambda value: self._set(entries=int(value)))
        self.column.addWidget(
            named(
                self.tr("Words per player"),
                self.entries,
                self.tr("You can hide words while the cloud grows."),
            )
        )

    def _show(self, body: WordCloud) -> None:
        self.entries.show_value(body.entries)


class SlideEditor(BodyEditor):
    """Text to read."""

    def __init__(self) -> None:
        super().__init__()
        self.text = TextField(self.tr("Text to read"), lines=5, most=20)
        self.text.typed.connect(lambda text: self._set(text=text))
        self.column.addWidget(named(self.tr("Text to read"), self.text))

    def _show(self, body: Slide) -> None:
        self.text.show_text(body.text)


def body_editor(kind: type[Body], find: Finder) -> BodyEditor:
    """Return an editor for a kind."""
    makers = {
        TrueFalse: TrueFalseEditor,
        Typed: TypedEditor,
        Number: NumberEditor,
        Order: lambda: OrderEditor(find),
        Cloze: ClozeEditor,
        Matching: lambda: MatchingEditor(find),
        Scale: ScaleEditor,
        WordCloud: WordCloudEditor,
        Slide: SlideEditor,
    }
    return makers[kind]() if kind in makers else ChoosingEditor(kind, find)
