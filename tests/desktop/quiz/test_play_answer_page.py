"""Every kind of question: answered in its wire shape, shown again, locked, judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QPixmap

from desktop.quiz.play_answer_page import pad_for
from shared.quiz.quiz import Choice, Media
from shared.quiz.views import MatchingView, OrderView, SingleView
from tests.support.look import look
from tests.support.quiz_playing import ANSWERS, SOLUTIONS, VIEWS, listening

__all__ = ["look"]

ORDER = (2, 0, 1)


@pytest.fixture
def make(qtbot):
    def made(kind, order=(0, 1, 2)):
        pad = pad_for(VIEWS[kind] if isinstance(kind, str) else kind, order)
        qtbot.addWidget(pad.widget)
        pad.widget.show()
        return pad

    return made


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_shown_again_as_it_was_given(make, kind):
    pad = make(kind)
    pad.set_value(ANSWERS[kind])
    if pad.immediate:
        assert pad.tiles.selection()
    else:
        assert pad.value() == ANSWERS[kind]


@pytest.mark.parametrize("kind", VIEWS)
def test_an_untouched_pad_is_no_answer(make, kind):
    pad = make(kind)
    assert pad.value() is None or kind == "order"
    pad.focus()


@pytest.mark.parametrize("kind", SOLUTIONS)
def test_every_kind_is_judged_and_locked(make, kind):
    pad = make(kind)
    for answer in (None, ANSWERS[kind]):
        if answer is not None:
            pad.set_value(answer)
        pad.set_locked(locked=True)
        pad.reveal(SOLUTIONS[kind], answer, 1.0 if answer is not None else 0.0)
        assert not pad.widget.grab().isNull()


@pytest.mark.parametrize("kind", VIEWS)
@given(
    value=st.one_of(
        st.none(), st.integers(-9, 99), st.text(max_size=5), st.lists(st.integers(-2, 9), max_size=4)
    )
)
def test_answers_of_another_shape_break_nothing(qapp, kind, value):
    pad = pad_for(VIEWS[kind], (0, 1, 2))
    pad.set_value(value)
    pad.widget.deleteLater()


def test_a_tap_answers_with_the_dealt_index(make):
    pad = make("single", ORDER)
    chosen = listening(pad.chosen)
    assert pad.press(0)
    assert (pad.value(), len(chosen)) == (2, 1)
    assert pad.immediate


def test_several_are_dealt_indices_too(make):
    pad = make("multiple", ORDER)
    assert not pad.immediate
    pad.press(0)
    pad.press(2)
    assert sorted(pad.value()) == [1, 2]


def test_truth_and_a_poll_have_their_own_shapes(make):
    truth = make("true_false")
    truth.press(1)
    assert truth.value() is False
    poll = make("poll", ORDER)
    poll.press(0)
    assert poll.value() == [2]


def test_tiles_say_what_was_right(make):
    pad = make("multiple", ORDER)
    pad.reveal(SOLUTIONS["multiple"], [1, 2], 0.5)
    assert [tile.verdict() for tile in pad.tiles.tiles] == ["right", "missed", "wrong"]


def test_a_number_is_read_and_an_unset_slider_is_none(make):
    entry = make("number")
    entry.number.field.setText("3,5")
    assert entry.value() == 3.5
    slider = make("slider")
    slider.set_value(4)
    assert slider.value() == 4


def test_enter_asks_to_send(make, qtbot):
    pad = make("typed")
    sent = listening(pad.submitted)
    pad.fields.submitted.emit()
    assert len(sent) == 1


def test_matching_takes_keys_and_equal_rights_are_equal(make):
    view = MatchingView((Choice("2+2"), Choice("1+3")), (Choice("4"), Choice("4")))
    pad = make(view)
    assert pad.press(1)
    assert pad.value() == [1, -1]
    pad.set_value([1, 0])
    pad.reveal(SOLUTIONS["matching"], [1, 0], 1.0)  # of another size: nothing is marked
    assert pad.pairs.lefts[0].accessibleDescription() == ""


def test_a_gap_is_right_as_the_host_judged_it(make):
    pad = make("cloze")
    pad.set_value(["glucos", "Carbon dioxide"])
    pad.reveal(SOLUTIONS["cloze"], None, 0.5)
    assert [label.text() for label in pad.cloze.verdicts] == ["Right answer: glucose", "Right"]
    pad.reveal(SOLUTIONS["cloze"], None, 1.0)
    assert [label.text() for label in pad.cloze.verdicts] == ["Right", "Right"]


def test_pictures_of_options_find_their_places(make, tmp_path):
    path = tmp_path / "p"
    QPixmap(10, 10).save(str(path), "PNG")
    media = Media("a" * 64, "image/png", "A cat")
    tiles = make(SingleView((Choice("Dog"), Choice("", media))), (1, 0))
    [(wanted, done)] = tiles.wanted()
    assert wanted is media
    done(path)
    assert tiles.tiles.tiles[0].accessibleName() == "A: A cat"
    order = make(OrderView((Choice("Dog"), Choice("", media))))
    [(_, done)] = order.wanted()
    done(path)
    assert order.things.rows[1].picture.accessibleName() == "A cat"
    pairs = make(MatchingView((Choice("", media), Choice("b")), (Choice("x"), Choice("", media))))
    for _, done in pairs.wanted():
        done(path)
    assert pairs.pairs.rights[1].accessibleName() == "B: A cat"


def test_a_slide_is_only_read(make):
    pad = make("slide")
    pad.set_locked(locked=True)
    assert pad.text.text() == "Read this."
    assert not pad.press(0)
    assert pad.wanted() == []
