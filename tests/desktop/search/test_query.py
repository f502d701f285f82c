"""Queries: what is asked for, and that nothing a person types is a syntax error."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.search.query import MAX_TERMS, meaningful_stems, parse, plain_text
from desktop.storage.driver import sqlite3


@pytest.fixture(scope="module")
def index() -> Iterator["sqlite3.Connection"]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(heading, place, text, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    texts = (
        "the cell divides in two",
        "two cells are divided",
        "photosynthesis needs light",
        "no light no cell",
    )
    connection.executemany("INSERT INTO t VALUES ('', 'c10', ?)", [(text,) for text in texts])
    yield connection
    connection.close()


def found(connection: "sqlite3.Connection", text: str) -> set[int]:
    expression = parse(text).expression
    if not expression:
        return set()
    full = f"place : c10 AND {{heading text}} : ({expression})"
    return {row[0] for row in connection.execute("SELECT rowid FROM t WHERE t MATCH ?", [full])}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("cell", {1, 2, 4}),
        ("what is the light?", {3, 4}),
        ('"cell divides"', {1}),
        ('"cells divided"', {1}),
        ('"light" cell', {3, 4}),
        ("“two cells”", {2}),
        ("photo*", {3}),
        ("PHOTOS* divided", {1, 2, 3}),
        ("ph* ", {3}),
        ("*", set()),
        ('""', set()),
        ("AND OR NOT NEAR(", set()),
        ("the", {1}),
        ("", set()),
    ],
)
def test_what_is_found(index, text, rows):
    assert found(index, text) == rows


def test_exact_means_a_phrase_or_a_prefix():
    assert parse('"cell wall"').exact
    assert parse("photo*").exact
    assert not parse("cell wall").exact
    assert parse('"cell wall').expression == '"cell" OR "wall"'


def test_spanish_stop_words_go_only_from_spanish():
    assert set(parse("¿qué son las células?").words) == {"celula"}
    assert set(parse("who is her son").words) == {"son"}


def test_words_are_kept_once_and_limited():
    assert parse("cell cells CELL").expression == '"cell"'
    assert len(parse(" ".join(f"word{n}" for n in range(100))).words) == MAX_TERMS


def test_plain_text_for_the_embedder():
    assert plain_text('what is "photo*"  now') == "what is photo now"


def test_meaningful_stems():
    assert meaningful_stems("What are the cells of a plant?") == {"cell", "plant"}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet='ab "*()-+^:{}.ANDORTNEY\x00“”', max_size=60)))
@example('"')
@example("a\x00b*")
@example('"' * 50)
@example("NEAR(a b, 3) - c : ^d + {x}")
def test_nothing_typed_is_a_syntax_error(index, text):
    found(index, text)


def test_a_page_of_text_is_not_an_error(index):
    assert isinstance(found(index, "cell light " * 5_000), set)
    assert isinstance(found(index, " ".join(f'"phrase {n}" begin{n}*' for n in range(2_000))), set)


def test_runs_are_looked_for_by_their_pairs():
    assert list(parse("光合作用").words) == ["光合", "合作", "作用"]
    assert list(parse("叶绿体吸收什么颜色的光？").words) == ["叶绿", "绿体", "体吸", "吸收", "颜色"]
    assert list(parse("りんご").words) == ["りん", "んご"], "grammar is all there is"
    assert parse("糖").prefixes == ("糖",)
    assert parse("糖").exact
    assert parse("糖 DNA").prefixes == ()
    assert parse('"糖"').prefixes == ("糖",)
    assert parse("光合作*").phrases == (("光合", "合作"),)
    assert meaningful_stems("光合作用的") == {"光合", "合作", "作用"}
