"""One provider: asked no more than needed, believed no more than it proves. The last tests ask a real one."""

from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from server.accounts.oidc_provider import FRESH_MS, KEYS_AGAIN_MS, STALE_MS, WHOP_ISSUER, OidcProvider
from server.accounts.provider_http import ProviderHttp
from server.config.sign_in_settings import SignInTable
from shared.accounts.pkce import challenge_of, new_verifier
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.fake_oidc import Key, fake_oidc
from tests.support.oidc_mock import oidc_mock

BACK = "http://127.0.0.1:5000/callback"


class Visit:
    """A provider as the server knows it, and one sign-in at it."""

    def __init__(self, fake, provider, clock):
        self.fake, self.provider, self.clock = fake, provider, clock
        self.verifier = new_verifier()

    async def url(self, nonce="nonce"):
        return await self.provider.authorization_url(
            state="state", nonce=nonce, challenge=challenge_of(self.verifier), redirect_uri=BACK
        )

    async def identity(self, **changed):
        back = self.fake.come_back(await self.url())
        given = {
            "code": back["code"],
            "verifier": self.verifier,
            "redirect_uri": BACK,
            "nonce": "nonce",
            "iss": "",
        }
        return await self.provider.identity(**{**given, **changed})

    async def code(self, **changed):
        try:
            await self.identity(**changed)
        except AppError as error:
            named = error.parameters["provider"] == "School login"
            return error.code.removeprefix("accounts.") if named else "without a name"
        return ""


@asynccontextmanager
async def visit(**table):
    clock, http = ManualClock(), ProviderHttp(2.0)
    async with fake_oidc(clock) as fake:
        try:
            yield Visit(fake, OidcProvider(fake.table(**table), http, clock), clock)
        finally:
            await http.close()


async def test_the_browser_is_sent_with_all_that_binds_its_answer():
    async with visit(scopes=("email", "openid")) as at:
        parts = urlsplit(await at.url())
        query = {name: value for name, (value,) in parse_qs(parts.query).items()}
        assert query == {
            "response_type": "code",
            "client_id": "lantern app",
            "redirect_uri": BACK,
            "scope": "openid email",
            "state": "state",
            "nonce": "nonce",
            "code_challenge": challenge_of(at.verifier),
            "code_challenge_method": "S256",
        }
        at.fake.metadata["authorization_endpoint"] = f"{at.fake.url}/authorize?tenant=x"
        at.clock.advance(FRESH_MS + 1)
        assert "/authorize?tenant=x&response_type" in await at.url()


async def test_who_came_is_told_in_normal_form():
    async with visit() as at:
        at.fake.person.update(email=" Ada@Example.ORG ", email_verified="true", name="Ada  Lovelace")
        found = await at.identity()
        assert (found.issuer, found.subject) == (at.fake.url, "user_1")
        assert (found.email, found.email_verified, found.name) == ("ada@example.org", True, "Ada Lovelace")


@pytest.mark.parametrize(
    "odd", [{}, {"email": "no address"}, {"email": 7, "name": ["x"], "email_verified": 1}]
)
async def test_what_it_does_not_tell_or_tells_oddly_is_nothing(odd):
    async with visit() as at:
        at.fake.person.update(odd)
        found = await at.identity()
        assert (found.email, found.email_verified, found.name) == ("", False, "")


async def test_what_the_token_leaves_out_is_asked_of_userinfo():
    async with visit() as at:
        at.fake.tells_in_token = False
        at.fake.person.update(email="ada@example.org", email_verified=True, preferred_username="ada")
        found = await at.identity()
        assert (found.email, found.email_verified, found.name) == ("ada@example.org", True, "ada")
        at.fake.userinfo["sub"] = "user_2"
        assert await at.code() == "provider_failed"


async def test_a_secret_travels_as_the_provider_wants_it():
    async with visit() as at:
        at.fake.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
        assert await at.code() == ""
    async with visit() as at:
        assert await at.code() == ""
    async with visit(client_secret="wrong") as at:
        assert await at.code() == "provider_failed"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://evil.example.org"}, "provider_failed"),
        ({"aud": "another"}, "provider_failed"),
        ({"nonce": "another"}, "provider_failed"),
        ({"sub": None}, "provider_failed"),
        ({"exp": 1}, "provider_clock"),
        ({"iat": 1 << 40, "exp": 1 << 41}, "provider_clock"),
    ],
)
async def test_a_token_that_is_not_right_signs_nobody_in(claims, code, caplog):
    async with visit() as at:
        at.fake.claims = claims
        assert await at.code() == code
        assert "sign-in provider school" in caplog.text
        assert "s3cret" not in caplog.text


async def test_a_code_is_good_once_with_its_verifier_and_address():
    async with visit() as at:
        assert await at.code(verifier=new_verifier()) == "browser_answer_old"
        assert await at.code(redirect_uri="http://127.0.0.1:5001/callback") == "browser_answer_old"
        assert await at.code(code="used up") == "browser_answer_old"


async def test_an_answer_of_another_provider_is_not_taken():
    async with visit() as at:
        assert await at.code(iss=at.fake.url) == ""
        assert await at.code(iss="https://evil.example.org") == "provider_failed"
    async with visit() as at:
        at.fake.metadata["authorization_response_iss_parameter_supported"] = True
        assert await at.code() == "provider_failed"
        assert await at.code(iss=at.fake.url) == ""


# What it says of itself


async def test_it_is_asked_of_itself_once_an_hour():
    async with visit() as at:
        for _ in range(3):
            await at.identity()
        assert at.fake.asked.count("/.well-known/openid-configuration") == 1
        assert at.fake.asked.count("/keys") == 1
        at.clock.advance(FRESH_MS + 1)
        await at.identity()
        assert at.fake.asked.count("/.well-known/openid-configuration") == 2


async def test_a_new_key_is_fetched_when_a_token_names_it_but_not_for_every_token():
    async with visit() as at:
        await at.identity()
        at.fake.key = Key()
        assert await at.code() == "provider_failed"  # asked a moment ago
        at.clock.advance(KEYS_AGAIN_MS + 1)
        assert await at.code() == ""
        assert at.fake.asked.count("/keys") == 2


async def test_without_an_answer_what_is_known_is_believed_for_a_day():
    async with visit() as at:
        at.fake.failing = 503
        with pytest.raises(AppError) as refused:
            await at.url()
        assert refused.value.code == "accounts.provider_unreachable"
        at.fake.failing = 0
        await at.url()
        at.fake.failing = 503
        at.clock.advance(FRESH_MS + 1)
        assert "/authorize?" in await at.url()
        at.clock.advance(STALE_MS)
        with pytest.raises(AppError):
            await at.url()


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example.org"},
        {"token_endpoint": "http://login.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 7},
    ],
)
async def test_a_description_that_is_not_its_own_is_not_believed(said):
    async with visit() as at:
        at.fake.metadata = said
        with pytest.raises(AppError) as refused:
            await at.url()
        assert refused.value.code == "accounts.provider_failed"


async def test_a_description_may_stand_elsewhere():
    clock, http = ManualClock(), ProviderHttp(2.0)
    async with fake_oidc(clock) as fake:
        fake.metadata["issuer"] = "https://login.example.org"
        elsewhere = f"{fake.url}/.well-known/openid-configuration"
        table = fake.table(issuer="https://login.example.org", discovery_url=elsewhere)
        at = Visit(fake, OidcProvider(table, http, clock), clock)
        fake.claims["iss"] = "https://login.example.org"
        assert (await at.identity()).issuer == "https://login.example.org"
    await http.close()


# Names and addresses


def test_whop_knows_its_own_name_and_address():
    whop = OidcProvider(SignInTable(id="w", kind="whop", client_id="app_1"), ProviderHttp(1), ManualClock())
    assert (whop.name, whop.issuer, whop.kind) == ("Whop", WHOP_ISSUER, "whop")
    assert whop.told().name == "Whop"


def test_where_a_browser_may_come_back_to():
    table = SignInTable(id="x", issuer="https://x", client_id="y")
    free = OidcProvider(table, ProviderHttp(1), ManualClock())
    assert free.name == "x"
    assert free.takes("http://127.0.0.1:5000/callback")
    assert free.takes("http://[::1]:5000/callback")
    for url in ("http://localhost:5000/callback", "https://evil.org/callback", "http://10.0.0.1:80/callback"):
        assert not free.takes(url)
    table = SignInTable(id="x", redirect_uris=("http://localhost:5000/callback",))
    registered = OidcProvider(table, ProviderHttp(1), ManualClock())
    assert registered.takes("http://localhost:5000/callback")
    assert not registered.takes("http://127.0.0.1:5000/callback")


# A provider that others wrote


async def test_a_real_provider():
    clock, http = SystemClock(), ProviderHttp(10.0)
    ana = {"sub": "ana", "email": "ana@example.org", "email_verified": True, "name": "Ana"}
    async with oidc_mock(ana) as mock:
        table = SignInTable(id="mock", issuer=mock.url, client_id="lantern", client_secret="x")
        provider = OidcProvider(table, http, clock)
        verifier = new_verifier()
        url = await provider.authorization_url(
            state="s", nonce="n", challenge=challenge_of(verifier), redirect_uri=BACK
        )
        back = await mock.come_back(url, "ana")
        given = {"verifier": verifier, "redirect_uri": BACK, "nonce": "n", "iss": ""}
        found = await provider.identity(code=back["code"], **given)
        assert (found.subject, found.email, found.email_verified, found.name) == (
            "ana",
            ana["email"],
            True,
            "Ana",
        )
        with pytest.raises(AppError) as refused:
            await provider.identity(code=back["code"], **given)
        assert refused.value.code == "accounts.browser_answer_old"
        assert (await mock.come_back(url, "ana", agrees=False))["error"] == "access_denied"
    await http.close()


def test_the_fakes_keys_are_public_only():
    assert "d" not in Key().public()
    assert jwt.PyJWK(Key().public()).key_type == "EC"
