"""Ways to what a question was made from."""

from desktop.quiz.source_page import open_source
from shared.ids import ItemId, new_id
from shared.quiz.quiz import Source
from tests.support.fake_shell import FakeShell


def test_a_source_is_a_second_or_a_page():
    shell, item_id = FakeShell(), ItemId(new_id())
    open_source(shell, Source(str(item_id), start_ms=5))
    open_source(shell, Source(str(item_id), page=2), quote="words")
    assert shell.opened == [
        ("player", {"item_id": item_id, "start_ms": 5}),
        ("player", {"item_id": item_id, "page": 2, "quote": "words"}),
    ]


def test_a_source_of_another_program_is_told():
    shell = FakeShell()
    open_source(shell, Source("chapter 4"))
    assert shell.opened == []
    assert shell.reported[0].code == "ids.malformed"
