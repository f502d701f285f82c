"""A talk that is paid from minutes set aside on this computer: with no connection, or when the rest is used up."""

import contextlib

from desktop.accounts.service import WhoIsIn
from desktop.practice.needs import Leases
from desktop.practice.views import Minutes
from shared.billing import voice as rules
from shared.billing.voice_messages import Difficulty, VoiceSession
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import new_id

LITTLE_MS = 60_000
"""With this much left offline, a person is warned: a lease is short by itself."""

_QUIET = frozenset({"billing.lease_too_little", "accounts.signed_out"})
"""What is told by the minutes themselves, or elsewhere."""


class LentTalk:
    """At most one. `on` while it goes on; what is counted is durable before it is shown."""

    def __init__(self, leases: Leases, clock: Clock) -> None:
        self._leases, self._clock = leases, clock
        self.on = False

    @property
    def left_ms(self) -> int:
        """What may be spoken now."""
        return self._leases.left

    @property
    def minutes(self) -> Minutes | None:
        """How what is set aside stands; None when nothing is, or it rests."""
        lent, refusal = self._leases.lent, self._leases.refusal
        if lent is None or (refusal is not None and refusal.code != "leases.used_up"):
            return None
        return Minutes(lent.spent, lent.grant, lent.left, lent.left <= LITTLE_MS, offline=True)

    @property
    def refusal(self) -> AppError | None:
        """Why nothing of it may be spoken."""
        return self._leases.refusal

    @property
    def problem(self) -> AppError | None:
        """Why nothing could be set aside, where a person can do something about it."""
        problem = self._leases.problem
        return None if problem is None or problem.retryable or problem.code in _QUIET else problem

    async def look(self) -> bool:
        """Read what is set aside; tells whether anything ever was."""
        await self._leases.look()
        return self._leases.lent is not None

    def want(self) -> None:
        """Somebody speaks on this computer: have minutes set aside."""
        self._leases.want()

    def begin(self, who: WhoIsIn, topic: str, difficulty: Difficulty) -> VoiceSession:
        """Begin one that only this computer knows of."""
        self.on = True
        return VoiceSession(
            session_id=new_id(),
            device_id=who.device_id,
            active=True,
            epoch=1,
            last_seq=0,
            topic=topic,
            difficulty=difficulty,
            started_ms=self._clock.now_ms(),
            spoken_ms=0,
            used_ms=0,
            limit_ms=None,
            remaining_ms=self.left_ms,
            warning=False,
        )

    async def count(self, silence_ms: int) -> int:
        """Count a sign of life as the server would; returns what is left. Raises AppError `leases.…`."""
        spoken_ms = rules.counted_ms(silence_ms)
        return await self._leases.spend(spoken_ms) if spoken_ms else self.left_ms

    async def finish(self, silence_ms: int) -> None:
        """Count the last of it, and have the server told when it can be."""
        with contextlib.suppress(AppError):
            await self.count(silence_ms)
        self._leases.wake()
