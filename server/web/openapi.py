"""The OpenAPI 3.1 document, made from the operations alone, so that it says what is routed and nothing else."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import json

from server.config.declarations import ServerSection
from server.version import program_version
from server.web.operation import Auth, Limit, Operation
from shared.errors import ERRORS
from shared.web.messages import Failure

TOKEN_ERRORS = (
    "web.token_missing",
    "accounts.token_invalid",
    "accounts.token_expired",
    "accounts.token_revoked",
    "accounts.deleted",
)
_REFERENCE = "#/components/schemas/{name}"
_BEARER = "bearer"
_FAILURE = {"$ref": "#/components/schemas/Failure"}
_DESCRIPTION = (
    "Accounts, groups, sync and content of a Lantern server. Times are Unix milliseconds, ids are UUIDs. "
    "Every failure has one shape, `Failure`; its `code` is stable, its `message` is for people."
)


def document(operations: Iterable[Operation], server: ServerSection) -> dict[str, Any]:
    """Describe operations; `server` tells the public address."""
    every = tuple(operations)
    types = [Failure, *_types(every)]
    _, components = json.schema_components(types, ref_template=_REFERENCE)
    for name in sorted({kind for operation in every if (kind := _query_name(operation))}):
        components.pop(name, None)
    paths: dict[str, dict[str, Any]] = {}
    for operation in every:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{server.name} API",
            "version": program_version(),
            "description": _DESCRIPTION,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server.public_url.rstrip("/") or "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                _BEARER: {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An access token, as sign-in and refresh give it.",
                }
            },
        },
    }


def _types(operations: tuple[Operation, ...]) -> list[Any]:
    found: list[Any] = []
    for operation in operations:
        form = operation.failures.body if operation.failures is not None else None
        given = (operation.body, operation.raw_body, operation.answer, operation.query, form)
        found += [kind for kind in given if kind is not None]
    return found


def _query_name(operation: Operation) -> str:
    return operation.query.__name__ if operation.query is not None else ""


def _described(operation: Operation) -> dict[str, Any]:
    handler_doc = (operation.handler.__doc__ or "").strip()
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.name.partition(".")[0]],
        "summary": operation.summary,
        "responses": _answers(operation),
        "security": [] if operation.auth is Auth.NONE else [{_BEARER: []}],
    }
    if handler_doc:
        described["description"] = " ".join(handler_doc.split())
    parameters = _parameters(operation)
    if parameters:
        described["parameters"] = parameters
    body = _body(operation)
    if body:
        described["requestBody"] = {"required": True, "content": body}
    if operation.permission:
        described["x-permission"] = operation.permission
    return described


def _body(operation: Operation) -> dict[str, Any]:
    if operation.body is not None:
        return {"application/json": {"schema": _schema(operation.body)}}
    binary: dict[str, Any] = {"type": "string", "format": "binary"}
    schema = binary if operation.raw_body is None else _schema(operation.raw_body)
    return {media: {"schema": schema} for media in operation.takes}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    patterns = dict(operation.patterns)
    found = [_path_parameter(name, patterns.get(name, "")) for name in operation.path_names]
    if operation.query is not None:
        found += _query_parameters(operation.query)
    for header in operation.headers:
        schema: dict[str, Any] = {"type": header.schema}
        if header.pattern:
            schema["pattern"] = header.pattern
        found.append(
            {
                "name": header.name,
                "in": "header",
                "required": header.required,
                "description": header.summary,
                "schema": schema,
            }
        )
    return found


def _path_parameter(name: str, pattern: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name.endswith("_id"):
        schema["format"] = "uuid"
    elif pattern:
        schema["pattern"] = f"^{pattern}$"
    else:
        schema["pattern"] = "^[^/]+$"
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(query: type[msgspec.Struct]) -> list[dict[str, Any]]:
    whole = json.schema_components([query], ref_template=_REFERENCE)[1][query.__name__]
    required = set(whole.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in whole["properties"].items()
    ]


def _answers(operation: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    success = 204 if operation.empty else operation.status
    for status in dict.fromkeys((success, *operation.statuses)):
        answers[str(status)] = {"description": _MEANINGS.get(status, "Told."), **_content(operation, status)}
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*operation.errors, *_border_errors(operation))):
        by_status.setdefault(ERRORS[code].http_status, []).append(code)
    for status, codes in by_status.items():
        told = answers.setdefault(str(status), {})
        told["description"] = "One of: " + ", ".join(sorted(codes))
        failure = _FAILURE if operation.failures is None else _schema(operation.failures.body)
        told.setdefault("content", {})["application/json"] = {"schema": failure}
        if status == 429:
            told["headers"] = {
                "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}
            }
    return dict(sorted(answers.items()))


_MEANINGS = {
    200: "Done.",
    201: "Made.",
    204: "Done; nothing more to say.",
    206: "A part of it.",
    101: "A WebSocket.",
}


def _content(operation: Operation, status: int) -> dict[str, Any]:
    if status in (101, 204, 304):
        return {}
    if operation.raw:
        schema = _schema(operation.answer) if operation.answer is not None else {}
        return (
            {"content": {media: {"schema": schema} for media in operation.gives}} if operation.gives else {}
        )
    return {"content": {"application/json": {"schema": _schema(operation.answer)}}}


def _border_errors(operation: Operation) -> list[str]:
    """What the border answers by itself, before and after the handler."""
    codes = ["web.internal"]
    if operation.limit != Limit.NONE:
        codes.append("web.too_many")
    if operation.auth is not Auth.NONE:
        codes += TOKEN_ERRORS
        if not operation.though_suspended:
            codes.append("accounts.suspended")
    if operation.auth is Auth.SUPER_ADMIN or operation.permission:
        codes.append("web.forbidden")
    if operation.path_names:
        codes += ["web.bad_path", "web.not_found"]
    if operation.query is not None or not operation.raw:
        codes.append("web.bad_query")
    if operation.status == 101:
        codes.append("web.upgrade_needed")
    if operation.body is not None:
        codes += ["web.bad_body", "web.bad_json", "web.too_large", "web.wrong_media_type", "web.timed_out"]
    elif operation.takes:
        codes += ["web.bad_body", "web.too_large", "web.timed_out"]
    return codes


def _schema(kind: Any) -> dict[str, Any]:
    return json.schema_components([kind], ref_template=_REFERENCE)[0][0]
