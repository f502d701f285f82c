import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.chat.citations import CitationReader, marks_of, parts_of, without_marks


def read(text, ids=(1, 2, 3), pieces=None):
    reader = CitationReader(ids)
    out = "".join(reader.feed(piece) for piece in (pieces or [text])) + reader.finish()
    return out, reader.order


@pytest.mark.parametrize(
    ("written", "clean", "order"),
    [
        ("A lever lifts [1].", "A lever lifts [1].", [1]),
        ("First [3]. Then [1]. Again [3].", "First [1]. Then [2]. Again [1].", [3, 1]),
        ("Both [1, 3].", "Both [1][2].", [1, 3]),
        ("Both [1][3].", "Both [1][2].", [1, 3]),
        ("Both [1 and 3].", "Both [1][2].", [1, 3]),
        ("All [1-3].", "All [1][2][3].", [1, 2, 3]),
        ("All [1–2; 3].", "All [1][2][3].", [1, 2, 3]),
        ("Footnote[^2].", "Footnote[1].", [2]),
        ("Named [passage 2, passage 3].", "Named [1][2].", [2, 3]),
        ("Dagger 【2†lecture.mp4】.", "Dagger [1].", [2]),
        ("Invented [9].", "Invented.", []),
        ("Mixed [9, 2].", "Mixed [1].", [2]),
        ("Twice [2, 2].", "Twice [1].", [2]),
        ("[7] At the start.", "At the start.", []),
        ("An interval [0, 1] stays.", "An interval [0, 1] stays.", []),
        ("A year [2024] stays.", "A year [2024] stays.", []),
        ("A name [a] and [x+1] stay.", "A name [a] and [x+1] stay.", []),
        ("Code `a[1]` stays, a fact [2] does not.", "Code `a[1]` stays, a fact [1] does not.", [2]),
        ("```\nx[3] = 1\n``` then [3]", "```\nx[3] = 1\n``` then [1]", [3]),
        ("A lonely ` tick\nends at the line [2].", "A lonely ` tick\nends at the line [1].", [2]),
        ("Unclosed [1", "Unclosed [1", []),
        ("", "", []),
    ],
)
def test_marks_as_models_write_them(written, clean, order):
    assert read(written) == (clean, order)


PIECES = st.sampled_from(
    [
        "[1]",
        "[2]",
        "[9]",
        "[",
        "]",
        "1",
        "0",
        ",",
        " ",
        "\n",
        "`",
        "```",
        "【3】",
        "a fact",
        ". ",
        "[1, 2]",
        "[1-3]",
        "^",
        "and",
        "†",
        "passage ",
    ]
)
MANY = settings(max_examples=400, deadline=None)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join)


@MANY
@given(TEXTS, st.data())
@example("[1" + " " * 60 + "]", None)
def test_any_chunking_gives_the_same_answer(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8))) if data else [1, 5]
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert read(text, pieces=pieces) == read(text)
    assert read(text, pieces=list(text)) == read(text)


@MANY
@given(TEXTS, st.sets(st.integers(1, 12)))
def test_no_invented_id_survives(text, ids):
    clean, order = read(text, ids)
    assert set(order) <= ids
    assert len(set(order)) == len(order)
    marks = marks_of(clean, 99)
    assert {number for _, _, number in marks} == set(range(1, len(order) + 1))


@MANY
@given(TEXTS)
@example("` [1] ``` [2]\n[1] ``` [2]")
def test_reading_a_clean_answer_again_changes_nothing(text):
    clean, order = read(text)
    assert read(clean, range(1, len(order) + 1))[0] == clean


@MANY
@given(TEXTS)
def test_marks_come_up_in_reading_order(text):
    clean, order = read(text)
    first_seen = list(dict.fromkeys(number for _, _, number in marks_of(clean, len(order))))
    assert first_seen == list(range(1, len(order) + 1))


@MANY
@given(TEXTS)
def test_parts_are_the_whole_text(text):
    clean, order = read(text)
    parts = parts_of(clean, len(order))
    assert "".join(part.text for part in parts) == clean
    assert all(clean[part.first :].startswith(part.text) for part in parts)


def test_marks_in_code_are_text():
    assert marks_of("`a[1]` and [1] and\n```\nb[1]\n```\n[2]", 2) == [(11, 14, 1), (32, 35, 2)]


def test_history_keeps_words_only():
    assert without_marks("A lever lifts [1][2]. It turns [3].") == "A lever lifts. It turns."
