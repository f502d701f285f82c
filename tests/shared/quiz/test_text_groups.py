"""Counting equal texts."""

from shared.quiz.text_groups import grouped


def test_spellings_are_counted_together():
    assert grouped(["b", "A", "á", "a", "a", "c"]) == [("a", 4), ("b", 1), ("c", 1)]


def test_exact_spellings_are_counted_apart():
    assert grouped(["A", "a", "a", "á"], exact=True) == [("a", 2), ("A", 1), ("á", 1)]
    assert grouped([]) == []
