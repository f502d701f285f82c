"""The server's keys: one identity for ever, signing keys that change, the same in every process."""

import asyncio

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.accounts import access_tokens, key_ring
from server.accounts.key_ring import DAY_MS, KeyRing, _private
from shared.base64url import decoded, encoded
from shared.errors import AppError
from tests.support.accounts_stage import accounts_stage


async def test_processes_that_start_at_once_are_one_server(stage):
    rings = await asyncio.gather(*(KeyRing.open(stage.database, stage.clock) for _ in range(4)))
    assert {ring.server_id for ring in rings} == {rings[0].server_id}
    assert {ring.public_key for ring in rings} == {rings[0].public_key}


async def test_a_month_later_another_key_signs_and_the_old_ones_tokens_run_out_by_themselves(stage):
    person = await stage.person()
    identity = stage.accounts.server_info().public_key
    before = {key.kid for key in stage.accounts.signing_keys().keys}
    stage.clock.advance(30 * DAY_MS - 60_000)
    await person.renew()
    old = person.session.access_token
    stage.clock.advance(60_000)
    await stage.accounts.tidy()
    await stage.accounts.principal(old)
    await person.renew()
    kid = jwt.get_unverified_header(person.session.access_token)["kid"]
    assert kid not in before
    assert {key.kid for key in stage.accounts.signing_keys().keys} == before | {kid}
    stage.clock.advance(33 * DAY_MS)
    await person.renew()
    assert len({key.kid for key in stage.accounts.signing_keys().keys} & before) == 1  # the identity
    assert stage.accounts.server_info().public_key == identity
    assert await person.code() == ""


async def test_other_words_are_signed_with_a_key_that_is_published(stage):
    message = b"lease.v1.{}"
    kid, signature = stage.accounts.sign_bytes(message)
    (key,) = [key for key in stage.accounts.signing_keys().keys if key.kid == kid]
    assert key.x == stage.accounts.server_info().public_key
    Ed25519PublicKey.from_public_bytes(decoded(key.x)).verify(signature, message)
    with pytest.raises(ValueError, match="JWT"):
        stage.accounts.sign_bytes(b"eyJhbGciOiJFZERTQSJ9.e30")


async def test_a_process_learns_the_keys_another_made(database_url):
    async with accounts_stage(database_url) as one, accounts_stage(database_url, clock=one.clock) as other:
        person = await one.person()
        one.clock.advance(31 * DAY_MS)
        await person.renew()
        assert (await other.accounts.principal(person.session.access_token)).user_id == person.user_id


async def test_an_unknown_key_asks_the_database_once_in_a_while(stage, monkeypatch):
    person = await stage.person()
    ring = stage.accounts._context.keys
    head, body, signature = person.session.access_token.split(".")
    kid = jwt.get_unverified_header(person.session.access_token)["kid"]
    forged = encoded(decoded(head).replace(kid.encode(), b"x"))
    loads = []
    inner = ring._load

    async def counted():
        loads.append(1)
        await inner()

    monkeypatch.setattr(ring, "_load", counted)
    stage.clock.advance(1_000)
    for _ in range(5):
        with pytest.raises(AppError) as refused:
            await ring.verify_access(f"{forged}.{body}.{signature}")
        assert refused.value.code == "accounts.token_invalid"
    assert len(loads) == 1


async def test_a_signed_document_is_verified_by_devices_and_is_no_access_token(stage):
    document = stage.accounts.sign("grant+jwt", {"scopes": ["user:1"]})
    key = Ed25519PublicKey.from_public_bytes(decoded(stage.accounts.server_info().public_key))
    assert jwt.decode(document, key, algorithms=["EdDSA"]) == {"scopes": ["user:1"]}
    with pytest.raises(AppError):
        await stage.accounts.principal(document)
    with pytest.raises(ValueError, match="document"):
        stage.accounts.sign("at+jwt", {})
    kids = {key.kid: key.x for key in stage.accounts.signing_keys().keys}
    assert kids[jwt.get_unverified_header(document)["kid"]] == stage.accounts.server_info().public_key


async def test_an_access_token_signed_by_the_identity_is_refused(stage):
    """Keys have one purpose each."""
    ring = stage.accounts._context.keys
    row = ring._identity
    token = access_tokens.signed(_private(row), row.kid, "at+jwt", {"sub": "x"})
    with pytest.raises(AppError) as refused:
        await ring.verify_access(token)
    assert refused.value.code == "accounts.token_invalid"


async def test_a_token_is_verified_once_and_still_runs_out(stage, monkeypatch):
    person = await stage.person()
    token, ring = person.session.access_token, await KeyRing.open(stage.database, stage.clock)
    seen, verified = [], access_tokens.verified

    def counted(given, *rest):
        seen.append(given)
        return verified(given, *rest)

    monkeypatch.setattr(access_tokens, "verified", counted)
    first = await ring.verify_access(token)
    assert await ring.verify_access(token) is first
    assert seen == [token]
    with pytest.raises(AppError, match="token_invalid"):
        await ring.verify_access(token[:-2] + ("AA" if token[-2:] != "AA" else "BB"))
    stage.clock.advance(DAY_MS)
    with pytest.raises(AppError, match="token_expired"):
        await ring.verify_access(token)


async def test_only_so_many_tokens_are_remembered(stage, monkeypatch):
    monkeypatch.setattr(key_ring, "_REMEMBERED", 2)
    ring = await KeyRing.open(stage.database, stage.clock)
    person = await stage.person()
    tokens = [person.session.access_token]
    for _ in range(3):
        stage.clock.advance(1_000)
        await person.renew()
        tokens.append(person.session.access_token)
    for token in tokens * 2:
        await ring.verify_access(token)
    assert len(ring._verified) == 2
    await ring.renew()
    assert ring._verified == {}
