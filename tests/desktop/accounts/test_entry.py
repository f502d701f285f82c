import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.entry import Draft, Problem, Purpose, Strength, looks_like_email, problems, strength

UP = Draft(Purpose.SIGN_UP, "school.org", "ana@school.org", "three words here", "Ana")
IN = Draft(Purpose.SIGN_IN, "school.org", "ana@school.org", "x")


def but(draft, **changes):
    return msgspec.structs.replace(draft, **changes)


def test_a_whole_form_has_no_problem():
    assert problems(UP) == problems(IN) == {}


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (but(UP, server=" "), {"server": Problem.MISSING}),
        (but(UP, name=" "), {"name": Problem.MISSING}),
        (but(UP, name="n" * 101), {"name": Problem.TOO_LONG}),
        (but(UP, email=""), {"email": Problem.MISSING}),
        (but(UP, email="ana"), {"email": Problem.NOT_AN_EMAIL}),
        (but(UP, password="1234567"), {"password": Problem.TOO_SHORT}),
        (but(IN, password="1234567"), {}),
        (but(IN, password="x" * 10_000), {"password": Problem.TOO_LONG}),
        (but(IN, password=""), {"password": Problem.MISSING}),
    ],
)
def test_what_is_wrong_is_named(draft, found):
    assert problems(draft) == found


def test_problems_stand_in_the_order_of_the_form():
    assert list(problems(Draft(Purpose.SIGN_UP, "", "", ""))) == ["server", "name", "email", "password"]


@pytest.mark.parametrize("text", ["a@b", " ana@school.org ", "a@b@school.org", "ana@school.org."])
def test_the_server_may_judge_these(text):
    assert looks_like_email(text)


@pytest.mark.parametrize("text", ["", "@", "ana@", "@school.org", "an a@school.org", "ana@."])
def test_these_are_no_emails(text):
    assert not looks_like_email(text)


@pytest.mark.parametrize(
    ("password", "most"),
    [
        ("", Strength.NONE),
        ("short", Strength.WEAK),
        ("password", Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("12345678901234567890", Strength.WEAK),
        ("anacastillo1", Strength.WEAK),
        ("correct horse battery staple", Strength.STRONG),
    ],
)
def test_strength(password, most):
    assert strength(password, ("Ana Castillo", "ana@school.org")) <= most


def test_words_make_it_strong():
    assert strength("correct horse battery staple") is Strength.STRONG
    assert strength("lampara sobre mesa verde") >= Strength.GOOD


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_has_a_strength(password, name):
    assert Strength.NONE <= strength(password, (name,)) <= Strength.STRONG
