"""From an item of a real library to drafts: with a model, without, and from one to the other."""

from contextlib import aclosing

import pytest

from desktop.media.states import JobState
from desktop.quiz.generation_service import Began, Draft, FellBack, GenerationService, Wanted
from shared.errors import AppError
from shared.ids import ItemId, new_id
from tests.support.asking import answering_engine
from tests.support.fake_provider import Reply
from tests.support.lecture_texts import AGUA, LEAVES, plain
from tests.support.quiz_replies import OAK, XYLEM, numbered, reply
from tests.support.search_library import pages, speech
from tests.support.small_library import small_library


async def events_of(service, item_id, wanted=None, **more):
    found = []
    async with aclosing(service.make(item_id, wanted or Wanted(), **more)) as events:
        async for event in events:
            found.append(event)  # noqa: PERF401 - what came before an error must stay
    return found


def drafts_in(events):
    return [one for one in events if isinstance(one, Draft)]


async def test_without_ai(paths):
    async with small_library(paths) as library:
        service: GenerationService = library.services.quiz_generation
        lecture = await library.add("Leaves", speech(plain(LEAVES)))
        agua = await library.add("Agua", pages(plain(AGUA)), kind="document")
        assert {one.id for one in await service.items()} == {lecture, agua}
        assert await service.engine_name() == ""
        events = await events_of(service, lecture)
        assert events[0] == Began("offline")
        assert len(drafts_in(events)) == 10
        places = [draft.question.source for draft in drafts_in(await events_of(service, agua, Wanted(3)))]
        assert [(place.title, place.page) for place in places if place is not None] == [("Agua", 1)] * 3


async def test_with_ai_and_without_it_by_choice(paths):
    async with small_library(paths) as library, answering_engine(library) as fake:
        service = library.services.quiz_generation
        lecture = await library.add("Leaves", speech(plain(LEAVES)))
        assert "fake-small" in await service.engine_name()
        fake.default = Reply(pieces=["[]"])
        events = await events_of(service, lecture, Wanted(4), offline=True)
        assert (events[0], len(fake.seen)) == (Began("offline"), 0)
        # What was asked tells which numbers the passages have.
        await events_of(service, lecture, Wanted(2))
        fake.script.append(reply(numbered(fake.questions[0], XYLEM, OAK)))
        events = await events_of(service, lecture, Wanted(2))
        assert events[0] == Began("ai")
        assert [draft.maker for draft in drafts_in(events)] == ["ai", "ai"]


async def test_a_model_that_fails_gives_way(paths):
    async with small_library(paths) as library, answering_engine(library) as fake:
        service = library.services.quiz_generation
        lecture = await library.add("Leaves", speech(plain(LEAVES)))
        fake.default = Reply(status=401, error={"error": {"message": "no"}})
        events = await events_of(service, lecture, Wanted(5))
        kinds = [type(event) for event in events]
        assert kinds == [Began, FellBack, Began, *[Draft] * 5]
        # A failure after some drafts: the others are made here, and none asks the same.
        fake.default = Reply(pieces=["[]"])
        await events_of(service, lecture, Wanted(5))
        written = reply(numbered(fake.questions[-1], XYLEM, OAK))
        fake.script.append(Reply(pieces=[*written.pieces[:3], "..."], cut_after=3))
        events = await events_of(service, lecture, Wanted(5))
        drafts = drafts_in(events)
        assert [draft.maker for draft in drafts] == ["ai", *["offline"] * 4]
        assert len({draft.quote for draft in drafts}) == 5


async def test_settings_that_cannot_work_are_told_and_it_goes_on(paths):
    async with small_library(paths) as library:
        lecture = await library.add("Leaves", speech(plain(LEAVES)))
        await library.services.ai.configure("compatible", base_url="http://127.0.0.1:9/v1")
        service = library.services.quiz_generation
        assert await service.engine_name() == ""
        events = await events_of(service, lecture, Wanted(2))
        assert isinstance(events[0], FellBack)
        assert len(drafts_in(events)) == 2


async def test_kind_words_where_there_is_nothing_to_ask(paths):
    async with small_library(paths) as library:
        service = library.services.quiz_generation
        waiting = await library.add("Waiting", speech("A lens is a tool."), state=JobState.PENDING)
        short = await library.add("Short", speech("A lens is a piece of glass with curved sides."))
        german = await library.add(
            "Linsen",
            speech("Die Linse ist ein Stück Glas, das jeden Strahl um den richtigen Winkel bricht. " * 6),
        )
        for item_id, code in (
            (waiting, "quiz.generate_no_text"),
            (short, "quiz.generate_too_short"),
            (german, "quiz.generate_language"),
            (ItemId(new_id()), "media.no_item"),
        ):
            with pytest.raises(AppError) as raised:
                await events_of(service, item_id)
            assert raised.value.code == code


async def test_where_only_a_model_could_its_own_failure_is_told(paths):
    async with small_library(paths) as library, answering_engine(library) as fake:
        service = library.services.quiz_generation
        german = await library.add(
            "Linsen",
            speech("Die Linse ist ein Stück Glas, das jeden Strahl um den richtigen Winkel bricht. " * 6),
        )
        fake.default = Reply(status=401, error={"error": {"message": "no"}})
        with pytest.raises(AppError, match=r"ai\."):
            await events_of(service, german)
