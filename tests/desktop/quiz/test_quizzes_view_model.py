"""What is done to quizzes and taken back."""

import pytest

from desktop.quiz.quizzes_view_model import QuizzesViewModel
from desktop.quiz.service import Format, QuizService, QuizSort
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.sample_quizzes import every_kind
from tests.support.waiting import until


@pytest.fixture
def make(qapp, database, paths, clock):
    made = []

    def build():
        service = QuizService(database, paths, clock)
        scope = TaskScope("test")
        model = QuizzesViewModel(service, scope, database.bus)
        made.append(model)
        return service, scope, model

    yield build
    for model in made:
        model.close()


async def test_everything_that_is_done_can_be_undone(make, tmp_path):
    service, scope, model = make()
    done, opened = [], []
    model.done.connect(done.append)
    model.made.connect(opened.append)
    model.create("Light")
    await until(lambda: model.quizzes)
    (quiz,) = model.quizzes
    assert opened == [quiz.id]
    await service.add_questions(quiz.id, every_kind())
    model.rename(quiz.id, "Lenses")
    await until(lambda: model.quizzes[0].title == "Lenses")
    model.duplicate(quiz, "Copy")
    await until(lambda: len(model.quizzes) == 2)
    model.delete(model.quizzes)
    await until(lambda: not model.quizzes)
    for count in (2, 1, 1):
        model.undo_last()
        await until(lambda count=count: len(model.quizzes) == count)
    await until(lambda: model.quizzes[0].title == "Light")
    model.undo_last()
    model.undo(done[0])
    assert [one.kind for one in done] == ["renamed", "copied", "deleted"]
    target = tmp_path / "light.csv"
    model.export(quiz, target, Format.CSV)
    await until(target.exists)
    read = []
    model.read.connect(read.append)
    model.read_file(target)
    await until(lambda: read)
    model.take(read[0], "Again")
    await until(lambda: len(model.quizzes) == 2)
    model.undo_last()
    await until(lambda: len(model.quizzes) == 1)
    whole = []
    model.printable.connect(whole.append)
    model.load_for_print(quiz.id)
    await until(lambda: whole)
    assert len(whole[0].questions) == 12
    await scope.close()


async def test_search_order_and_failure(make, monkeypatch):
    service, scope, model = make()
    await service.create("Light")
    await service.create("Cells")
    model.order(QuizSort.TITLE)
    await until(lambda: [one.title for one in model.quizzes] == ["Cells", "Light"])
    model.find("light")
    await until(lambda: [one.title for one in model.quizzes] == ["Light"])
    failed = []
    model.failed.connect(failed.append)

    async def broken(*_):
        raise AppError("storage.busy")

    monkeypatch.setattr(service, "quizzes", broken)
    model.reload()
    await until(lambda: failed)
    await scope.close()
