"""The aiohttp application around the operations: from a request to a call, from a result to an answer."""

import re
import secrets
import uuid
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from aiohttp import web

from server.services import Services
from server.texts import told
from server.web.call import Call
from server.web.operation import Auth, Operation
from shared.errors import ERRORS, AppError
from shared.web.messages import Failure

SERVICES = web.AppKey("services", Services)
CALL = "lantern.call"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(services: Services, operations: Iterable[Operation]) -> web.Application:
    """Everything that the server answers."""
    app = web.Application(middlewares=[_errors])
    app[SERVICES] = services
    for operation in operations:
        app.router.add_route(operation.method, operation.path, _answering(operation))
    return app


def _answering(operation: Operation) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        call = request[CALL]
        call.path = _path(request)
        call.query = _query(operation, request)
        await _authenticate(operation, call)
        if operation.raw:
            return await operation.handler(call)
        if operation.body is None:
            result = await operation.handler(call)
        else:
            result = await operation.handler(call, await _body(operation, request))
        return _answer(operation, result)

    return answer


def _path(request: web.Request) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in request.match_info.items():
        try:
            found[name] = uuid.UUID(text) if name.endswith("_id") else text
        except ValueError as cause:
            raise AppError("web.bad_path", name=name) from cause
    return found


def _query(operation: Operation, request: web.Request) -> Any:
    if operation.query is None:
        return None
    try:
        return msgspec.convert(dict(request.query), operation.query, strict=False)
    except msgspec.ValidationError as cause:
        raise AppError("web.bad_query", reason=str(cause)) from cause


async def _authenticate(operation: Operation, call: Call) -> None:
    if operation.auth is Auth.NONE:
        return
    scheme, _, token = call.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise AppError("web.token_missing")
    call.principal = principal = await call.services.accounts.principal(token.strip())
    refused = operation.auth is Auth.SUPER_ADMIN and principal.role != "super_admin"
    if refused or (operation.permission and operation.permission not in principal.permissions):
        raise AppError("web.forbidden")


async def _body(operation: Operation, request: web.Request) -> Any:
    assert operation.body is not None  # noqa: S101 - the caller looked
    raw = await request.content.read(operation.max_body_bytes + 1)
    try:
        return msgspec.json.decode(raw, type=operation.body)
    except msgspec.ValidationError as cause:
        raise AppError("web.bad_body", reason=str(cause)) from cause
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise AppError("web.bad_json") from cause


def _answer(operation: Operation, result: Any) -> web.Response:
    if result is None:
        return web.Response(status=204)
    return web.Response(
        body=msgspec.json.encode(result), status=operation.status, content_type="application/json"
    )


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    given = request.headers.get("X-Request-Id", "")
    services = request.app[SERVICES]
    call = request[CALL] = Call(
        services=services,
        request=request,
        request_id=given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8),
        address=request.remote or "",
        language="es" if request.headers.get("Accept-Language", "").startswith("es") else "en",
        now_ms=services.clock.now_ms(),
    )
    try:
        return await handler(request)
    except AppError as error:
        return failure(call, error)


def failure(call: Call, error: AppError) -> web.Response:
    """The one error shape."""
    body = Failure(error.code, error.parameters, told(error, call.language), error.retryable, call.request_id)
    return web.Response(
        body=msgspec.json.encode(body), status=ERRORS[error.code].http_status, content_type="application/json"
    )
