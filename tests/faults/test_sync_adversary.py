"""Adversaries who speak the protocol: nothing foreign is seen or changed by scopes, rows, tokens or invitations."""

import json
import uuid

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.groups.messages import Group
from shared.ids import new_id
from sync.codec import seal, unseal
from sync.protocol import Answer, Exchange, Want
from sync.stamps import encode_stamps
from tests.support.cloud_people import CloudPeople, RefusedError
from tests.support.hostile_device import HostileDevice, fields

pytestmark = pytest.mark.faults


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


async def refused(coroutine):
    with pytest.raises(RefusedError) as caught:
        await coroutine
    return caught.value.status, caught.value.code


async def unharmed(cloud, people):
    """Everybody settles with a program in order, and the server's digests are those of its rows."""
    await people.everywhere()
    for device in people.devices:
        assert device.sync.transact(lambda device=device: device.sync.engine.check(0)) == []
    assert [one async for one in cloud.services.sync.wrong_scopes()] == []


def told_of(answer):
    """Every scope and row an answer tells anything of."""
    scopes = {part.scope for part in (*answer.pages, *answer.buckets, *answer.verify, *answer.snapshots)}
    scopes |= {fix.scope for fix in answer.fixes if fix.row is not None}
    return scopes | {one.to for page in answer.pages for one in page.gone if one.to}


# Scopes of others


async def test_scopes_of_others_can_neither_be_written_nor_read_nor_found_out(cloud, people):
    ana, eve = await people.person("ana"), HostileDevice(await people.person("eve"))
    group = await ana.group()
    secret = ana.sync.make("collection", f"group:{group.group_id}", title="secret", created_ms=1)
    ana.sync.make("collection", ana.own, title="secret", created_ms=1)
    await ana.settle()
    before = ana.sync.seen()
    there = [ana.own, f"group:{group.group_id}"]
    nowhere = [f"user:{uuid.uuid4()}", f"group:{uuid.uuid4()}"]
    odd = [
        f"tenant:{uuid.uuid4()}", f"room:{group.group_id}", f"course:{group.group_id}", "", "user:", ":", "*", "%",
        ana.own.upper(), f" {ana.own}", f"{ana.own} ", f"{ana.own}\0", f"{ana.own}/../{eve.device.own}",
        f"user:{ana.user_id.hex}", "group:' OR 1=1 --", "🦊" * 50, "u" * 100_000,
    ]  # fmt: skip
    for scope in [*there, *nowhere, *odd]:
        answer = await eve.hand_in(
            eve.made("collection", uuid.uuid4().bytes, scope, title="mine"),
            eve.event("view", uuid.uuid4().bytes, scope, at_ms=1),
            wants=[Want(scope), Want(scope, 1, [], b"x" * 16, [1, 2, 3])],
        )
        assert {place for place, _ in answer.receipt.refused} == {0, 1}, scope
        assert told_of(answer) == {eve.device.own}
        assert set(answer.lost_scopes) == {scope}
        if scope in nowhere:
            assert {reason for _, reason in answer.receipt.refused} == {"not_granted"}
    told = []
    for scope in [*there, *nowhere]:
        answer = await eve.say(b"", [Want(scope, 1 << 40, [(0, 1 << 40)], b"x" * 16, list(range(256)))])
        told.append(msgspec.structs.replace(answer, nonce=0, now_ms=0, lost_scopes=[]))
    assert all(one == told[0] for one in told)
    assert secret in before
    await unharmed(cloud, people)
    assert ana.sync.seen() == before


async def test_rows_of_others_are_not_pulled_over(cloud, people):
    """By their ids, by a move, by an edit under another scope's name, by state that is said to be carried."""
    ana, eve = await people.person("ana"), HostileDevice(await people.person("eve"))
    group = await ana.group()
    shared = f"group:{group.group_id}"
    await eve.device.accept(await ana.invite(group))
    private = ana.sync.make("collection", ana.own, title="private", created_ms=1)
    ours = ana.sync.make("collection", shared, title="ours", created_ms=1)
    await ana.settle()
    before = ana.sync.seen()
    for flags in (0, 1, 2, 4, 8, 16, 0xFF, 1 << 31):
        for kind, row_id in (private, ours):
            for scope in (eve.device.own, ana.own):
                op = eve.made(kind, row_id, scope, flags=flags, title="stolen", created_ms=1)
                answer = await eve.hand_in(op, msgspec.structs.replace(op, base=b"\x80"))
                assert {row.fields for fix in answer.fixes if (row := fix.row)} <= {
                    fields(title="ours", created_ms=1)
                }
                assert ana.own not in told_of(answer)
    mine = eve.made("collection", uuid.uuid4().bytes, eve.device.own, title="trap", created_ms=1)
    await eve.hand_in(mine)
    moved = eve.made("collection", mine.id, ana.own, title="trap")
    answer = await eve.hand_in(
        moved,
        msgspec.structs.replace(
            moved, stamps=encode_stamps({"scope": (1, 2, 3)}), base=b"\x80", fields=b"\x80"
        ),
    )
    assert len(answer.receipt.refused) == 2
    await unharmed(cloud, people)
    after = ana.sync.seen()
    assert after[private] == before[private]
    assert after[ours][0] == shared
    assert mine.id not in {row_id for _, row_id in after}


@pytest.mark.parametrize("kind", ["group", "membership", "conflict"])
async def test_what_only_the_server_writes(cloud, people, kind):
    ana, eve = await people.person("ana"), HostileDevice(await people.person("eve"))
    group = await ana.group()
    shared = f"group:{group.group_id}"
    await eve.device.accept(await ana.invite(group))
    await people.everywhere()
    before = ana.sync.seen()
    rows = [key for key in before if key[0] == kind] or [(kind, uuid.uuid4().bytes)]
    for scope in (shared, eve.device.own):
        ops = [
            eve.made(kind, row_id, scope, role="owner", user_id=str(eve.device.user_id)) for _, row_id in rows
        ]
        ops += [eve.made(kind, new_id().bytes, scope, role="owner")]
        answer = await eve.hand_in(*ops, *(msgspec.structs.replace(op, base=b"\x80", flags=2) for op in ops))
        assert len(answer.receipt.refused) == 2 * len(ops)
    await unharmed(cloud, people)
    assert ana.sync.seen() == before
    listed = await ana.call("GET", f"/api/v1/groups/{group.group_id}", None, Group)
    assert (listed.role, listed.members) == ("owner", 2)


# Tokens and devices


def tampered(token, **changes):
    """Tokens as forgers make them."""
    head, payload = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})
    own = Ed25519PrivateKey.generate()
    headers = {"kid": head["kid"], "typ": head["typ"]}
    text = [part.encode() for part in token.split(".")]
    yield "other_key", jwt.encode(payload, own, algorithm="EdDSA", headers=headers)
    yield "no_algorithm", jwt.encode(payload, "", algorithm="none", headers=headers)
    yield "no_signature", f"{text[0].decode()}.{text[1].decode()}."
    yield "shared_secret", jwt.encode(payload, "k" * 64, algorithm="HS256", headers=headers)
    yield (
        "other_kid",
        jwt.encode(payload, own, algorithm="EdDSA", headers={**headers, "kid": "../../etc/passwd"}),
    )
    yield (
        "with_its_key",
        jwt.encode(
            payload,
            own,
            algorithm="EdDSA",
            headers={**headers, "jwk": {"kty": "OKP"}, "jku": "http://127.0.0.1:1/"},
        ),
    )
    for name, value in changes.items():
        body = {**payload, name: value}
        changed = jwt.encode(body, own, algorithm="EdDSA", headers=headers).split(".")
        yield f"changed_{name}", f"{changed[0]}.{changed[1]}.{token.split('.')[2]}"
    yield "longer", token + "A" * 100_000
    yield "empty", "."
    yield "garbage", "a.b.c"


async def test_forged_tokens_open_nothing(cloud, people):
    ana, eve = await people.person("ana"), await people.person("eve")
    forged = tampered(
        eve.session.access_token, sub=str(ana.user_id), role="super_admin", exp=1 << 40, dev=str(ana.sync.id)
    )
    grant = json.loads((await eve.raw("POST", "/api/v1/sync/grant"))[2])["token"]
    for name, token in [*forged, ("grant", grant), ("refresh", eve.session.refresh_token)]:
        for method, path in (
            ("GET", "/api/v1/accounts/me"),
            ("GET", "/api/v1/sync/live"),
            ("POST", EXCHANGE),
        ):
            answer = await cloud.ask(method, path, token=token, data=b"x", headers={"Content-Type": SYNC})
            assert (answer.status, answer.code[:13]) in ((401, "accounts.toke"), (400, "web.bad_http")), name
            assert eve.email not in answer.body.decode()


EXCHANGE, SYNC = "/api/v1/sync/exchange", "application/x-lantern-sync"


async def test_a_token_speaks_for_its_device_only(people):
    ana, eve = await people.person("ana"), await people.person("eve")
    second = await people.another("ana")
    for token, device in ((eve, ana), (ana, eve), (second, ana), (ana, second)):
        body = seal(Exchange(1, device.sync.id.bytes, -1, b"", []))
        assert await refused(token.send(body)) == (403, "sync.wrong_device")
    batch = msgspec.msgpack.encode([ana.sync.id.bytes, 99, [], []])
    answer = unseal(await eve.send(seal(Exchange(1, eve.sync.id.bytes, -1, batch, []))), Answer)
    assert answer.receipt.verdict == "forked"
    ana.sync.make("collection", ana.own, title="mine", created_ms=1)
    await ana.settle()
    assert ana.sync.refused() == []


@pytest.mark.parametrize("how", ["device", "session", "password"])
async def test_revoked_between_two_pushes(cloud, people, how):
    """The push under way is whole or not at all; the next is refused; signing in again hands the rest in once."""
    ana, second = await people.person("ana"), await people.another("ana")
    second.sync.make("collection", ana.own, title="first", created_ms=1)
    await second.settle()
    second.sync.make("collection", ana.own, title="unsent", created_ms=1)
    if how == "device":
        await ana.call("DELETE", f"/api/v1/accounts/devices/{second.sync.id}")
    elif how == "session":
        await ana.call("POST", "/api/v1/accounts/sign-out-everywhere")
    else:
        body = {"old": "a password for tests", "new": "another password"}
        await ana.call("POST", "/api/v1/accounts/password", body)
    status, code = await refused(second.settle())
    assert (status, code) == (401, "accounts.token_revoked")
    assert len(second.sync.seen("collection")) == 2
    third = people.device("ana")
    password = "another password" if how == "password" else "a password for tests"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.support.cloud_people.PASSWORD", password)
        if how == "device":
            second.sync.transact(second.sync.engine.renamed)
        for one in (third, second, *([ana] if how == "session" else [])):
            await one.sign_in()
    await unharmed(cloud, people)
    assert sorted(values["title"] for _, values in third.sync.seen("collection").values()) == [
        "first",
        "unsent",
    ]


# Groups


async def test_invitations_are_not_guessed_used_up_or_outlived(cloud, people, monkeypatch):
    ana, ben, eve = await people.person("ana"), await people.person("ben"), await people.person("eve")
    group = await ana.group()
    once = await ana.invite(group, uses=1)
    await ben.accept(once)
    withdrawn = await ana.invite(group)
    await ana.call("DELETE", f"/api/v1/groups/{group.group_id}/invitations/{withdrawn.invitation_id}")
    named = await ana.invite(group, uses=1, email="dia@example.org")
    short = await ana.invite(group, expires_ms=ana.sync.now_ms() + 60_000)
    told = set()
    guesses = [
        "A" * len(once.token),
        once.token[:-1],
        once.token + "A",
        once.token.swapcase(),
        str(once.invitation_id),
    ]
    with monkeypatch.context() as patch:
        real = cloud.services.clock.now_ms
        patch.setattr(cloud.services.clock, "now_ms", lambda: real() + 120_000)
        patch.setattr(cloud.services.database, "_clock", cloud.services.clock, raising=False)
        for token in [once.token, withdrawn.token, short.token, *guesses]:
            for method, path in (("GET", token), ("POST", f"{token}/accept"), ("POST", f"{token}/decline")):
                status, _, body = await eve.raw(method, f"/api/v1/invitations/{path}")
                told.add((status, json.loads(body)["code"]))
    assert told == {(410, "groups.invitation_gone")}
    assert (await refused(eve.accept(named)))[1] in {"groups.invitation_other", "groups.invitation_gone"}
    assert await refused(eve.call("GET", f"/api/v1/groups/{group.group_id}")) == (404, "groups.not_found")
    await people.everywhere()
    assert set(eve.sync.scopes()) == {eve.own}
