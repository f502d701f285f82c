"""An HTTP proxy before a server, that misbehaves at the exchange of sync as real ones do; the rest passes unchanged."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from shared.sync.messages import EXCHANGE_PATH, MEDIA_TYPE

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
_ACCEPT = re.compile(rb"\r\naccept-encoding:[^\r]*", re.IGNORECASE)
PORTAL = b"<!doctype html><html><title>Welcome</title><form action='/login'>Room number</form></html>"


@dataclass
class OddProxy:
    """`mood` answers exchanges; `asked` are their requests, `answers` what the server said to those passed on."""

    target: int
    url: str = ""
    mood: "Mood | None" = None
    asked: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection with one request."""
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            head = _CONNECTION.sub(b"", _ACCEPT.sub(b"", head)).replace(
                b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"
            )
            request = head + body
            exchange = head.startswith(b"POST " + EXCHANGE_PATH.encode())
            if exchange:
                self.asked.append(request)
            if exchange and self.mood is not None:
                await self.mood(self, request, writer)
            else:
                writer.write(await self.passed(request))
            await writer.drain()
        writer.close()

    async def passed(self, request: bytes) -> bytes:
        """Hand a request to the server; returns all it says."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(request)
        answer = await reader.read(-1)
        writer.close()
        if EXCHANGE_PATH.encode() in request[:100]:
            self.answers.append(answer)
        return answer


Mood = Callable[[OddProxy, bytes, asyncio.StreamWriter], Awaitable[None]]


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    """An answer as bytes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(status: str, body: bytes = b"", *headers: str) -> Mood:
    """The proxy answers itself; the server never hears of it."""

    async def mood(_proxy: OddProxy, _request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(http(status, body, *headers))

    return mood


def replaces(change: Callable[[bytes], bytes]) -> Mood:
    """The server takes the request; its answer is changed on the way."""

    async def mood(proxy: OddProxy, request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(change(await proxy.passed(request)))

    return mood


def body_of(answer: bytes) -> bytes:
    """What comes after the headers."""
    return answer.partition(b"\r\n\r\n")[2]


def flipped(answer: bytes) -> bytes:
    """A bit of the body is another."""
    return answer[:-3] + bytes([answer[-3] ^ 0x10]) + answer[-2:]


def said_to_be_gzip(answer: bytes) -> bytes:
    """The header says gzip, the body is not."""
    return http("200 OK", body_of(answer), f"Content-Type: {MEDIA_TYPE}", "Content-Encoding: gzip")


def cut_gzip(answer: bytes) -> bytes:
    """Compressed once more, and the end is missing."""
    packed = gzip.compress(body_of(answer))[:-9]
    return http("200 OK", packed, f"Content-Type: {MEDIA_TYPE}", "Content-Encoding: gzip")


def honest_gzip(answer: bytes) -> bytes:
    """Compressed once more, as a proxy may."""
    packed = gzip.compress(body_of(answer))
    return http("200 OK", packed, f"Content-Type: {MEDIA_TYPE}", "Content-Encoding: gzip")


def truncated_chunks(answer: bytes) -> bytes:
    """Chunked, and the connection ends within a chunk."""
    body = body_of(answer)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n"
    return head.encode() + body[: len(body) // 2]


def ended_chunks(answer: bytes) -> bytes:
    """Chunked and ended in order, but half of it is missing."""
    half = body_of(answer)[: len(body_of(answer)) // 2]
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n{len(half):x}\r\n"
    return head.encode() + half + b"\r\n0\r\n\r\n"


async def twice(proxy: OddProxy, request: bytes, writer: asyncio.StreamWriter) -> None:
    """The request reaches the server twice, at once; the second answer comes back."""
    answers = await asyncio.gather(proxy.passed(request), proxy.passed(request))
    writer.write(answers[-1])


async def replaying(proxy: OddProxy, request: bytes, writer: asyncio.StreamWriter) -> None:
    """Every request of before reaches the server again, first."""
    for old in proxy.asked[:-1]:
        await proxy.passed(old)
    writer.write(await proxy.passed(request))


async def late(proxy: OddProxy, request: bytes, writer: asyncio.StreamWriter) -> None:
    """The answer is that of the request before."""
    before = proxy.answers[-1]
    await proxy.passed(request)
    writer.write(before)


async def caching(proxy: OddProxy, _request: bytes, writer: asyncio.StreamWriter) -> None:
    """The server is asked no more; what it said last comes again."""
    writer.write(proxy.answers[-1])


async def silent(_proxy: OddProxy, _request: bytes, _writer: asyncio.StreamWriter) -> None:
    """Nothing ever comes."""
    await asyncio.sleep(3_600)


async def dripping(proxy: OddProxy, request: bytes, writer: asyncio.StreamWriter) -> None:
    """The answer comes byte by byte, without end."""
    for byte in await proxy.passed(request):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.2)


@asynccontextmanager
async def odd_proxy(port: int) -> AsyncIterator[OddProxy]:
    """Stand before a port of this computer."""
    proxy = OddProxy(port)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await proxy.serve(reader, writer)
        except asyncio.CancelledError:
            writer.close()
            raise
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await server.wait_closed()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
