"""Accounts on a real database for tests: a service, devices with keys, a real SMTP server on loopback."""

import asyncio
import contextlib
import email
import re
import uuid
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from pathlib import Path

import msgspec
import pytest
from aiosmtpd.smtp import SMTP
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.accounts.origin import Origin
from server.accounts.service import AccountsService
from server.config.declarations import (
    AccountsSection,
    LimitsSection,
    MailSection,
    ServerConfig,
    ServerSection,
)
from server.config.sign_in_settings import SignInSection
from server.storage.database import Database
from server.storage.schema import migrate
from server.web.principal import Principal
from shared.accounts.foreign_messages import ForeignEnter
from shared.accounts.messages import (
    NewDevice,
    NewTenant,
    NewTenantInvitation,
    Refresh,
    Session,
    SignIn,
    SignUp,
)
from shared.accounts.proofs import refresh_message, sign_in_message
from shared.base64url import encoded
from shared.errors import AppError
from shared.ids import new_id
from shared.tasks import TaskScope
from tests.support.clocks import ManualClock
from tests.support.waiting import until

HOME = Origin("203.0.113.7", "en")
AWAY = Origin("198.51.100.9", "en")
PASSWORD = "correct horse battery"
CHEAP = AccountsSection(hash_memory_mib=8, hash_passes=1)
FREE = LimitsSection(enabled=False)


@dataclass
class Device:
    """A device with its key, as the desktop has one."""

    clock: ManualClock
    device_id: uuid.UUID = field(default_factory=new_id)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    name: str = "Laptop"

    def introduced(self, address: str, *, ahead_ms: int = 0) -> NewDevice:
        """What it sends at sign-in with this e-mail."""
        public = encoded(self.key.public_key().public_bytes_raw())
        bare = NewDevice(self.device_id, self.name, "linux", public, self.clock.now_ms() + ahead_ms)
        return msgspec.structs.replace(bare, signature=encoded(self.key.sign(sign_in_message(bare, address))))

    def sign_up(self, address: str, password: str = PASSWORD, **more: object) -> SignUp:
        given = {"name": "Ada", **more}
        return SignUp(address, password, device=self.introduced(address), **given)

    def sign_in(self, address: str, password: str = PASSWORD) -> SignIn:
        return SignIn(address, password, self.introduced(address))

    def enter(self, ticket: str, **more: object) -> ForeignEnter:
        """By a ticket of a provider."""
        return ForeignEnter(ticket, self.introduced(ticket), **more)

    def refresh(self, token: str) -> Refresh:
        return Refresh(token, encoded(self.key.sign(refresh_message(token))))


@dataclass
class Mailbox:
    """What the SMTP server took."""

    messages: list[Message] = field(default_factory=list)
    refuse: int = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse:
            self.refuse -= 1
            return "451 later"
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    async def next(self, count: int = 1) -> Message:
        """Wait until so many came in all, and return the last."""
        await until(lambda: len(self.messages) >= count)
        return self.messages[count - 1]

    async def token(self, count: int = 1) -> str:
        """The token of the link in a mail."""
        return re.search(r"token=([\w-]+)", plain(await self.next(count))).group(1)


def plain(message: Message) -> str:
    """The plain text of a mail."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


@contextlib.asynccontextmanager
async def smtp_server(mailbox: Mailbox) -> AsyncIterator[int]:
    """Run an SMTP server on loopback; yields its port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@dataclass
class Stage:
    """The service with its clock, database and mailbox."""

    accounts: AccountsService
    database: Database
    clock: ManualClock
    mailbox: Mailbox
    scope: TaskScope

    def device(self) -> Device:
        return Device(self.clock)

    async def person(self, address: str = "ada@example.org", **more: object) -> "Person":
        """Somebody who has just signed up."""
        device = self.device()
        session = await self.accounts.sign_ups.sign_up(device.sign_up(address, **more), HOME)
        return Person(self, device, session)

    async def super_admin(self) -> "Person":
        await self.accounts.create_super_admin("root@example.org", "Root", PASSWORD)
        device = self.device()
        session = await self.accounts.sign_ins.sign_in(device.sign_in("root@example.org"), HOME)
        return Person(self, device, session)


@dataclass
class Person:
    """Somebody signed in on one device."""

    stage: Stage
    device: Device
    session: Session

    @property
    def user_id(self) -> uuid.UUID:
        return self.session.account.user_id

    async def principal(self) -> Principal:
        return await self.stage.accounts.principal(self.session.access_token)

    async def renew(self) -> Session:
        self.session = await self.stage.accounts.refresh(
            self.device.refresh(self.session.refresh_token), HOME
        )
        return self.session

    async def code(self) -> str:
        """Why the access token is refused; empty when it is not."""
        try:
            await self.principal()
        except AppError as error:
            return error.code
        return ""


async def refused(awaited: Awaitable[object]) -> str:
    """The code that something is refused with."""
    with pytest.raises(AppError) as error:
        await awaited
    return error.value.code


def token_of(url: str) -> str:
    """The token of a link."""
    return url.partition("token=")[2]


async def school(
    stage: Stage, root: Person, name: str = "Escuela", admin: str = "head@example.org"
) -> tuple[uuid.UUID, Person]:
    """A tenant, and its administrator."""
    tenant_id, who = new_id(), await root.principal()
    await stage.accounts.tenants.create(who, NewTenant(tenant_id, name), HOME)
    invitation = NewTenantInvitation(admin, "admin")
    url = (await stage.accounts.tenants.invite(who, tenant_id, invitation, HOME)).url
    return tenant_id, await stage.person(admin, invitation=token_of(url))


@contextlib.asynccontextmanager
async def accounts_stage(
    url: str,
    *,
    mail: bool = True,
    accounts: AccountsSection = CHEAP,
    limits: LimitsSection = FREE,
    sign_in: SignInSection | None = None,
    clock: ManualClock | None = None,
) -> AsyncIterator[Stage]:
    """Open the service on a database address; with `mail` its mails go to a real SMTP server."""
    await migrate(url)
    clock, mailbox = clock or ManualClock(), Mailbox()
    async with contextlib.AsyncExitStack() as stack:
        port = await stack.enter_async_context(smtp_server(mailbox)) if mail else 0
        config = ServerConfig(
            server=ServerSection(public_url="https://learn.example.org", name="Testschule"),
            accounts=accounts,
            limits=limits,
            sign_in=sign_in or SignInSection(),
            mail=MailSection(host="127.0.0.1", port=port, security="none", sender="Lantern <l@example.org>")
            if mail
            else MailSection(),
        )
        database = await Database.open(url, clock)
        stack.push_async_callback(database.close)
        scope = TaskScope("accounts")
        stack.push_async_callback(scope.close)
        service = await AccountsService.open(database, clock, config, scope, version="1.0")
        stack.push_async_callback(service.close)
        yield Stage(service, database, clock, mailbox, scope)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'lantern.db'}"
