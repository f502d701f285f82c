"""Comparing typed texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.texts import clean, distance, normalise, same_but_typos, typos_allowed

short = st.text("abc", max_size=7)


@given(st.text())
def test_cleaning_and_normalising_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert normalise(normalise(text, exact=True), exact=True) == normalise(text, exact=True)


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x24F)))
def test_folding_twice_changes_nothing_in_european_texts(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_what_is_kept_can_be_stored(text):
    assert clean(text).encode().decode() == clean(text)
    assert "\0" not in clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two \t\n words ", "two words"),
        ("a\u202eb\u0000c\ud800", "abc"),
        ("Cafe\u0301", "Café"),
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_cleaning(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ángel", "angel"),
        ("STRASSE", "Straße"),
        ("Łódź", "lodz"),
        ("¿Quién?", "quien"),
        ("“It’s”", '"it\'s"'),
        ("it´s", "it's"),
        ("a – b", "A - B"),
        ("① ²", "1 2"),
        ("ﬁn", "fin"),
        ("ё", "е"),
        ("İzmir", "izmir"),
        ("مَدْرَسَة", "مدرسة"),
        ("ｆｕｌｌ", "full"),
        ("❤️", "❤"),
        ("(Rome).", "rome"),
    ],
)
def test_the_same_answer(first, second):
    assert normalise(first) == normalise(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("が", "か"),
        ("й", "и"),
        ("-5", "5"),
        ("5!", "5"),
        (".5", "5"),
        ("C++", "C"),
        ("C#", "C"),
        ("कि", "कु"),
        ("3.5", "35"),
    ],
)
def test_another_answer(first, second):
    assert normalise(first) != normalise(second)


def test_exact_keeps_capitals_and_accents():
    assert normalise(" Él  es.", exact=True) == "Él es."
    assert normalise("e\u0301", exact=True) == "é"


def test_only_marks_are_still_a_text():
    assert normalise("?!") == "?!"
    assert normalise(" \u200b ") == ""


def slow_distance(first, second):
    rows = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            change = rows[i - 1][j - 1] + (first[i - 1] != second[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, change)
            if i > 1 and j > 1 and first[i - 1] == second[j - 2] and first[i - 2] == second[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(short, short, st.integers(0, 4))
def test_distance_is_that_of_the_whole_table(first, second, most):
    assert distance(first, second, most) == min(slow_distance(first, second), most + 1)


@given(short, short)
def test_distance_is_symmetrical(first, second):
    assert distance(first, second, 9) == distance(second, first, 9)
    assert (distance(first, second, 9) == 0) == (first == second)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", 0),
        ("four", 0),
        ("fiver", 1),
        ("eightlet", 1),
        ("ninelette", 2),
        ("a b c d e", 1),
        ("光合作用光合作用", 0),
    ],
)
def test_longer_answers_forgive_more(text, allowed):
    assert typos_allowed(text) == allowed


@pytest.mark.parametrize(
    ("given_text", "right"),
    [
        ("photosyntesis", "photosynthesis"),
        ("hotosynthesis", "photosynthesis"),
        ("recieve", "receive"),
        ("world war 2", "wrold war 2"),
    ],
)
def test_typing_errors_are_forgiven(given_text, right):
    assert same_but_typos(given_text, right)


@pytest.mark.parametrize(
    ("given_text", "right"),
    [
        ("cat", "car"),
        ("world war 1", "world war 2"),
        ("1798", "1789"),
        ("nahso3", "nahco3"),
        ("a-b = c", "a+b = c"),
        ("hypertonic", "hypotonic"),
        ("exothermic", "endothermic"),
        ("symmetric", "asymmetric"),
        ("impossible", "possible"),
        ("microeconomics", "macroeconomics"),
        ("photosinthessys", "photosynthesis"),
    ],
)
def test_other_words_are_not(given_text, right):
    assert not same_but_typos(given_text, right)
