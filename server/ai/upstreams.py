"""The way to the providers: addresses and keys from the configuration alone, pooled connections. Knows no person."""

import io
from collections.abc import Mapping

import aiohttp

from server.ai.asking import Asked
from server.config.declarations import AiSection
from server.version import program_version
from shared.billing.messages import AiModel, Upstream
from shared.errors import AppError

_CONNECT_S = 10.0
_LONG_BYTES = 512 * 1_024
"""A longer body is written piece by piece, so that others get their turn."""
_VERSION = "2023-06-01"
"""Anthropic's interface for a client that names none."""
PASSED_ON = ("anthropic-version", "anthropic-beta")
"""Headers of a client that go on to the provider; no other does."""
_PATHS = {"chat": "/chat/completions", "embedding": "/embeddings"}


class Upstreams:
    """Make it in a running loop; close it."""

    def __init__(self, settings: AiSection) -> None:
        self._settings = settings
        self._keys: dict[Upstream, str] = {
            "anthropic": settings.anthropic_key,
            "openai": settings.openai_key,
            "xai": settings.xai_key,
            "custom": settings.custom_key,
        }
        self._urls: dict[Upstream, str] = {
            "anthropic": settings.anthropic_url.rstrip("/"),
            "openai": settings.openai_url.rstrip("/"),
            "xai": settings.xai_url.rstrip("/"),
            "custom": settings.custom_url.rstrip("/"),
        }
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": f"Lantern/{program_version()}", "Accept-Encoding": "identity"},
            auto_decompress=False,
            trust_env=False,
        )
        self._streamed = _timeout(settings.silence_s)
        self._whole = _timeout(settings.answer_s)

    async def send(
        self, asked: Asked, model: AiModel, body: bytes, headers: Mapping[str, str]
    ) -> aiohttp.ClientResponse:
        """Send a request and return what begins to be answered; close it.

        Raises AppError `ai.upstream_trouble`, `ai.upstream_slow`.
        """
        try:
            return await self._session.post(
                self._address(asked, model),
                data=body if len(body) < _LONG_BYTES else io.BytesIO(body),
                headers=self._headers(model.upstream, headers),
                allow_redirects=False,
                timeout=self._streamed if asked.stream else self._whole,
            )
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as cause:
            raise AppError("ai.upstream_trouble", model=model.model, detail=type(cause).__name__) from cause
        except TimeoutError as cause:
            raise AppError("ai.upstream_slow", model=model.model) from cause
        except (aiohttp.ClientError, OSError, ValueError) as cause:
            raise AppError("ai.upstream_trouble", model=model.model, detail=type(cause).__name__) from cause

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()

    def _address(self, asked: Asked, model: AiModel) -> str:
        base = self._urls[model.upstream]
        if not base:
            raise AppError("billing.model_unreachable", model=model.model)
        return base + ("/v1/messages" if model.wire == "anthropic" else _PATHS[asked.kind])

    def _headers(self, upstream: Upstream, given: Mapping[str, str]) -> dict[str, str]:
        key = self._keys[upstream]
        headers = {"Content-Type": "application/json"}
        if upstream == "anthropic":
            passed = {name: given[name] for name in PASSED_ON if name in given}
            return {**headers, "x-api-key": key, "anthropic-version": _VERSION, **passed}
        return {**headers, "Authorization": f"Bearer {key}"} if key else headers


def _timeout(silence_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S, sock_read=silence_s)
