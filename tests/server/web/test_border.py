import io
import json
import logging
import uuid

import aiohttp
import msgspec
import pytest
from aiohttp import web

from server.config.declarations import LogSection, ServerSection
from server.web.logs import set_up_logs
from server.web.operation import Auth, FailureForm, Operation
from shared.errors import AppError
from tests.support.border_stage import LEARNER, SECRET, Accounts, refuse, see, staged
from tests.support.cloud_server import cloud_config, running_cloud


@pytest.fixture
def log(restored_logs):
    """Reads the events written so far."""
    set_up_logs(LogSection(level="debug"))
    written = io.StringIO()
    logging.getLogger().handlers[0].setStream(written)
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


async def test_every_answer_has_an_id_and_takes_the_one_that_was_given(stage):
    given = await stage.ask("GET", "/stage/see", headers={"X-Request-Id": "proxy-17"})
    assert given.headers["X-Request-Id"] == "proxy-17"
    made = [
        await stage.ask("GET", path) for path in ("/stage/see", "/nowhere", "/stage/burst", "/stage/stream")
    ]
    assert len({answer.headers["X-Request-Id"] for answer in made}) == 4
    forged = await stage.ask("GET", "/stage/see", headers={"X-Request-Id": "a b<script>"})
    assert "<" not in forged.headers["X-Request-Id"]


async def test_a_failure_has_one_shape_in_the_language_of_the_request(stage):
    english = await stage.ask("GET", "/stage/refuse")
    spanish = await stage.ask("GET", "/stage/refuse", headers={"Accept-Language": "fr, es;q=0.8, en;q=0.5"})
    assert set(english.json) == {"code", "parameters", "message", "retryable", "request_id"}
    assert (english.status, english.code, english.json["retryable"]) == (503, "storage.busy", True)
    assert spanish.json["message"] != english.json["message"]
    assert spanish.headers["Content-Language"] == "es"
    assert english.json["request_id"] == english.headers["X-Request-Id"]


async def test_a_bug_tells_nothing_but_its_number(stage, log):
    answer = await stage.ask("GET", "/stage/burst", token="learner")
    assert (answer.status, answer.code) == (500, "web.internal")
    assert answer.json["request_id"] in answer.json["message"]
    assert SECRET not in answer.body.decode()
    noted = next(event for event in log() if event["event"] == "a request failed")
    assert noted["error"] == "ValueError"
    assert noted["request_id"] == answer.json["request_id"]
    assert any("burst" in frame for frame in noted["frames"])
    assert SECRET not in json.dumps(noted)


async def test_the_log_names_who_and_what_but_no_path(stage, log):
    await stage.ask("GET", f"/stage/notes/{uuid.UUID(int=9)}/secret?limit=1", token="learner")
    noted = next(event for event in log() if event["event"] == "request")
    assert (noted["operation"], noted["method"], noted["status"]) == ("support.see_one", "GET", 200)
    assert noted["user"] == str(LEARNER.user_id)
    assert noted["address"] == "127.0.0.1"
    assert "secret" not in json.dumps(noted)


async def test_unknown_addresses_and_methods_are_told(stage):
    unknown = await stage.ask("GET", "/nowhere")
    assert (unknown.status, unknown.code) == (404, "web.not_found")
    wrong = await stage.ask("PATCH", "/stage/notes", {})
    assert (wrong.status, wrong.code) == (405, "web.wrong_method")
    assert wrong.headers["Allow"] == "DELETE, POST"
    assert (await stage.ask("PROPFIND", "/stage/notes")).status == 405
    assert (await stage.ask("PROPFIND", "/nowhere")).status == 404


async def test_options_says_what_an_address_takes(stage):
    answer = await stage.ask("OPTIONS", "/stage/notes")
    assert (answer.status, answer.headers["Allow"]) == (204, "DELETE, OPTIONS, POST")
    assert (await stage.ask("OPTIONS", "/nowhere")).status == 404


@pytest.mark.parametrize("path", ["/stage/see", "/stage/stream", "/nowhere", "/healthz"])
async def test_every_answer_is_guarded_by_headers(stage, path):
    headers = (await stage.ask("GET", path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] == "Lantern"
    assert "Strict-Transport-Security" not in headers
    assert "Access-Control-Allow-Origin" not in headers


async def test_other_origins_are_let_in_only_when_listed(tmp_path):
    settings = ServerSection(port=0, data_dir=str(tmp_path), cors_origins=("https://learn.example.org",))
    async with staged(tmp_path, server=settings) as stage:
        listed = {"Origin": "https://learn.example.org", "Access-Control-Request-Method": "POST"}
        answer = await stage.ask("OPTIONS", "/stage/notes", headers=listed)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://learn.example.org"
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
        other = await stage.ask("GET", "/stage/see", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers
        seen = await stage.ask("GET", "/stage/refuse", headers=listed)
        assert seen.headers["Access-Control-Allow-Origin"] == "https://learn.example.org"


async def test_only_a_trusted_proxy_says_who_asks(tmp_path):
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    async with staged(tmp_path / "open") as stage:
        assert (await stage.ask("GET", "/stage/see", headers=forwarded)).json["address"] == "127.0.0.1"
    settings = ServerSection(port=0, data_dir=str(tmp_path), trusted_proxies=("127.0.0.1",))
    async with staged(tmp_path / "behind", server=settings) as stage:
        answer = await stage.ask("GET", "/stage/see", headers=forwarded)
        assert answer.json["address"] == "203.0.113.9"
        assert "Strict-Transport-Security" in answer.headers


async def test_requests_are_counted_by_operation_and_status(stage):
    for path in ("/stage/see", "/stage/see", "/nowhere"):
        await stage.ask("GET", path)
    text = (await stage.ask("GET", "/metrics")).body.decode()
    assert 'lantern_requests_total{operation="support.see",status="200"} 2.0' in text
    assert 'lantern_requests_total{operation="unknown",status="404"} 1.0' in text
    assert 'lantern_request_seconds_count{operation="support.see"} 2.0' in text


@pytest.mark.parametrize("failing", [AppError("content.lost"), ValueError(SECRET)])
async def test_an_answer_that_breaks_off_is_a_cut_line(tmp_path, failing):
    async def half(call):
        answer = web.StreamResponse()
        await answer.prepare(call.request)
        await answer.write(b"half")
        raise failing

    operation = Operation(
        "GET", "/stage/half", half, "Half.", auth=Auth.NONE, raw=True, gives=("text/plain",)
    )
    async with running_cloud(cloud_config(tmp_path), operations=(operation,)) as cloud:
        with pytest.raises(aiohttp.ClientPayloadError):
            await cloud.ask("GET", "/stage/half")
        assert (await cloud.ask("GET", "/healthz")).status == 200


async def test_programs_of_others_are_told_failures_in_their_own_form(tmp_path):
    class Refusal(msgspec.Struct):
        why: str

    def told(call, failure):
        return msgspec.json.encode(Refusal(failure.code)), {"X-Why": call.request_id}

    form = FailureForm(Refusal, told)
    operations = (
        Operation(
            "GET", "/other/refuse", refuse, "Refuse", auth=Auth.NONE, errors=("storage.busy",), failures=form
        ),
        Operation("GET", "/other/see", see, "See", key_header="X-Key", failures=form),
    )
    async with running_cloud(cloud_config(tmp_path / "cloud"), operations=operations) as cloud:
        cloud.services.accounts = Accounts()
        refused = await cloud.ask("GET", "/other/refuse")
        assert (refused.status, refused.json) == (503, {"why": "storage.busy"})
        assert refused.headers["X-Why"] == refused.headers["X-Request-Id"]
        assert (await cloud.ask("GET", "/other/see")).json == {"why": "web.token_missing"}
        assert (await cloud.ask("GET", "/other/see", headers={"X-Key": "learner"})).status == 200
        described = (await cloud.ask("GET", "/openapi.json")).json
        answers = described["paths"]["/other/refuse"]["get"]["responses"]
        assert answers["503"]["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")
        assert "Refusal" in described["components"]["schemas"]
