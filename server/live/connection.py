"""One client's socket as the engine sees it: a bounded outbox and a kind end. Knows no game and no web server."""

import asyncio
from typing import Literal, Protocol

from server.live import frames
from server.live.limits import TokenBucket
from shared.quiz.messages import Frame, Gone, Role

OUTBOX_BYTES = 65_536
STAFF_OUTBOX_BYTES = 4_194_304
"""A teacher window gets whole rosters."""
_FRAMES_BURST, _FRAMES_PER_S = 60, 20
_STAFF_FRAMES_PER_S = 100
_LAST_WORDS_S = 2.0

CLOSE_OK, CLOSE_BAD_DATA, CLOSE_POLICY = 1000, 1007, 1008


class Wire(Protocol):
    """What is needed of an asyncio transport."""

    def write(self, data: bytes, /) -> None: ...

    def get_write_buffer_size(self) -> int: ...

    def abort(self) -> None: ...


class Connection:
    """A live socket. Writing never waits: what the socket does not take is buffered, and a full buffer ends it."""

    __slots__ = ("_bucket", "_wire", "address", "ending", "heard_ms", "local", "pid", "role")

    def __init__(self, wire: Wire, address: str, now_ms: int, *, local: bool = False) -> None:
        self._wire = wire
        self._bucket = TokenBucket(_FRAMES_BURST, _FRAMES_PER_S, now_ms)
        self.address = address
        self.local = local
        self.heard_ms = now_ms
        self.ending = False
        self.role: Role = "player"
        self.pid = ""

    def staff(self, role: Literal["host", "screen"], now_ms: int) -> None:
        """Make it a teacher window or a projector."""
        self.role = role
        self._bucket = TokenBucket(_FRAMES_BURST, _STAFF_FRAMES_PER_S, now_ms)

    def may_speak(self, now_ms: int) -> bool:
        """Count one frame that came in; False when there are too many."""
        self.heard_ms = now_ms
        return self._bucket.take(now_ms)

    def send(self, data: bytes) -> None:
        """Write one framed frame. A client that does not read is dropped; it resumes with a snapshot."""
        if self.ending:
            return
        limit = OUTBOX_BYTES if self.role == "player" else STAFF_OUTBOX_BYTES
        if self._wire.get_write_buffer_size() > limit:
            self.end(Gone("slow"))
            return
        self._wire.write(data)

    def end(self, last: Frame | None = None, code: int = CLOSE_POLICY) -> None:
        """Say why and close.

        Its reader goes on until the client closes, so that the last words are not lost to a reset; after two seconds
        the socket is cut.
        """
        if self.ending:
            return
        self.ending = True
        if last is not None:
            self._wire.write(frames.text(last))
        self._wire.write(frames.closing(code))
        asyncio.get_running_loop().call_later(_LAST_WORDS_S, self._wire.abort)
