"""One provider of OpenID Connect: what it says of itself, where the browser goes, who a code stands for."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import msgspec

from server.accounts.emails import normal_email
from server.accounts.id_token import BadTokenError, UnknownKeyError, WrongTimeError, verified
from server.accounts.names import plain_name
from server.accounts.provider_http import ProviderHttp, RefusedError, UnreachableError
from server.config.sign_in_checks import is_loopback, is_trusted
from server.config.sign_in_settings import SignInTable
from shared.accounts.messages import SignInProvider
from shared.accounts.pkce import METHOD
from shared.clock import Clock
from shared.errors import AppError

T = TypeVar("T")
WHOP_ISSUER = "https://api.whop.com"
FRESH_MS = 60 * 60_000
"""How long what a provider says of itself is believed without asking again."""
STALE_MS = 24 * FRESH_MS
"""How long it is believed when the provider does not answer."""
KEYS_AGAIN_MS = 30_000
"""How soon keys are asked for again because a token names another."""
_LOG = logging.getLogger(__name__)
_BASIC, _POST = "client_secret_basic", "client_secret_post"


class Identity(msgspec.Struct, frozen=True):
    """Who somebody is at a provider. `email` is in normal form, empty when it tells none."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


class _Metadata(msgspec.Struct, frozen=True):
    """OpenID Connect Discovery 1.0, 3: what is used of it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = (_BASIC,)
    authorization_response_iss_parameter_supported: bool = False


class _Keys(msgspec.Struct, frozen=True):
    keys: tuple[dict[str, Any], ...]


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str = ""


class OidcProvider:
    """Raises AppError `accounts.provider_…`, each with the provider's name; why is in the log."""

    def __init__(self, table: SignInTable, http: ProviderHttp, clock: Clock) -> None:
        self._table, self._http, self._clock = table, http, clock
        self.id, self.kind = table.id, table.kind
        whop = table.kind == "whop"
        self.name = table.name or ("Whop" if whop else table.id)
        self.issuer = table.issuer or (WHOP_ISSUER if whop else "")
        self._metadata: tuple[int, _Metadata] | None = None
        self._keys: tuple[int, _Keys] | None = None
        self._asking = asyncio.Lock()

    def told(self) -> SignInProvider:
        """What anybody may know of it."""
        return SignInProvider(self.id, self.name, self._table.redirect_uris)

    def takes(self, redirect_uri: str) -> bool:
        """Whether the browser may come back to an address: a registered one, or any port of this computer by number.

        Not `localhost` by itself: a name can be made to lead elsewhere (RFC 8252, 8.3).
        """
        if self._table.redirect_uris:
            return redirect_uri in self._table.redirect_uris
        return is_loopback(redirect_uri) and urlsplit(redirect_uri).hostname != "localhost"

    async def check(self) -> None:
        """Ask it for its description and its keys, as somebody who signs in would have us do."""
        await self._known_keys(await self._described())

    async def authorization_url(self, *, state: str, nonce: str, challenge: str, redirect_uri: str) -> str:
        """Return where the browser goes."""
        endpoint = (await self._described()).authorization_endpoint
        query = urlencode({
            "response_type": "code",
            "client_id": self._table.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(dict.fromkeys(("openid", *self._table.scopes))),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": METHOD,
        })  # fmt: skip
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"

    async def identity(
        self, *, code: str, verifier: str, redirect_uri: str, nonce: str, iss: str
    ) -> Identity:
        """Return who a code stands for. Raises besides `accounts.browser_answer_old` for a code that is used up."""
        metadata = await self._described()
        # Without this an answer of one provider could be taken to another (RFC 9207).
        if (iss or metadata.authorization_response_iss_parameter_supported) and iss != self.issuer:
            raise self._failed("the browser came back from another provider")
        tokens = await self._exchanged(metadata, code, verifier, redirect_uri)
        claims = await self._verified(metadata, tokens.id_token, nonce)
        if not claims.get("email") and metadata.userinfo_endpoint and tokens.access_token:
            claims = {**claims, **await self._more(metadata, tokens.access_token, claims["sub"])}
        return Identity(
            self.issuer,
            claims["sub"],
            _email(claims.get("email")),
            _yes(claims.get("email_verified")),
            plain_name(_text(claims.get("name")) or _text(claims.get("preferred_username")), ""),
        )

    async def _exchanged(self, metadata: _Metadata, code: str, verifier: str, redirect_uri: str) -> _Tokens:
        table = self._table
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": table.client_id,
            "code_verifier": verifier,
        }
        basic = None
        if table.client_secret and _BASIC in metadata.token_endpoint_auth_methods_supported:
            # Encoded before they are joined with a colon (RFC 6749, 2.3.1).
            basic = (quote_plus(table.client_id), quote_plus(table.client_secret))
        elif table.client_secret:
            form["client_secret"] = table.client_secret
        try:
            body = await self._http.post(metadata.token_endpoint, form, basic=basic)
        except UnreachableError as cause:
            raise self._unreachable(str(cause)) from cause
        except RefusedError as cause:
            if cause.code == "invalid_grant":
                raise AppError("accounts.browser_answer_old", provider=self.name) from cause
            raise self._failed(f"the code was not exchanged: {cause}") from cause
        return self._read(body, _Tokens, "tokens")

    async def _verified(self, metadata: _Metadata, token: str, nonce: str) -> dict[str, Any]:
        keys = await self._known_keys(metadata)
        try:
            try:
                return self._claims(token, keys, nonce)
            except UnknownKeyError:
                return self._claims(token, await self._known_keys(metadata, again=True), nonce)
        except WrongTimeError as cause:
            _LOG.warning("sign-in provider %s: an id_token %s", self.id, cause)
            raise AppError("accounts.provider_clock", provider=self.name) from cause
        except BadTokenError as cause:
            raise self._failed(f"an id_token {cause}") from cause

    def _claims(self, token: str, keys: _Keys, nonce: str) -> dict[str, Any]:
        return verified(
            token,
            keys.keys,
            issuer=self.issuer,
            client_id=self._table.client_id,
            nonce=nonce,
            now_s=self._clock.now_ms() // 1_000,
        )

    async def _more(self, metadata: _Metadata, access_token: str, subject: str) -> dict[str, Any]:
        """What the id_token left out; it must speak of the same person (OpenID Connect Core, 5.3.2)."""
        body = await self._fetched(metadata.userinfo_endpoint, token=access_token)
        more = self._read(body, dict[str, Any], "userinfo")
        if more.get("sub") != subject:
            raise self._failed("userinfo of somebody else")
        return {
            name: more[name]
            for name in ("email", "email_verified", "name", "preferred_username")
            if name in more
        }

    # What it says of itself

    async def _described(self) -> _Metadata:
        async with self._asking:
            if self._metadata is None or self._age(self._metadata) > FRESH_MS:
                self._metadata = await self._or_stale(self._metadata, self._describe)
        return self._metadata[1]

    async def _describe(self) -> _Metadata:
        url = self._table.discovery_url or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._read(await self._fetched(url), _Metadata, "description")
        if found.issuer != self.issuer:
            raise self._failed(f"it calls itself {found.issuer[:200]!r}, not {self.issuer!r}")
        endpoints = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        if not all(map(is_trusted, (*endpoints, found.userinfo_endpoint or self.issuer))):
            raise self._failed("an address that is not https")
        return found

    async def _known_keys(self, metadata: _Metadata, *, again: bool = False) -> _Keys:
        async with self._asking:
            limit_ms = KEYS_AGAIN_MS if again else FRESH_MS
            if self._keys is None or self._age(self._keys) > limit_ms:

                async def fetch() -> _Keys:
                    return self._read(await self._fetched(metadata.jwks_uri), _Keys, "keys")

                self._keys = await self._or_stale(self._keys, fetch)
        return self._keys[1]

    async def _or_stale(self, known: tuple[int, T] | None, fetch: Callable[[], Any]) -> tuple[int, T]:
        """Fetch; when nobody answers, what is known goes on being believed for a day."""
        try:
            return self._clock.monotonic_ms(), await fetch()
        except AppError as error:
            if known is None or error.code != "accounts.provider_unreachable" or self._age(known) > STALE_MS:
                raise
            return known

    def _age(self, known: tuple[int, Any]) -> int:
        return self._clock.monotonic_ms() - known[0]

    async def _fetched(self, url: str, *, token: str = "") -> bytes:
        try:
            return await self._http.get(url, token=token)
        except UnreachableError as cause:
            raise self._unreachable(str(cause)) from cause
        except RefusedError as cause:
            raise self._failed(f"{urlsplit(url).path} answered {cause}") from cause

    def _read(self, body: bytes, kind: type[T], what: str) -> T:
        try:
            return msgspec.json.decode(body, type=kind)
        except msgspec.DecodeError as cause:
            raise self._failed(f"{what} that cannot be read") from cause

    def _failed(self, why: str) -> AppError:
        _LOG.error("sign-in provider %s: %s", self.id, why)
        return AppError("accounts.provider_failed", provider=self.name)

    def _unreachable(self, why: str) -> AppError:
        _LOG.warning("sign-in provider %s is not reached: %s", self.id, why)
        return AppError("accounts.provider_unreachable", provider=self.name)


def _yes(value: object) -> bool:
    """Some providers write the flag as text."""
    return value is True or value == "true"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _email(value: object) -> str:
    try:
        return normal_email(_text(value))
    except AppError:
        return ""
