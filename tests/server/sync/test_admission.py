"""Turns: bounded at once, first come first served, a bounded queue, and other times for everybody."""

import asyncio

import pytest

from server.sync.admission import Admission
from shared.errors import AppError


async def test_no_more_than_allowed_and_in_order():
    admission, order, most = Admission(3), [], 0

    async def push(number):
        nonlocal most
        async with admission.turn():
            most = max(most, admission.inside)
            order.append(number)
            for _ in range(3):
                await asyncio.sleep(0)

    await asyncio.gather(*(push(number) for number in range(30)))
    assert most == 3
    assert order == list(range(30))
    assert (admission.inside, admission.waiting) == (0, 0)


async def test_who_comes_to_a_full_queue_is_told_when_to_come_again():
    admission = Admission(1, waiting=2)
    seconds = set()
    async with admission.turn(), asyncio.TaskGroup() as tasks:

        async def wait():
            async with admission.turn():
                pass

        waiting = [tasks.create_task(wait()) for _ in range(2)]
        await asyncio.sleep(0)
        for _ in range(60):
            with pytest.raises(AppError) as refused:
                await wait()
            assert refused.value.code == "sync.busy"
            assert refused.value.retryable
            seconds.add(refused.value.parameters["seconds"])
        for task in waiting:
            task.cancel()
    assert len(seconds) > 3
    assert admission.waiting == 0


async def test_nobody_waits_for_ever():
    admission = Admission(1, wait_s=0.01)
    async with admission.turn():
        with pytest.raises(AppError) as refused:
            async with admission.turn():
                pass
    assert refused.value.code == "sync.busy"
    async with admission.turn():
        assert admission.inside == 1


async def test_an_error_inside_gives_the_turn_back():
    admission = Admission(1)
    with pytest.raises(ZeroDivisionError):
        async with admission.turn():
            raise ZeroDivisionError
    async with admission.turn():
        assert admission.inside == 1
