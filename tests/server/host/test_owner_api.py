import json
from pathlib import Path

import aiohttp
import msgspec
import pytest

from shared.quiz.quiz import GameOptions
from shared.quiz.quiz_file import write_quiz_file
from shared.quiz.results import GameResult
from tests.support.host_stage import HostStage, staged
from tests.support.host_talk import playing
from tests.support.live_host import multipart, sums_quiz


@pytest.fixture
async def stage(tmp_path: Path):
    async with staged(tmp_path) as found:
        yield found


@pytest.fixture
async def owner(stage: HostStage):
    headers = {"Authorization": f"Bearer {stage.host.owner_token}"}
    async with aiohttp.ClientSession(stage.url, headers=headers) as session:
        yield session


async def create(owner: aiohttp.ClientSession, **parts: bytes) -> tuple[int, dict]:
    body, kind = multipart(parts)
    async with owner.post("/api/games", data=body, headers={"Content-Type": kind}) as answer:
        return answer.status, json.loads(await answer.read())


async def test_a_game_is_made_listed_asked_for_and_removed(stage: HostStage, owner: aiohttp.ClientSession):
    options = msgspec.json.encode(GameOptions(preset="race"))
    status, made = await create(owner, quiz=write_quiz_file(sums_quiz(), {}), options=options, name=b"Ms Lee")
    assert status == 201
    assert len(made["pin"]) == 6
    assert made["urls"][0].endswith(f"?pin={made['pin']}")
    assert made["screen_url"].endswith(f"screen#t={made['screen_token']}")
    async with playing(stage.socket_url, made["pin"], "Ana") as (_, welcome):
        assert welcome.game.host == "Ms Lee"
    async with owner.get("/api/games") as answer:
        (listed,) = (await answer.json())["games"]
    assert (listed["id"], listed["state"], listed["players"]) == (made["game_id"], "running", 1)
    async with owner.get(f"/api/games/{made['game_id']}") as answer:
        assert (await answer.json())["host_token"] == made["host_token"]
    async with owner.get(f"/api/games/{made['game_id']}/result") as answer:
        result = msgspec.json.decode(await answer.read(), type=GameResult)
    assert (result.options.preset, [player.name for player in result.players]) == ("race", ["Ana"])
    async with owner.delete(f"/api/games/{made['game_id']}") as answer:
        assert answer.status == 200
    async with owner.get(f"/api/games/{made['game_id']}/result") as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, "host.no_game")


async def test_nobody_else_gets_anything(stage: HostStage):
    game = await stage.game()
    game_id = game.record.setup.game_id
    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {game.record.host_token}"},
                   {"Authorization": stage.host.owner_token}):  # fmt: skip
        async with aiohttp.ClientSession(stage.url, headers=header) as session:
            for method, path in (
                ("GET", "api/games"), ("GET", f"api/games/{game_id}"), ("GET", f"api/games/{game_id}/result"),
                ("POST", "api/games"), ("DELETE", f"api/games/{game_id}"), ("POST", "api/shutdown"),
            ):  # fmt: skip
                async with session.request(method, "/" + path) as answer:
                    assert answer.status == 401
                    assert game.record.host_token not in await answer.text()
    assert not stage.host.ended.is_set()


async def test_what_cannot_be_read_is_refused_with_its_reason(owner: aiohttp.ClientSession):
    good = write_quiz_file(sums_quiz(), {})
    assert (await create(owner, quiz=good[: len(good) // 2]))[1]["code"] == "quiz.file_damaged"
    assert (await create(owner, quiz=b""))[1]["code"].startswith("quiz.")
    assert (await create(owner, quiz=good, options=b'{"preset":"chess"}'))[1]["code"] == "host.bad_options"
    async with owner.post("/api/games", data=b"x") as answer:
        told = await answer.json()
        assert (answer.status, told["code"]) == (400, "host.bad_options")
        assert told["message"]


async def test_the_owner_ends_the_host(stage: HostStage, owner: aiohttp.ClientSession):
    async with owner.post("/api/shutdown") as answer:
        assert answer.status == 200
    assert stage.host.ended.is_set()
