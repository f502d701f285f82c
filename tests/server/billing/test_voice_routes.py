"""Spoken sessions over HTTP."""

import pytest

from tests.support.ai_stage import ai_stage


@pytest.fixture
async def stage(tmp_path):
    async with ai_stage(tmp_path / "cloud", plan="free") as opened:
        yield opened


async def test_a_session_from_start_to_end(stage):
    async def ask(what, body):
        answer = await stage.cloud.ask(
            "POST", f"/api/v1/session/{what}", body, token=stage.session.access_token
        )
        assert answer.status == 200, answer.body
        return answer.json

    begun = await ask("start", {"topic": "Verbs", "difficulty": "advanced"})
    known = {"session_id": begun["session_id"], "epoch": begun["epoch"]}
    beat = await ask("heartbeat", {**known, "seq": 1})
    assert beat["active"]
    grant = await ask("realtime", known)
    assert grant["remaining_ms"] > 0
    assert grant["grant"].count(".") == 2
    status = await stage.cloud.ask("GET", "/api/v1/session/status", token=stage.session.access_token)
    assert status.json["session"]["topic"] == "Verbs"
    assert status.json["heartbeat_ms"] == 30_000
    ended = await ask("end", {**known, "reason": "user_ended"})
    assert (ended["active"], ended["end_reason"]) == (False, "user_ended")


@pytest.mark.parametrize("what", ["heartbeat", "end", "realtime"])
async def test_an_unknown_session_is_told(stage, what):
    body = {"session_id": "00000000-0000-0000-0000-000000000001", "epoch": 1, "seq": 1}
    answer = await stage.cloud.ask("POST", f"/api/v1/session/{what}", body, token=stage.session.access_token)
    assert (answer.status, answer.code) == (404, "billing.session_not_found")


async def test_nobody_else_may_ask(stage):
    assert (await stage.cloud.ask("GET", "/api/v1/session/status")).status == 401
