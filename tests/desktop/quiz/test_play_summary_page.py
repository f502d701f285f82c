"""A room's answers as bars, for each kind and the order of this device."""

import pytest

from desktop.quiz.play_summary_page import SummaryView, bars_of
from shared.quiz.views import Bucket, Summary, TextCount
from tests.support.look import look
from tests.support.quiz_playing import SOLUTIONS, VIEWS

__all__ = ["look"]


def test_options_stand_in_the_order_of_the_device():
    bars = bars_of(VIEWS["single"], Summary(6, 2, (1, 2, 3)), SOLUTIONS["single"], (2, 0, 1), own=0)
    assert [(bar.text, bar.count, bar.position) for bar in bars] == [
        ("Nice", 3, 0),
        ("Paris", 1, 1),
        ("Lyon", 2, 2),
    ]
    assert [bar.right for bar in bars] == [False, False, True]
    assert [bar.own for bar in bars] == [False, True, False]


def test_truth_scale_and_number():
    truth = bars_of(VIEWS["true_false"], Summary(3, 1, (2, 1)), SOLUTIONS["true_false"], (), own=True)
    assert [(bar.count, bar.right, bar.own) for bar in truth] == [(2, False, True), (1, True, False)]
    scale = bars_of(VIEWS["scale"], Summary(3, 0, (0, 0, 0, 2, 1)), None, (), own=4)
    assert [bar.count for bar in scale] == [0, 0, 0, 2, 1]
    assert [bar.own for bar in scale] == [False, False, False, True, False]
    buckets = (Bucket(0, 5, 1), Bucket(5, 10, 2))
    number = bars_of(VIEWS["number"], Summary(3, 1, buckets=buckets), SOLUTIONS["number"], (), own=2)
    assert [(bar.text, bar.right, bar.own) for bar in number] == [
        ("0 – 5 m", True, True),
        ("5 – 10 m", True, False),
    ]


def test_places_gaps_and_pairs_tell_how_many_were_right():
    order = bars_of(VIEWS["order"], Summary(3, 1, (3, 2, 1)), SOLUTIONS["order"], ())
    assert [bar.text for bar in order] == ["Nice", "Paris", "Lyon"]
    gaps = bars_of(VIEWS["cloze"], Summary(3, 1, (3, 2)), SOLUTIONS["cloze"], ())
    assert [bar.text for bar in gaps] == ["Gap 1", "Gap 2"]
    pairs = bars_of(VIEWS["matching"], Summary(3, 1, (1, 1, 1)), SOLUTIONS["matching"], ())
    assert [bar.text for bar in pairs] == ["Paris", "Lyon", "Nice"]


def test_typed_texts_are_the_most_frequent():
    texts = tuple(TextCount(f"t{n}", 20 - n, 1.0 if n == 0 else 0.0) for n in range(20))
    bars = bars_of(VIEWS["typed"], Summary(100, 20, texts=texts), SOLUTIONS["typed"], (), own="t1")
    assert len(bars) == 8
    assert (bars[0].right, bars[1].own) == (True, True)


def test_a_short_summary_of_another_version_breaks_nothing():
    assert [bar.count for bar in bars_of(VIEWS["single"], Summary(1), None, (0,))] == [0, 0, 0]


@pytest.mark.parametrize(("kind", "cloud"), [("single", False), ("word_cloud", True)])
def test_bars_or_cloud(qtbot, kind, cloud):
    view = SummaryView()
    qtbot.addWidget(view)
    view.show_summary(VIEWS[kind], Summary(2, 0, (1, 1, 0), (TextCount("sun", 2),)), None, (0, 1, 2))
    view.show()
    assert view.cloud.isVisible() is cloud
    assert view.bars.isVisible() is not cloud
    view.show_summary(VIEWS[kind], Summary(), None, ())
    assert view.isHidden()
