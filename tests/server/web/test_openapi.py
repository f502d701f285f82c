from importlib.metadata import metadata

import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from server.assembly import OPERATIONS
from server.config.declarations import ServerSection
from server.web import system
from server.web.openapi import document
from shared.errors import ERRORS
from tests.support.border_stage import STAGE

SERVER = ServerSection(public_url="https://lantern.example.org/")
EVERY = (*system.OPERATIONS, *OPERATIONS)


def plain(operations):
    return msgspec.json.decode(msgspec.json.encode(document(operations, SERVER)))


@pytest.mark.parametrize("operations", [EVERY, STAGE], ids=["server", "stage"])
def test_the_document_is_valid(operations):
    OpenAPIV31SpecValidator(plain(operations)).validate()


@pytest.mark.parametrize("operations", [EVERY, STAGE], ids=["server", "stage"])
def test_it_says_exactly_what_is_routed(operations):
    paths = plain(operations)["paths"]
    described = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert described == {(operation.method, operation.path) for operation in operations}


def test_every_operation_has_a_name_of_its_own_and_a_summary():
    names = [operation.name for operation in EVERY]
    assert len(names) == len(set(names))
    assert all(operation.summary for operation in EVERY)


def test_every_code_is_declared():
    assert {code for operation in EVERY for code in operation.errors} <= set(ERRORS)


def test_who_must_sign_in_is_said():
    paths = plain(STAGE)["paths"]
    assert paths["/stage/see"]["get"]["security"] == []
    assert paths["/stage/sync"]["get"]["security"] == [{"bearer": []}]
    assert "401" in paths["/stage/sync"]["get"]["responses"]
    assert "403" in paths["/stage/rooms"]["get"]["responses"]
    assert paths["/stage/rooms"]["get"]["x-permission"] == "rooms:create"
    assert "accounts.deleted" in paths["/stage/sync"]["get"]["responses"]["401"]["description"]
    assert paths["/stage/sync"]["get"]["responses"]["403"]["description"] == "One of: accounts.suspended"
    assert "403" not in paths["/stage/leave"]["get"]["responses"]


def test_its_licence_is_the_programs():
    assert plain(STAGE)["info"]["license"]["identifier"] == metadata("lantern-learning")["License-Expression"]


def test_parameters_bodies_and_answers_are_complete():
    whole = plain(STAGE)
    paths = whole["paths"]
    one = paths["/stage/notes/{note_id}/{name}"]["get"]
    assert {each["name"]: each["schema"] for each in one["parameters"]} == {
        "note_id": {"type": "string", "format": "uuid"},
        "name": {"type": "string", "pattern": "^[a-z]+$"},
    }
    query = {each["name"]: each for each in paths["/stage/see"]["get"]["parameters"]}
    assert query["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert query["limit"]["required"] is False
    keep = paths["/stage/notes"]["post"]
    assert keep["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Note"
    }
    assert keep["responses"]["201"]["content"]["application/json"]["schema"]["$ref"].endswith("/Note")
    assert "web.bad_json" in keep["responses"]["400"]["description"]
    assert "content" not in paths["/stage/notes"]["delete"]["responses"]["204"]
    assert "Retry-After" in keep["responses"]["429"]["headers"]
    assert "Page" not in whole["components"]["schemas"]
    assert whole["servers"] == [{"url": "https://lantern.example.org"}]
    live = paths["/stage/live"]["get"]["responses"]
    assert live["101"] == {"description": "A WebSocket."}
    assert "426" in live
    assert "200" not in live


def test_what_a_raw_body_is_read_for_is_said():
    whole = plain(EVERY)
    said = whole["paths"]["/ai/openai/v1/chat/completions"]["post"]["requestBody"]["content"]
    assert said == {"application/json": {"schema": {"$ref": "#/components/schemas/CompletionFields"}}}
    fields = whole["components"]["schemas"]["CompletionFields"]
    assert fields["required"] == ["model"]
    assert {"stream", "max_tokens", "max_completion_tokens", "n"} <= set(fields["properties"])
    pushed = whole["paths"]["/api/v1/sync/exchange"]["post"]["requestBody"]["content"]
    assert [each["schema"] for each in pushed.values()] == [{"type": "string", "format": "binary"}]
