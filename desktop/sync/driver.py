"""When to sync: after changes here, on a poke, on a timer, when asked; and how long to wait after a failure.

Runs in the process that has the profile's jobs. What goes wrong is a state, never an exception.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

import msgspec

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.sync.line import Accounts
from desktop.sync.views import SyncState
from shared.errors import AppError
from shared.synced import BY_KIND
from sync.rows import CONFLICT

_OFFLINE = frozenset(
    {
        "network.unreachable",
        "network.timed_out",
        "network.bad_answer",
        "network.busy",
        "sync.busy",
        "web.too_many",
        "web.draining",
        "web.unavailable",
    }
)
_SIGNED_OUT = "accounts.signed_out"


class Pace(msgspec.Struct, frozen=True):
    """How patient the driver is, in seconds."""

    debounce_s: float = 2.0
    """From the first change here to the exchange that hands it in: several go together."""
    poll_s: float = 60.0
    first_retry_s: float = 2.0
    most_retry_s: float = 300.0
    attended_retry_s: float = 10.0
    """The longest pause while the window is there to be seen and the server is not: 15 s with its spread."""


class Outcome(msgspec.Struct, frozen=True):
    """How the last try ended."""

    state: SyncState
    problem: AppError | None = None


class Driver:
    """Calls `round_` whenever something is due. `told` hears of every state; `unsent` says if anything waits."""

    def __init__(
        self,
        accounts: Accounts,
        bus: ChangeBus,
        *,
        round_: Callable[[], Awaitable[None]],
        unsent: Callable[[], Awaitable[bool]],
        told: Callable[[Outcome], Awaitable[None]],
        pace: Pace | None = None,
    ) -> None:
        self._accounts = accounts
        self._round, self._unsent, self._told = round_, unsent, told
        self._pace = pace or Pace()
        self._wake = asyncio.Event()
        self._due = False
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self._failures = 0
        self._retry_s = 0.0
        self._not_before_s = 0.0
        self._offline = False
        self._attended = False
        self.paused = False
        self.running = False
        self._unsubscribe = bus.subscribe(self._changed)

    async def run(self) -> None:
        """Go on until cancelled."""
        self.running = True
        self._due = True
        try:
            while True:
                if self._due or await self._unsent():
                    self._due = False
                    await self.once()
                await self._rest()
        finally:
            self.running = False
            for waiting in self._waiting:
                waiting.cancel()
            self._waiting.clear()

    async def once(self, *, asked: bool = False) -> Outcome:
        """Try to sync now, unless nobody is signed in or the person paused it and did not ask."""
        waiting, self._waiting = self._waiting, []
        try:
            outcome = self._resting(asked=asked or bool(waiting))
            if outcome is None:
                await self._told(Outcome(SyncState.SYNCING))
                outcome = await self._tried()
            await self._told(outcome)
        except BaseException:
            self._waiting += waiting
            raise
        for one in waiting:
            if not one.done():
                one.set_result(None)
        return outcome

    async def asked(self) -> None:
        """Sync now and return when it is done, however it ended."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self.wake()
        await waiting

    def wake(self) -> None:
        """Sync as soon as possible: a poke came, the network is back, somebody signed in."""
        self._due = True
        self._failures = 0
        self._wake.set()

    def attend(self, *, visible: bool) -> None:
        """Know whether anybody can see how sync stands; a window that comes up does not wait for the next try."""
        self._attended = visible
        if visible:
            self.nudge()

    def nudge(self) -> None:
        """Do what failed again at once, unless the server said when."""
        if self._failures and asyncio.get_running_loop().time() >= self._not_before_s:
            self.wake()

    def close(self) -> None:
        """Listen to nothing any more."""
        self._unsubscribe()
        if self._timer is not None:
            self._timer.cancel()

    def _resting(self, *, asked: bool) -> Outcome | None:
        if self._accounts.session is None:
            ended = self._accounts.ended
            return Outcome(SyncState.OFF, AppError(ended) if ended else None)
        return Outcome(SyncState.PAUSED) if self.paused and not asked else None

    async def _tried(self) -> Outcome:
        try:
            await self._round()
        except AppError as error:
            self._failures += 1
            return self._failed(error)
        self._failures, self._offline = 0, False
        return Outcome(SyncState.PAUSED if self.paused else SyncState.IDLE)

    def _failed(self, error: AppError) -> Outcome:
        self._offline = error.code in _OFFLINE
        self._retry_s = float(error.parameters.get("seconds", 0) or 0)
        self._not_before_s = asyncio.get_running_loop().time() + self._retry_s
        if error.code == _SIGNED_OUT:
            return Outcome(SyncState.OFF, AppError(self._accounts.ended or _SIGNED_OUT))
        if error.code == "sync.wrong_device":
            return Outcome(SyncState.PROBLEM, AppError("sync.device_taken", detail=error.detail))
        if self._offline:
            return Outcome(SyncState.OFFLINE, error)
        return Outcome(SyncState.PROBLEM, error)

    async def _rest(self) -> None:
        """Wait until something is due."""
        try:
            async with asyncio.timeout(self._patience_s()):
                await self._wake.wait()
        except TimeoutError:
            self._due = True
        self._wake.clear()
        self._retry_s = 0.0

    def _patience_s(self) -> float:
        if not self._failures:
            return self._pace.poll_s
        doubled = self._pace.first_retry_s * 2 ** min(self._failures - 1, 20)
        most = self._pace.attended_retry_s if self._attended and self._offline else self._pace.most_retry_s
        # Many devices that lost the same server do not come back at the same moment.
        return max(self._retry_s, min(doubled, most) * random.uniform(0.5, 1.5))  # noqa: S311

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account") and not changes.everything:
            self.wake()
        if changes.received or not (
            changes.everything or changes.kinds.keys() & (BY_KIND.keys() | {CONFLICT})
        ):
            return
        if self._timer is None and self.running:
            self._timer = asyncio.get_running_loop().call_later(self._pace.debounce_s, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self._wake.set()
