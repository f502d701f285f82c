"""Which scene is shown, when options open, what a player does: fed by hand, without a host."""

from typing import Any

import pytest

from desktop.quiz import play_view_model
from desktop.quiz.play_link import own_time_ms
from shared.quiz import messages
from shared.quiz.messages import (
    AssignedItem,
    Assignment,
    Board,
    Deny,
    Gone,
    HostLost,
    Ready,
    Shown,
    Snapshot,
    Time,
)
from shared.quiz.quiz import Media
from shared.tasks import TaskScope
from tests.support.quiz_playing import VIEWS, FakePlay, Table, listening
from tests.support.waiting import until


def test_collecting_needs_no_loop():
    assert play_view_model.SEARCH_AFTER_MS > 0


async def test_scenes_follow_the_game(qloop, qapp):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        assert model.scene() == "connecting"
        table.enter()
        assert model.scene() == "lobby"
        table.prep()
        assert model.scene() == "question"
        table.open()
        table.reveal()
        assert model.scene() == "question"
        table.feed(Board())
        assert model.scene() == "board"
        table.feed(Board(final=True))
        assert model.scene() == "podium"
        table.feed(Gone("kicked"))
        assert model.scene() == "gone"
        await model.aclose()


@pytest.mark.parametrize(
    ("reason", "scene"), [("approval", "approval"), ("locked", "refused"), ("name", "refused")]
)
async def test_refusals_are_scenes(qloop, reason, scene):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        table.seat.connected(own_time_ms())
        table.feed(Deny(reason))
        assert model.scene() == scene
        await model.aclose()


async def test_options_are_shown_when_they_open(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        table.enter()
        table.prep()
        assert not model.options_open()
        table.open(in_ms=150)
        assert not model.options_open()
        assert not model.can_answer()
        seen = listening(model.changed)
        await until(lambda: model.options_open() and seen)
        assert model.can_answer()
        await model.aclose()


async def test_the_end_of_the_time_is_told(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        table.enter()
        table.prep()
        table.open(lasts_ms=120)
        seen = listening(model.changed)
        await until(lambda: seen and model.time_is_up())
        assert not model.can_answer()
        await model.aclose()


async def test_paused_time_stands_still(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        table.enter()
        table.prep()
        table.open()
        table.feed(Time(table.next_seq(), 0, paused=True, left_ms=7_000))
        assert model.left_ms() == 7_000
        assert not model.can_answer()
        assert not model.time_is_up()
        await model.aclose()


async def test_an_answer_goes_out_with_its_bet(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        model.answer(1)
        table.enter()
        table.prep()
        table.open()
        model.painted()
        model.answer(1, sure=3)
        [sent] = table.answers()
        assert (sent.q, sent.a, sent.sure) == (0, 1, 3)
        await model.aclose()


async def test_media_are_fetched_and_the_host_is_told_once(qloop, tmp_path):
    async with TaskScope("test") as scope:
        service = FakePlay()
        service.files["a" * 64] = tmp_path
        table = Table(scope)
        model = table.model(service)
        table.enter()
        shown = table.prep()
        came = []
        model.fetch(Media("a" * 64, "image/png"), came.append)
        model.fetch(Media("b" * 64, "image/png"), came.append)
        await until(lambda: len(came) == 2)
        assert set(came) == {tmp_path, None}
        model.media_ready(shown)
        model.media_ready(shown)
        assert [frame for frame in table.sent if isinstance(frame, Ready)] == [Ready(0)]
        await model.aclose()


async def test_trouble_with_the_connection_is_named(qloop, monkeypatch):
    monkeypatch.setattr(play_view_model, "SEARCH_AFTER_MS", 60_000)
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        assert model.connection() == ""
        table.enter()
        table.feed(HostLost(5))
        assert model.connection() == "teacher"
        table.feed(HostLost())
        assert model.connection() == ""
        table.seat.lost()
        table.playing.tell()
        assert model.connection() == "lost"
        assert model.scene() == "lobby"
        await model.aclose()


async def test_an_assignment_is_there_without_a_host(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope, pace="self")
        model = table.model()
        table.enter()
        table.feed(Assignment(1, (AssignedItem(Shown(0, 1, "single", "?"), VIEWS["single"]),)))
        table.seat.lost()
        assert model.scene() == "assignment"
        model.answer(2, q=0)
        assert table.seat.given == {0: 2}
        model.finish()
        assert not any(isinstance(frame, messages.Finish) for frame in table.sent)
        await model.aclose()


async def test_a_seat_is_opened_left_or_gone(qloop):
    async with TaskScope("test") as scope:
        service: Any = FakePlay()
        table = Table(scope)
        table.enter()
        service.playings["g1"] = table.playing
        model = play_view_model.PlayViewModel(service, scope, table.model()._bus)
        failed, left = listening(model.failed), listening(model.left)
        assert model.scene() == "none"
        model.open("gone", lang="en")
        await until(lambda: failed)
        model.open("gone", lang="en", quietly=True)
        model.open("g1", lang="en")
        await until(lambda: model.scene() == "lobby")
        assert len(failed) == 1
        model.leave()
        await until(lambda: left)
        assert left == [(True,)]
        assert service.left == [table.playing]
        assert model.scene() == "none"
        await model.aclose()


async def test_what_has_no_game_does_nothing(qloop):
    fake: Any = FakePlay()
    async with TaskScope("test") as scope:
        model = play_view_model.PlayViewModel(fake, scope, Table(scope).model()._bus)
        for call in (model.painted, model.finish, model.retry, model.play_here, model.try_now, model.leave):
            call()
        model.set_away(hidden=True)
        assert model.left_ms() is None
        with pytest.raises(RuntimeError):
            _ = model.seat
        await model.aclose()


async def test_going_on_with_a_snapshot_shows_the_question(qloop):
    async with TaskScope("test") as scope:
        table = Table(scope)
        model = table.model()
        now = round(own_time_ms())
        shown = Shown(1, 3, "single", "Which?", limit_ms=30_000)
        table.enter(
            Snapshot(
                "open",
                shown=shown,
                view=VIEWS["single"],
                open_at=now - 10,
                close_at=now + 20_000,
                answer=2,
                answered=True,
            )
        )
        assert model.scene() == "question"
        assert model.options_open()
        assert not model.can_answer()
        await model.aclose()
