import pytest

from desktop.chat.numbers import numbers_of, spells_large_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("8 minutes and 20 seconds", {"8", "20"}),
        ("299,792 or 299.792 km", {"299792"}),
        ("twenty-one of ninety nine", {"20", "21", "90", "99", "9", "1"}),
        ("only four parts", {"4"}),
        ("treinta y dos grados, veintitrés días", {"30", "32", "2", "23"}),
        ("the year 007", {"7"}),
        ("nothing here", set()),
    ],
)
def test_numbers_in_digits_and_words(text, numbers):
    assert numbers_of(text) == numbers


@pytest.mark.parametrize("text", ["three hundred thousand", "dos millones", "quinientos", "mil metros"])
def test_large_numbers_in_words_are_noticed(text):
    assert spells_large_numbers(text)


def test_small_ones_are_not():
    assert not spells_large_numbers("one quarter of ninety")
