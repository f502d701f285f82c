"""A talk turn by turn, on the real server, without a window."""

from contextlib import asynccontextmanager

from desktop.media.service import Dictated
from desktop.practice.service import Said
from desktop.practice.view_model import MOST_S, PracticeViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.practice_stage import practice_stage
from tests.support.waiting import until


class Heard:
    """What a view model told."""

    def __init__(self, model):
        self.spoken, self.hushed, self.warned, self.over, self.elsewhere = [], 0, 0, 0, 0
        model.speak.connect(lambda words, language: self.spoken.append((words, language)))
        model.hush.connect(lambda: setattr(self, "hushed", self.hushed + 1))
        model.warned.connect(lambda: setattr(self, "warned", self.warned + 1))
        model.over.connect(lambda: setattr(self, "over", self.over + 1))
        model.elsewhere.connect(lambda: setattr(self, "elsewhere", self.elsewhere + 1))


@asynccontextmanager
async def model_of(stage, *, begun=True):
    scope = TaskScope("test")
    model = PracticeViewModel(stage.practice, scope, stage.services.bus)
    heard = Heard(model)
    if begun:
        model.start("  Levers ", "beginner")
        await until(lambda: model.phase == "waiting")
    yield model, heard
    await model.aclose()
    await scope.close()


def say(model):
    model.listen(16_000, 1)
    model.hear(b"\0\0" * 8_000)
    model.finish()


async def test_a_turn_is_understood_answered_and_spoken(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, model_of(stage) as (model, heard):
        assert model.topic == ("Levers", "beginner")
        model.voiced = True
        model.hear(b"\0\0")
        model.finish()
        assert model.phase == "waiting"
        say(model)
        assert model.phase == "understanding"
        await until(lambda: model.phase == "speaking")
        assert stage.listener.heard == [(16_000, 16_000, 1)]
        assert model.said[0] == Said("you", "What is a lever?")
        assert " ".join(words for words, _ in heard.spoken).split() == model.said[1].text.split()
        assert {language for _, language in heard.spoken} == {"en"}
        model.spoken()
        assert model.phase == "waiting"
        model.spoken()
        assert model.phase == "waiting"


async def test_a_turn_that_is_too_long_is_answered(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, model_of(stage) as (model, _):
        model.listen(10, 1)
        model.listen(10, 1)
        model.hear(b"\0\0" * 10 * MOST_S)
        assert model.phase == "understanding"
        await until(lambda: model.phase == "waiting")


async def test_an_answer_is_interrupted(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, model_of(stage) as (model, heard):
        say(model)
        await until(lambda: model.said and model.said[-1].who == "teacher" and model.said[-1].text)
        hushed = heard.hushed
        model.listen(16_000, 1)
        assert heard.hushed == hushed + 1
        await until(lambda: model.said[-1].cut or model.phase != "thinking")
        assert model.phase == "listening"


async def test_a_failed_answer_is_asked_again(qloop, tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage, model_of(stage) as (model, _):
        whole = stage.services.ai.engine

        async def failing():
            raise AppError("ai.unreachable", provider="Lantern account")

        monkeypatch.setattr(stage.services.ai, "engine", failing)
        model.retry()
        say(model)
        await until(lambda: model.problem is not None)
        assert [one.who for one in model.said] == ["you"]
        assert model.can_retry
        monkeypatch.setattr(stage.services.ai, "engine", whole)
        model.retry()
        assert model.problem is None
        await until(lambda: model.phase == "waiting" and len(model.said) == 2)
        assert not model.can_retry


async def test_nothing_understood(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, model_of(stage) as (model, _):
        stage.listener.said = [Dictated("", "")]
        say(model)
        await until(lambda: model.unheard)
        assert model.said == []
        model.listen(16_000, 1)
        assert not model.unheard


async def test_warned_once_and_ended(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage:
        await stage.leave_minutes(2)
        async with model_of(stage) as (model, heard):
            await stage.minute()
            assert heard.warned == 1
            assert model.minutes.remaining_ms == 60_000
            await stage.minute()
            assert (heard.warned, heard.over) == (1, 1)
            assert model.phase == "off"
            assert model.ended == "limit_reached"
            model.listen(16_000, 1)
            assert model.phase == "off"


async def test_elsewhere_and_taken_over(qloop, tmp_path):
    async with (
        practice_stage(tmp_path) as stage,
        stage.device("tablet") as tablet,
        model_of(stage, begun=False) as (model, heard),
    ):
        await tablet.start("", "beginner")
        model.start("", "beginner")
        model.start("", "beginner")
        await until(lambda: heard.elsewhere == 1)
        assert model.phase == "off"
        assert model.problem is None
        model.start("", "beginner", take_over=True)
        await until(lambda: model.running)
        model.stop()
        assert model.ended == "user_ended"


async def test_how_it_stands_is_asked_and_a_failure_kept(qloop, tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage, model_of(stage, begun=False) as (model, _):
        whole = stage.practice._ask

        async def failing(*_given):
            raise AppError("network.unreachable")

        monkeypatch.setattr(stage.practice, "_ask", failing)
        model.reload()
        await until(lambda: model.unknown is not None)
        assert not model.known
        model.start("", "beginner")
        await until(lambda: model.problem is not None)
        monkeypatch.setattr(stage.practice, "_ask", whole)
        model.reload()
        await until(lambda: model.known)
        assert (model.unknown, model.blocked, model.unfinished, model.lost) == (None, None, None, None)
