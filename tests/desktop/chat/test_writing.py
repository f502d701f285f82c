import asyncio

import pytest

from desktop.chat.answering import Ask
from desktop.chat.answers import (
    Answer,
    Citation,
    Cited,
    Delta,
    Ended,
    MessageView,
    Problem,
    Searching,
    Started,
)
from desktop.chat.writing import LiveAnswer, Writers
from shared.errors import AppError
from shared.ids import ChatId, ItemId, MessageId, new_id

CITATION = Citation(1, ItemId(new_id()), "Lecture", 0, 9000, None, "words", 0.9)


class Scripted:
    """An answerer that yields what a test wrote down; an exception in the list is raised, an event is waited for."""

    def __init__(self, *script):
        self.script = script

    async def events(self, ask):
        for step in self.script:
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, asyncio.Event):
                await step.wait()
            else:
                yield step


@pytest.fixture
def stored():
    return []


@pytest.fixture
async def write(clock, stored):
    made = []

    def start(*script, store=None, then=None):
        async def keep(message):
            stored.append(message)

        writers = Writers(Scripted(*script), store or keep, clock)
        made.append(writers)
        message = MessageView(
            MessageId(new_id()), ChatId(new_id()), "assistant", "", 0, state="unfinished", live=True
        )
        live = LiveAnswer(message, Started(message.chat_id, MessageId(new_id()), message.id))
        writers.start(live, Ask("What?"), then)
        return writers, live

    yield start
    for writers in made:
        await writers.close()


async def test_everyone_who_follows_hears_everything(write):
    gate = asyncio.Event()
    _, live = write(Searching(), Delta("One "), gate, Delta("two."), Answer("passages", "One two."))

    async def follow():
        return [event async for event in live.events()]

    async with asyncio.TaskGroup() as group:
        early = group.create_task(follow())
        also = group.create_task(follow())
        await asyncio.sleep(0)
        gate.set()
    late = [event async for event in live.events()]
    assert early.result() == also.result() == late
    assert isinstance(late[0], Started)
    assert isinstance(late[-1], Ended)
    assert late[-1].message.text == "One two."


async def test_the_message_grows_with_what_is_told(write):
    gate = asyncio.Event()
    better = Citation(1, CITATION.item_id, "Lecture", 500, 9000, None, "better words", 0.9)
    _, live = write(
        Delta("Light [1]"), Cited(CITATION), Cited(better), gate, Answer("model", "Light [1]", (better,))
    )
    async for event in live.events():
        if isinstance(event, Cited) and live.message.citations == (better,):
            gate.set()
    assert live.message.text == "Light [1]"
    assert (live.message.state, live.message.live) == ("done", False)


async def test_a_growing_answer_is_stored_also_while_the_model_pauses(write, stored):
    first, second, last = (asyncio.Event() for _ in range(3))
    reached = asyncio.Event()

    async def keep(message):
        stored.append(message)
        reached.set()

    _, live = write(
        Delta("a"), first, Delta("b"), Delta("c"), second, Answer("model", "abc"), last, store=keep
    )
    await asyncio.wait_for(reached.wait(), 5)
    assert [(message.text, message.state) for message in stored] == [("a", "unfinished")]
    reached.clear()
    first.set()
    await asyncio.wait_for(reached.wait(), 5)
    assert stored[-1].text == "abc", "pieces that come close together are one write"
    second.set()
    last.set()
    assert [event async for event in live.events()]
    assert [message.state for message in stored] == ["unfinished", "unfinished", "done"]


async def test_cancelling_stores_what_came_before_it_returns(write, stored):
    writers, live = write(Delta("half"), asyncio.Event())
    async for _ in live.events():
        if live.message.text == "half":
            break
    await live.cancel()
    assert (stored[-1].text, stored[-1].state) == ("half", "cancelled")
    assert writers.live(live.chat_id) is None
    written = len(stored)
    await live.cancel()
    assert len(stored) == written


async def test_an_incomplete_answer_is_a_failed_one(write, stored):
    _, live = write(Answer("model", "half", problem=Problem("ai.cut_off", {"provider": "x"}), complete=False))
    assert [event async for event in live.events()][-1].message.state == "failed"
    assert stored[-1].problem.code == "ai.cut_off"


async def test_a_library_that_cannot_be_read_ends_the_answer_with_its_error(write, stored):
    _, live = write(Searching(), AppError("storage.corrupt"))
    last = [event async for event in live.events()][-1].message
    assert (last.state, last.problem.code) == ("failed", "storage.corrupt")


async def test_a_full_disk_is_told_with_the_answer_still_shown(write):
    async def full(message):
        raise AppError("storage.disk_full", folder="x")

    _, live = write(Answer("passages", "Quoted."), store=full)
    last = [event async for event in live.events()][-1].message
    assert (last.text, last.state, last.problem.code) == ("Quoted.", "failed", "storage.disk_full")


async def test_what_comes_after_an_answer_runs_once_it_is_stored(write, stored):
    done = asyncio.Event()

    async def then(message):
        assert stored[-1] == message
        done.set()

    _, live = write(Answer("passages", "Quoted."), then=then)
    assert [event async for event in live.events()]
    await asyncio.wait_for(done.wait(), 5)


async def test_closing_ends_every_answer_with_what_came(write, stored):
    writers, live = write(Delta("half"), asyncio.Event())
    async for _ in live.events():
        if live.message.text == "half":
            break
    await writers.close()
    assert stored[-1].state == "cancelled"
    assert [event async for event in live.events()][-1].message.state == "cancelled"


async def test_an_answer_keeps_its_chat_until_it_is_stored(write, stored):
    busy = []

    async def keep(message):
        busy.append(writers.live(message.chat_id) is not None)

    writers, live = write(Answer("passages", "Quoted."), store=keep)
    assert [event async for event in live.events()]
    assert busy == [True]
