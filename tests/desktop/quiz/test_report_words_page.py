"""Words of reports."""

from desktop.quiz import report_words_page as words
from desktop.quiz.report import report_of
from desktop.quiz.report_files import answers_table, players_table, questions_table, topics_table
from tests.support.look import look
from tests.support.quiz_results import small_result

__all__ = ["look"]


def test_shares_and_times():
    assert (words.share_words(None), words.share_words(0.5)) == ("–", "50 %")
    assert (words.seconds_words(None), words.seconds_words(2_345)) == ("–", "2.3 s")


def test_a_question_in_one_line():
    assert words.numbered(1, "How much\nis \\(x^2\\)?") == "2. How much is x^2?"


def test_every_heading_of_the_files_has_words():
    report = report_of(small_result())
    asked = set()

    def ask(name):
        asked.add(name)
        return name

    for table in (players_table, questions_table, answers_table, topics_table):
        table(report, ask)
    assert all(words.heading(name) == name for name in asked)
    assert words.heading("unknown") == "unknown"
