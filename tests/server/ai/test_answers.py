"""Kept answers: who asked for it gets it again, unchanged material or within a day; nobody else ever does."""

import uuid

import pytest

from server.ai.answer_store import KeptAnswer
from server.ai.answers import DAY_MS, MATERIAL_MS, MOST_KEPT_BYTES, Answers, place_of
from server.web.principal import Principal
from shared.errors import AppError

SCHOOL = uuid.UUID(int=9)
ADA = Principal(uuid.UUID(int=1), uuid.UUID(int=2), tenant_id=SCHOOL)
BEN = Principal(uuid.UUID(int=3), uuid.UUID(int=4), tenant_id=SCHOOL)
EVE = Principal(uuid.UUID(int=5), uuid.UUID(int=6))
ANSWER = KeptAnswer("application/json", b'{"hint": "roots"}')


def place(who=ADA, *, body=b"{}", share="me", material="", operation="hint", wire="anthropic"):
    return place_of(who, wire, operation, body, share=share, material=material)


async def test_the_same_person_is_answered_again_for_a_day(server_database, clock):
    answers = Answers(server_database)
    await answers.keep(place(), ANSWER)
    clock.advance(DAY_MS - 1)
    assert await answers.find(place()) == ANSWER
    clock.advance(1)
    assert await answers.find(place()) is None
    await answers.tidy()
    async with server_database.read() as tx:
        assert (await tx.connection.exec_driver_sql("SELECT count(*) FROM ai_answer")).scalar_one() == 0


@pytest.mark.parametrize("share", ["me", "tenant"])
async def test_nobody_else_is_given_it(server_database, clock, share):
    answers = Answers(server_database)
    await answers.keep(place(share=share), ANSWER)
    assert (await answers.find(place(BEN, share=share)) == ANSWER) is (share == "tenant")
    assert await answers.find(place(EVE, share=share)) is None
    assert await answers.find(place(body=b"{ }", share=share)) is None
    assert await answers.find(place(operation="chat", share=share)) is None
    assert await answers.find(place(wire="openai", share=share)) is None
    assert await answers.find(place(share="tenant" if share == "me" else "me")) is None


def test_who_has_no_school_shares_with_nobody():
    assert place(EVE, share="tenant") == place(EVE, share="me")


async def test_another_version_of_the_material_is_answered_anew(server_database, clock):
    answers = Answers(server_database)
    first, second = place(operation="chat", material="deck:1"), place(operation="chat", material="deck:2")
    other = place(operation="chat", material="notes:1")
    for each in (first, other):
        await answers.keep(each, ANSWER)
    clock.advance(MATERIAL_MS - 1)
    assert await answers.find(second) is None
    assert await answers.find(first) == ANSWER
    newer = KeptAnswer("text/event-stream", b"data: {}\n\n")
    await answers.keep(second, newer)
    assert [await answers.find(each) for each in (first, second, other)] == [None, newer, ANSWER]
    await answers.keep(second, ANSWER)
    assert await answers.find(second) == ANSWER


async def test_who_is_gone_is_forgotten(server_database, clock):
    answers = Answers(server_database)
    for each in (place(), place(BEN)):
        await answers.keep(each, ANSWER)
    async with server_database.write() as tx:
        await answers.erase_user(tx, ADA.user_id)
    assert await answers.find(place()) is None
    assert await answers.find(place(BEN)) == ANSWER


async def test_what_is_very_long_is_not_kept(server_database, clock):
    answers = Answers(server_database)
    await answers.keep(place(), KeptAnswer("text/plain", bytes(MOST_KEPT_BYTES + 1)))
    assert await answers.find(place()) is None


def test_only_who_asks_for_it():
    assert place(share="") is None
    for more in (
        {"share": "all"},
        {"material": "no-version"},
        {"material": ":1"},
        {"material": "x" * 101 + ":1"},
    ):
        with pytest.raises(AppError, match=r"ai\.bad_request"):
            place(**more)
    assert place(material="a:b:3").made_from == ("a:b", "3")
    assert (place(material="d:1").keep_ms, place(material="d:1", operation="chat").keep_ms) == (
        DAY_MS,
        MATERIAL_MS,
    )
