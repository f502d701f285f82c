"""The teacher window's connection to the real host: state, commands, losses."""

from contextlib import asynccontextmanager

import pytest

from desktop.quiz.host_link import HostLink
from shared.clock import SystemClock
from shared.quiz import commands
from shared.tasks import TaskScope
from tests.support.host_talk import hosting as talking_host
from tests.support.host_talk import playing
from tests.support.live_host import live_host, quiz_file
from tests.support.waiting import until

__all__ = ["live_host", "quiz_file"]


@asynccontextmanager
async def linked(host, token=""):
    async def address():
        return host.socket_url

    changes = []
    link = HostLink(address, token or host.game.host_token, SystemClock(), lambda: changes.append(1))
    async with TaskScope("test") as scope:
        scope.spawn(link.run(), name="link")
        yield link, changes


async def test_it_knows_the_stage_and_who_is_there(live_host):
    async with linked(live_host) as (link, changes):
        await until(lambda: link.connected and link.stage)
        assert (link.stage.phase, link.stage.next_step, link.welcome.game.title) == ("lobby", "start", "Sums")
        async with playing(live_host.socket_url, live_host.pin, "Ada"):
            await until(lambda: [seat.name for seat in link.seats.values()] == ["Ada"])
            await until(lambda: link.counts and link.counts.connected == 1)
        await until(lambda: not next(iter(link.seats.values())).connected)
        assert changes


async def test_commands_are_answered_and_stale_ones_refused(live_host):
    async with linked(live_host) as (link, _changes):
        await until(lambda: link.connected and link.stage)
        before = link.stage
        assert (await link.command(commands.Next())).error == ""
        await until(lambda: link.stage.phase == "prep")
        link.stage = before
        assert (await link.command(commands.Next())).error == "stale"
        assert (await link.command(commands.Kick("nobody"), guarded=False)).error == "unknown_player"


async def test_two_windows_see_the_same(live_host):
    async with linked(live_host) as (first, _a), linked(live_host) as (second, _b):
        await until(lambda: first.stage and second.stage)
        await first.command(commands.Next())
        await until(lambda: second.stage.phase == "prep")


async def test_it_comes_back_after_a_kill_and_the_command_with_it(live_host):
    async with linked(live_host) as (link, _changes):
        await until(lambda: link.connected and link.stage)
        await link.command(commands.Next())
        live_host.kill()
        await until(lambda: not link.connected)
        live_host.restart()
        await until(lambda: link.connected)
        assert link.welcome.epoch == 2
        assert (await link.command(commands.Lock(), guarded=False)).error == ""
        await until(lambda: link.stage.locked)


async def test_a_token_that_is_not_good_ends_it(live_host):
    async with linked(live_host, "wrong") as (link, _changes):
        await until(lambda: link.refused is not None)
        assert link.refused.reason == "token"
        assert not link.connected


async def test_its_time_is_the_host_s(live_host):
    async with linked(live_host) as (link, _changes):
        await until(lambda: link.connected)
        async with talking_host(live_host.socket_url, live_host.game.host_token) as other:
            now_ms = other.heard[0].now
        assert abs(link.host_now_ms() - now_ms) < 2_000


@pytest.mark.parametrize(
    "frame", [b"{", b'{"k":"\xff"}', b'{"k":"confetti"}', b'{"k":"stage","phase":"\xc3"}']
)
async def test_nonsense_changes_nothing(live_host, frame):
    async with linked(live_host) as (link, _changes):
        await until(lambda: link.connected and link.stage)
        before = link.stage
        await link._take(link._socket, frame)
        assert link.stage is before
        assert link.connected
