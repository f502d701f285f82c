"""The connection of a seat: tried again, kept honest, closed politely. Against a small host of this test."""

import asyncio

import msgspec
import pytest
from aiohttp import WSMsgType, web

from desktop.quiz import play_link
from desktop.quiz.play_link import PlayLink, own_time_ms
from shared.quiz.messages import (
    Deny,
    Ended,
    GameInfo,
    Gone,
    Hello,
    Leave,
    Moved,
    Ping,
    Pong,
    Snapshot,
    ToHost,
    Welcome,
)
from shared.quiz.player_seat import SavedSeat
from shared.tasks import TaskScope
from tests.support.waiting import until


class Host:
    """Answers every hello with `reply`; remembers what was heard and which sockets are open."""

    def __init__(self):
        self.reply = [
            Welcome(1, "p1", "token", 1, 0, 0, "player", GameInfo("g1", "123456", "Sums"), Snapshot("lobby"))
        ]
        self.heard = []
        self.sockets = []
        self.runner = None
        self.url = ""

    async def start(self):
        app = web.Application()
        app.router.add_get("/ws", self._play)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def _play(self, request):
        there = web.WebSocketResponse()
        await there.prepare(request)
        self.sockets.append(there)
        async for message in there:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = msgspec.json.decode(message.data, type=ToHost)
            self.heard.append(frame)
            if isinstance(frame, Hello):
                for answer in self.reply:
                    await self.say(answer)
            elif isinstance(frame, Ping):
                await self.say(Pong(frame.i, frame.t1, 5, 5))
        return there

    async def say(self, frame):
        text = frame if isinstance(frame, str) else msgspec.json.encode(frame).decode()
        await self.sockets[-1].send_str(text)

    def of(self, kind):
        return [frame for frame in self.heard if isinstance(frame, kind)]


@pytest.fixture
async def host():
    made = Host()
    await made.start()
    yield made
    await made.runner.cleanup()


@pytest.fixture
async def link(host):
    async with TaskScope("test") as scope:
        made = PlayLink(SavedSeat(pin="123456", name="Ada"), host.url, scope, lang="es")
        yield made
        await made.stop()


async def test_the_first_frame_says_who_one_is(host, link):
    link.start()
    link.start()
    await until(lambda: link.seat.link == "in")
    [hello] = host.of(Hello)
    assert (hello.pin, hello.name, hello.lang, hello.device) == ("123456", "Ada", "es", "desktop")
    assert len(host.sockets) == 1


async def test_pings_keep_the_time(host, link):
    link.start()
    await until(lambda: len(host.of(Pong)) >= 2)
    assert link.seat.clock.round_trip_ms is not None


async def test_a_cut_connection_is_made_again_with_the_token(host, link):
    link.start()
    await until(lambda: link.seat.link == "in")
    host.sockets[-1]._req.transport.abort()
    await until(lambda: len(host.of(Hello)) == 2)
    assert host.of(Hello)[1].token == "token"
    await until(lambda: link.seat.link == "in")
    assert link.trouble is None


async def test_nobody_there_is_told_and_tried_again(link, host):
    await host.runner.cleanup()
    link.start()
    await until(lambda: link.trouble)
    assert link.trouble.code == "network.unreachable"
    assert link.running


async def test_a_patient_link_waits_long_until_it_is_woken(link, host, monkeypatch):
    monkeypatch.setattr(play_link, "PATIENT_WAIT_S", 60)
    link.patient = True
    await host.runner.cleanup()
    link.start()
    await until(lambda: link.trouble)
    await host.start()
    link.url = host.url
    await asyncio.sleep(0.5)
    assert host.of(Hello) == []
    link.wake()
    await until(lambda: link.seat.link == "in")
    assert not link.patient


async def test_a_refusal_ends_it_and_can_be_answered(host, link):
    welcome, host.reply = host.reply, [Deny("name_taken", ("Ada 2",))]
    link.start()
    await until(lambda: not link.running)
    assert link.seat.denied.choices == ("Ada 2",)
    host.reply = welcome
    link.retry(name="Bea")
    await until(lambda: link.seat.link == "in")
    assert host.of(Hello)[-1].name == "Bea"


@pytest.mark.parametrize("last", [Gone("elsewhere"), Ended()])
async def test_the_end_is_the_end(host, link, last):
    link.start()
    await until(lambda: link.seat.link == "in")
    await host.say(last)
    await until(lambda: not link.running)
    await asyncio.sleep(0.3)
    assert len(host.of(Hello)) == 1
    assert link.over is isinstance(last, Ended)


async def test_nonsense_and_unknown_frames_change_nothing(host, link):
    link.start()
    await until(lambda: link.seat.link == "in")
    for text in ("{", '{"k":"confetti"}', '{"k":"time","seq":"x"}', '"text"'):
        await host.say(text)
    await host.say(Gone("kicked"))
    await until(lambda: link.seat.gone)
    assert len(host.of(Hello)) == 1


async def test_a_host_that_moves_is_followed(host, link):
    other = Host()
    await other.start()
    link.start()
    await until(lambda: link.seat.link == "in")
    await host.say(Moved(other.url + "/"))
    await until(lambda: other.of(Hello))
    assert link.url == other.url
    await link.move_to(host.url)
    await until(lambda: len(host.of(Hello)) == 2)
    await link.stop()
    await other.runner.cleanup()


async def test_leaving_is_told(host, link):
    link.start()
    await until(lambda: link.seat.link == "in")
    await link.leave()
    await until(lambda: host.of(Leave))
    assert not link.running
    assert link.seat.link == "over"


async def test_a_silent_host_is_dropped(host, link, monkeypatch):
    link.start()
    await until(lambda: link.seat.link == "in")
    monkeypatch.setattr(link.seat, "is_dead", lambda _now: len(host.of(Hello)) == 1)
    await until(lambda: len(host.of(Hello)) == 2)


async def test_changes_are_told(host):
    told = []
    async with TaskScope("test") as scope:
        link = PlayLink(SavedSeat(pin="1"), host.url, scope, changed=lambda: told.append(link.seat.link))
        link.start()
        await until(lambda: "in" in told)
        await link.stop()
        await link.stop()


def test_own_time_is_monotonic():
    assert own_time_ms() <= own_time_ms()
