import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.generating_numbers import BLANK, numbers_in, value_of


@pytest.mark.parametrize(
    ("text", "language", "value", "tolerance", "year"),
    [
        ("In 1676, the astronomer Romer saw it.", "en", 1676, 0, True),
        ("Light covers about 300,000 kilometers every second.", "en", 300_000, 30_000, False),
        ("El mar Muerto tiene una salinidad del 34 %.", "es", 34, 0, False),
        ("La capa mide más de 2.000 metros.", "es", 2000, 200, False),
        ("Rómulo fundó la ciudad en el año 753 antes de Cristo.", "es", 753, 0, True),
        ("The tower weighs 2.5 tonnes.", "en", 2.5, 0, False),
    ],
)
def test_what_can_be_asked(text, language, value, tolerance, year):
    (found,) = numbers_in(text, language)
    assert (found.value, found.tolerance, found.is_year) == (value, pytest.approx(tolerance), year)
    assert found.without(text).count(BLANK) == 1
    assert found.without(text).replace(BLANK, text[found.first : found.last]) == text


@pytest.mark.parametrize(
    "text",
    [
        "See figure 3 for the lens.",
        "A common light bulb gives about 800.",
        "He scored 5½ points and 23–16 in O2 and COVID-19 on 3/5.",
        "Kuechly led the team in tackles (118) that season.",
        "It happened 20 times in 20 years.",
        "There is 1 lamp.",
    ],
)
def test_what_cannot(text):
    assert numbers_in(text, "en") == []


def test_years_come_first():
    found = numbers_in("In 1929, prices fell by 25 % in 3 weeks.", "en")
    assert [one.value for one in found] == [1929, 25, 3]


@given(st.integers(0, 10**9))
def test_numbers_are_read_as_their_language_writes_them(number):
    assert value_of(f"{number:,}", "en") == number
    assert value_of(f"{number:,}".replace(",", "."), "es") == number


def test_signs_of_the_other_language_say_nothing_clear():
    assert value_of("1,5", "en") is None
    assert value_of("1.5", "es") is None
    assert value_of("1,5", "es") == 1.5
