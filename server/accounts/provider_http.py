"""HTTP to sign-in providers: JSON with limits of time and size, no redirects, no cookies. Knows no OpenID Connect."""

import asyncio
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import msgspec

from server.version import program_version

if TYPE_CHECKING:
    import aiohttp

_ANSWER_BYTES = 512 * 1_024
_OK, _BROKEN = 200, 500


class UnreachableError(Exception):
    """Nobody answered in time, or the provider says that it is its own fault."""


class RefusedError(Exception):
    """An answer that is no success. `code` is OAuth's `error`, empty when it gives none."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"HTTP {status} {code}".rstrip())
        self.status, self.code = status, code


class _Failure(msgspec.Struct, frozen=True):
    error: str = ""


class ProviderHttp:
    """Makes its connections when they are first needed. Close it."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, *, token: str = "") -> bytes:
        """Fetch JSON. Raises `UnreachableError`, `RefusedError`."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._asked("GET", url, headers, None)

    async def post(self, url: str, form: dict[str, str], *, basic: tuple[str, str] | None = None) -> bytes:
        """Send a form and read JSON. Raises `UnreachableError`, `RefusedError`."""
        headers: dict[str, str] = {}
        if basic is not None:
            headers["Authorization"] = f"Basic {b64encode(':'.join(basic).encode()).decode()}"
        return await self._asked("POST", url, headers, form)

    async def close(self) -> None:
        """Close the connections. Twice is fine."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _asked(self, method: str, url: str, headers: dict[str, str], form: Any) -> bytes:
        import aiohttp

        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._opened().request(
                    method, url, headers=headers, data=form, allow_redirects=False
                ) as answer,
            ):
                body = await _read(answer)
        except (TimeoutError, aiohttp.ClientError, OSError) as cause:
            raise UnreachableError(type(cause).__name__) from cause
        if answer.status >= _BROKEN:
            raise UnreachableError(f"HTTP {answer.status}")
        if answer.status != _OK:
            raise RefusedError(answer.status, _code(body))
        return body

    def _opened(self) -> "aiohttp.ClientSession":
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"Lantern/{program_version()}", "Accept": "application/json"},
                trust_env=True,
            )
        return self._session


async def _read(answer: "aiohttp.ClientResponse") -> bytes:
    body = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        body += piece
        if len(body) > _ANSWER_BYTES:
            raise UnreachableError("an answer without end")
    return bytes(body)


def _code(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Failure).error[:60]
    except msgspec.DecodeError:
        return ""
