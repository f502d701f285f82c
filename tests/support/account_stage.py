"""An account page with no server behind it: what the service answers is set by the test. For looks and words."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from desktop.accounts.service import Device, FoundServer, SignedIn
from desktop.runtime.changes import ChangeBus
from shared.accounts.foreign_messages import ForeignProven, Way, Ways
from shared.accounts.messages import ServerInfo, SignInProvider
from shared.clock import Clock, SystemClock
from shared.errors import AppError

SERVER = ServerInfo(uuid.uuid4(), "Riverside School", "key", "1.0", "open", mail=True)
PERSON = SignedIn(
    user_id=uuid.uuid4(),
    device_id=uuid.uuid4(),
    server_url="https://lantern.riverside.org",
    server_name="Riverside School",
    email="ana@riverside.org",
    email_verified=True,
    name="Ana Castillo",
    role="teacher",
    plan="pro",
    tenant_name="Riverside",
)


SCHOOL = SignInProvider("school", "School login")
WHOP = SignInProvider("whop", "Whop")
OFFERING = ServerInfo(
    uuid.uuid4(), "Riverside School", "key", "1.0", "open", mail=True, providers=(SCHOOL, WHOP)
)
LINKED = Way(
    uuid.uuid4(), "school", "School login", "ana@login.riverside.org", 0, 1_700_000_000_000, offered=True
)


def proven(needs: Any = "nothing") -> ForeignProven:
    """Somebody who came back from the school's login."""
    return ForeignProven("ticket", needs, "school", "Ana Castillo", "ana@riverside.org", 1)


def device(name: str, *, current: bool = False, signed_in: bool = True) -> Device:
    """One device of the list."""
    return Device(uuid.uuid4(), name, "Linux", 0, 1_700_000_000_000, signed_in, current)


@dataclass
class FakeElsewhere:
    """The providers, both for signing in and for one's own ways; `wait` leaves the browser there."""

    accounts: Any
    shown: Any = field(default_factory=proven)
    wait: bool = False
    answer: Any = field(default_factory=lambda: Ways(True, (LINKED,)))
    failing: AppError | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    async def prove(self, *given: Any, **named: Any) -> ForeignProven:
        browser = given[-1]
        self.asked.append(("prove", *given[:-1], *named.values()))
        browser.waiting("https://login.riverside.org/authorize")
        if self.wait:
            await asyncio.Event().wait()
        if isinstance(self.shown, AppError):
            raise self.shown
        return self.shown

    async def enter(self, _server: FoundServer, shown: ForeignProven, **given: Any) -> None:
        await self.accounts.come_in("enter", shown.ticket, given)

    async def ways(self) -> Ways:
        return self.answer

    async def link(self, shown: ForeignProven, password: str = "") -> Ways:
        return self._done("link", shown.ticket, password)

    async def unlink(self, way_id: uuid.UUID) -> Ways:
        return self._done("unlink", way_id)

    async def first_password(self, shown: ForeignProven, password: str) -> Ways:
        return self._done("first_password", shown.ticket, password)

    def _done(self, *what: Any) -> Ways:
        self.asked.append(what)
        if self.failing is not None:
            raise self.failing
        return self.answer


@dataclass
class FakeAccounts:
    """An AppError in a field is raised where its answer is asked for; `wait` keeps signing in from ending."""

    session: SignedIn | None = None
    last: SignedIn | None = None
    ended: str = ""
    found: Any = field(
        default_factory=lambda: FoundServer("https://lantern.riverside.org", SERVER, plain=False)
    )
    entering: AppError | None = None
    wait: bool = False
    own_devices: Any = field(default_factory=list)
    place: Any = "keyring"
    failing: AppError | None = None
    stored: int = 3_400_000_000
    mail_asked: bool = True
    info: ServerInfo = SERVER
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.foreign = self.ways = FakeElsewhere(self)

    async def find_server(self, typed: str) -> FoundServer:
        self.asked.append(("find", typed))
        return self._told(self.found)

    async def sign_in(self, server: FoundServer, *, email: str, password: str) -> None:
        await self.come_in("sign_in", email, password)

    async def sign_up(self, server: FoundServer, **given: Any) -> None:
        await self.come_in("sign_up", given["email"], given["password"])

    async def server(self) -> ServerInfo:
        return self.info

    async def key_place(self) -> Any:
        return self.place

    @property
    def own(self) -> "FakeAccounts":
        """What a person does with the account is asked of the same fake."""
        return self

    async def stored_bytes(self) -> int:
        return self.stored

    async def change_email(self, email: str, password: str) -> bool:
        await self._do("change_email", email, password)
        return self.mail_asked

    async def refresh(self) -> SignedIn | None:
        return self.session

    async def devices(self) -> list[Device]:
        return self._told(self.own_devices)

    async def rename(self, name: str) -> None:
        await self._do("rename", name)

    async def rename_device(self, device_id: uuid.UUID, name: str) -> None:
        await self._do("rename_device", device_id, name)

    async def revoke_device(self, device_id: uuid.UUID) -> None:
        await self._do("revoke_device", device_id)

    async def change_password(self, old: str, new: str) -> None:
        await self._do("change_password", old, new)

    async def delete_account(self, password: str) -> None:
        await self._do("delete_account", password)

    async def request_password_reset(self, server: FoundServer, email: str) -> None:
        await self._do("reset", email)

    async def resend_verification(self) -> None:
        await self._do("resend")

    async def sign_out(self) -> None:
        await self._do("sign_out")

    async def sign_out_everywhere(self) -> None:
        await self._do("everywhere")

    async def export_to(self, target: Any, on_progress: Any) -> int:
        on_progress(50, 100)
        await self._do("export", target)
        if self.wait:
            await asyncio.Event().wait()
        return 100

    async def come_in(self, what: str, *given: Any) -> None:
        self.asked.append((what, *given))
        if self.wait:
            await asyncio.Event().wait()
        if self.entering is not None:
            raise self.entering
        self.session = self.last = PERSON

    async def _do(self, *what: Any) -> None:
        self.asked.append(what)
        if self.failing is not None:
            raise self.failing

    @staticmethod
    def _told(answer: Any) -> Any:
        if isinstance(answer, AppError):
            raise answer
        return answer


@dataclass
class AccountServices:
    """What the account page takes of the services."""

    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    clock: Clock = field(default_factory=SystemClock)
    bus: ChangeBus = field(default_factory=ChangeBus)
