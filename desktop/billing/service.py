"""What the signed-in person used and may use, as their server says it; known with no connection too. No page."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlencode

import msgspec

from desktop.accounts.service import Calls, WhoIsIn
from desktop.billing.ledger_file import Words, ledger_csv
from desktop.billing.store import MOST_TOLD, Remembered, UsageStore
from desktop.billing.views import (
    Known,
    Prompt,
    Standing,
    has_more_room,
    prompts_of,
    standing_of,
    with_offline,
)
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.runtime.paths import disk_error
from shared.billing.lease_messages import LEASES_PATH, LentLease, LentList
from shared.billing.messages import (
    LEDGER_PATH,
    PAGE_MOST,
    PLANS_PATH,
    STATUS_PATH,
    USAGE_PATH,
    BillingStatus,
    LedgerEntry,
    LedgerPage,
    PlanList,
    UsageHistory,
)
from shared.billing.meters import Meter
from shared.billing.status import MeterStatus
from shared.clock import Clock
from shared.errors import AppError
from shared.plans import Plan
from shared.tasks import TaskScope

__all__ = [
    "KIND",
    "BillingService",
    "LedgerEntry",
    "LedgerPage",
    "LentLease",
    "Meter",
    "MeterStatus",
    "Plan",
    "Prompt",
    "Standing",
    "UsageHistory",
]

T = TypeVar("T")
KIND = "usage"
"""What is announced on the bus when anything below changed."""
_NOT_THERE = 404
_SIGNED_OUT = "accounts.signed_out"


class Accounts(Calls, Protocol):
    """What is needed of the accounts service, which announces "account" on the bus."""

    @property
    def session(self) -> WhoIsIn | None: ...


class Pace(msgspec.Struct, frozen=True):
    """How often it is asked, in seconds."""

    settle_s: float = 0.2
    """From a poke to the question: a burst of calls asks a few times, not once for each."""
    poll_s: float = 300.0
    """Without a poke; midnight and the end of a month are noticed so."""
    first_retry_s: float = 3.0


class BillingService:
    """Announces the kind "usage" on the bus. Methods that ask raise AppError as connections and the server do."""

    def __init__(
        self, accounts: Accounts, root: Path, clock: Clock, bus: ChangeBus, *, pace: Pace | None = None
    ) -> None:
        self._accounts, self._clock, self._bus = accounts, clock, bus
        self._pace = pace or Pace()
        self._store = UsageStore(root)
        self._kept: Remembered = self._store.read()
        self._problem: AppError | None = None
        self._absent = ""
        self._asking = asyncio.Lock()
        self._wake = asyncio.Event()
        self._on_room: list[Callable[[], None]] = []
        self._offline_left: Callable[[], int | None] = lambda: None
        self._scope = TaskScope("usage")
        self._unsubscribe = bus.subscribe(self._changed)

    # How it stands

    @property
    def signed_in(self) -> bool:
        return self._accounts.session is not None

    @property
    def device_id(self) -> str:
        """Which of the person's devices this is; empty when nobody is signed in."""
        session = self._accounts.session
        return "" if session is None else str(session.device_id)

    @property
    def supported(self) -> bool:
        """Whether the server counts usage at all, as far as it is known."""
        session = self._accounts.session
        return session is not None and self._absent != session.server_url

    @property
    def standing(self) -> Standing | None:
        """How everything stands; None when nobody is signed in or nothing was learnt yet."""
        session, known = self._accounts.session, self._kept.known
        if session is None or known is None or not self.supported:
            return None
        if (known.user_id, known.server_url) != (session.user_id, session.server_url):
            return None
        standing = standing_of(known, self._clock.now_ms(), self._problem)
        return with_offline(standing, self._offline_left()) if standing.offline else standing

    @property
    def problem(self) -> AppError | None:
        """Why the last question got no answer."""
        return self._problem

    @property
    def prompt(self) -> Prompt | None:
        """What is nearly or wholly used up and was not put away in its period."""
        standing = self.standing
        found = prompts_of(standing) if standing is not None else []
        return next((prompt for prompt in found if prompt.key not in self._kept.told), None)

    async def put_away(self, prompt: Prompt) -> None:
        """Do not tell this again in its period; when it is used up wholly that is told once more."""
        nearly = prompt.key.removesuffix(" full")
        told = tuple(key for key in self._kept.told if key not in (nearly, prompt.key))
        await self._keep(
            msgspec.structs.replace(
                self._kept, told=(*told, *dict.fromkeys((nearly, prompt.key)))[-MOST_TOLD:]
            )
        )
        self._bus.announce(KIND)

    def on_room(self, call: Callable[[], None]) -> None:
        """Have a function called when files that had no room on the server may have some now."""
        self._on_room.append(call)

    def use_offline(self, left: Callable[[], int | None]) -> None:
        """Have shown what of the minutes to speak is set aside on this computer while there is no connection."""
        self._offline_left = left

    # Life

    def start(self) -> None:
        """Ask now, after each poke, and from time to time."""
        self._scope.spawn(self._run(), name="usage")

    def wake(self) -> None:
        """Ask soon: the server said that something changed, or a call was made."""
        self._wake.set()

    async def close(self) -> None:
        """Ask no more."""
        self._unsubscribe()
        await self._scope.close()

    async def _run(self) -> None:
        failures = 0
        while True:
            self._wake.clear()
            if self._accounts.session is None:
                await self._wake.wait()
                continue
            try:
                await self.refresh()
            except AppError:
                failures += 1
            else:
                failures = 0
            await self._rest(failures)

    async def _rest(self, failures: int) -> None:
        """Wait until a poke came or it is time."""
        patience_s = self._pace.poll_s
        if failures and self._accounts.session is not None:
            doubled = self._pace.first_retry_s * 2 ** min(failures - 1, 20)
            patience_s = min(doubled, patience_s) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        try:
            async with asyncio.timeout(patience_s):
                await self._wake.wait()
        except TimeoutError:
            return
        await asyncio.sleep(self._pace.settle_s)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account") and not changes.everything:
            self._problem = None
            self._bus.announce(KIND)
            self.wake()
        elif changes.touches("ai_usage") and not changes.everything:
            self.wake()
        elif changes.touches("lease") and self._problem is not None:
            self._bus.announce(KIND)

    # What the server is asked

    async def refresh(self) -> Standing | None:
        """Ask how everything stands; None from a server that counts nothing."""
        async with self._asking:
            session = self._accounts.session
            if session is None:
                raise AppError(_SIGNED_OUT)
            try:
                status = await self._get(STATUS_PATH, BillingStatus)
            except AppError as error:
                return self._failed(error, session)
            now = self._accounts.session
            if now is None or now.user_id != session.user_id:
                raise AppError(_SIGNED_OUT)
            self._problem, self._absent = None, ""
            before, standing = self._kept.known, self.standing
            known = Known(session.user_id, session.server_url, self._clock.now_ms(), status)
            await self._cache(msgspec.structs.replace(self._kept, known=known))
        self._bus.announce(KIND)
        if before is not None and standing is not None and has_more_room(before.status, status):
            for call in self._on_room:
                call()
        return self.standing

    def _failed(self, error: AppError, session: WhoIsIn) -> None:
        if is_absent(error):
            # An older server: there is nothing to show, and nothing that went wrong.
            changed, self._absent, self._problem = (
                self._absent != session.server_url,
                session.server_url,
                None,
            )
            if changed:
                self._bus.announce(KIND)
            return
        changed = self._problem is None or self._problem.code != error.code
        self._problem = error
        if changed:
            self._bus.announce(KIND)
        raise error

    async def history(self, days: int) -> UsageHistory:
        """Return what was used in the last so many days (UTC), by day and by service."""
        return await self._get(f"{USAGE_PATH}?{urlencode({'days': days})}", UsageHistory)

    async def ledger(self, *, before: str = "", limit: int = 50, meter: Meter | None = None) -> LedgerPage:
        """Return entries of the ledger, the newest first; `before` is `next` of the page before."""
        query: dict[str, int | str] = {"limit": limit}
        if before:
            query["before"] = before
        if meter is not None:
            query["meter"] = meter.value
        return await self._get(f"{LEDGER_PATH}?{urlencode(query)}", LedgerPage)

    async def export_ledger(self, target: Path, words: Words) -> int:
        """Write every entry as CSV; returns how many. Raises AppError for a full or read-only disk too."""
        entries: list[LedgerEntry] = []
        before: str | None = ""
        while before is not None:
            page = await self.ledger(before=before, limit=PAGE_MOST)
            entries += page.entries
            before = page.next or None
        try:
            await asyncio.to_thread(target.write_bytes, ledger_csv(entries, words))
        except OSError as cause:
            raise disk_error(cause, target.parent) from cause
        return len(entries)

    async def lent(self) -> tuple[LentLease, ...]:
        """Return what the person's devices have set aside; nothing from an older server."""
        try:
            return (await self._get(LEASES_PATH, LentList)).leases
        except AppError as error:
            if is_absent(error):
                return ()
            raise

    async def plans(self) -> tuple[Plan, ...]:
        """Return what there is to choose, the smallest first; what was known last when nobody answers."""
        try:
            found = (await self._get(PLANS_PATH, PlanList)).plans
        except AppError as error:
            if self._kept.plans and error.retryable:
                return self._kept.plans
            raise
        if found != self._kept.plans:
            await self._cache(msgspec.structs.replace(self._kept, plans=found))
        return found

    async def _get(self, path: str, answer: type[T]) -> T:
        return await self._accounts.call("GET", path.removeprefix("/api/v1/"), answer=answer)

    async def _cache(self, kept: Remembered) -> None:
        """Keep what the server will say again: a full disk takes nothing from what is shown now."""
        with contextlib.suppress(AppError):
            await self._keep(kept)

    async def _keep(self, kept: Remembered) -> None:
        self._kept = kept
        await self._store.write(kept)


def is_absent(error: AppError) -> bool:
    """Whether the server has no such route: with its own words, or a proxy's."""
    if error.code == "network.bad_answer":
        return error.parameters.get("status") == _NOT_THERE
    return error.code == "web.not_found"
