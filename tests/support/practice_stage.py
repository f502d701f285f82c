"""A talk for tests: the real server with a fake provider, a desktop on it, an ear and a microphone that are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.assembly import Services
from desktop.media.service import Dictated
from desktop.practice.service import Pace, PracticeService
from server.billing.orders import Move
from shared.billing.meters import Meter
from shared.billing.voice import STALE_MS
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.ai_stage import AiStage, ai_stage
from tests.support.clocks import ManualClock
from tests.support.cloud_desktops import desktop, sign_in, sign_up

BEA = "bea@example.org"
BY_HAND = Pace(beat_s=3_600.0, retry_s=0.01, least_s=3_600.0)
"""Signs of life are the test's: it calls `beat`."""


@dataclass
class ToldListener:
    """Stands for the recogniser: hears the next of `said`."""

    ready: bool = True
    said: list[Dictated | AppError] = field(default_factory=list)
    heard: list[tuple[int, int, int]] = field(default_factory=list)

    async def words(self, pcm: bytes, *, rate: int, channels: int) -> Dictated:
        self.heard.append((len(pcm), rate, channels))
        told = self.said.pop(0) if self.said else Dictated("What is a lever?", "en")
        if isinstance(told, AppError):
            raise told
        return told


class ToldMicrophone(QObject):
    """Hears what the test says."""

    heard = Signal(bytes)
    lost = Signal()
    rate, channels = 16_000, 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.can_open = True
        self.on = False

    def open(self, _id: str = "") -> bool:
        return self.can_open

    def start(self) -> None:
        self.on = True

    def stop(self) -> None:
        self.on = False


@dataclass
class PracticeStage:
    """One person's first desktop; `device` opens another of the same person."""

    cloud: AiStage
    folder: Path
    clock: ManualClock
    services: Services
    practice: PracticeService
    listener: ToldListener

    @asynccontextmanager
    async def device(self, name: str) -> AsyncIterator[PracticeService]:
        async with desktop(self.folder / name, clock=self.clock) as services:
            await sign_in(services, self.cloud.cloud.url, BEA)
            practice = practising(services, ToldListener())
            yield practice
            await practice.close()

    async def leave_minutes(self, minutes: int) -> None:
        """Use up all but so many minutes of the month."""
        ledger, user_id = self.cloud.ledger, self.services.accounts.session.user_id
        free = await ledger.available(user_id, None, Meter.VOICE_MS)
        amount = minutes * 60_000 - free
        await ledger.move(
            Move(user_id=user_id, kind="adjust", meter=Meter.VOICE_MS, amount=amount, idem=f"to {minutes}")
        )

    async def minute(self, count: int = 1) -> None:
        """Let time pass with a sign of life every half minute."""
        for _ in range(count * 2):
            self.clock.advance(30_000)
            await self.practice.beat()


def practising(services: Services, listener: ToldListener, pace: Pace = BY_HAND) -> PracticeService:
    given = (services.accounts, services.ai, listener, services.leases, services.clock, services.bus)
    return PracticeService(*given, pace=pace)


@asynccontextmanager
async def practice_stage(
    folder: Path, *, signed_in: bool = True, **options: Any
) -> AsyncIterator[PracticeStage]:
    """A server and a desktop that is signed up on it, on one clock."""
    clock = ManualClock(SystemClock().now_ms())
    async with (
        ai_stage(folder / "cloud", clock=clock, **options) as cloud,
        desktop(folder / "desktop", clock=clock) as services,
    ):
        if signed_in:
            await sign_up(services, cloud.cloud.url, BEA, "Bea")
        listener = ToldListener()
        services.practice = practising(services, listener)
        yield PracticeStage(cloud, folder, clock, services, services.practice, listener)
        # What a test left on is over for the server, too, before it is looked whether anything is held.
        clock.advance(STALE_MS + 1)
        await cloud.cloud.services.voice.tidy()
