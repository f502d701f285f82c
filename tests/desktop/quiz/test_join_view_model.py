"""What the join page knows: seats, hosts, results; and how one comes into a game."""

from contextlib import asynccontextmanager
from typing import Any

from desktop.quiz import join_view_model
from desktop.quiz.join_view_model import JoinViewModel
from desktop.runtime.changes import ChangeBus
from desktop.runtime.discovery import FoundGame, FoundHost, Health
from shared.errors import AppError
from shared.ids import AttemptId, new_id
from shared.tasks import TaskScope
from tests.support.quiz_joining import FakeDiscovery, FakeService, seat
from tests.support.quiz_playing import listening
from tests.support.waiting import until


@asynccontextmanager
async def joining(monkeypatch):
    monkeypatch.setattr(join_view_model, "Discovery", FakeDiscovery)
    async with TaskScope("test") as scope:
        service, bus = FakeService(), ChangeBus()
        fake: Any = service
        model: Any = JoinViewModel(fake, scope, bus)
        model.service, model.network, model.bus = service, FakeDiscovery.made, bus
        yield model
        await model.aclose()


async def test_seats_and_recent_hosts_are_told_apart(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        model.service.held = [
            seat("g2", used_ms=3),
            seat("g1", used_ms=2, can_resume=False),
            seat("g0", used_ms=1, url="http://other:1", can_resume=False, name="Bea"),
        ]
        model.reload()
        await until(lambda: model.loaded)
        assert [one.game for one in model.seats] == ["g2"]
        assert [one.url for one in model.recent] == ["http://h:1", "http://other:1"]
        assert model.last_name() == "Ada"


async def test_changes_are_followed(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        model.reload()
        await until(lambda: model.loaded)
        assert model.last_name() == ""
        model.service.held = [seat()]
        model.bus.announce("seat")
        await until(lambda: model.seats)


async def test_a_library_that_cannot_be_read_is_told(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        failed = listening(model.failed)
        model.service.broken = AppError("storage.busy")
        model.reload()
        await until(lambda: failed)
        assert not model.loaded


async def test_without_a_find_the_address_is_offered_after_a_while(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        model._patience.setInterval(20)
        model.look()
        assert model.network.running
        await until(lambda: model.searched_long)
        model.network.found = [FoundHost("h", "Room 4", "http://h:1", games=(FoundGame("g1"),))]
        model.network.tell()
        assert not model.searched_long
        await until(lambda: model.service.followed)
        model.network.found = []
        model.network.tell()
        await until(lambda: model.searched_long)
        model.look_away()
        await until(lambda: not model.network.running)
        assert not model.searched_long


async def test_a_typed_address_is_asked_before_joining(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        joined, failed = listening(model.joined), listening(model.failed)
        model.service.healths["http://10.0.0.7:8420"] = Health("host", "h", name="Room 4")
        model.join_at("10.0.0.7", "123 456", lang="es")
        await until(lambda: joined)
        model.join_at("http://10.0.0.7:8420/?pin=654321", "", lang="es")
        await until(lambda: len(joined) == 2)
        assert [pin for _url, pin, _host, _lang in model.service.joined] == ["123456", "654321"]
        assert model.service.joined[0][2:] == ("Room 4", "es")
        model.join_at("10.0.0.8", "1", lang="es")
        model.join_at("???", "1", lang="es")
        await until(lambda: len(failed) == 2)
        assert {error.code for (error,) in failed} == {"quiz.nothing_there", "quiz.address_unreadable"}
        assert not model.busy


async def test_a_found_game_is_joined_with_its_pin(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        joined = listening(model.joined)
        model.join_host(FoundHost("h", "Room 4", "http://h:1", "123456"), "123456", lang="en")
        assert joined == [("playing",)]
        assert model.service.joined == [("http://h:1", "123456", "Room 4", "en")]


async def test_giving_up_deleting_and_undoing(qloop, monkeypatch):
    async with joining(monkeypatch) as model:
        done = []
        model.give_up(seat("g1"))
        one = AttemptId(new_id())
        model.delete_attempt(one, lambda: done.append(1))
        model.restore_attempt(one)
        await until(lambda: done and model.service.restored and model.service.forgotten)
        assert (model.service.forgotten, model.service.deleted, model.service.restored) == (
            ["g1"],
            [one],
            [one],
        )
