"""Notes as Anki writes them to text."""

from desktop.quiz.anki_import import MOST_TYPED, looks_like_notes, read_notes
from desktop.quiz.imported import Findings
from shared.quiz.quiz import Cloze, Typed


def read(text):
    findings = Findings()
    read_notes(text, findings)
    return findings


def test_front_and_back():
    findings = read("Capital of France\tParis\nTwo <b>plus</b> two&nbsp;?<br>Say\tfour\tIt is even.\n")
    first, second = findings.questions
    assert (first.text, first.body) == ("Capital of France", Typed(("Paris",)))
    assert (second.text, second.explanation) == ("Two plus two ?\nSay", "It is even.")


def test_gaps_and_maths():
    findings = read("{{c1::Paris::city}} lies on the {{c2::Seine}}\tGeography\n[$]x^2[/$] is\tsquare\n")
    gaps, maths = findings.questions
    assert gaps.body == Cloze("{{c1::Paris::city}} lies on the {{c2::Seine}}")
    assert (gaps.text, gaps.explanation) == ("", "Geography")
    assert maths.text == r"\(x^2\) is"


def test_the_header_tells_separator_and_columns():
    findings = read(
        "#separator:semicolon\n#html:true\n#notetype column:1\n#tags column:4\n"
        'Basic;"A ""quoted"" word; with marks";yes;easy light\n'
    )
    (question,) = findings.questions
    assert (question.text, question.topic) == ('A "quoted" word; with marks', "easy")
    assert read("#deck:Science::Light\nA\tB\n").questions[0].topic == "Light"
    assert read("#deck column:1\nScience::Light\tA\tB\n").questions[0].topic == "Light"


def test_problems_by_line():
    text = f"A\tB\n\tno front\nno back\nlong\t{'x' * (MOST_TYPED + 1)}\npicture <img src='a.png'>\tC\n"
    findings = read(text)
    assert [(one.row, one.code, one.skipped) for one in findings.problems] == [
        (2, "quiz.row_no_question", True),
        (3, "quiz.row_no_correct", True),
        (4, "quiz.row_answer_too_long", True),
        (5, "quiz.row_media_left_out", False),
    ]
    assert [one.text for one in findings.questions] == ["A", "picture"]
    assert read("#separator:tab\nA\tB\n\tC").problems[0].row == 3


def test_what_looks_like_notes():
    assert looks_like_notes("#separator:tab\n")
    assert looks_like_notes("a\tb\nc\td\n")
    assert not looks_like_notes("a,b\nc,d")
    assert not looks_like_notes("")
