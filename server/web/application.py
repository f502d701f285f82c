"""The aiohttp application around the operations: from a request to a call, from a result to an answer."""

from collections.abc import Iterable
from typing import Any

import msgspec
from aiohttp import HttpVersion11, web

from server.services import Services
from server.web.addresses import Networks
from server.web.border import CALL, OPERATION, SERVICES, TRUSTED, Handler, around, dress, options
from server.web.call import Call
from server.web.openapi import document
from server.web.operation import Auth, Limit, Operation
from server.web.parsing import bearer_token, parsed_body, parsed_path, parsed_query
from server.web.sockets import OPEN_SOCKETS, close_sockets
from server.web.system import DOCUMENT, LOOKED, OPERATIONS, Looked
from shared.errors import AppError


def make_app(services: Services, operations: Iterable[Operation]) -> web.Application:
    """Everything that the server answers: the operations of the slices and of the border itself."""
    app = web.Application(middlewares=[around, options])
    app[SERVICES] = services
    app[TRUSTED] = Networks(services.config.server.trusted_proxies)
    app[OPEN_SOCKETS] = set()
    app[LOOKED] = Looked()
    app.on_response_prepare.append(dress)
    app.on_shutdown.append(close_sockets)
    every = (*OPERATIONS, *operations)
    app[DOCUMENT] = msgspec.json.encode(document(every, services.config.server))
    heads = {operation.path for operation in every if operation.method == "HEAD"}
    for operation in every:
        address = _address(operation)
        app.router.add_route(operation.method, address, _answering(operation), expect_handler=_expected)
        headed = operation.head or not operation.raw
        if operation.method == "GET" and headed and operation.path not in heads:
            app.router.add_route("HEAD", address, _answering(operation), expect_handler=_expected)
    return app


async def _expected(request: web.Request) -> None:
    """Let a client that waits for it send its body; other expectations are not ours to meet (RFC 9110, 10.1.1)."""
    waits = request.headers.get("Expect", "").lower() == "100-continue"
    if waits and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0


def _address(operation: Operation) -> str:
    address = operation.path
    for name, pattern in operation.patterns:
        address = address.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
    return address


def _answering(operation: Operation) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        request[OPERATION] = operation
        call = request[CALL]
        services = call.services
        if operation.limit != Limit.NONE:
            await services.limits.check_address(operation.limit, call.address)
        await _authenticate(operation, call)
        call.path = parsed_path(request)
        call.query = parsed_query(operation, request)
        if operation.raw:
            return await operation.handler(call)
        if operation.body is None:
            result = await operation.handler(call)
        else:
            body = await parsed_body(operation, request, services.config.server.idle_s)
            result = await operation.handler(call, body)
        return _encoded(operation, result)

    return answer


async def _authenticate(operation: Operation, call: Call) -> None:
    """Who asks, whether they may, and whether not too often."""
    limits = call.services.limits
    if operation.auth is Auth.NONE:
        if operation.limit != Limit.NONE:
            await limits.check_anonymous(call.address)
        return
    principal = await call.services.accounts.principal(
        bearer_token(call.request, operation.key_header), though_suspended=operation.though_suspended
    )
    call.principal = principal
    await limits.check_person(operation.limit, principal)
    refused = operation.auth is Auth.SUPER_ADMIN and principal.role != "super_admin"
    if refused or (operation.permission and operation.permission not in principal.permissions):
        raise AppError("web.forbidden")


def _encoded(operation: Operation, result: Any) -> web.Response:
    if result is None:
        return web.Response(status=204)
    body = msgspec.json.encode(result)
    return web.Response(body=body, status=operation.status, content_type="application/json")
