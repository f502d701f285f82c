"""What happens to every request before and after its handler: identity, words for failures, log, figures, headers."""

import re
import secrets
import time
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from aiohttp import web

from server.services import Services
from server.texts import told
from server.web.addresses import Networks, client_of
from server.web.call import Call
from server.web.connections import connection_of
from server.web.languages import preferred
from server.web.logs import error_fields
from server.web.operation import Operation
from server.web.site_page import nothing_here, wants_page
from shared.errors import ERRORS, AppError
from shared.sync.messages import MEDIA_TYPE
from shared.web.messages import Failure

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SERVICES = web.AppKey("services", Services)
TRUSTED = web.AppKey("trusted", Networks)
CALL = web.RequestKey("call", Call)
OPERATION = web.RequestKey("operation", Operation)
BEGUN = web.RequestKey("begun", web.StreamResponse)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_GONE = 499
_LOG = structlog.get_logger("web")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OF_PROGRAMS = {"Cache-Control": "no-store"}
"""For answers that no browser shows: a device asks often, and each header costs more than an answer without news."""
_TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"
_CORS_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
_CORS_HEADERS = "Authorization, Content-Type, X-Request-Id, Accept-Language"
_CORS_S = "600"


@web.middleware
async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost layer: nothing leaves without an id, a log line and a figure, and no failure without words."""
    services = request.app[SERVICES]
    call = request[CALL] = _call_of(request, services)
    connection = connection_of(request)
    began = time.perf_counter()
    status, code = _GONE, ""
    metrics = services.metrics
    metrics.in_flight += 1
    if connection is not None:
        connection.request_began(request.content)
    with structlog.contextvars.bound_contextvars(request_id=call.request_id):
        try:
            answer, code = await _answered(request, call, handler)
            status = answer.status
            return answer
        finally:
            if connection is not None:
                connection.request_ended()
            metrics.in_flight -= 1
            _note(request, call, status, code, time.perf_counter() - began)


def _call_of(request: web.Request, services: Services) -> Call:
    given = request.headers.get("X-Request-Id", "")
    client = client_of(
        request.remote or "",
        request.headers.getall("X-Forwarded-For", ()),
        request.headers.get("X-Forwarded-Proto", ""),
        request.app[TRUSTED],
        tls=request.secure,
    )
    return Call(
        services=services,
        request=request,
        request_id=given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8),
        address=client.address,
        secure=client.secure,
        language=preferred(request.headers.get("Accept-Language", "")),
        now_ms=services.clock.now_ms(),
    )


async def _answered(request: web.Request, call: Call, handler: Handler) -> tuple[web.StreamResponse, str]:
    try:
        return await handler(request), ""
    except AppError as error:
        failure = error
    except web.HTTPException as refused:
        if refused.status < 400:
            return refused, ""
        failure = _refusal(request, refused)
        if refused.status == 404 and wants_page(request):
            return nothing_here(request, call.language), failure.code
    except (ConnectionError, web.RequestPayloadError):
        failure = AppError("web.bad_body", reason="the connection broke")
    except Exception as error:  # noqa: BLE001 - the client gets an answer, the log says where it happened
        _LOG.error("a request failed", operation=_name(request), **error_fields(error))
        failure = AppError("web.internal", request_id=call.request_id)
    begun = request.get(BEGUN)
    if begun is not None:
        # Half an answer is out: a second one behind it would pass for its rest. A cut line is understood.
        if request.transport is not None:
            request.transport.abort()
        return begun, failure.code
    return failure_answer(call, failure), failure.code


def _refusal(request: web.Request, refused: web.HTTPException) -> AppError:
    """What aiohttp refuses, in our words."""
    if isinstance(refused, web.HTTPMethodNotAllowed):
        return AppError(
            "web.wrong_method", method=request.method, allowed=", ".join(sorted(refused.allowed_methods))
        )
    if isinstance(refused, web.HTTPRequestEntityTooLarge):
        return AppError("web.too_large", limit_bytes=request.client_max_size)
    if isinstance(refused, web.HTTPNotFound):
        return AppError("web.not_found")
    return AppError("web.bad_body", reason=refused.reason or "refused")


def failure_answer(call: Call, failure: AppError) -> web.Response:
    """A failure in the one shape, in the language of the request."""
    parameters = dict(failure.parameters)
    operation = call.request.get(OPERATION)
    form = operation.failures if operation is not None else None
    headers: dict[str, str] = {}
    if form is not None:
        body, headers = form.answer(call, failure)
    else:
        text = told(failure, call.language)
        body = msgspec.json.encode(
            Failure(failure.code, parameters, text, failure.retryable, call.request_id)
        )
    answer = web.Response(
        body=body,
        status=ERRORS[failure.code].http_status,
        content_type="application/json",
        headers={"Content-Language": call.language, **headers},
    )
    if answer.status == web.HTTPTooManyRequests.status_code:
        answer.headers["Retry-After"] = str(parameters.get("seconds", 1))
    elif answer.status == web.HTTPUnauthorized.status_code:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="lantern"'
    elif failure.code == "web.upgrade_needed":
        answer.headers["Upgrade"] = "websocket"
    elif failure.code == "web.wrong_method":
        answer.headers["Allow"] = str(parameters["allowed"])
    elif failure.code in ("web.draining", "web.unavailable"):
        answer.headers["Retry-After"] = "5"
    return answer


async def dress(request: web.Request, answer: web.StreamResponse) -> None:
    """Headers of every answer, streams included. What a handler set stays."""
    call = request.get(CALL)
    if call is None:
        return
    request[BEGUN] = answer
    always = _OF_PROGRAMS if answer.content_type == MEDIA_TYPE else _HEADERS
    for name, value in {**always, **call.answer_headers}.items():
        answer.headers.setdefault(name, value)
    answer.headers["X-Request-Id"] = call.request_id
    if always is _OF_PROGRAMS:
        answer.headers.popall("Server", None)
    else:
        answer.headers["Server"] = "Lantern"
    if call.secure:
        answer.headers.setdefault("Strict-Transport-Security", _TRANSPORT_SECURITY)
    origin = request.headers.get("Origin", "")
    if origin in call.services.config.server.cors_origins:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = "X-Request-Id, Retry-After"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.headers.add("Vary", "Origin")


@web.middleware
async def options(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer OPTIONS of every known address, and a browser's question before a call from another origin."""
    if request.method != "OPTIONS":
        return await handler(request)
    try:
        return await handler(request)
    except web.HTTPMethodNotAllowed as known:
        allowed = ", ".join(sorted({*known.allowed_methods, "OPTIONS"}))
        answer = web.Response(status=204, headers={"Allow": allowed})
        if request.headers.get("Origin", "") in request.app[SERVICES].config.server.cors_origins:
            answer.headers["Access-Control-Allow-Methods"] = _CORS_METHODS
            answer.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
            answer.headers["Access-Control-Max-Age"] = _CORS_S
        return answer


def _name(request: web.Request) -> str:
    operation = request.get(OPERATION)
    return operation.name if operation is not None else "unknown"


def _note(request: web.Request, call: Call, status: int, code: str, seconds: float) -> None:
    name = _name(request)
    call.services.metrics.answered(name, status, seconds)
    who = {"user": str(call.principal.user_id)} if call.principal is not None else {}
    failed = {"code": code} if code else {}
    # The path is left out: it may hold an invitation's token.
    write = _LOG.debug if name.startswith("web.") and status < 400 else _LOG.info
    write(
        "request", operation=name, method=request.method, status=status, ms=round(seconds * 1_000, 1),
        address=call.address, **who, **failed,
    )  # fmt: skip
