"""Room in scopes: counted when a feed is long, looked at once a minute while there is plenty."""

from server.sync import room as room_module
from server.sync.grants import Granted
from server.sync.room import Room
from sync.scopes import FULL, Access

GIVEN = Granted({"user:a": FULL, "group:g": Access.READ | Access.APPEND, "group:r": Access.READ}, {})


class Told:
    def __init__(self, heads, rows):
        self.now, self.rows, self.asked = heads, rows, []

    async def heads(self, scopes):
        self.asked.append(sorted(scopes))
        return {scope: self.now.get(scope, 0) for scope in scopes}

    async def count_rows(self, scope):
        return self.rows[scope]


async def test_only_long_feeds_are_counted_and_only_full_ones_are_full():
    store = Told({"user:a": 20, "group:g": 30, "group:r": 99}, {"user:a": 10, "group:g": 9})
    assert await Room(10).full(store, GIVEN) == {"user:a"}
    assert store.asked == [["group:g", "user:a"]]


async def test_plenty_is_looked_at_once_in_a_while(monkeypatch):
    store, room = Told({"user:a": 5}, {}), Room(5_000_000)
    for _ in range(3):
        assert await room.full(store, GIVEN) == frozenset()
    assert len(store.asked) == 1
    monkeypatch.setattr(room_module.time, "monotonic", lambda: 1e9)
    await room.full(store, GIVEN)
    assert len(store.asked) == 2


async def test_what_comes_near_is_looked_at_every_time():
    store, room = Told({"user:a": 4_500_000}, {}), Room(5_000_000)
    for _ in range(3):
        await room.full(store, GIVEN)
    assert store.asked == [["group:g", "user:a"], ["user:a"], ["user:a"]]


async def test_what_is_remembered_has_an_end(monkeypatch):
    monkeypatch.setattr(room_module, "_KNOWN", 10)
    store, room = Told({}, {}), Room()
    for number in range(40):
        await room.full(store, Granted({f"user:{number}": FULL}, {}))
    assert len(room._far_until) <= 12
