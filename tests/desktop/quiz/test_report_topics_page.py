"""Topics of a report."""

from desktop.quiz.report import report_of
from desktop.quiz.report_topics_page import TopicsPane
from desktop.widgets.label import Label
from tests.support.look import look
from tests.support.quiz_results import small_result

__all__ = ["look"]


def test_the_weakest_topic_comes_first_with_names(qapp):
    pane = TopicsPane()
    pane.show()
    pane.show_report(report_of(small_result()))
    first = [label.text() for label in pane.cards[0].findChildren(Label)]
    assert first[0] == "Scales: 50 % right"
    assert "Below half: Ben" in first
    assert any("Nobody" in label.text() for label in pane.cards[1].findChildren(Label))
    assert not pane.none.isVisible()


def test_without_topics_it_says_how_to_get_them(qapp):
    pane = TopicsPane()
    pane.show()
    pane.show_report(report_of(small_result(asked=(3,))))
    assert pane.none.isVisible()
