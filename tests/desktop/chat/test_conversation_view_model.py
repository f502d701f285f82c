"""A conversation's state, with the real services: asked, streamed, stopped, edited, left and come back to."""

from contextlib import asynccontextmanager

from desktop.chat.conversation_view_model import ConversationViewModel
from desktop.chat.material import EVERYTHING, Scope
from desktop.chat.service import QUESTION_CHARS
from shared.tasks import TaskScope
from tests.support.asking import NOWHERE, WHERE, WHO, answering_engine, asked_library
from tests.support.fake_provider import Reply
from tests.support.waiting import until

PIECES = ["Photosynthesis takes place ", "in the chloroplast [1]. ", *["More words. "] * 400]


@asynccontextmanager
async def conversing(library):
    services = library.services
    scope = TaskScope("test")
    model = ConversationViewModel(services.chat, scope, services.bus)
    try:
        yield model
    finally:
        model.close()
        await scope.close()


@asynccontextmanager
async def talking(paths, clock):
    async with asked_library(paths, clock) as library, conversing(library) as model:
        yield library, model


async def answered(model, question):
    """The answer to a question, once it is whole."""
    before = len(model.messages)
    model.ask(question)
    await until(lambda: not model.busy and len(model.messages) == before + 2 and not model.messages[-1].live)
    return model.messages[-1]


async def test_a_question_begins_a_chat_and_is_answered(qloop, paths, clock):
    async with talking(paths, clock) as (_library, model):
        answer = await answered(model, WHERE)
        assert (answer.mode, answer.state) == ("passages", "done")
        assert answer.citations[0].title == "Leaves"
        assert model.chat is not None
        assert model.chat.title == "Where does photosynthesis take place"
        assert [one.role for one in model.messages] == ["user", "assistant"]
        assert (await answered(model, WHO)).citations[0].page == 1
        assert (await answered(model, NOWHERE)).mode == "nothing_relevant"


async def test_text_grows_in_steps_and_phases_are_told(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        fake.script.append(Reply(PIECES))
        phases, texts = [], []
        model.phase_changed.connect(lambda: phases.append(model.phase))
        model.grew.connect(lambda message: texts.append(message.text))
        answer = await answered(model, WHERE)
        assert answer.text.split() == "".join(PIECES).split()
        assert answer.citations[0].start_ms is not None
        assert [one for one in dict.fromkeys(phases) if one] == ["searching", "reading", "writing"]
        assert phases[-1] == ""
        # 402 pieces came; a page that drew each would stand still.
        assert 1 <= len(texts) < 100
        assert texts == sorted(texts, key=len)


async def test_stopping_keeps_what_came(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        fake.script.append(Reply(PIECES, hold_after=2))
        model.ask(WHERE)
        await until(fake.holding.is_set)
        await until(lambda: model.messages and "chloroplast" in model.messages[-1].text)
        assert model.busy
        model.cancel()
        await until(lambda: not model.busy and not model.messages[-1].live)
        assert model.messages[-1].state == "cancelled"
        assert model.messages[-1].text.startswith("Photosynthesis takes place in the chloroplast [1]")
        await until(fake.left.is_set)


async def test_a_chat_that_was_left_is_written_on_and_followed_again(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        fake.script.append(Reply(PIECES, hold_after=2))
        model.ask(WHERE)
        await until(lambda: model.messages and "chloroplast" in model.messages[-1].text)
        chat_id = model.chat_id
        model.open(None)
        assert (model.messages, model.busy, model.phase) == ([], False, "")
        model.open(chat_id)
        await until(lambda: model.busy and model.messages[-1].live)
        fake.release.set()
        await until(lambda: not model.busy and model.messages[-1].state == "done")
        assert model.messages[-1].text.split()[-1] == "words."


async def test_leaving_before_the_question_is_stored(qloop, paths, clock):
    async with talking(paths, clock) as (library, model):
        model.ask(WHERE)
        first = await library.services.chat.create("Other")
        model.open(first)
        await until(lambda: model.loaded and not model.busy)
        await until(lambda: model.chat is not None)
        assert model.chat_id == first
        assert model.messages == []


async def test_editing_replaces_what_followed(qloop, paths, clock):
    async with talking(paths, clock) as (_library, model):
        await answered(model, WHERE)
        await answered(model, WHO)
        model.edit(model.messages[0].id, NOWHERE)
        await until(lambda: not model.busy and len(model.messages) == 2 and not model.messages[-1].live)
        assert model.messages[0].text == NOWHERE
        assert model.messages[1].mode == "nothing_relevant"


async def test_answering_again_and_without_ai(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        fake.script.append(Reply(["First [1]."]))
        first = await answered(model, WHERE)
        fake.script.append(Reply(["Second [1]."]))
        model.retry(first.id)
        await until(lambda: not model.busy and model.messages[-1].text == "Second [1].")
        model.retry(model.messages[-1].id, offline=True)
        await until(lambda: not model.busy and model.messages[-1].mode == "passages")
        assert len(model.messages) == 2


async def test_one_answer_at_a_time(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        failures = []
        model.ask_failed.connect(lambda error, question: failures.append((error.code, question)))
        fake.script.append(Reply(PIECES, hold_after=1))
        model.ask(WHERE)
        model.ask(WHO)
        assert failures == [("chat.busy", WHO)]
        fake.release.set()
        await until(lambda: not model.busy)


async def test_a_question_that_cannot_be_sent_comes_back(qloop, paths, clock):
    async with talking(paths, clock) as (_library, model):
        failures = []
        model.ask_failed.connect(lambda error, question: failures.append((error.code, question)))
        model.ask("x" * (QUESTION_CHARS + 1))
        await until(lambda: failures)
        assert failures == [("chat.question_too_long", "x" * (QUESTION_CHARS + 1))]
        assert not model.busy
        assert model.phase == ""


async def test_what_a_chat_asks_about_is_kept_with_it(qloop, paths, clock):
    async with talking(paths, clock) as (library, model):
        leaves = next(one for one in await library.services.media.items() if one.title == "Leaves")
        only = Scope(item_id=leaves.id)
        model.set_material(only)
        assert (await answered(model, WHO)).mode == "nothing_relevant"
        chat_id = model.chat_id
        model.open(None)
        model.set_material(EVERYTHING)
        model.open(chat_id)
        await until(lambda: model.material == only)
        model.set_material(EVERYTHING)
        assert (await answered(model, WHO)).mode == "passages"


async def test_ratings_and_what_changes_elsewhere(qloop, paths, clock):
    async with talking(paths, clock) as (library, model):
        answer = await answered(model, WHERE)
        model.rate(answer.id, 1)
        await until(lambda: model.messages[-1].rating == 1)
        assert model.chat is not None
        await library.services.chat.rename(model.chat.id, "Plants")
        await until(lambda: model.chat is not None and model.chat.title == "Plants")
        assert model.last_question().text == WHERE
        assert model.last_answer().id == answer.id


async def test_a_chat_that_is_gone_becomes_a_new_one(qloop, paths, clock):
    async with talking(paths, clock) as (library, model):
        answer = await answered(model, WHERE)
        await library.services.chat.delete(answer.chat_id)
        await until(lambda: model.chat_id is None)
        assert model.messages == []


async def test_an_answer_that_was_cut_off_keeps_its_text(qloop, paths, clock):
    async with talking(paths, clock) as (library, model), answering_engine(library) as fake:
        fake.script.append(Reply(PIECES, cut_after=2))
        answer = await answered(model, WHERE)
        assert answer.state == "failed"
        assert answer.problem.code == "ai.cut_off"
        assert "chloroplast" in answer.text
