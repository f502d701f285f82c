"""The bus: within a process, between two over a real Redis, with garbage on the channel and a Redis that restarts."""

import asyncio
import uuid

import msgspec
import pytest

from server.sync.pokes import CHANNEL, News, Pokes
from shared.tasks import TaskScope
from tests.support.waiting import until

ANA = uuid.UUID(int=1)


async def test_within_a_process_everybody_hears_even_when_one_fails(caplog):
    pokes, heard = Pokes(), []

    def broken(_news):
        raise ZeroDivisionError

    pokes.listen(broken)
    pokes.listen(heard.append)
    pokes.publish(News(scopes=frozenset({"group:g"})))
    assert heard == [News(scopes=frozenset({"group:g"}))]


@pytest.fixture
async def pair(redis_url):
    async with TaskScope("test") as scope:
        made = [Pokes(redis_url), Pokes(redis_url)]
        for pokes in made:
            pokes.start(scope)
        await until(lambda: all(pokes.connected for pokes in made))
        yield made


async def test_between_processes_news_come_once_and_whole(pair):
    here, there = pair
    heard_here, heard_there = [], []
    here.listen(heard_here.append)
    there.listen(heard_there.append)
    news = News(frozenset({"user:u", "group:g"}), frozenset({ANA}), ((ANA, None), (ANA, uuid.UUID(int=2))))
    here.publish(news)
    await until(lambda: bool(heard_there))
    there.publish(News())
    await until(lambda: len(heard_here) == 2)
    assert heard_there == [news, News()]
    assert heard_here == [news, News()]


async def test_what_is_not_ours_is_passed_over(pair, redis_url):
    from redis.asyncio import Redis

    _, there = pair
    heard = []
    there.listen(heard.append)
    client = Redis.from_url(redis_url)
    for garbage in (b"", b"\xff", b"{}", msgspec.msgpack.encode([1, 2, 3])):
        await client.publish(CHANNEL, garbage)
    await client.aclose()
    pair[0].publish(News(scopes=frozenset({"x"})))
    await until(lambda: bool(heard))
    assert heard == [News(scopes=frozenset({"x"}))]


async def test_a_lost_connection_comes_back(pair, redis_url):
    from redis.asyncio import Redis

    here, there = pair
    heard = []
    there.listen(heard.append)
    client = Redis.from_url(redis_url)
    await client.client_kill_filter(_type="pubsub", skipme=True)
    await client.client_kill_filter(_type="normal", skipme=True)
    await client.aclose()

    def arrived():
        here.publish(News(scopes=frozenset({"again"})))
        return bool(heard)

    await until(arrived)


async def test_without_redis_publishing_never_waits(tmp_path):
    pokes = Pokes(f"unix://{tmp_path / 'nothing'}")
    async with TaskScope("test") as scope:
        pokes.start(scope)
        for _ in range(1_100):
            pokes.publish(News())
        await asyncio.sleep(0)
        assert pokes.dropped == 100
        assert not pokes.connected
