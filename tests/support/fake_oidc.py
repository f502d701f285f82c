"""A provider of OpenID Connect that lies on demand, and that insists on PKCE, the redirect address and the secret."""

import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

from server.config.sign_in_settings import SignInTable
from shared.accounts import pkce
from shared.clock import Clock

CLIENT, SECRET = "lantern app", "s3cret:+/"


@dataclass
class Key:
    """A signing key with its name."""

    kid: str = field(default_factory=lambda: secrets.token_hex(4))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def public(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key()))
        return {**told, "kid": self.kid, "use": "sig"}


@dataclass
class FakeOidc:
    """`claims` replace those of an honest token (None leaves one out); `token` replaces all of it."""

    clock: Clock
    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "user_1"})
    key: Key = field(default_factory=Key)
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    tells_in_token: bool = True
    token: str = ""
    failing: int = 0
    token_error: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def table(self, **more: Any) -> SignInTable:
        """How a server is told of it."""
        given = {"id": "school", "name": "School login", "issuer": self.url, "client_id": CLIENT}
        return SignInTable(**{**given, "client_secret": SECRET, **more})

    def come_back(self, url: str) -> dict[str, str]:
        """What a browser that was sent here, and where somebody agreed, brings back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def redirect(self, url: str) -> str:
        """Where the browser goes on from here."""
        back = self.come_back(url)
        return f"{self.codes[back['code']]['redirect_uri']}?{urlencode(back)}"

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._failing])
        app.router.add_get("/.well-known/openid-configuration", self._describe)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._exchange)
        app.router.add_get("/userinfo", self._userinfo)
        return app

    @web.middleware
    async def _failing(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(request.path)
        return web.Response(status=self.failing) if self.failing else await handler(request)

    async def _describe(self, _request: web.Request) -> web.Response:
        told = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            **self.metadata,
        }
        return web.json_response(told)

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [self.key.public()]})

    async def _exchange(self, request: web.Request) -> web.Response:
        form = await request.post()
        asked = self.codes.pop(str(form.get("code")), None)
        if self.token_error or not self._known(request, form):
            return web.json_response({"error": self.token_error or "invalid_client"}, status=400)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        if not pkce.fits(str(form.get("code_verifier")), asked["code_challenge"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response(
            {"id_token": self.token or self._signed(asked["nonce"]), "access_token": "at"}
        )

    def _known(self, request: web.Request, form: Any) -> bool:
        if "Authorization" in request.headers:
            sent = base64.b64decode(request.headers["Authorization"].removeprefix("Basic "))
            return sent == b"lantern+app:s3cret%3A%2B%2F"
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def _signed(self, nonce: str) -> str:
        now_s = self.clock.now_ms() // 1000
        claims = {"iss": self.url, "aud": CLIENT, "iat": now_s, "exp": now_s + 600, "nonce": nonce}
        told = self.person if self.tells_in_token else {"sub": self.person["sub"]}
        whole = {**claims, **told, **self.claims}
        whole = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(whole, self.key.private, "ES256", headers={"kid": self.key.kid})

    async def _userinfo(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer at"
        return web.json_response({**self.person, **self.userinfo})


@asynccontextmanager
async def fake_oidc(clock: Clock, **given: Any) -> AsyncIterator[FakeOidc]:
    """Run it on loopback."""
    fake = FakeOidc(clock, **given)
    runner = web.AppRunner(fake.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield fake
    finally:
        await runner.cleanup()
