"""The operations of one's own account over a real socket."""

import io
import json
import zipfile

import msgspec
import pytest

from server.accounts.routes import OPERATIONS
from shared.base64url import encoded
from shared.clock import SystemClock
from tests.support.accounts_stage import PASSWORD, Device

ROOT = "/api/v1/accounts"


@pytest.fixture
def device():
    return Device(SystemClock())


async def sign_up(cloud, device, address="ada@example.org", **more):
    answer = await cloud.ask("POST", f"{ROOT}/sign-up", device.sign_up(address, **more))
    assert answer.status == 201, answer.json
    return answer.json


async def test_a_life_of_an_account(cloud, device):
    session = await sign_up(cloud, device)
    token = session["access_token"]
    assert session["server"] == (await cloud.ask("GET", "/api/v1/server")).json
    assert (await cloud.ask("GET", f"{ROOT}/me", token=token)).json == session["account"]
    changed = await cloud.ask("PATCH", f"{ROOT}/me", {"name": "Grace", "language": "es"}, token=token)
    assert (changed.json["name"], changed.json["language"]) == ("Grace", "es")
    renewed = await cloud.ask("POST", f"{ROOT}/refresh", device.refresh(session["refresh_token"]))
    token = renewed.json["access_token"]
    path = f"{ROOT}/devices/{device.device_id}"
    assert (await cloud.ask("PATCH", path, {"name": "Mine"}, token=token)).status == 204
    (listed,) = (await cloud.ask("GET", f"{ROOT}/devices", token=token)).json["devices"]
    assert (listed["name"], listed["current"], listed["signed_in"]) == ("Mine", True, True)
    change = {"old": PASSWORD, "new": "another password"}
    assert (await cloud.ask("POST", f"{ROOT}/password", change, token=token)).status == 204
    assert (await cloud.ask("POST", f"{ROOT}/sign-out", token=token)).status == 204
    assert (await cloud.ask("GET", f"{ROOT}/me", token=token)).code == "accounts.token_revoked"
    body = device.sign_in("ada@example.org", "another password")
    token = (await cloud.ask("POST", f"{ROOT}/sign-in", body)).json["access_token"]
    assert (await cloud.ask("POST", f"{ROOT}/sign-out-everywhere", token=token)).status == 204
    body = device.sign_in("ada@example.org", "another password")
    token = (await cloud.ask("POST", f"{ROOT}/sign-in", body)).json["access_token"]
    wrong = await cloud.ask("DELETE", f"{ROOT}/me", {"password": "x"}, token=token)
    assert (wrong.status, wrong.code) == (403, "accounts.wrong_password")
    assert (
        await cloud.ask("DELETE", f"{ROOT}/me", {"password": "another password"}, token=token)
    ).status == 204
    assert (await cloud.ask("GET", f"{ROOT}/me", token=token)).code == "accounts.deleted"


async def test_another_e_mail_by_the_interface(cloud, device):
    token = (await sign_up(cloud, device))["access_token"]
    body = {"email": "grace@example.org", "password": "wrong"}
    assert (await cloud.ask("POST", f"{ROOT}/email", body, token=token)).code == "accounts.wrong_password"
    answer = await cloud.ask("POST", f"{ROOT}/email", {**body, "password": PASSWORD}, token=token)
    assert (answer.json["asked"], answer.json["account"]["email"]) == (False, "grace@example.org")
    link = {"token": "x", "password": PASSWORD}
    assert (await cloud.ask("POST", f"{ROOT}/email/confirm", link)).code == "accounts.link_invalid"


async def test_the_export_is_a_whole_archive(cloud, device):
    session = await sign_up(cloud, device)
    answer = await cloud.ask("GET", f"{ROOT}/export", token=session["access_token"])
    assert answer.headers["Content-Type"] == "application/zip"
    assert "lantern-export.zip" in answer.headers["Content-Disposition"]
    found = zipfile.ZipFile(io.BytesIO(answer.body))
    assert found.testzip() is None
    assert json.loads(found.read("account.json"))["email"] == "ada@example.org"


async def test_removing_a_device_ends_it(cloud, device):
    session = await sign_up(cloud, device)
    token = session["access_token"]
    path = f"{ROOT}/devices/{device.device_id}"
    assert (await cloud.ask("DELETE", path, token=token)).status == 204
    assert (await cloud.ask("GET", f"{ROOT}/me", token=token)).code == "accounts.token_revoked"
    again = await cloud.ask("POST", f"{ROOT}/sign-in", device.sign_in("ada@example.org"))
    assert (again.status, again.code) == (409, "accounts.device_taken")


async def test_failures_are_told_in_the_language_asked_for(cloud, device):
    answer = await cloud.ask(
        "POST", f"{ROOT}/sign-in", device.sign_in("a@example.org"), headers={"Accept-Language": "es"}
    )
    assert (answer.status, answer.code) == (401, "accounts.wrong_sign_in")
    assert "no coinciden" in answer.json["message"]
    skewed = device.sign_up("a@example.org")
    late = {**json.loads(json.dumps({"email": skewed.email, "password": PASSWORD, "name": "A"}))}
    late["device"] = json.loads(msgspec.json.encode(device.introduced("a@example.org", ahead_ms=10**10)))
    told = await cloud.ask("POST", f"{ROOT}/sign-up", late)
    assert (told.status, told.code, told.json["retryable"]) == (409, "accounts.clock_skew", True)
    assert isinstance(told.json["parameters"]["server_ms"], int)


@pytest.mark.parametrize("token", ["x", "a.b.c", "é.é.é", "eyJhbGciOiJub25lIn0.e30.", "..", "x" * 7_000])
async def test_bad_tokens_are_refused(cloud, token):
    answer = await cloud.ask("GET", f"{ROOT}/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 401
    assert answer.code in ("accounts.token_invalid", "web.token_missing")


async def test_bad_bodies_have_clear_codes(cloud, device):
    good = json.loads(msgspec.json.encode(device.sign_up("ada@example.org")))
    for change, code in (
        ({"name": "x" * 900_000}, "web.too_large"),
        ({"password": "x" * 10_000}, "accounts.password_too_long"),
        ({"name": "a\0b"}, "web.bad_body"),
        ({"email": "ada@example.org.", "password": "short"}, "accounts.password_too_short"),
        ({"user_id": "me"}, "web.bad_body"),
        ({"device": None}, "web.bad_body"),
        ({"invitation": "x"}, "accounts.invitation_invalid"),
    ):
        answer = await cloud.ask("POST", f"{ROOT}/sign-up", {**good, **change})
        assert answer.code == code, change.keys()
    lone = json.dumps({**good, "name": "\ud800"}).encode()
    answer = await cloud.ask(
        "POST", f"{ROOT}/sign-up", data=lone, headers={"Content-Type": "application/json"}
    )
    assert answer.status == 400


async def test_anybody_may_know_the_keys(cloud):
    keys = (await cloud.ask("GET", "/api/v1/keys")).json["keys"]
    server = (await cloud.ask("GET", "/api/v1/server")).json
    assert server["public_key"] in [key["x"] for key in keys]
    assert all(key["crv"] == "Ed25519" and "d" not in key for key in keys)
    assert len(encoded(bytes(32))) == len(server["public_key"])


async def test_links_of_mails_by_the_interface(cloud):
    for path, body in (
        ("password-reset/confirm", {"token": "x", "password": "long enough"}),
        ("verify-email", {"token": "x"}),
    ):
        assert (await cloud.ask("POST", f"{ROOT}/{path}", body)).code == "accounts.link_invalid"
    assert (await cloud.ask("POST", f"{ROOT}/password-reset", {"email": "a@example.org"})).status == 204


async def test_without_mails_and_invitations(cloud, device):
    token = (await sign_up(cloud, device))["access_token"]
    assert (await cloud.ask("POST", f"{ROOT}/verify-email/resend", token=token)).code == "accounts.mail_off"
    answer = await cloud.ask("POST", f"{ROOT}/invitation", {"token": "x"}, token=token)
    assert answer.code == "accounts.invitation_invalid"


def test_every_operation_is_declared_once():
    assert len({(one.method, one.path) for one in OPERATIONS}) == len(OPERATIONS)
