"""What is offered around a conversation."""

from contextlib import asynccontextmanager

import pytest

from desktop.chat.choices_view_model import ChoicesViewModel, scope_id, scope_of, with_titles
from desktop.chat.material import EVERYTHING, Scope
from desktop.media.states import JobState
from shared.ids import CollectionId, ItemId, new_id
from shared.tasks import TaskScope
from tests.support.asking import WHERE, WHO, answering_engine, asked_library
from tests.support.search_library import speech
from tests.support.waiting import until


@asynccontextmanager
async def choosing(paths, clock, *, filled=True):
    async with asked_library(paths, clock, filled=filled) as library:
        services, scope = library.services, TaskScope("test")
        model = ChoicesViewModel(services.chat, services.media, services.ai, scope, services.bus)
        model.start()
        await until(lambda: model.loaded)
        yield library, model
        model.close()
        await scope.close()


async def proposals(model, typed):
    found = []
    model.proposed.connect(lambda text, texts: found.append((text, texts)))
    model.propose(typed)
    await until(lambda: found and found[-1][0] == typed)
    return found[-1][1]


async def test_items_and_collections_follow_the_library(qloop, paths, clock):
    async with choosing(paths, clock) as (library, model):
        assert {one.title for one in model.items} == {"Leaves", "Print"}
        assert [one.is_default for one in model.collections] == [True]
        leaves = next(one for one in model.items if one.title == "Leaves")
        await library.services.media.library.delete([leaves.id])
        await until(lambda: len(model.items) == 1)


async def test_examples_ask_about_what_recurs(qloop, paths, clock):
    async with choosing(paths, clock, filled=False) as (library, model):
        assert model.examples == ()
        await library.add("Coming", speech("Volcano ash. Volcano ash."), state=JobState.TRANSCRIBING)
        await library.add(
            "Rocks", speech("The rock cycle is slow. The rock cycle never ends. The rock cycle turns.")
        )
        await until(lambda: model.examples)
        assert "rock cycle" in model.examples[0]
        assert all("olcano" not in one for one in model.examples)
        answer = await library.services.chat.answer_once(model.examples[0])
        assert answer.mode == "passages"


async def test_who_answers(qloop, paths, clock):
    async with choosing(paths, clock) as (library, model):
        assert (model.engine.provider, model.engine.problem) == ("", None)
        async with answering_engine(library):
            await until(lambda: model.engine.model == "fake-small")
            assert model.engine.provider
        await library.services.ai.configure("anthropic")
        await until(
            lambda: model.engine.problem is not None and model.engine.problem.code == "ai.key_missing"
        )
        model.refresh_engine()


async def test_earlier_questions_and_titles_are_proposed(qloop, paths, clock):
    async with choosing(paths, clock) as (library, model):
        async for _event in library.services.chat.ask(None, WHERE):
            pass
        async for _event in library.services.chat.ask(None, WHO):
            pass
        assert await proposals(model, "wher") == [WHERE]
        assert await proposals(model, WHERE) == []
        assert await proposals(model, "Wh") == []
        assert await proposals(model, "what is in lea") == ["what is in “Leaves”"]
        assert await proposals(model, "line\nwher") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("about plan", ["about “Plants and light”", "about “The plan”"]),
        ("about “plan", ["about “Plants and light”", "about “The plan”"]),
        ("LIGHT", ["“Plants and light”"]),
        ("pl", []),
        ("", []),
        ("plant ", []),
        ("“The plan” plan", ["“The plan” “Plants and light”"]),
    ],
)
def test_titles_complete_the_last_word(typed, expected):
    assert with_titles(typed, ["Plants and light", "The plan", "Other"]) == expected


def test_scopes_have_names():
    for scope in (EVERYTHING, Scope(item_id=ItemId(new_id())), Scope(collection_id=CollectionId(new_id()))):
        assert scope_of(scope_id(scope)) == scope
