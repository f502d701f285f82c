"""Accounts with a provider elsewhere: somebody goes there with their browser and comes back with a ticket."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from server.config.sign_in_settings import SignInSection
from shared.accounts.foreign_messages import ForeignFinish, ForeignProven, OwnForeignBegin
from shared.accounts.messages import Session
from shared.accounts.pkce import challenge_of, new_verifier
from tests.support.accounts_stage import HOME, Device, Person, Stage, accounts_stage
from tests.support.clocks import ManualClock
from tests.support.fake_oidc import FakeOidc, fake_oidc

BACK = "http://127.0.0.1:5000/callback"
ADA = {"sub": "user_1", "email": "ada@example.org", "email_verified": True, "name": "Ada L."}


@dataclass
class Elsewhere:
    """The accounts of a server, and the provider."""

    stage: Stage
    fake: FakeOidc

    @property
    def foreign(self) -> Any:
        return self.stage.accounts.foreign

    async def came_back(self, purpose: str = "", person: Person | None = None) -> ForeignFinish:
        """Begin, and agree in the browser; as somebody who is signed in when a purpose is named."""
        verifier = new_verifier()
        if person is None:
            begun = await self.foreign.begin("school", BACK, challenge_of(verifier))
        else:
            body = OwnForeignBegin("school", BACK, challenge_of(verifier), purpose)
            begun = await self.stage.accounts.ways.begin(await person.principal(), body)
        back = self.fake.come_back(begun.url)
        assert back["state"] == begun.state
        return ForeignFinish(begun.state, back["code"], verifier)

    async def proven(self, purpose: str = "", person: Person | None = None) -> ForeignProven:
        """Come back with a ticket."""
        return await self.foreign.finish(await self.came_back(purpose, person))

    async def enter(self, device: Device | None = None, **more: Any) -> Session:
        """Sign in from beginning to end."""
        ticket = (await self.proven()).ticket
        return await self.foreign.enter((device or self.stage.device()).enter(ticket, **more), HOME)

    async def person(self, **more: Any) -> Person:
        """Somebody who signed in this way."""
        device = self.stage.device()
        return Person(self.stage, device, await self.enter(device, **more))


@contextlib.asynccontextmanager
async def elsewhere(url: str, *, kind: str = "oidc", **stage: Any) -> AsyncIterator[Elsewhere]:
    """Run both; the person at the provider is Ada."""
    clock = ManualClock()
    async with fake_oidc(clock, person=dict(ADA)) as fake:
        section = SignInSection(providers=(fake.table(kind=kind),))
        async with accounts_stage(url, sign_in=section, clock=clock, **stage) as running:
            yield Elsewhere(running, fake)
