"""The way back to the client: its answer begins, goes on, and ends well or is cut. Somebody who left is no failure."""

from collections.abc import Awaitable, Mapping

from aiohttp import web


class Outlet:
    """One answer. Everything after the client has left does nothing; `gone` says so."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self._left = False
        self.answer: web.StreamResponse | None = None

    @property
    def gone(self) -> bool:
        """Whether nobody reads any more."""
        transport = self._request.transport
        return self._left or transport is None or transport.is_closing()

    @property
    def streaming(self) -> bool:
        """Whether a stream began."""
        return self.answer is not None and not isinstance(self.answer, web.Response)

    def leave(self) -> None:
        """Nobody waits for the answer any more."""
        self._left = True

    async def whole(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Give a complete answer; the handler sends it."""
        self.answer = web.Response(status=status, headers=headers, body=body)

    async def begin(self, headers: Mapping[str, str]) -> None:
        """Begin a stream."""
        if self.gone:
            return
        self.answer = web.StreamResponse(headers=headers)
        await self._unless_gone(self.answer.prepare(self._request))

    async def send(self, data: bytes) -> None:
        """Send a piece of a stream, when the client has room for it."""
        if data and isinstance(self.answer, web.StreamResponse) and not self.gone:
            await self._unless_gone(self.answer.write(data))

    async def end(self) -> None:
        """End a stream well."""
        if isinstance(self.answer, web.StreamResponse) and not self.gone:
            await self._unless_gone(self.answer.write_eof())

    def cut(self) -> None:
        """Break a stream off so that nobody takes it for complete. What was written still goes out."""
        self._left = True
        transport = self._request.transport
        if transport is not None:
            transport.close()

    async def _unless_gone(self, writing: Awaitable[object]) -> None:
        try:
            await writing
        except ConnectionError:
            self._left = True
