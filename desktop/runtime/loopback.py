"""An address on this computer that a browser comes back to, once (RFC 8252, 7.3). Knows nothing of signing in.

Nothing but the page that says so is answered, and only a request for that address is looked at: a page on the web
that guesses the port, or has a name of its own lead here, is turned away.
"""

import asyncio
import base64
import contextlib
import hashlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import parse_qsl, urlsplit

import msgspec

from desktop.runtime.error_texts import current_language

ANY_PORT = "http://127.0.0.1:0/callback"
_HEAD_BYTES = 16 * 1024
_HEAD_S = 10.0
_FIELDS = 20
_HOSTS = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}


class BackPage(msgspec.Struct, frozen=True):
    """The words of what the browser shows when it has come back."""

    title: str
    text: str


Judge = Callable[[Mapping[str, str]], BackPage | None]
"""What the browser shows for what it brought; None: that is not what is waited for."""


class Loopback:
    """What is listened on. `url` is what the browser is to be sent back to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._judge: Judge | None = None
        self._brought: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self._at_work: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def expect(self, judge: Judge) -> None:
        """Say what is waited for; until then everything is turned away."""
        self._judge = judge

    async def brought(self) -> dict[str, str]:
        """Wait for what the browser brings, as the fields of its query. Has no limit of its own."""
        return await self._brought

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("served outside a task")
        self._at_work[task] = writer
        try:
            async with asyncio.timeout(_HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
                query = self._asked(head)
                page = self._judge(query) if query is not None and self._judge is not None else None
                writer.write(_answer(page))
                await writer.drain()
            if page is not None and query is not None and not self._brought.done():
                self._brought.set_result(query)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # A connection that a browser opened in advance, or that was never a browser's.
            pass
        finally:
            del self._at_work[task]
            writer.close()

    async def end(self) -> None:
        """Leave nobody waiting."""
        self._brought.cancel()
        # Not by cancelling: asyncio of Python 3.11 tells of that as of an error nobody expected.
        for writer in self._at_work.values():
            writer.transport.abort()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    def _asked(self, head: bytes) -> dict[str, str] | None:
        """The query of a request for our address; None for every other request."""
        line, _, rest = head.decode("latin-1").partition("\r\n")
        method, _, target = line.partition(" ")
        target, _, _version = target.partition(" ")
        names = [field.partition(":") for field in rest.split("\r\n")]
        hosts = [value.strip() for name, _, value in names if name.strip().lower() == "host"]
        own = urlsplit(self.url)
        try:
            parts = urlsplit(target)
            if (method, parts.path, hosts) != ("GET", own.path, [own.netloc]):
                return None
            return dict(parse_qsl(parts.query, max_num_fields=_FIELDS, errors="strict"))
        except ValueError:
            return None


@asynccontextmanager
async def loopback(addresses: Sequence[str] = ()) -> AsyncGenerator[Loopback]:
    """Listen on the first address that is free, or with none on any port, until the block ends.

    Raises OSError when none is; addresses beyond this computer never are.
    """
    server, listening = await _listening(addresses or (ANY_PORT,))
    try:
        yield listening
    finally:
        server.close()
        await listening.end()


async def _listening(addresses: Sequence[str]) -> tuple[asyncio.Server, Loopback]:
    for address in addresses:
        listening = Loopback(address)
        with contextlib.suppress(OSError, ValueError):
            parts = urlsplit(address)
            host = _HOSTS.get(parts.hostname or "")
            if parts.scheme != "http" or host is None or parts.port is None:
                continue
            server = await asyncio.start_server(listening.serve, host, parts.port, limit=_HEAD_BYTES)
            if not parts.port:
                port = server.sockets[0].getsockname()[1]
                listening.url = f"http://{host}:{port}{parts.path}"
            return server, listening
    raise OSError("no address to come back to is free")


def _answer(page: BackPage | None) -> bytes:
    if page is None:
        head = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        return head.encode()
    shown = files("resources") / "account_pages"
    style = (shown / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = Template((shown / "page.html").read_text(encoding="utf-8")).substitute(
        language=current_language(),
        style=style,
        server="Lantern",
        title=escape(page.title),
        text=escape(page.text),
        problem="",
        form="",
    )
    whole = body.encode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(whole)}\r\nContent-Security-Policy: {policy}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + whole
