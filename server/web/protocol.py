"""aiohttp's connection with two things of ours: what is no HTTP gets the one error shape, and no noise in the log."""

import secrets

import msgspec
import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from server.texts import told
from server.web.logs import error_fields
from shared.errors import ERRORS, AppError
from shared.web.messages import Failure

_LOG = structlog.get_logger("web")


class Connection(web.RequestHandler):
    """One connection."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what never became a request, and close."""
        del message  # it quotes what was sent
        request_id = secrets.token_hex(8)
        if isinstance(exc, HttpProcessingError) or status < 500:
            _LOG.debug("not http", request_id=request_id, error=type(exc).__name__)
            failure = AppError("web.bad_http")
        else:
            _LOG.error("a connection failed", request_id=request_id, **(error_fields(exc) if exc else {}))
            failure = AppError("web.internal", request_id=request_id)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        body = Failure(failure.code, failure.parameters, told(failure), failure.retryable, request_id)
        answer = web.Response(
            body=msgspec.json.encode(body),
            status=ERRORS[failure.code].http_status,
            content_type="application/json",
            headers={"X-Request-Id": request_id, "Server": "Lantern", "X-Content-Type-Options": "nosniff"},
        )
        answer.force_close()
        return answer
