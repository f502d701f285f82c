import asyncio

import pytest

from server.config.declarations import ServerSection
from server.web import system
from server.web.openapi import document
from shared.errors import AppError
from tests.support.border_stage import STAGE, staged


async def test_a_part_that_fails_or_hangs_makes_it_unready(stage, monkeypatch):
    monkeypatch.setattr(system, "_CHECK_S", 0.2)

    async def fails():
        raise AppError("web.unavailable", part="store")

    stage.services.checks.update(store=fails, clockwork=asyncio.Event().wait)
    answer = await stage.ask("GET", "/readyz")
    assert answer.status == 503
    assert answer.json == {
        "ready": False,
        "draining": False,
        "parts": {"database": "ok", "content": "ok", "store": "failed", "clockwork": "failed"},
    }
    assert (await stage.ask("GET", "/healthz")).json["alive"] is True


async def test_many_who_ask_whether_it_is_ready_are_one_look(stage):
    looks = []

    async def looked():
        looks.append(1)

    stage.services.checks.update(store=looked)
    await asyncio.gather(*(stage.ask("GET", "/readyz") for _ in range(8)))
    assert len(looks) == 1
    stage.services.draining = True
    assert (await stage.ask("GET", "/readyz")).status == 503, "a stop is told at once"


async def test_figures_are_for_the_named_networks_only(tmp_path):
    settings = ServerSection(port=0, data_dir=str(tmp_path), metrics_from=("192.0.2.0/24",))
    async with staged(tmp_path / "cloud", server=settings) as stage:
        answer = await stage.ask("GET", "/metrics")
        assert (answer.status, answer.code) == (403, "web.forbidden")


async def test_figures_are_not_for_whoever_a_proxy_lets_in(stage, tmp_path):
    headers = {"X-Forwarded-For": "203.0.113.7"}
    assert (await stage.ask("GET", "/metrics", headers=headers)).status == 403
    assert (await stage.ask("GET", "/metrics")).status == 200
    settings = ServerSection(port=0, data_dir=str(tmp_path), trusted_proxies=("127.0.0.1",))
    async with staged(tmp_path / "cloud", server=settings) as proxied:
        assert (await proxied.ask("GET", "/metrics", headers=headers)).status == 403
        inside = {"X-Forwarded-For": "10.1.2.3"}
        assert (await proxied.ask("GET", "/metrics", headers=inside)).status == 200


@pytest.mark.parametrize("name", ["process_resident_memory_bytes", "lantern_connections", "python_info"])
async def test_figures_tell_of_the_process(stage, name):
    answer = await stage.ask("GET", "/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert f"\n{name}" in answer.body.decode()


async def test_the_description_is_served(stage):
    answer = await stage.ask("GET", "/openapi.json")
    assert answer.json == document((*system.OPERATIONS, *STAGE), stage.services.config.server)
