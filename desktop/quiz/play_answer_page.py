"""Where a question is answered: one widget per kind behind one face, filled from the question's view."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.quiz.play_words_page import truth_word
from desktop.widgets.quiz_cloze import ClozeText
from desktop.widgets.quiz_matching import MatchingPairs
from desktop.widgets.quiz_number import NumberEntry, NumberSlider
from desktop.widgets.quiz_options import OptionTiles, TileOption
from desktop.widgets.quiz_order import OrderList
from desktop.widgets.quiz_scale import ScaleRow
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.quiz_tile import Verdict
from desktop.widgets.quiz_words import WordFields
from desktop.widgets.theme import TypeRole
from shared.quiz.quiz import Choice, Media
from shared.quiz.texts import normalise, same_but_typos
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
    Solution,
    TrueFalseView,
    TypedView,
    View,
    WordCloudView,
)

Wanted = tuple[Media, Callable[[Path], None]]


class Pad(QObject):
    """Base of a kind's widget: `value()` is the answer in its wire shape, or None while there is none.

    `chosen` asks to be sent at once (a tap on the one option); `submitted` is Enter in the last field.
    """

    changed = Signal()
    chosen = Signal()
    submitted = Signal()
    immediate = False

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.widget = widget

    def value(self) -> Any:
        return None

    def set_value(self, _answer: Any) -> None:
        """Show an answer that was given before."""

    def set_locked(self, *, locked: bool) -> None:
        self.widget.set_locked(locked)

    def press(self, _position: int) -> bool:
        """The key of a place was pressed; True when it did something."""
        return False

    def focus(self) -> None:
        self.widget.setFocus()

    def reveal(self, _solution: Solution, _answer: Any, _fraction: float) -> None:
        """Mark what was right; the words stand elsewhere."""

    def wanted(self) -> list[Wanted]:
        """Pictures of options, and what to call with each file."""
        return []


class TilePad(Pad):
    """Single, multiple, true or false, poll."""

    def __init__(
        self, options: Sequence[Choice], order: Sequence[int], values: Sequence[Any], *, multiple: bool
    ) -> None:
        self._order = order
        self._options = options
        self._values = [values[index] for index in order]
        self._multiple = multiple
        self._one: Any = None
        self.immediate = not multiple
        self.tiles = OptionTiles([_tile(options[index]) for index in order], multiple=multiple)
        super().__init__(self.tiles)
        self.tiles.chosen.connect(self._choose)
        self.tiles.changed.connect(self.changed)

    def _choose(self, position: int) -> None:
        self._one = self._values[position]
        self.tiles.select([position])
        self.changed.emit()
        self.chosen.emit()

    def value(self) -> Any:
        if not self._multiple:
            return self._one
        return [self._values[position] for position in self.tiles.selection()] or None

    def set_value(self, answer: Any) -> None:
        given = _values(answer)
        self.tiles.select(
            [place for place, value in enumerate(self._values) if value in given or value == given]
        )
        self._one = None if self._multiple else answer

    def press(self, position: int) -> bool:
        return self.tiles.press(position)

    def focus(self) -> None:
        self.tiles.tiles[0].setFocus()

    def reveal(self, solution: Solution, answer: Any, _fraction: float) -> None:
        right = _values(solution.answer)
        given = _values(answer)
        if right:
            self.tiles.set_verdicts([self._verdict(value, right, given) for value in self._values])

    def _verdict(self, value: Any, right: list[Any], given: list[Any]) -> tuple[Verdict, str]:
        if value in right:
            words = self.tr("Right answer, yours") if value in given else self.tr("Right answer")
            return ("right" if value in given or not given else "missed"), words
        return ("wrong", self.tr("Your answer, not right")) if value in given else ("", "")

    def wanted(self) -> list[Wanted]:
        found: list[Wanted] = []
        for place, index in enumerate(self._order):
            media = self._options[index].media
            if media is not None:
                found.append(
                    (media, lambda path, place=place, alt=media.alt: self._picture(place, path, alt))
                )
        return found

    def _picture(self, place: int, path: Path, alt: str) -> None:
        self.tiles.set_picture(place, QPixmap(str(path)), alt)


class FieldPad(Pad):
    """Typed answers and word clouds."""

    def __init__(self, count: int, max_length: int, *, one: bool) -> None:
        self.fields = WordFields(count, max_length=max_length)
        self._one = one
        super().__init__(self.fields)
        self.fields.changed.connect(self.changed)
        self.fields.submitted.connect(self.submitted)

    def value(self) -> Any:
        texts = self.fields.texts()
        return (texts[0] if self._one else texts) if texts else None

    def set_value(self, answer: Any) -> None:
        self.fields.set_texts([str(text) for text in _values(answer)])

    def focus(self) -> None:
        self.fields.focus()


class NumberPad(Pad):
    """A number, typed or by slider."""

    def __init__(self, view: NumberView) -> None:
        self.number = (
            NumberSlider(view.low, view.high, view.step, view.unit) if view.slider else NumberEntry(view.unit)
        )
        super().__init__(self.number)
        self.number.changed.connect(self.changed)
        self.number.submitted.connect(self.submitted)

    def value(self) -> Any:
        return self.number.value()

    def set_value(self, answer: Any) -> None:
        if isinstance(answer, int | float):
            self.number.set_value(float(answer))

    def focus(self) -> None:
        self.number.focus()


class OrderPad(Pad):
    """Things in order; as they lie is an answer too."""

    def __init__(self, view: OrderView) -> None:
        self.things = OrderList([_tile(item) for item in view.items])
        self._items = view.items
        super().__init__(self.things)
        self.things.changed.connect(self.changed)

    def value(self) -> Any:
        return self.things.order()

    def set_value(self, answer: Any) -> None:
        self.things.set_order([index for index in _values(answer) if isinstance(index, int)])

    def focus(self) -> None:
        self.things.rows[0].setFocus()

    def reveal(self, solution: Solution, _answer: Any, _fraction: float) -> None:
        right = _values(solution.answer)
        if len(right) == len(self.things.rows):
            pairs = zip(self.things.order(), right, strict=True)
            self.things.set_verdicts([given == wanted for given, wanted in pairs])

    def wanted(self) -> list[Wanted]:
        return [
            (item.media, lambda path, index=index: self.things.set_picture(index, QPixmap(str(path))))
            for index, item in enumerate(self._items)
            if item.media is not None
        ]


class MatchingPad(Pad):
    """Pairs; some may stay open."""

    def __init__(self, view: MatchingView) -> None:
        self.pairs = MatchingPairs(
            [_tile(left) for left in view.left], [_tile(right) for right in view.right]
        )
        self._view = view
        super().__init__(self.pairs)
        self.pairs.changed.connect(self.changed)

    def value(self) -> Any:
        places = self.pairs.places()
        return places if any(place >= 0 for place in places) else None

    def set_value(self, answer: Any) -> None:
        self.pairs.set_places(_values(answer))

    def press(self, position: int) -> bool:
        return self.pairs.press(position)

    def focus(self) -> None:
        self.pairs.lefts[0].setFocus()

    def reveal(self, solution: Solution, answer: Any, _fraction: float) -> None:
        wanted, given = _values(solution.answer), _values(answer) or [-1] * len(self._view.left)
        if len(wanted) == len(given) == len(self._view.left):
            self.pairs.set_verdicts(wanted, [self._same(*pair) for pair in zip(given, wanted, strict=True)])

    def _same(self, given: int, wanted: int) -> bool:
        """Two rights that read the same are the same."""
        return given >= 0 and self._view.right[given] == self._view.right[wanted]

    def wanted(self) -> list[Wanted]:
        found: list[Wanted] = []
        for index, item in enumerate(self._view.left):
            if item.media is not None:
                found.append(
                    (item.media, lambda path, n=index: self.pairs.set_left_picture(n, QPixmap(str(path))))
                )
        for index, item in enumerate(self._view.right):
            if item.media is not None:
                alt = item.media.alt
                found.append(
                    (
                        item.media,
                        lambda path, n=index, alt=alt: self.pairs.set_right_picture(
                            n, QPixmap(str(path)), alt
                        ),
                    )
                )
        return found


class ClozePad(Pad):
    """Gaps; some may stay open."""

    def __init__(self, view: ClozeView) -> None:
        self.cloze = ClozeText(view.parts, view.hints, view.bank, max_length=view.max_length)
        super().__init__(self.cloze)
        self.cloze.changed.connect(self.changed)
        self.cloze.submitted.connect(self.submitted)

    def value(self) -> Any:
        texts = self.cloze.texts()
        return texts if any(texts) else None

    def set_value(self, answer: Any) -> None:
        self.cloze.set_texts([str(text) for text in _values(answer)])

    def focus(self) -> None:
        self.cloze.focus()

    def reveal(self, solution: Solution, _answer: Any, fraction: float) -> None:
        accepted = [[str(text) for text in _values(gap)] for gap in solution.accepted]
        texts = self.cloze.texts()
        if len(accepted) != len(texts):
            return
        right = [normalise(text) in map(normalise, gap) for text, gap in zip(texts, accepted, strict=True)]
        if sum(right) / len(right) < fraction:
            # The host forgave typing errors.
            right = [
                any(same_but_typos(normalise(text), normalise(one)) for one in gap)
                for text, gap in zip(texts, accepted, strict=True)
            ]
        told = self.tr("Right answer: {words}")
        self.cloze.set_verdicts(
            [
                (one, self.tr("Right") if one else told.format(words=" / ".join(gap)))
                for one, gap in zip(right, accepted, strict=True)
            ]
        )


class ScalePad(Pad):
    """A step of a scale."""

    def __init__(self, view: ScaleView) -> None:
        words = [str(step) for step in range(view.low, view.high + 1)]
        name = self.tr("Your opinion")
        self.scale = ScaleRow(name, view.low, words, ends=(view.low_label, view.high_label))
        super().__init__(self.scale)
        self.scale.changed.connect(self.changed)

    def value(self) -> Any:
        return self.scale.value()

    def set_value(self, answer: Any) -> None:
        if isinstance(answer, int):
            self.scale.set_value(answer)

    def press(self, position: int) -> bool:
        return self.scale.press(position)

    def focus(self) -> None:
        self.scale.buttons[0].setFocus()


class SlidePad(Pad):
    """Something to read."""

    def __init__(self, view: SlideView) -> None:
        self.text = QuizText(view.text, TypeRole.LEAD)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        super().__init__(holder)

    def set_locked(self, *, locked: bool) -> None:
        del locked


def pad_for(view: View, order: Sequence[int]) -> Pad:
    """The pad of a kind. `order` says which option stands at each place of this device."""
    if isinstance(view, SingleView | MultipleView | PollView):
        return _tiles(view, order)
    return _PADS[type(view)](view)


def _tiles(view: SingleView | MultipleView | PollView, order: Sequence[int]) -> TilePad:
    each = range(len(view.options))
    if isinstance(view, PollView) and not view.multiple:
        return TilePad(view.options, order, [[index] for index in each], multiple=False)
    return TilePad(view.options, order, each, multiple=not isinstance(view, SingleView))


def _truth(_view: TrueFalseView) -> TilePad:
    words = (Choice(truth_word(value=True)), Choice(truth_word(value=False)))
    return TilePad(words, (0, 1), (True, False), multiple=False)


_PADS: dict[type[View], Callable[[Any], Pad]] = {
    TrueFalseView: _truth,
    TypedView: lambda view: FieldPad(1, view.max_length, one=True),
    WordCloudView: lambda view: FieldPad(view.entries, view.max_length, one=False),
    NumberView: NumberPad,
    OrderView: OrderPad,
    MatchingView: MatchingPad,
    ClozeView: ClozePad,
    ScaleView: ScalePad,
    SlideView: SlidePad,
}


def _tile(choice: Choice) -> TileOption:
    return TileOption(choice.text, choice.media.alt if choice.media is not None else "")


def _values(answer: Any) -> list[Any]:
    """An answer or solution as a list, whatever came."""
    if answer is None:
        return []
    return list(answer) if isinstance(answer, list | tuple) else [answer]
