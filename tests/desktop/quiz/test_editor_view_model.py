"""Every edit is saved, undone and done again."""

import msgspec
from PIL import Image

from desktop.quiz.importing import read_text
from shared.errors import AppError
from shared.ids import QuizId, new_id
from shared.quiz.quiz import Multiple, Single, Slide, Typed
from tests.support.quiz_stage import editor_model
from tests.support.sample_quizzes import every_kind, question
from tests.support.waiting import until


def texts(model):
    return [one.text for one in model.questions()]


async def test_who_is_sent_to_a_question_is_told_what_is_wrong_with_it(qloop, paths, clock):
    async with editor_model(paths, clock, question("a", Slide())) as (_service, model):
        model.add(Single)
        assert model.problems_of(model.current()) == ()
        model.open(model.quiz_id, model.current_id)
        assert model.problems_of(model.current())


async def test_add_copy_move_remove_and_back(qloop, paths, clock):
    async with editor_model(paths, clock, question("a", Slide()), question("b", Slide())) as (service, model):
        assert (model.row(), model.topics()) == (0, [])
        model.add(Single)
        assert texts(model) == ["a", "", "b"]
        assert model.problems_of(model.current()) == (), "nobody is told off while writing"
        new = model.current()
        model.edit(model.current_id, "text", "new")
        model.select(model.questions()[0].id)
        assert model.problems_of(model.questions()[1])
        model.select(new.id)
        model.duplicate()
        model.move(model.row(), 0)
        model.move(9, 0)
        assert texts(model) == ["new", "a", "new", "b"]
        model.remove()
        assert (texts(model), model.current().text) == (["a", "new", "b"], "a")
        await model.finish()
        assert texts(model) == [one.text for one in (await service.quiz(model.quiz_id)).questions]
        seen = []
        while model.can_undo:
            model.undo()
            seen.append(texts(model))
        assert seen[-1] == ["a", "b"]
        await model.finish()
        assert [one.text for one in (await service.quiz(model.quiz_id)).questions] == ["a", "b"]
        while model.can_redo:
            model.redo()
        assert texts(model) == ["a", "new", "b"]
        await model.finish()
        assert (await service.quiz(model.quiz_id)) == model.quiz


async def test_typing_is_saved_by_itself_and_undone_at_once(qloop, paths, clock):
    async with editor_model(paths, clock, question("a", Slide())) as (service, model):
        states = []
        model.saving_changed.connect(lambda: states.append(model.save_state))
        for text in ("ab", "abc", "abcd"):
            model.edit(model.current_id, "text", text)
        await until(lambda: model.save_state == "saved")
        assert (await service.quiz(model.quiz_id)).questions[0].text == "abcd"
        model.undo()
        assert texts(model) == ["a"]
        assert not model.can_undo
        clock.advance(5000)
        model.set_words(title="Lenses")
        model.edit("no such id", "text", "x")
        model.edit(model.current_id, "text", "a")
        await model.finish()
        assert (await service.quiz(model.quiz_id)).title == "Lenses"
        assert set(states) == {"saving", "saved"}


async def test_a_kind_becomes_another_and_back(qloop, paths, clock):
    async with editor_model(paths, clock, every_kind()[0]) as (_service, model):
        body = model.current().body
        model.turn_into(model.current_id, Multiple)
        assert model.current().body.choices == body.choices
        model.turn_into(model.current_id, Typed)
        model.undo()
        model.undo()
        assert model.current().body == body


async def test_a_failed_save_is_told_and_tried_again(qloop, paths, clock, monkeypatch):
    async with editor_model(paths, clock, question("a", Slide())) as (service, model):

        async def broken(*_):
            raise AppError("storage.disk_full")

        monkeypatch.setattr(service, "change", broken)
        model.edit(model.current_id, "text", "b")
        model.save()
        await until(lambda: model.save_state == "failed")
        assert model.save_error.code == "storage.disk_full"
        monkeypatch.undo()
        model.save()
        await until(lambda: model.save_state == "saved")
        assert (await service.quiz(model.quiz_id)).questions[0].text == "b"


async def test_what_others_do_is_taken_over(qloop, paths, clock):
    async with editor_model(paths, clock, question("a", Slide())) as (service, model):
        await service.add_questions(model.quiz_id, [question("theirs", Slide())])
        await until(lambda: texts(model) == ["a", "theirs"])
        gone = []
        model.gone.connect(lambda: gone.append(1))
        await service.delete([model.quiz_id])
        await until(lambda: gone)
        failed = []
        model.failed.connect(failed.append)
        model.open(QuizId(new_id()))
        await until(lambda: failed)
        assert failed[0].code == "quiz.not_found"
        model.reload()
        await until(lambda: len(failed) == 2)


async def test_media_and_files(qloop, paths, clock, tmp_path):
    async with editor_model(paths, clock, question("a", Slide())) as (_service, model):
        Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
        added, read = [], []
        model.media_added.connect(lambda *told: added.append(told))
        model.read.connect(read.append)
        model.add_media(model.current_id, "question", tmp_path / "a.png")
        await until(lambda: added)
        assert model.media_path(added[0][2]).is_file()
        (tmp_path / "q.txt").write_text("Front\tBack\n")
        model.read_file(tmp_path / "q.txt")
        await until(lambda: read)
        model.take(read[0])
        await until(lambda: texts(model) == ["a", "Front"])
        model.undo()
        assert texts(model) == ["a"]
        model.take(read_text("", "t", ".csv"))
        other = msgspec.structs.replace(model.quiz, title="x")
        assert other != model.quiz
