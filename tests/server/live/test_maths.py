from server.live import maths
from shared.quiz.quiz import Choice
from shared.quiz.views import SingleView


def test_what_stands_between_marks_becomes_mathml():
    found = maths.in_texts([r"Solve \(x^2 = 4\) and \(\frac{1}{2}\)", "no maths"])
    assert set(found) == {"x^2 = 4", r"\frac{1}{2}"}
    assert found["x^2 = 4"].startswith("<math")
    assert "<msup>" in found["x^2 = 4"]
    assert "<mfrac>" in found[r"\frac{1}{2}"]


def test_texts_anywhere_in_a_struct_are_found():
    view = SingleView((Choice(r"\(a_1\)"), Choice("plain")))
    assert set(maths.in_struct(view, None)) == {"a_1"}
    assert maths.in_struct(SingleView((Choice("plain"),))) == {}


def test_script_does_not_come_through():
    for source in (
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"<img src=x onerror=a>",
    ):
        found = maths.in_texts([rf"\({source}\)"])
        for mathml in found.values():
            assert "<script" not in mathml
            assert "javascript:" not in mathml or "href" not in mathml
            assert "<img" not in mathml


def test_what_cannot_be_read_is_left_out():
    assert maths.in_texts([r"\(\frac{a}{\)", r"\(\begin{array}\)", r"\(" + "x" * 5_000 + r"\)"]) == {}
