"""Transfers of one library against the real content server: an account that is told, a provider with plain files."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from desktop.runtime.server_http import ServerHttp
from desktop.storage.database import Database
from desktop.sync.transfers import Transfers
from shared.clock import Clock
from shared.content.files import ContentFile, Urgency
from tests.support.content_server import own, sha


@dataclass
class ToldSession:
    server_url: str


@dataclass
class ToldAccount:
    """Who is signed in, as the test says. The token is the name; see `content_server`."""

    name: str
    url: str
    signed_in: bool = True

    @property
    def session(self) -> ToldSession | None:
        return ToldSession(self.url) if self.signed_in else None

    async def access_token(self) -> str:
        return self.name


@dataclass
class PlainFiles:
    """A provider whose files are in a folder, named by their hash. What comes is put there."""

    folder: Path
    known: list[ContentFile] = field(default_factory=list)

    def add(
        self, data: bytes, scope: str = own("ana"), *, here: bool = True, fetch: bool = True, **more
    ) -> ContentFile:
        """One more file; its bytes are written when it is here."""
        self.folder.mkdir(exist_ok=True)
        digest = bytes.fromhex(sha(data))
        given = {
            "size_bytes": len(data),
            "send": True,
            "media_type": "text/plain",
            "urgency": Urgency.REST,
            **more,
        }
        file = ContentFile(sha256=digest, scope=scope, here=here, fetch=fetch, **given)
        if here:
            (self.folder / digest.hex()).write_bytes(data)
        self.known.append(file)
        return file

    def bytes_of(self, file: ContentFile) -> bytes | None:
        path = self.folder / file.sha256.hex()
        return path.read_bytes() if path.exists() else None

    async def files(self) -> Sequence[ContentFile]:
        return [
            ContentFile(
                **{name: getattr(one, name) for name in one.__struct_fields__ if name != "here"},
                here=self.bytes_of(one) is not None,
            )
            for one in self.known
        ]

    async def source(self, file: ContentFile) -> Path | None:
        path = self.folder / file.sha256.hex()
        return path if path.exists() else None

    async def received(self, file: ContentFile, part: Path) -> None:
        self.folder.mkdir(exist_ok=True)
        part.replace(self.folder / file.sha256.hex())


@asynccontextmanager
async def transferring(
    database: Database, provider, account: ToldAccount, clock: Clock, **more
) -> AsyncGenerator[Transfers, None]:
    """Transfers that run when they are told to."""
    http = ServerHttp(read_timeout_s=5)
    folder = database.paths.root / "transfers"
    transfers = Transfers(database, account, http, folder=folder, clock=clock, bus=database.bus, **more)
    transfers.register("plain", provider)
    try:
        yield transfers
    finally:
        await transfers.close()
        await http.close()


class CuttingRelay:
    """Stands before a port and cuts every connection once it has let `allowed` bytes pass, both ways together."""

    def __init__(self, port: int, allowed: int) -> None:
        self._port = port
        self.allowed = allowed
        self.passed = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        self._cut()
        await self._server.wait_closed()

    def _cut(self) -> None:
        for writer in list(self._writers):
            with contextlib.suppress(OSError):
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0"
                )
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(far_writer)
        with contextlib.suppress(OSError):
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        for one in (writer, far_writer):
            self._writers.discard(one)
            one.close()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(4_096):
            piece = piece[: max(0, self.allowed - self.passed)]
            self.passed += len(piece)
            sink.write(piece)
            await sink.drain()
            if self.passed >= self.allowed:
                await asyncio.sleep(0)
                self._cut()
                return
        with contextlib.suppress(OSError):
            sink.write_eof()
