"""Signing in with an account elsewhere over a real socket, at a provider that others wrote and that runs by itself."""

import pytest

from server.accounts.routes import OPERATIONS
from server.config.sign_in_settings import SignInSection, SignInTable
from shared.accounts.pkce import challenge_of, new_verifier
from shared.clock import SystemClock
from tests.support.accounts_stage import Device
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.oidc_mock import oidc_mock

BACK = "http://127.0.0.1:5000/callback"
FOREIGN, WAYS = "/api/v1/accounts/foreign", "/api/v1/accounts/ways"
ANA = {"sub": "ana", "email": "ana@example.org", "email_verified": True, "name": "Ana"}


@pytest.fixture
async def at(tmp_path):
    """A server and the provider it takes people from."""
    async with oidc_mock(ANA, {"sub": "ben"}) as mock:
        table = SignInTable(id="mock", name="Mock", issuer=mock.url, client_id="x", client_secret="y")
        config = cloud_config(tmp_path / "cloud", sign_in=SignInSection(providers=(table,)))
        async with running_cloud(config) as cloud:
            yield mock, cloud


async def proven(mock, cloud, *, token="", **more):
    """Come back from the provider with a ticket."""
    verifier = new_verifier()
    asked = {"provider": "mock", "redirect_uri": BACK, "code_challenge": challenge_of(verifier), **more}
    begun = (await cloud.ask("POST", f"{WAYS if token else FOREIGN}/begin", asked, token=token)).json
    back = await mock.come_back(begun["url"], "ana")
    assert back["state"] == begun["state"]
    answer = await cloud.ask("POST", f"{FOREIGN}/finish", {**back, "code_verifier": verifier})
    assert answer.status == 200, answer.json
    return answer.json


async def test_a_life_with_a_provider(at):
    mock, cloud = at
    info = (await cloud.ask("GET", "/api/v1/server")).json
    assert info["providers"] == [{"provider": "mock", "name": "Mock", "redirect_uris": []}]
    shown = await proven(mock, cloud)
    assert (shown["needs"], shown["name"], shown["email"]) == ("account", "Ana", "ana@example.org")
    device = Device(SystemClock())
    entered = await cloud.ask("POST", f"{FOREIGN}/enter", device.enter(shown["ticket"]))
    token = entered.json["access_token"]
    (way,) = (await cloud.ask("GET", WAYS, token=token)).json["ways"]
    last = await cloud.ask("DELETE", f"{WAYS}/{way['way_id']}", token=token)
    assert (last.status, last.code) == (409, "accounts.last_way")
    ticket = (await proven(mock, cloud, token=token, purpose="prove"))["ticket"]
    first = {"ticket": ticket, "password": "a brand new one"}
    assert (await cloud.ask("POST", f"{WAYS}/password", first, token=token)).json["password"]
    gone = await cloud.ask("DELETE", f"{WAYS}/{way['way_id']}", token=token)
    assert gone.json == {"password": True, "ways": []}
    ticket = (await proven(mock, cloud, token=token, purpose="link"))["ticket"]
    link = {"ticket": ticket, "password": "a brand new one"}
    assert len((await cloud.ask("POST", WAYS, link, token=token)).json["ways"]) == 1
    assert (await proven(mock, cloud))["needs"] == "nothing"


async def test_what_nobody_may(cloud):
    for method, path in (
        ("GET", WAYS),
        ("POST", WAYS),
        ("POST", f"{WAYS}/begin"),
        ("POST", f"{WAYS}/password"),
    ):
        assert (await cloud.ask(method, path, {})).status == 401
    empty = {"state": "", "code": "", "code_verifier": ""}
    assert (await cloud.ask("POST", f"{FOREIGN}/finish", empty)).status == 410


def test_every_code_is_declared_where_it_is_answered():
    foreign = {operation.path: operation for operation in OPERATIONS if "/foreign/" in operation.path}
    assert len(foreign) == 3
    assert all(
        "accounts.browser_answer_old" in foreign[f"{FOREIGN}/{each}"].errors for each in ("finish", "enter")
    )
