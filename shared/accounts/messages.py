"""Bodies of the accounts' part of the interface. Declarations only; times are Unix milliseconds."""

import uuid
from typing import Annotated, Literal

import msgspec

NAME_CHARS = 100
EMAIL_CHARS = 254
PASSWORD_LEAST_CHARS = 8
PASSWORD_MOST_CHARS = 1_024
PAGE_MOST = 200

Role = Literal["learner", "teacher", "manager", "admin", "super_admin"]
TenantRole = Literal["learner", "teacher", "manager", "admin"]
PlanName = Literal["free", "basic", "pro", "enterprise"]


class NewDevice(msgspec.Struct, frozen=True):
    """A device that introduces itself at sign-in.

    `public_key` is the raw Ed25519 key, `signature` that key's over `proofs.sign_in_message`, both base64url without
    padding. `signed_ms` is the device's idea of the time: when it is off by more than `proofs.SKEW_MS` the server
    answers `accounts.clock_skew` with its own as `server_ms`, and the device signs again with that.
    `accounts.device_taken` means: make a new `device_id` and key, and try again.
    """

    device_id: uuid.UUID
    name: str
    platform: str
    public_key: str
    signed_ms: int
    signature: str = ""


class SignUp(msgspec.Struct, frozen=True):
    """`user_id` is the one the local profile goes by; the answer tells which the account has.

    `invitation` is the token from an invitation's link, when the server asks for one or somebody joins a school.
    """

    email: str
    password: str
    name: str
    device: NewDevice
    language: str = "en"
    user_id: uuid.UUID | None = None
    invitation: str = ""


class SignIn(msgspec.Struct, frozen=True):
    """An e-mail, its password, and the device that asks."""

    email: str
    password: str
    device: NewDevice


class Refresh(msgspec.Struct, frozen=True):
    """`signature` is the device key's over `proofs.refresh_message`, base64url without padding.

    When the answer is lost, the same request is simply sent again.
    """

    refresh_token: str
    signature: str


class Account(msgspec.Struct, frozen=True):
    """An account as its owner sees it. `plan_until_ms` is 0 when the plan has no end."""

    user_id: uuid.UUID
    email: str
    email_verified: bool
    name: str
    language: str
    role: Role
    plan: PlanName
    created_ms: int
    tenant_id: uuid.UUID | None = None
    tenant_name: str = ""
    plan_until_ms: int = 0


class SignInProvider(msgspec.Struct, frozen=True):
    """Somewhere else whose accounts sign in here. `redirect_uris` are the only ones it takes; empty: any loopback."""

    provider: str
    name: str
    redirect_uris: tuple[str, ...] = ()


class ServerInfo(msgspec.Struct, frozen=True):
    """What a server is. `public_key` never changes and verifies what the server signs for devices (base64url)."""

    server_id: uuid.UUID
    name: str
    public_key: str
    version: str
    sign_up: Literal["open", "invited", "closed"]
    mail: bool
    password_least_chars: int = PASSWORD_LEAST_CHARS
    password_most_chars: int = PASSWORD_MOST_CHARS
    providers: tuple[SignInProvider, ...] = ()


class Session(msgspec.Struct, frozen=True):
    """A signed-in device. Every refresh gives a new refresh token; the one before is then used up."""

    access_token: str
    access_expires_ms: int
    refresh_token: str
    account: Account
    server: ServerInfo


class PasswordReset(msgspec.Struct, frozen=True):
    """Asks for a mail with a link. The answer is the same whether there is such an account or not."""

    email: str


class NewPassword(msgspec.Struct, frozen=True):
    """A password by the token of that link."""

    token: str
    password: str


class PasswordChange(msgspec.Struct, frozen=True):
    """A new password by the old one; every other device is signed out."""

    old: str
    new: str


class EmailToken(msgspec.Struct, frozen=True):
    """The token of the link that verifies an e-mail; `password` of the sign-up where the server asks for it."""

    token: str
    password: str = ""


class EmailChange(msgspec.Struct, frozen=True):
    """Another e-mail for the account; the password is asked once more."""

    email: str
    password: str


class EmailChanged(msgspec.Struct, frozen=True):
    """The account as it is now. `asked`: a mail went to the new address, and its link makes the change."""

    account: Account
    asked: bool


class AccountChange(msgspec.Struct, frozen=True):
    """What is None stays."""

    name: str | None = None
    language: str | None = None


class Device(msgspec.Struct, frozen=True):
    """A device of the account; `current` is the one that asks, `signed_in` whether it has a session."""

    device_id: uuid.UUID
    name: str
    platform: str
    created_ms: int
    seen_ms: int
    signed_in: bool
    current: bool


class Devices(msgspec.Struct, frozen=True):
    """The devices of the account that were not removed, the one seen last first."""

    devices: tuple[Device, ...]


class DeviceChange(msgspec.Struct, frozen=True):
    """A new name."""

    name: str


class DeleteAccount(msgspec.Struct, frozen=True):
    """The password is asked once more."""

    password: str


class SigningKey(msgspec.Struct, frozen=True):
    """A public key as a JWK (RFC 8037)."""

    kid: str
    x: str
    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"


class SigningKeys(msgspec.Struct, frozen=True):
    """The keys whose signatures are good now (a JWK set)."""

    keys: tuple[SigningKey, ...]


class User(msgspec.Struct, frozen=True):
    """An account as an administrator sees it. `seen_ms` is 0 for one that never signed in."""

    user_id: uuid.UUID
    email: str
    email_verified: bool
    name: str
    role: Role
    plan: PlanName
    tenant_id: uuid.UUID | None
    suspended: bool
    created_ms: int
    seen_ms: int


class UserQuery(msgspec.Struct, frozen=True):
    """`text` is looked for in names and e-mails, or is an id; `after` is the last `user_id` of the page before."""

    text: str = ""
    after: uuid.UUID | None = None
    limit: int = 50


class Users(msgspec.Struct, frozen=True):
    """A page of users by id; `more` when there is another."""

    users: tuple[User, ...]
    more: bool


class UserChange(msgspec.Struct, frozen=True):
    """What is None stays. Only a super admin changes `plan`; `plan_until_ms` 0 is no end."""

    role: Role | None = None
    suspended: bool | None = None
    plan: PlanName | None = None
    plan_until_ms: int = 0


class AuditQuery(msgspec.Struct, frozen=True):
    """The newest entries first; `before` is the last `number` of the page before, `user_id` who did or suffered.

    `action` is how the actions begin, such as `billing.`; empty for all.
    """

    before: int = 0
    user_id: uuid.UUID | None = None
    action: Annotated[str, msgspec.Meta(pattern=r"^[a-z_.]{0,40}$")] = ""
    limit: int = 50


class AuditEntry(msgspec.Struct, frozen=True):
    """Something that happened: who did `action` to whom, from where. `detail` holds no words of learners."""

    number: int
    at_ms: int
    action: str
    actor_id: uuid.UUID | None
    subject_id: uuid.UUID | None
    tenant_id: uuid.UUID | None
    device_id: uuid.UUID | None
    address: str
    detail: dict[str, str]


class AuditPerson(msgspec.Struct, frozen=True):
    """Who somebody of the log is. Whose account was deleted has neither."""

    user_id: uuid.UUID
    name: str
    email: str


class AuditPage(msgspec.Struct, frozen=True):
    """A page of the log; `more` when there is another. `people` are those of its entries whom the reader may see."""

    entries: tuple[AuditEntry, ...]
    more: bool
    people: tuple[AuditPerson, ...] = ()


class Tenant(msgspec.Struct, frozen=True):
    """A school or another body whose people are managed together."""

    tenant_id: uuid.UUID
    name: str
    created_ms: int
    members: int
    suspended: bool


class NewTenant(msgspec.Struct, frozen=True):
    """`tenant_id` is made by who asks, so that a repeated request makes one tenant; `admin_email` is invited."""

    tenant_id: uuid.UUID
    name: str
    admin_email: str = ""


class TenantChange(msgspec.Struct, frozen=True):
    """What is None stays. Nobody of a suspended tenant can use the server."""

    name: str | None = None
    suspended: bool | None = None


class Tenants(msgspec.Struct, frozen=True):
    """All tenants by name."""

    tenants: tuple[Tenant, ...]


class NewTenantInvitation(msgspec.Struct, frozen=True):
    """Somebody is asked by mail to join the tenant in a role."""

    email: str
    role: TenantRole = "learner"


class TenantInvitation(msgspec.Struct, frozen=True):
    """An open invitation. `url` is told once, to whoever made it; afterwards it is empty."""

    invitation_id: uuid.UUID
    email: str
    role: TenantRole
    created_ms: int
    expires_ms: int
    url: str = ""


class TenantInvitations(msgspec.Struct, frozen=True):
    """The open invitations of a tenant, newest first."""

    invitations: tuple[TenantInvitation, ...]


class InvitationToken(msgspec.Struct, frozen=True):
    """The token of an invitation's link, from somebody who is signed in."""

    token: str
