"""Listens for the server's word that something is new, so that other devices' changes come at once."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable

from desktop.sync.line import Accounts, Line, decode_frame
from shared.errors import AppError
from shared.sync.messages import Close, Poke

FIRST_RETRY_S = 3.0
MOST_RETRY_S = 120.0
ATTENDED_RETRY_S = 10.0
REFUSED_RETRY_S = 600.0


class Pokes:
    """Holds the live socket open while somebody is signed in; without it, polling goes on. Never raises.

    `used` is called when what the person used or may use changed, and each time the socket is open again; `back` each
    time it is open again.
    """

    def __init__(
        self,
        accounts: Accounts,
        line: Line,
        *,
        behind: Callable[[dict[str, int]], Awaitable[bool]],
        wake: Callable[[], None],
        used: Callable[[], None],
        back: Callable[[], None],
        first_retry_s: float = FIRST_RETRY_S,
    ) -> None:
        self._accounts, self._line = accounts, line
        self._behind, self._wake, self._used, self._back = behind, wake, used, back
        self._first_retry_s = first_retry_s
        self._signed_in = asyncio.Event()
        self._hurried = asyncio.Event()
        self._attended = False

    def account_changed(self) -> None:
        """Somebody signed in or out."""
        if self._accounts.session is not None:
            self._signed_in.set()

    def attend(self, *, visible: bool) -> None:
        """Know whether the window is there to be seen."""
        self._attended = visible
        if visible:
            self.hurry()

    def hurry(self) -> None:
        """Open the socket now if it is shut: the network changed, or somebody is looking."""
        self._hurried.set()

    async def run(self) -> None:
        """Go on until cancelled."""
        failures = 0
        while True:
            if self._accounts.session is None:
                self._signed_in.clear()
                await self._signed_in.wait()
            try:
                heard, code = await self._listen()
            except AppError as error:
                heard, code = False, None
                if not failures and error.code.startswith("network."):
                    # The line was good before: the next exchange learns, and tells, that it no longer is.
                    self._wake()
            failures = 0 if heard else failures + 1
            await self._rest(self._patience_s(failures, code), may_hurry=code != Close.TOO_MANY)

    async def _rest(self, seconds: float, *, may_hurry: bool) -> None:
        self._hurried.clear()
        if not may_hurry:
            await asyncio.sleep(seconds)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurried.wait()

    async def _listen(self) -> tuple[bool, int | None]:
        """Listen until the socket closes; returns whether anything was heard, and why it closed."""
        heard = False
        async with self._line.live() as socket:
            while (frame := await socket.receive()) is not None:
                poke = decode_frame(frame, Poke)
                if not heard or (poke is not None and poke.usage):
                    # What was said while nobody listened is not said again.
                    self._used()
                if not heard:
                    self._back()
                heard = True
                if poke is not None and (poke.revoked or poke.lost or await self._behind(poke.heads)):
                    self._wake()
            if socket.close_code == Close.REVOKED:
                # The next exchange is told what this means.
                self._wake()
            return heard, socket.close_code

    def _patience_s(self, failures: int, code: int | None) -> float:
        if code == Close.TOO_MANY:
            return REFUSED_RETRY_S
        if code == Close.EXPIRED:
            return 1.0
        most = ATTENDED_RETRY_S if self._attended else MOST_RETRY_S
        doubled = min(self._first_retry_s * 2 ** min(failures, 10), most)
        return doubled * random.uniform(0.5, 1.5)  # noqa: S311 - no secret


def is_behind(heads: dict[str, int], cursors: dict[str, tuple[int, list[tuple[int, int]]]]) -> bool:
    """Whether a scope has more than this device knows: its cursor, and what it handed in after that."""
    for scope, head in heads.items():
        if scope not in cursors:
            return True
        at, own = cursors[scope]
        for low, high in sorted(own):
            if low <= at + 1:
                at = max(at, high)
        if head > at:
            return True
    return False
