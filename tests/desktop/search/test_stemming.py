"""Terms as the full-text index sees them, checked against SQLite itself."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.search.pairs import opened
from desktop.search.stemming import fold, phrase_of_query, stem, stems_of, terms_of, words_of_query
from desktop.storage.driver import sqlite3

ENDINGS = """
s es ies sses ed eed ing ational tional enci anci izer logi bli alli entli eli ousli ization ation ator alism iveness
fulness ousness aliti iviti biliti ical ness icate iciti ful ative alize al ance ence er ic able ible ant ement ment
ent ion ou ism ate iti ous ive ize y e ll at bl iz
""".split()  # noqa: SIM905
SENTENCES = (
    "Photosynthesis converts light energy into chemical energy stored in glucose.",
    "El ácido desoxirribonucleico, según Watson, contiene instrucciones genéticas.",
    "Größe, Straße, naïve café, Ångström, Dvořák, niño, Łódź, ÉCOLE",
    "οξύς ΣΟΦΟΣ философия Ёлка 光合作用 東京 ½ 2²",
    "DNA複製、コンピュータの歴史。ใบไม้มีสีเขียว 植物は光合成 々ー한국어 ",
    "don't e-mail x_y C++ 3.14 a1b2 ABC's re\u0301sume\u0301",
)


@pytest.fixture(scope="module")
def index() -> Iterator["sqlite3.Connection"]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    yield connection
    connection.close()


def indexed(connection: "sqlite3.Connection", text: str) -> list[str]:
    connection.execute("DELETE FROM t")
    connection.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", [opened(text) or text])
    return [row[0] for row in connection.execute("SELECT term FROM v ORDER BY offset")]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_as_in_the_index(index, text):
    assert stems_of(text) == indexed(index, text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aeioubcdgklmnrstvwxyz", min_size=0, max_size=8), st.sampled_from(ENDINGS))
def test_every_ending_as_in_the_index(index, start, ending):
    assert stems_of(start + ending) == indexed(index, start + ending)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="latin-1", exclude_characters="\x00"), max_size=40))
def test_any_western_text_as_in_the_index(index, text):
    assert stems_of(text) == indexed(index, text)


def test_terms_know_their_place():
    text = "Cells, dividing."
    assert [(one.stem, text[one.first : one.last]) for one in terms_of(text)] == [
        ("cell", "Cells"),
        ("divid", "dividing"),
    ]


def test_long_and_short_words_are_left_alone():
    assert stem("as") == "as"
    assert stem("a" * 70 + "ing") == "a" * 70 + "ing"


def test_fold_and_tokens():
    assert fold("ÑANDÚ") == "nandu"
    assert words_of_query("x_y, ¿qué?") == phrase_of_query("x_y, ¿qué?") == ["x", "y", "qué"]


def test_runs_in_a_query_are_pairs():
    assert words_of_query("光合作用 DNA 糖") == ["光合", "合作", "作用", "DNA", "糖"]
    assert phrase_of_query("光合作用") == ["光合", "合作", "作用"]
    assert phrase_of_query("复制 DNA") == ["复制", "制", "DNA"], "as they follow each other in the index"
    assert phrase_of_query("糖") == ["糖"]
    assert phrase_of_query("") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="光合作用ひらカナーพืช้ห่DNAx 。,々ñ", max_size=20))
def test_any_text_with_runs_as_in_the_index(index, text):
    assert stems_of(text) == indexed(index, text) == [one.stem for one in terms_of(text)]
