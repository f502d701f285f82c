"""`oidc-provider-mock`, an OpenID Connect provider that others wrote, as a process; and somebody's browser at it."""

import asyncio
import json
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from tests.support.kept_process import KeptProcess

_START_S = 60.0


@dataclass
class OidcMock:
    """A running provider. It knows the people it was started with."""

    url: str

    async def redirect(self, url: str, subject: str, *, agrees: bool = True) -> str:
        """Where the browser of somebody goes on, after they agreed, or did not, at the provider's page."""
        form = {"sub": subject} if agrees else {"action": "deny"}
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(url, data=form, allow_redirects=False) as answer,
        ):
            assert answer.status == 302, await answer.text()
            return answer.headers["Location"]

    async def come_back(self, url: str, subject: str, *, agrees: bool = True) -> dict[str, str]:
        """What the browser brings back."""
        return dict(parse_qsl(urlsplit(await self.redirect(url, subject, agrees=agrees)).query))


@asynccontextmanager
async def oidc_mock(*people: Mapping[str, Any]) -> AsyncIterator[OidcMock]:
    """Start it with people such as {"sub": "ana", "email": "ana@example.org"}, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="oidc-"))
    known = [f"--user-claims={json.dumps(dict(one))}" for one in people]
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce=True",
        *known,
    ]
    process = KeptProcess(command, folder)
    try:
        await _answers(port, process)
        yield OidcMock(f"http://127.0.0.1:{port}")
    finally:
        await asyncio.to_thread(process.end)


async def _answers(port: int, process: KeptProcess) -> None:
    async with asyncio.timeout(_START_S), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                if not process.running:
                    raise RuntimeError(process.said()) from None
            await asyncio.sleep(0.05)
