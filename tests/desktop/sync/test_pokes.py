"""The live socket: wakes when there is more, comes back after it was lost."""

import asyncio
from contextlib import asynccontextmanager

import msgspec
import pytest

from desktop.sync.pokes import Pokes, is_behind
from shared.errors import AppError
from shared.sync.messages import Close, Poke
from tests.support.waiting import until


@pytest.mark.parametrize(
    ("heads", "cursors", "behind"),
    [
        ({}, {}, False),
        ({"a": 5}, {"a": (5, [])}, False),
        ({"a": 6}, {"a": (5, [])}, True),
        ({"b": 0}, {"a": (5, [])}, True),
        ({"a": 8}, {"a": (5, [(6, 8)])}, False),
        ({"a": 8}, {"a": (5, [(7, 8), (6, 6)])}, False),
        ({"a": 8}, {"a": (5, [(7, 8)])}, True),
    ],
)
def test_who_is_behind(heads, cursors, behind):
    assert is_behind(heads, cursors) is behind


class Socket:
    def __init__(self, frames, close_code):
        self.frames, self.close_code = list(frames), close_code

    async def receive(self):
        return self.frames.pop(0) if self.frames else None


class Stage:
    """A server whose sockets say what the test gives them, one after the other."""

    session = object()

    def __init__(self, *sockets, first_retry_s=0.001):
        self.sockets, self.opened, self.woken, self.used, self.returned = list(sockets), 0, 0, 0, 0
        self.pokes = Pokes(
            self,
            self,
            behind=self.behind,
            wake=self.wake,
            used=self.note_use,
            back=self.note_return,
            first_retry_s=first_retry_s,
        )

    @asynccontextmanager
    async def live(self):
        self.opened += 1
        if not self.sockets:
            await asyncio.Event().wait()
        given = self.sockets.pop(0)
        if isinstance(given, AppError):
            raise given
        yield given

    async def behind(self, heads):
        return bool(heads.get("a", 0) > 3)

    def wake(self):
        self.woken += 1

    def note_return(self):
        self.returned += 1

    def note_use(self):
        self.used += 1

    async def __aenter__(self):
        self.task = asyncio.ensure_future(self.pokes.run())
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def frame(**said):
    return msgspec.json.encode(Poke(**said))


async def test_it_wakes_for_news_only():
    frames = [
        frame(heads={"a": 3}),
        frame(heads={"a": 4}),
        frame(lost=("b",)),
        b"{",
        b"[1]",
        frame(revoked=True),
    ]
    async with Stage(Socket(frames, Close.REVOKED)) as stage:
        await until(lambda: stage.opened == 2)
        assert stage.woken == 4


async def test_use_is_told_at_once_and_each_time_the_line_is_back():
    first = Socket([frame(heads={"a": 3}), frame(usage=True), frame(heads={"a": 3}), frame(usage=True)], 1006)
    async with Stage(first, Socket([frame()], 1006)) as stage:
        await until(lambda: stage.opened == 3)
        assert (stage.used, stage.woken) == (4, 0)


async def test_it_comes_back_whatever_ended_the_socket():
    lost = [
        Socket([frame()], 1006),
        AppError("network.unreachable"),
        AppError("network.bad_answer", status=503),
    ]
    async with Stage(*lost) as stage:
        await until(lambda: stage.opened == 4)


async def test_the_line_is_back_with_the_first_word_on_it():
    lost = [Socket([frame(), frame()], 1006), AppError("network.unreachable"), Socket([frame()], 1006)]
    async with Stage(*lost) as stage:
        await until(lambda: stage.opened == 4)
        assert stage.returned == 2


async def test_a_line_that_is_lost_is_found_out_once():
    gone = AppError("network.unreachable")
    async with Stage(Socket([frame()], 1006), gone, gone, gone) as stage:
        await until(lambda: stage.opened == 5)
        assert stage.woken == 1


async def test_a_window_that_comes_up_opens_the_socket_at_once():
    async with Stage(AppError("network.unreachable"), first_retry_s=60.0) as stage:
        await until(lambda: stage.opened == 1)
        stage.pokes.attend(visible=True)
        await until(lambda: stage.opened == 2)


@pytest.mark.parametrize(("visible", "most_s"), [(True, 15.0), (False, 180.0)])
def test_waits_are_short_while_somebody_can_see_them(visible, most_s):
    pokes = Stage(first_retry_s=3.0).pokes
    pokes.attend(visible=visible)
    waits = [pokes._patience_s(12, 1006) for _ in range(200)]
    assert most_s / 3 <= min(waits)
    assert most_s * 0.8 <= max(waits) <= most_s


async def test_a_server_that_is_full_is_left_alone_for_long():
    async with Stage(Socket([], Close.TOO_MANY)) as stage:
        await until(lambda: stage.opened == 1)
        await asyncio.sleep(0.05)
        assert stage.opened == 1


async def test_it_waits_for_somebody_to_sign_in():
    stage = Stage(Socket([frame()], None))
    stage.session = None
    async with stage:
        await asyncio.sleep(0.02)
        assert stage.opened == 0
        stage.pokes.account_changed()
        stage.session = object()
        stage.pokes.account_changed()
        await until(lambda: stage.opened)
