from contextlib import asynccontextmanager

from desktop.media.states import JobState
from desktop.quiz.drafting import DRAFT_KINDS, OFFLINE_KINDS
from desktop.quiz.generate_view_model import GenerateViewModel
from shared.errors import AppError
from shared.quiz.quiz import Slide
from shared.tasks import TaskScope
from tests.support.asking import answering_engine
from tests.support.fake_provider import Reply
from tests.support.generating import leaves_library
from tests.support.quiz_replies import XYLEM, reply
from tests.support.sample_quizzes import question
from tests.support.search_library import speech
from tests.support.waiting import until


@asynccontextmanager
async def modelled(paths):
    async with leaves_library(paths) as (library, item_id):
        services = library.services
        reported = []
        scope = TaskScope("test", on_error=reported.append)
        model = GenerateViewModel(services.quiz_generation, services.quizzes, scope, services.bus)
        model.reload()
        await until(lambda: model.loaded)
        model.choose_item(item_id)
        try:
            yield library, model
            assert reported == []
        finally:
            model.close()
            await scope.close()


async def whole(model):
    await until(lambda: not model.making)


async def test_drafts_are_made_reviewed_and_kept_in_a_new_quiz(qloop, paths):
    async with modelled(paths) as (library, model):
        assert model.offered_kinds == OFFLINE_KINDS
        kept = []
        model.kept.connect(kept.append)
        model.want(count=6)
        model.make()
        assert model.making
        await whole(model)
        assert (len(model.drafts), model.made, model.error) == (6, True, None)
        quizzes = library.services.quizzes
        assert await quizzes.quizzes() == []
        first, second = model.drafts[:2]
        model.choose(first.id, chosen=False)
        model.edit(second.id, text="In my words?")
        model.keep(None, "Leaves")
        await until(lambda: kept)
        quiz = await quizzes.quiz(kept[0].quiz_id)
        assert (quiz.title, len(quiz.questions), kept[0].count) == ("Leaves", 5, 5)
        assert quiz.questions[0].text == "In my words?"
        assert all(one.source is not None for one in quiz.questions)
        assert model.drafts == []
        model.undo(kept[0])
        await until(lambda: not model.quizzes)


async def test_questions_are_added_to_a_quiz_and_taken_out_again(qloop, paths):
    async with modelled(paths) as (library, model):
        quizzes = library.services.quizzes
        quiz_id = await quizzes.create("Light", [question("Mine", Slide("Hello"))])
        await until(lambda: model.quizzes)
        kept = []
        model.kept.connect(kept.append)
        model.want(count=3, kinds=frozenset({"cloze"}))
        model.make()
        await whole(model)
        model.keep(quiz_id, "")
        await until(lambda: kept)
        assert (kept[0].title, len((await quizzes.quiz(quiz_id)).questions)) == ("Light", 4)
        await kept[0].undo()
        assert [one.text for one in (await quizzes.quiz(quiz_id)).questions] == ["Mine"]


async def test_what_cannot_be_played_is_not_kept(qloop, paths):
    async with modelled(paths) as (library, model):
        model.want(count=2, kinds=frozenset({"single"}))
        model.make()
        await whole(model)
        model.edit(model.drafts[0].id, text="")
        assert model.unfit() == [model.drafts[0]]
        model.keep(None, "Leaves")
        assert not model.keeping
        model.choose_all(chosen=False)
        assert model.unfit() == model.chosen() == []
        model.keep(None, "Leaves")
        assert await library.services.quizzes.quizzes() == []


async def test_edited_drafts_survive_making_again_and_another_item_clears(qloop, paths):
    async with modelled(paths) as (library, model):
        model.want(count=3)
        model.make()
        await whole(model)
        model.edit(model.drafts[1].id, text="In my words?")
        model.make()
        await whole(model)
        assert model.drafts[0].question.text == "In my words?"
        assert len(model.drafts) == 4
        other = await library.add("Other", speech("A lens is a piece of glass."))
        model.choose_item(other)
        assert model.drafts == []


async def test_a_model_writes_fails_and_is_cancelled(qloop, paths):
    async with modelled(paths) as (library, model), answering_engine(library) as fake:
        model.reload()
        await until(lambda: model.engine)
        assert (model.uses_ai, model.offered_kinds) == (True, DRAFT_KINDS)
        fake.script.append(reply([{"passage": 1, **XYLEM}] * 2, hold_after=1))
        model.make()
        await fake.holding.wait()
        model.cancel()
        await whole(model)
        assert (model.drafts, model.made, model.error) == ([], False, None)
        fake.release.set()
        fake.default = Reply(status=401, error={"error": {"message": "no"}})
        model.make()
        await whole(model)
        assert model.fallen_back is not None
        assert {one.draft.maker for one in model.drafts} == {"offline"}
        model.want(offline=True)
        assert (model.uses_ai, model.offered_kinds) == (False, OFFLINE_KINDS)


async def test_an_item_without_text_is_named_and_said_to_have_none(qloop, paths):
    async with modelled(paths) as (library, model):
        waiting = await library.add("Waiting", speech("A lens."), state=JobState.PENDING)
        model.choose_item(waiting)
        model.reload()
        await until(lambda: model.title == "Waiting")
        model.make()
        await whole(model)
        assert isinstance(model.error, AppError)
        assert model.error.code == "quiz.generate_no_text"
        model.want(count=0)
        assert model.count == 1
        model.want(kinds=frozenset({"typed"}))
        model.make()
        assert not model.making
