"""Questions as Moodle writes them; the examples are those of its documentation."""

import pytest

from desktop.quiz.gift_import import looks_like_gift, read_gift
from desktop.quiz.imported import Findings
from shared.quiz.quiz import Matching, Multiple, Number, Single, Slide, TrueFalse, Typed


def read(text):
    findings = Findings()
    read_gift(text, findings)
    return findings


def only(text):
    findings = read(text)
    assert findings.problems == []
    (question,) = findings.questions
    return question


def test_one_right_answer_with_title_comment_and_feedback():
    question = only(
        "// a remark\n::Q2:: What's between orange and green in the spectrum?\n"
        "{ =yellow # right; good!\n ~red # wrong, it's yellow\n ~blue # wrong }"
    )
    assert question.text == "What's between orange and green in the spectrum?"
    assert [choice.text for choice in question.body.choices] == ["yellow", "red", "blue"]
    assert (question.body.correct, question.explanation) == (0, "right; good!")


@pytest.mark.parametrize(
    ("text", "right"),
    [("Sun rises in the east.{T}", True), ("::t:: Flat. {FALSE#No#Yes}", False), ("x{true}", True)],
)
def test_true_and_false(text, right):
    assert only(text).body == TrueFalse(right)


def test_short_answers():
    assert only("Who's buried in Grant's tomb?{=no one =nobody}").body == Typed(("no one", "nobody"))
    findings = read("Two plus two?{=%100%four =4 =%50%about four}")
    assert findings.questions[0].body.accepted == ("four", "4")
    assert findings.problems[0].code == "quiz.row_parts_left_out"


def test_numbers():
    assert only("When was Ulysses S. Grant born? {#1822:5}").body == Number(1822, 5)
    assert only("Value of pi (to 3 digits)? {#3.141..3.142}").body == Number(3.1415, 0.0005)
    body = only("Born? {#=1822:0 =%50%1822:2}").body
    assert (body.answer, body.tolerance, body.reach) == (1822, 0, 2)


def test_several_right_answers_by_weight():
    body = only("Which? {~%-50%No one ~%50%Grant ~%50%Grant's wife ~%-50%Grant's father}").body
    assert isinstance(body, Multiple)
    assert body.correct == (1, 2)
    uneven = read("Which? {~%70%a ~%30%b ~c}")
    assert uneven.questions[0].body.correct == (0, 1)
    assert uneven.problems[0].code == "quiz.row_weights_lost"
    partly = read("Which? {=a ~%50%b ~c}")
    assert isinstance(partly.questions[0].body, Single)
    assert partly.problems[0].code == "quiz.row_weights_lost"


def test_pairs_missing_words_and_descriptions():
    question = only("Match the countries. {=Canada -> Ottawa =Italy -> Rome =Japan -> Tokyo ####Capitals}")
    assert isinstance(question.body, Matching)
    assert question.body.pairs[2].right.text == "Tokyo"
    assert question.explanation == "Capitals"
    findings = read("Match {=a -> 1 =b -> 2 = -> 3}")
    assert len(findings.questions[0].body.pairs) == 2
    assert findings.problems[0].code == "quiz.row_parts_left_out"
    missing = only("Mahatma Gandhi's birthday is {~in January =on the second of October} every year.")
    assert missing.text == "Mahatma Gandhi's birthday is _____ every year."
    assert only("You can use your notes.").body == Slide("You can use your notes.")


def test_escapes_markup_and_maths():
    question = only(r"What is \{1\} \= $$x^2$$ \~ \#?{=a\:b ~c\=d}")
    assert question.text == r"What is {1} = \(x^2\) ~ #?"
    assert [choice.text for choice in question.body.choices] == ["a:b", "c=d"]
    html = only("::x:: [html]<p>Is <b>5 &lt; 6</b>?</p><p>Say.</p> {=[html]<i>yes</i> ~no}")
    assert (html.text, html.body.choices[0].text) == ("Is 5 < 6?\nSay.", "yes")


def test_categories_become_topics():
    findings = read("$CATEGORY: $course$/Physics/Light\n\nA{T}\n\n$CATEGORY: top\n\nB{F}")
    assert [one.topic for one in findings.questions] == ["Light", ""]


def test_problems_have_the_line_where_the_question_begins():
    findings = read(
        "A {T}\n\nB {\n\n::C:: Write about it {}\n\nD {=only}\n\nE {~a ~b}\n\n{=x ~y}\n\nF {#abc}\n"
    )
    assert [(one.row, one.code) for one in findings.problems] == [
        (3, "quiz.row_no_end"),
        (5, "quiz.row_essay"),
        (9, "quiz.row_no_correct"),
        (11, "quiz.row_no_question"),
        (13, "quiz.row_bad_number"),
    ]
    assert [one.text for one in findings.questions] == ["A", "D"]


def test_what_looks_like_gift():
    assert looks_like_gift("Is it? {T}")
    assert looks_like_gift("::x:: What? {\n=a\n}")
    assert not looks_like_gift("{{c1::gap}} in a text")
    assert not looks_like_gift("a,b\n1,2")
