"""Bodies of signing in with an account of somewhere else (OpenID Connect). Declarations only; times are Unix ms.

A device begins, opens `ForeignBegun.url` in the browser, and is given a code on its loopback address. With that and
the verifier that only it knows it finishes, and gets a ticket: whoever holds it has shown who they are elsewhere.
What the ticket is good for depends on why it was begun: to sign in, to link, or to prove oneself once more.
"""

import uuid
from typing import Literal

import msgspec

from shared.accounts.messages import NewDevice

Needs = Literal["nothing", "account", "password", "other_way"]


class ForeignBegin(msgspec.Struct, frozen=True):
    """`redirect_uri` is on the device's loopback address (RFC 8252, 7.3), `code_challenge` as `pkce.challenge_of`."""

    provider: str
    redirect_uri: str
    code_challenge: str


class OwnForeignBegin(msgspec.Struct, frozen=True):
    """The same by somebody who is signed in: to `link` another way to sign in, or to `prove` that it is them."""

    provider: str
    redirect_uri: str
    code_challenge: str
    purpose: Literal["link", "prove"] = "link"


class ForeignBegun(msgspec.Struct, frozen=True):
    """Where the browser goes. What comes back must carry the same `state`, until `expires_ms`."""

    url: str
    state: str
    expires_ms: int


class ForeignFinish(msgspec.Struct, frozen=True):
    """What came back in the browser. `iss` is what it said of who answers (RFC 9207), empty when nothing."""

    state: str
    code: str
    code_verifier: str
    iss: str = ""


class ForeignProven(msgspec.Struct, frozen=True):
    """Who somebody is elsewhere, as a ticket that is good once.

    `needs` tells what is still to be given to sign in: nothing; a name, to make the `account`; the `password` of the
    account that has this e-mail, to link it once; or signing in the `other_way` that account already has.
    """

    ticket: str
    needs: Needs
    provider: str
    name: str
    email: str
    expires_ms: int


class ForeignEnter(msgspec.Struct, frozen=True):
    """Signs a device in by a ticket; the device signs it in place of an e-mail (`proofs.sign_in_message`).

    `name`, `language`, `user_id` and `invitation` are for a new account, as in `SignUp`; `password` is for linking.
    """

    ticket: str
    device: NewDevice
    name: str = ""
    language: str = "en"
    user_id: uuid.UUID | None = None
    invitation: str = ""
    password: str = ""


class Way(msgspec.Struct, frozen=True):
    """An account elsewhere that signs in here. `email` is what that account said; `offered`: it still can be used."""

    way_id: uuid.UUID
    provider: str
    provider_name: str
    email: str
    linked_ms: int
    used_ms: int
    offered: bool


class Ways(msgspec.Struct, frozen=True):
    """How somebody can sign in: with a password, and with accounts elsewhere, the oldest first."""

    password: bool
    ways: tuple[Way, ...]


class LinkWay(msgspec.Struct, frozen=True):
    """A ticket that was begun to link, and the account's password."""

    ticket: str
    password: str


class FirstPassword(msgspec.Struct, frozen=True):
    """A password for an account that has none, with a ticket that was begun to prove oneself."""

    ticket: str
    password: str
