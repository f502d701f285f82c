"""Numbers of kinds: asked once per process, never remembered before they are committed, never without bound."""

import pytest

from server.storage import kind_numbers
from server.storage.kind_numbers import KindNumbers, KnownKinds
from tests.support.postgres_store import postgres_store


class Counting:
    """Statements that count their round trips."""

    def __init__(self, statements) -> None:
        self.statements, self.count = statements, 0

    def all(self, *values):
        self.count += 1
        return self.statements.all(*values)

    def do(self, *values):
        self.count += 1
        return self.statements.do(*values)


@pytest.fixture
def counting(postgres_url):
    with postgres_store(postgres_url) as store:
        yield Counting(store._db)


def test_kinds_are_made_once_and_known_by_their_maker(counting):
    known = KnownKinds()
    kinds = KindNumbers(counting, known)
    assert kinds.known({"card"}) == {}
    made = kinds.numbers({"card", "odd\0kind"})
    before = counting.count
    assert kinds.numbers({"card"}) == {"card": made["card"]}
    assert kinds.names({made["odd\0kind"]}) == {made["odd\0kind"]: "odd\0kind"}
    assert counting.count == before
    assert "card" not in known.numbers


def test_committed_kinds_are_known_to_the_process(counting):
    known = KnownKinds()
    KindNumbers(counting, KnownKinds()).numbers({"card"})
    found = KindNumbers(counting, known).numbers({"card", "conflict"})
    assert found["conflict"] == 0
    assert known.numbers == found
    before = counting.count
    assert KindNumbers(counting, known).numbers({"card", "conflict"}) == found
    assert KindNumbers(counting, known).names(set(found.values())) == {no: kind for kind, no in found.items()}
    assert counting.count == before


def test_numbers_that_were_never_asked_by_name_have_their_names(counting):
    made = KindNumbers(counting, KnownKinds()).numbers({"card"})
    assert KindNumbers(counting, KnownKinds()).names({made["card"], 0}) == {
        made["card"]: "card",
        0: "conflict",
    }


def test_invented_kinds_fill_no_memory(monkeypatch):
    monkeypatch.setattr(kind_numbers, "LIMIT", 3)
    known = KnownKinds()
    for number in range(10):
        known.learn({f"kind{number}": number})
        assert len(known.numbers) <= 3
    assert known.names[9] == "kind9"
