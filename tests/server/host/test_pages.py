import gzip
import hashlib
import json
from pathlib import Path

import aiohttp
import pytest

from shared.quiz.quiz import Choice, GameOptions, Media, Question, Quiz, Single
from tests.support.host_stage import HostStage, staged

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
async def stage(tmp_path: Path):
    async with staged(tmp_path) as found:
        yield found


@pytest.fixture
async def client(stage: HostStage):
    async with aiohttp.ClientSession(stage.url, auto_decompress=False) as session:
        yield session


async def test_the_page_is_one_under_its_policy_and_not_sent_twice(client: aiohttp.ClientSession):
    for path in ("/", "/?pin=123456", "/screen", "/host"):
        async with client.get(path) as answer:
            body = gzip.decompress(await answer.read())
            assert answer.status == 200
            assert answer.content_type == "text/html"
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert body.lstrip().lower().startswith(b"<!doctype html>")
    async with client.get("/", headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert (again.status, await again.read()) == (304, b"")
    async with client.get("/", headers={"Accept-Encoding": "identity"}) as plain:
        assert "Content-Encoding" not in plain.headers
        assert await plain.read() == body


async def test_health_tells_games_but_no_pins(stage: HostStage, client: aiohttp.ClientSession):
    game = await stage.game()
    hidden = await stage.game(options=GameOptions(announce=False))
    async with client.get("/health") as answer:
        told = json.loads(await answer.read())
    assert (told["lantern"], told["name"], told["id"]) == ("host", "Room 7", stage.host.id)
    assert told["games"] == [
        {
            "id": game.record.setup.game_id,
            "title": "Sums",
            "players": 0,
            "locked": False,
            "phase": "lobby",
            "pace": "live",
        }
    ]
    assert hidden.record.setup.pin not in json.dumps(told)
    assert game.record.setup.pin not in json.dumps(told)


async def test_a_host_is_called_what_the_teacher_of_its_last_game_said(stage: HostStage, client):
    await stage.game(host="Ms Rivera")
    hidden = await stage.game(host="Nobody", options=GameOptions(announce=False))
    async with client.get("/health") as answer:
        assert json.loads(await answer.read())["name"] == "Ms Rivera"
    assert stage.host._told().name == "Ms Rivera"
    assert hidden.record.host == "Nobody"


async def test_a_qr_code_is_of_own_addresses_only(stage: HostStage, client: aiohttp.ClientSession):
    for text, status in (
        (stage.host.base_urls()[0] + "?pin=123456", 200), (stage.url + "screen", 200), ("http://evil.example/", 404),
        ("", 404), (stage.url + "x" * 400, 404), ("javascript:alert(1)", 404),
    ):  # fmt: skip
        async with client.get("/qr.svg", params={"text": text}) as answer:
            assert answer.status == status, text
            if status == 200:
                assert answer.content_type == "image/svg+xml"
                assert b"<svg" in await answer.read()


async def test_media_of_a_game_are_served_in_parts_and_nothing_else(
    stage: HostStage, client: aiohttp.ClientSession
):
    choices = (Choice("a"), Choice("b"))
    quiz = Quiz("q", "Q", (Question("1", "?", Single(choices, 0), media=Media(SHA, "image/png")),))
    await stage.game(quiz, media={SHA: PICTURE})
    async with client.get(f"/media/{SHA}") as answer:
        assert (answer.status, await answer.read()) == (200, PICTURE)
        assert answer.content_type == "image/png"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "immutable" in answer.headers["Cache-Control"]
    async with client.get(f"/media/{SHA}", headers={"Range": "bytes=8-11"}) as answer:
        assert (answer.status, await answer.read()) == (206, PICTURE[8:12])
    for other in ("f" * 64, "..%2Fclassroom.sqlite3", "../host.json"):
        async with client.get(f"/media/{other}") as answer:
            assert answer.status == 404


async def test_the_reach_page_says_so(stage: HostStage, client: aiohttp.ClientSession):
    async with client.get("/reach") as answer:
        assert answer.status == 200
        assert "reached" in (await answer.text())
    assert not stage.host.reached  # this computer proves nothing
