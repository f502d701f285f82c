"""Leases over HTTP: signed by a key that the server publishes, told by the device that signed up."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.base64url import decoded
from shared.billing import leases as rules
from shared.billing.leases import Lease, Report
from shared.ids import new_id
from tests.support.ai_stage import ai_stage
from tests.support.lease_stage import report_of


@pytest.fixture
async def stage(tmp_path):
    async with ai_stage(tmp_path / "cloud", plan="free") as opened:
        yield opened


async def ask(stage, method, what, body=None):
    return await stage.cloud.ask(method, f"/api/v1/leases{what}", body, token=stage.session.access_token)


async def test_a_lease_is_signed_by_a_published_key_and_listed(stage):
    lease_id = str(new_id())
    answer = await ask(stage, "POST", "/issue", {"lease_id": lease_id, "meter": "voice_ms"})
    assert answer.status == 200, answer.body
    lease, payload, signature = rules.opened(answer.json["token"], Lease)
    keys = (await stage.cloud.ask("GET", "/api/v1/keys")).json["keys"]
    (key,) = [each for each in keys if each["kid"] == lease.key_id]
    public = Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
    public.verify(signature, rules.LEASE_DOMAIN + payload)
    assert (str(lease.lease_id), lease.user_id) == (lease_id, stage.user_id)
    status = await stage.cloud.ask("GET", "/api/v1/billing/status", token=stage.session.access_token)
    (voice,) = [each for each in status.json["meters"] if each["meter"] == "voice_ms"]
    assert voice["offline_left"] == voice["held"] == lease.grant
    (shown,) = (await ask(stage, "GET", "")).json["leases"]
    assert (shown["lease_id"], shown["grant"], shown["removed"]) == (lease_id, lease.grant, False)
    assert shown["device"]


@pytest.mark.parametrize("what", ["/renew", "/report"])
async def test_what_the_device_did_not_sign_is_refused(stage, what):
    lease_id = new_id()
    await ask(stage, "POST", "/issue", {"lease_id": str(lease_id)})
    report = Report(lease_id=lease_id, counter=0, spent=0, head=rules.root_of(lease_id), sent_ms=1)
    body = msgspec.to_builtins(report_of(Ed25519PrivateKey.generate(), report))
    answer = await ask(stage, "POST", what, body)
    assert (answer.status, answer.code) == (422, "billing.lease_forged")
    assert (await ask(stage, "POST", what, {"report": "x" * 100_001})).status == 400


async def test_only_voice_is_lent_and_only_to_who_is_signed_in(stage):
    assert (
        await ask(stage, "POST", "/issue", {"lease_id": str(new_id()), "meter": "ai_tokens"})
    ).status == 400
    assert (await stage.cloud.ask("GET", "/api/v1/leases")).status == 401
