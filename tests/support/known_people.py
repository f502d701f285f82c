"""Stands for the accounts service where a test tells who there is: the same surface, no passwords and no mails."""

import uuid
from typing import Any

import msgspec

from server.accounts.service import Standing
from server.web.principal import Principal
from shared.errors import AppError


def user_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_DNS, name)


def principal(name: str, *, device: uuid.UUID | None = None, tenant: uuid.UUID | None = None) -> Principal:
    return Principal(user_id(name), uuid.uuid4(), device or uuid.uuid5(uuid.NAMESPACE_URL, name), tenant)


class KnownPeople:
    """People by id; whoever was not told of is an active person called by a short form of the id."""

    def __init__(self) -> None:
        self.people: dict[uuid.UUID, Standing] = {}
        self.audits: list[tuple[str, uuid.UUID, uuid.UUID | None, dict[str, str]]] = []
        self.mails: list[tuple[str, str]] = []
        self.ended: list[Any] = []
        self.profile_changed: list[Any] = []
        self.tenant_changed: list[Any] = []
        self.devices_seen: list[uuid.UUID] = []
        self.exporters: list[Any] = []
        self.erasers: list[Any] = []
        self.tokens: dict[str, Principal] = {}
        self.must_verify = False

    def add(self, name: str, **facts: Any) -> Principal:
        standing = Standing(
            user_id(name), "active", name.title(), f"{name}@example.org", True, "en", None, "learner", "free"
        )
        self.people[user_id(name)] = msgspec.structs.replace(standing, **facts)
        who = principal(name, tenant=facts.get("tenant_id"))
        self.tokens[name] = who
        return who

    def change(self, name: str, **facts: Any) -> None:
        self.people[user_id(name)] = msgspec.structs.replace(self.people[user_id(name)], **facts)

    async def principal(self, token: str, *, though_suspended: bool = False) -> Principal:
        if token not in self.tokens:
            raise AppError("accounts.token_invalid")
        return self.tokens[token]

    async def standing(self, _tx: Any, who: uuid.UUID, *, hold: bool = False) -> Standing:
        if who not in self.people:
            raise AppError("accounts.user_not_found")
        return self.people[who]

    person = standing

    def check_verified(self, person: Standing) -> None:
        if self.must_verify and not person.email_verified:
            raise AppError("accounts.confirm_email")

    def normal_email(self, text: str) -> str:
        if "@" not in text:
            raise AppError("accounts.email_invalid")
        return text.strip().casefold()

    async def audit(
        self, _tx: Any, who: Principal, action: str, subject: uuid.UUID | None = None, **more: Any
    ) -> None:
        self.audits.append((action, who.user_id, subject, more.get("detail") or {}))

    async def send_group_invitation(
        self, email: str, _language: str, *, group: str, inviter: str, url: str
    ) -> None:
        self.mails.append((email, url))

    async def follow_profile(self, _tx: Any, who: uuid.UUID, name: str | None, language: str | None) -> None:
        if name and name.strip():
            self.people[who] = msgspec.structs.replace(self.people[who], name=name.strip())
        if language:
            self.people[who] = msgspec.structs.replace(self.people[who], language=language)

    def sign(self, kind: str, claims: dict[str, Any]) -> str:
        return f"{kind}:{msgspec.json.encode(claims).decode()}"

    def on_session_ended(self, call: Any) -> None:
        self.ended.append(call)

    def on_tenant_changed(self, call: Any) -> None:
        self.tenant_changed.append(call)

    def seen(self, device_id: uuid.UUID) -> None:
        self.devices_seen.append(device_id)

    def on_profile_changed(self, call: Any) -> None:
        self.profile_changed.append(call)

    def on_export(self, call: Any) -> None:
        self.exporters.append(call)

    def on_erase(self, call: Any) -> None:
        self.erasers.append(call)
