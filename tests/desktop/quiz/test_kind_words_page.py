"""Words for every kind."""

from desktop.quiz.kind_words_page import KIND_ICONS, kind_help, kind_text, question_line
from desktop.quiz.new_questions import KINDS
from desktop.widgets.icons import is_icon
from shared.quiz.quiz import Cloze, Slide
from tests.support.sample_quizzes import question


def test_every_kind_has_a_name_an_icon_and_a_help(qapp):
    assert len({kind_text(kind) for kind in KINDS}) == len(KINDS)
    assert all(is_icon(KIND_ICONS[kind]) and kind_help(kind) for kind in KINDS)


def test_a_question_in_one_line(qapp):
    assert question_line(question("Why\n is \\(x\\)?", Slide())) == "Why is x?"
    assert question_line(question("", Cloze("Light is {{c1::fast}}."))) == "Light is _____."
    assert question_line(question(" ", Slide())) == "No words yet"
