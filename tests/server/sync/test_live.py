"""Live devices: the first frame, changes of scopes and of grants, coalescing, ends."""

import asyncio
import uuid

import pytest

from server.sync.live import Live
from server.sync.pokes import News
from server.web.principal import Principal
from shared.errors import AppError
from shared.sync.messages import Close, Poke
from shared.tasks import TaskScope

ANA, BEN = uuid.UUID(int=1), uuid.UUID(int=2)


class Told:
    """Heads and grants as a test says."""

    def __init__(self):
        self.grants = {ANA: {"user:a", "group:g"}, BEN: {"user:b", "group:g"}}
        self.now = {}
        self.reads = 0
        self.broken = False

    async def readable(self, who):
        return {one.user_id: frozenset(self.grants.get(one.user_id, ())) for one in who}

    async def heads(self, scopes):
        self.reads += 1
        if self.broken:
            raise AppError("server.database_busy")
        return {scope: self.now.get(scope, 0) for scope in scopes}


def asking(user=ANA, device=7):
    return Principal(user, uuid.uuid4(), uuid.UUID(int=device) if device else None)


@pytest.fixture
async def stage():
    told = Told()
    live = Live(told, period_s=0.01)
    async with TaskScope("test") as scope:
        live.start(scope)
        yield told, live


async def test_the_first_frame_has_every_granted_scope(stage):
    told, live = stage
    told.now["group:g"] = 5
    listener = await live.join(asking())
    assert await listener.next() == Poke({"user:a": 0, "group:g": 5})
    assert len(live) == 1


async def test_only_heads_of_granted_scopes_are_told(stage):
    told, live = stage
    ana, ben = await live.join(asking()), await live.join(asking(BEN, 8))
    await ana.next()
    await ben.next()
    told.now = {"user:a": 3, "user:b": 9, "secret": 1}
    live.hear(News(frozenset({"user:a", "user:b", "secret"})))
    assert await ana.next() == Poke({"user:a": 3})
    assert await ben.next() == Poke({"user:b": 9})


async def test_a_hundred_changes_are_a_few_frames_and_looks(stage):
    told, live = stage
    listener = await live.join(asking())
    await listener.next()
    told.reads = 0
    for number in range(100):
        told.now["group:g"] = number
        live.hear(News(frozenset({"group:g"})))
    assert await listener.next() == Poke({"group:g": 99})
    assert told.reads <= 2


async def test_a_slow_device_holds_one_entry_per_scope(stage):
    told, live = stage
    listener = await live.join(asking())
    for number in range(1, 4):
        told.now["group:g"] = number
        live.hear(News(frozenset({"group:g"})))
        await asyncio.sleep(0.03)
    assert await listener.next() == Poke({"user:a": 0, "group:g": 3})


async def test_grants_that_change_are_told(stage):
    told, live = stage
    listener = await live.join(asking())
    await listener.next()
    told.grants[ANA] = {"user:a", "group:new"}
    told.now["group:new"] = 4
    live.hear(News(people=frozenset({ANA})))
    seen = await listener.next()
    if not seen.heads:
        seen = Poke((await listener.next()).heads, seen.lost)
    assert seen == Poke({"group:new": 4}, ("group:g",))
    live.hear(News(frozenset({"group:g"})))
    told.now["user:a"] = 8
    live.hear(News(frozenset({"user:a"})))
    assert await listener.next() == Poke({"user:a": 8})


async def test_an_ended_sign_in_ends_its_devices(stage):
    _, live = stage
    one, other, ben = (
        await live.join(asking(ANA, 1)),
        await live.join(asking(ANA, 2)),
        await live.join(asking(BEN, 3)),
    )
    live.hear(News(ended=((ANA, uuid.UUID(int=2)),)))
    assert await other.next() == Close.REVOKED
    live.hear(News(ended=((ANA, None),)))
    assert await one.next() == Close.REVOKED
    assert len(live) == 1
    assert isinstance(await ben.next(), Poke)


async def test_a_device_has_one_socket(stage):
    _, live = stage
    earlier = await live.join(asking())
    later = await live.join(asking())
    assert await earlier.next() == Close.TOO_MANY
    live.leave(earlier)
    assert len(live) == 1
    live.leave(later)
    assert len(live) == 0
    assert live._by_scope == live._by_user == {}


async def test_who_cannot_join(stage):
    _, live = stage
    with pytest.raises(AppError) as refused:
        await live.join(asking(device=0))
    assert refused.value.code == "sync.no_device"
    live._most = 0
    with pytest.raises(AppError) as refused:
        await live.join(asking())
    assert refused.value.code == "sync.busy"


async def test_trouble_with_the_database_ends_nothing(stage):
    told, live = stage
    listener = await live.join(asking())
    await listener.next()
    told.broken = True
    live.hear(News(frozenset({"group:g"})))
    await asyncio.sleep(0.03)
    told.broken, told.now = False, {"group:g": 2}
    live.hear(News(frozenset({"group:g"})))
    assert await listener.next() == Poke({"group:g": 2})


async def test_joining_that_fails_leaves_nothing(stage):
    told, live = stage
    told.broken = True
    with pytest.raises(AppError):
        await live.join(asking())
    assert len(live) == 0
    assert live._by_scope == live._by_user == {}


async def test_use_is_told_to_its_person_and_edited_allowances_to_everybody(stage):
    _told, live = stage
    ana, ben = await live.join(asking()), await live.join(asking(BEN, 8))
    await ana.next()
    await ben.next()
    for _ in range(50):
        live.hear(News(spenders=frozenset({ANA, uuid.UUID(int=99)})))
    assert await ana.next() == Poke(usage=True)
    live.hear(News(allowances=True))
    assert (await ana.next(), await ben.next()) == (Poke(usage=True), Poke(usage=True))


async def test_use_before_the_first_frame_comes_with_it(stage):
    _told, live = stage
    listener = await live.join(asking())
    listener.tell_usage()
    assert await listener.next() == Poke({"user:a": 0, "group:g": 0}, usage=True)
