import asyncio

import aiohttp
import pytest

from server.payments.reaching import LoadedLate, reaching, refused, told_kindly
from shared.errors import AppError


async def test_it_is_made_once_when_it_is_first_needed():
    made = []
    late = LoadedLate(lambda: made.append(1) or made)
    assert late.made is None
    assert all(one is made for one in await asyncio.gather(late.get(), late.get(), late.get()))
    assert made == [1]


async def test_one_that_could_not_be_made_is_tried_again():
    answers = iter([ImportError("no"), 5])

    def make():
        answer = next(answers)
        if isinstance(answer, ImportError):
            raise answer
        return answer

    late = LoadedLate(make)
    with pytest.raises(ImportError):
        await late.get()
    assert await late.get() == 5


@pytest.mark.parametrize("cause", [aiohttp.ClientError(), OSError(), TimeoutError(), ValueError()])
async def test_without_an_answer_it_is_down(cause):
    with pytest.raises(AppError) as caught:
        async with reaching("polar", 5):
            raise cause
    assert (caught.value.code, caught.value.parameters, caught.value.detail) == (
        "payments.provider_down",
        {"provider": "Polar"},
        type(cause).__name__,
    )


async def test_its_time_is_limited():
    with pytest.raises(AppError, match=r"payments\.provider_down"):
        async with reaching("stripe", 0.01):
            await asyncio.Event().wait()


async def test_a_bug_stays_a_bug_and_cancelling_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        async with reaching("stripe", 5):
            _ = 1 / 0
    with pytest.raises(asyncio.CancelledError):
        async with reaching("stripe", 5):
            raise asyncio.CancelledError
    assert not refused("whop", "x").retryable


@told_kindly
class Client:
    name = "polar"

    async def price(self, code):
        raise AppError(code, **({"field": "id"} if code == "payments.bad_event" else {}))


async def test_what_cannot_be_read_is_told_as_no_answer():
    with pytest.raises(AppError) as caught:
        await Client().price("payments.bad_event")
    assert (caught.value.code, caught.value.detail) == ("payments.provider_down", "unreadable: id")
    with pytest.raises(AppError, match=r"payments\.no_customer"):
        await Client().price("payments.no_customer")
