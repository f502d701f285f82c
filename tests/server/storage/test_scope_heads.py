"""Heads of scopes: read once, made and locked when they are to change."""

from server.storage.scope_heads import ScopeHeads
from tests.support.postgres_store import postgres_store


def test_heads_are_read_once_and_made_when_locked(postgres_url):
    with postgres_store(postgres_url) as store:
        heads = ScopeHeads(store._db)
        assert heads.known({"a"}) == {}
        assert heads.number("a") == 0
        locked = heads.locked({"b", "a"})
        assert {name: head.head for name, head in locked.items()} == {"a": 0, "b": 0}
        assert sorted(heads.locked_numbers()) == sorted(head.no for head in locked.values())
        assert heads.names({heads.number("a"), heads.number("b")}) == {
            h.no: name for name, h in locked.items()
        }
        assert not heads.lock_numbers({heads.number("a")})
        locked["a"].head, locked["a"].horizon, locked["a"].digest = 7, 3, bytes(15) + b"\x05"
        heads.write([locked["a"]])
        again = ScopeHeads(store._db)
        found = again.known({"a"})["a"]
        assert (found.head, found.horizon, found.digest, found.locked) == (7, 3, bytes(15) + b"\x05", False)
        assert again.locked({"a"})["a"].locked


def test_a_known_head_is_read_again_when_it_is_locked(postgres_url):
    with postgres_store(postgres_url) as mine, postgres_store(postgres_url) as other:
        ScopeHeads(other._db).locked({"a"})
        other._db.all("COMMIT")
        heads = ScopeHeads(mine._db)
        number = heads.known({"a"})["a"].no
        other._db.all("UPDATE sync_scope_head SET head = 9")
        assert heads.known({"a"})["a"].head == 0
        assert heads.lock_numbers({number})
        assert heads.known({"a"})["a"].head == 9
