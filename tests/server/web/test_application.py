import uuid

import pytest

from server.web.application import make_app
from tests.support.border_stage import LEARNER, STAGE


async def test_a_body_becomes_a_struct_and_an_answer_its_json(stage):
    answer = await stage.ask("POST", "/stage/notes", {"title": "Fractions", "from_a_newer_client": 1})
    assert (answer.status, answer.json) == (201, {"title": "Fractions", "stars": 0})
    assert answer.headers["Content-Type"] == "application/json"


async def test_nothing_to_say_is_204(stage):
    answer = await stage.ask("DELETE", "/stage/notes", token="learner")
    assert (answer.status, answer.body) == (204, b"")


async def test_path_and_query_come_typed(stage):
    note = uuid.UUID(int=7)
    answer = await stage.ask("GET", f"/stage/notes/{note}/abc", token="learner")
    assert answer.json["path"] == {"note_id": str(note), "name": "abc"}
    assert answer.json["user_id"] == str(LEARNER.user_id)
    assert (await stage.ask("GET", "/stage/see?limit=7")).json["limit"] == 7
    assert (await stage.ask("GET", "/stage/see")).json["limit"] == 20


@pytest.mark.parametrize(
    ("token", "path", "status", "code"),
    [
        ("", "/stage/rooms", 401, "web.token_missing"),
        ("forged", "/stage/rooms", 401, "accounts.token_invalid"),
        ("admin", "/stage/rooms", 403, "web.forbidden"),
        ("learner", "/stage/admin", 403, "web.forbidden"),
        ("learner", "/stage/rooms", 204, ""),
        ("admin", "/stage/admin", 204, ""),
        ("suspended", "/stage/sync", 403, "accounts.suspended"),
        ("suspended", "/stage/leave", 204, ""),
    ],
)
async def test_who_may_do_what(stage, token, path, status, code):
    answer = await stage.ask("GET", path, token=token)
    assert answer.status == status
    assert not code or answer.code == code
    assert (answer.headers.get("WWW-Authenticate") is not None) == (status == 401)


@pytest.mark.parametrize("given", ["Basic abc", "Bearer", "Bearer  ", "bearer\tlearner", "Bearer pässword"])
async def test_what_is_no_bearer_token_is_no_sign_in(stage, given):
    answer = await stage.ask("GET", "/stage/rooms", headers={"Authorization": given})
    assert (answer.status, answer.code) == (401, "web.token_missing")


async def test_head_answers_as_get_without_a_body(stage):
    answer = await stage.ask("HEAD", "/stage/see")
    assert (answer.status, answer.body) == (200, b"")
    assert (await stage.ask("HEAD", "/readyz")).status == 200
    assert (await stage.ask("HEAD", "/stage/stream")).status == 405
    assert (await stage.ask("HEAD", "/nowhere")).status == 404


async def test_every_operation_is_routed_once(stage):
    app = make_app(stage.services, STAGE)
    routed = [(route.method, route.resource.canonical) for route in app.router.routes()]
    assert len(routed) == len(set(routed))
    assert {(each.method, each.path) for each in STAGE} <= set(routed)


async def test_a_client_may_wait_before_it_sends_its_body(stage):
    waiting = {"Expect": "100-continue", "Content-Type": "application/json"}
    answer = await stage.ask("POST", "/stage/notes", data=b'{"title": "Fractions"}', headers=waiting)
    assert answer.json["title"] == "Fractions"
    odd = await stage.ask("GET", "/stage/see", headers={"Expect": "the unexpected"})
    assert odd.status == 200
