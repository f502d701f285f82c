"""Words inside runs of scripts without spaces: indexed, found, marked, and what was indexed before is brought up."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.hits import SearchQuery
from desktop.search.pairs import is_run, opened, runs_of, terms_of_run
from desktop.search.service import SearchService
from desktop.storage.driver import sqlite3
from desktop.storage.migrations import all_migrations
from desktop.storage.schema import migrate
from tests.support.search_library import BIOLOGY, Job, Library, speech

CHINESE = "植物通过光合作用把阳光变成糖。叶绿体吸收红光和蓝光，所以叶子看起来是绿色的。"
JAPANESE = "植物は光合成によって糖を作ります。コンピュータの歴史は短いです。DNAの複製は細胞の中で起こります。"
THAI = "พืชใช้แสงแดดสร้างน้ำตาลด้วยการสังเคราะห์แสง ใบไม้มีสีเขียว"
HISTORY = "印刷术改变了欧洲。古登堡在美因茨发明了活字印刷。"


def test_a_run_is_its_overlapping_pairs_and_its_last_sign():
    assert opened("光合作用") == " 光合 合作 作用 用 "
    assert [term for term, _, _ in terms_of_run("光", 0, 1)] == ["光"]
    assert opened("DNA复制, ok").split() == ["DNA", "复制", "制", ",", "ok"]
    assert opened("No runs here, größer Ёлка") == ""
    assert opened("") == ""


def test_marks_over_thai_signs_are_left_out():
    assert [term for term, _, _ in terms_of_run("ที่นี่", 0, len("ที่นี่"))] == ["ทน", "น"]
    assert [(first, last) for _, first, last in terms_of_run("ที่นี่", 0, 6)] == [(0, 6), (3, 6)]


def test_punctuation_ends_a_run():
    text = "糖。叶子・色"
    assert [text[first:last] for first, last in runs_of(text)] == ["糖", "叶子", "色"]
    assert is_run("叶子")
    assert not is_run("。")
    assert not is_run("DNA")


@given(st.text(alphabet="光合作用ひらカナพืช้ห่DNA x。,\u3099", max_size=30))
def test_every_sign_of_a_run_begins_one_term_in_its_place(text):
    for first, last in runs_of(text):
        terms = list(terms_of_run(text, first, last))
        assert terms[0][1] == first
        assert terms[-1][2] == last
        assert all(one[1] < other[1] for one, other in itertools.pairwise(terms))


@pytest.fixture
async def asian(library: Library, search: SearchService) -> SearchService:
    """Five talks in four scripts, found by their words alone."""
    home = await library.collection("语言")
    texts = {"光": CHINESE, "印刷": HISTORY, "歴史": JAPANESE, "ใบไม้": THAI, "Leaves": BIOLOGY}
    for title, text in texts.items():
        item_id = await library.item(title, speech(text), home)
        await search.chunk_stage(Job(item_id), lambda _: None)
    return search


async def marks(search: SearchService, text: str) -> dict[str, list[str]]:
    hits = await search.search(SearchQuery(text))
    return {hit.title: [hit.text[first:last] for first, last in hit.marks] for hit in hits}


@pytest.mark.parametrize(
    ("query", "title", "mark"),
    [
        ("阳光", "光", "阳光"),
        ("光合作用", "光", "光合作用"),
        ("叶绿体", "光", "叶绿体"),
        ('"活字印刷"', "印刷", "活字印刷"),
        ("光合成", "歴史", "光合成"),
        ("複製", "歴史", "複製"),
        ("DNA", "歴史", "DNA"),
        ('"DNAの複製"', "歴史", "DNAの複製"),
        ("コンピュータ", "歴史", "コンピュータ"),
        ("น้ำตาล", "ใบไม้", "น้ำตาล"),
        ("糖を作", "歴史", "糖を作"),
        ("叶绿*", "光", "叶绿"),
        ("photosynthesis", "Leaves", "photosynthesis"),
    ],
)
async def test_a_word_inside_a_sentence_is_found_and_marked(asian, query, title, mark):
    found = await marks(asian, query)
    assert next(iter(found)) == title
    assert mark in found[title]


async def test_one_sign_is_found_wherever_it_stands(asian):
    assert set(await marks(asian, "糖")) == {"光", "歴史"}
    assert set(await marks(asian, "堡")) == {"印刷"}
    assert "光" in await marks(asian, '"红"')


async def test_titles_are_found_too(asian):
    assert next(iter(await marks(asian, "ใบไม้"))) == "ใบไม้"


async def test_signs_in_another_order_are_no_phrase(asian):
    assert await marks(asian, '"用作合光"') == {}
    assert await marks(asian, '"刷印活字"') == {}


async def test_a_question_about_something_else_finds_nothing(asian):
    assert await marks(asian, "如何修理自行车轮胎？") == {}
    assert "光" in await marks(asian, "叶绿体吸收什么颜色的光？")


def test_an_older_library_keeps_what_it_can_find():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, back_up=None, migrations=tuple(one for one in all_migrations() if one.number < 6))
    for number, text in enumerate((CHINESE, BIOLOGY), start=1):
        connection.execute(
            "INSERT INTO passage VALUES (?, ?, x'00', 0, 0, 0, NULL, NULL, 1, 9, 9, x'00', 'Home', 'c10', ?, x'00')",
            [number, bytes([number]), text],
        )
        connection.execute("INSERT INTO search_item VALUES (?, x'01', '', 'Home', x'00')", [bytes([number])])
    assert 6 in migrate(connection, back_up=None)
    connection.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
    found = connection.execute(
        "SELECT rowid FROM passage_fts WHERE passage_fts MATCH 'chlorophyll'"
    ).fetchall()
    assert found == [(2,)]
    stale = connection.execute(
        "SELECT item_id FROM search_item WHERE source = x'' AND heading = ''"
    ).fetchall()
    assert stale == [(b"\x01",)], "only what holds runs is cut again"
    connection.close()


async def test_what_was_indexed_as_whole_runs_is_found_after_the_next_start(library, search):
    """Nothing is embedded again, and the index is whole."""
    home = await library.collection("Home")
    ids = [await library.item(title, speech(text), home) for title, text in (("光", CHINESE), ("L", BIOLOGY))]
    for item_id in ids:
        await search.chunk_stage(Job(item_id), lambda _: None)
    await library.database.write(as_before_pairs)
    async with library.database.reader() as reader:
        numbers = [row[0] for row in await reader.execute_fetchall("SELECT id FROM passage ORDER BY id")]
    assert await search._indexer.stale_items() == ids[:1]
    for item_id in await search._indexer.stale_items():
        assert await search._indexer.chunk_item(item_id)
    assert await search._indexer.stale_items() == []
    async with library.database.reader() as reader:
        after = [row[0] for row in await reader.execute_fetchall("SELECT id FROM passage ORDER BY id")]
    assert after == numbers, "passages keep their numbers and so their vectors"
    assert list(await marks(search, "阳光")) == ["光"]
    await library.database.write(
        lambda tx: tx.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
    )


def as_before_pairs(tx) -> None:
    """Take the terms away and mark what holds runs, as the migration finds and leaves an older library."""
    tx.execute("UPDATE passage SET heading_terms = '', text_terms = ''")
    sql = next(step.sql for step in all_migrations() if step.number == 6)
    tx.execute(sql[sql.rindex("UPDATE search_item") :])
