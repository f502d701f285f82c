"""Sync over HTTP against the whole server: converge, refusals with codes, snapshots by ranges, a restored server."""

import asyncio
import hashlib
import json
import uuid

import jwt
import msgspec
import pytest
import zstandard

from server.accounts import account_store
from server.backup.service import back_up, restore
from server.config.declarations import AccountsSection, SyncSection
from shared.accounts.messages import Refresh, Session
from shared.accounts.proofs import refresh_message
from shared.base64url import encoded
from shared.clock import SystemClock
from shared.groups.messages import Groups, Members
from shared.sync.messages import EXCHANGE_PATH, GRANT_PATH, MEDIA_TYPE, GrantClaims, GrantDocument
from sync.codec import seal
from sync.protocol import Exchange
from sync.scopes import FULL, Access
from tests.support.cloud_people import CloudPeople, RefusedError
from tests.support.cloud_server import cloud_config, running_cloud


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


async def refused(coroutine):
    with pytest.raises(RefusedError) as caught:
        await coroutine
    return caught.value


async def test_two_people_and_three_devices_converge(people):
    ana, ben = await people.person("ana"), await people.person("ben")
    second = await people.another("ana")
    group = await ana.group()
    assert (await ben.accept(await ana.invite(group))).members == 2
    shared = f"group:{group.group_id}"
    row = ana.sync.make("collection", shared, title="Ours", created_ms=1)
    ana.sync.make("collection", ana.own, title="Mine", created_ms=1)
    await people.everywhere()
    ben.sync.change(row, title="Ours, by Ben")
    ben.sync.make("item", ben.own, title="Ben's own")
    await people.everywhere()
    assert ana.sync.seen() == second.sync.seen()
    assert ana.sync.value(row, "title") == "Ours, by Ben"
    assert set(ben.sync.scopes()) == {ben.own, shared}
    assert {scope for scope, _ in ana.sync.seen().values()} == {ana.own, shared}
    await ana.call("DELETE", f"/api/v1/groups/{group.group_id}/members/{ben.user_id}")
    await people.everywhere()
    assert {scope for scope, _ in ben.sync.seen().values()} == {ben.own}
    assert (await ben.call("GET", "/api/v1/groups", None, Groups)).groups == ()
    assert (
        len((await ana.call("GET", f"/api/v1/groups/{group.group_id}/members", None, Members)).members) == 1
    )


def bomb():
    packed = zstandard.ZstdCompressor(level=19).compress(bytes(64 << 20))
    return b"Ls\x01" + hashlib.sha256(packed).digest()[:16] + packed


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "sync.garbled"),
        (b"<html>Please sign in to this network</html>", 400, "sync.garbled"),
        (b"Ls\x01" + bytes(60), 400, "sync.garbled"),
        (b"Ls\x07" + bytes(60), 426, "sync.wrong_version"),
        (bytes((4 << 20) + 1), 413, "web.too_large"),
        (None, 413, "sync.too_large"),
    ],
)
async def test_bodies_that_are_none_are_refused_with_a_code(people, body, status, code):
    ana = await people.person("ana")
    answer = await refused(ana.send(bomb() if body is None else body))
    assert (answer.status, answer.code) == (status, code)
    await ana.settle()


async def test_a_body_cut_anywhere_changes_nothing(people):
    ana = await people.person("ana")
    ana.sync.make("collection", ana.own, title="x", created_ms=1)
    ana.sync.transact(lambda: ana.sync.engine.prepare(ana.sync.now_ms()))
    body = ana.sync.engine.request(ana.sync.now_ms())
    for at in range(0, len(body), 7):
        assert (await refused(ana.send(body[:at]))).code == "sync.garbled"
    await ana.settle()
    other = await people.another("ana")
    await other.settle()
    assert len(other.sync.seen("collection")) == 1


async def test_who_may_not_exchange(people, cloud):
    ana = await people.person("ana")
    body = seal(Exchange(1, ana.sync.id.bytes, 0, b"", []))
    headers = {"Content-Type": MEDIA_TYPE}
    assert (await cloud.ask("POST", EXCHANGE_PATH, data=body, headers=headers)).status == 401
    for token in ("nonsense", "a.b.c"):
        answer = await cloud.ask("POST", EXCHANGE_PATH, data=body, headers=headers, token=token)
        assert answer.status == 401
    foreign = seal(Exchange(1, uuid.uuid4().bytes, 0, b"", []))
    assert (await refused(ana.send(foreign))).code == "sync.wrong_device"
    status, _, _ = await ana.raw("POST", EXCHANGE_PATH, data=body, **{"Content-Type": "text/html"})
    assert status == 415
    second = await people.another("ana")
    await second.call("POST", "/api/v1/accounts/sign-out")
    assert (await refused(second.send(seal(Exchange(1, second.sync.id.bytes, 0, b"", []))))).status == 401


async def test_a_new_device_takes_a_snapshot_by_ranges(tmp_path):
    config = cloud_config(tmp_path / "cloud", sync=SyncSection(snapshot_rows=100))
    async with running_cloud(config) as cloud:
        people = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
        ana = await people.person("ana")
        for number in range(150):
            ana.sync.make("collection", ana.own, title=f"{number}", created_ms=number)
        await ana.settle()
        assert await cloud.services.sync.snapshots.run() == 1
        second = await people.another("ana")
        await second.settle()
        assert second.sync.seen() == ana.sync.seen()
        assert "lantern_sync_snapshots_offered_total 1.0" in cloud.services.metrics.text().decode()
        eve = await people.person("eve")
        name = next(path.name for path in (tmp_path / "cloud" / "snapshots").rglob("*") if path.is_file())
        status, _, body = await eve.raw("GET", f"/api/v1/sync/chunks/{name}")
        assert (status, json.loads(body)["code"]) == (404, "sync.chunk_missing")
        people.close()


async def test_a_grant_document_says_what_the_device_may_see(people):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    await ben.accept(await ana.invite(group, "viewer"))
    document = await ben.call("POST", GRANT_PATH, None, GrantDocument)
    claims = msgspec.convert(jwt.decode(document.token, options={"verify_signature": False}), GrantClaims)
    assert claims.sub == str(ben.user_id)
    assert claims.device == str(ben.sync.id)
    assert claims.scopes == {ben.own: int(FULL), f"group:{group.group_id}": int(Access.READ | Access.APPEND)}
    assert claims.exp - claims.iat == 30 * 86_400
    assert document.expires_ms == claims.exp * 1000


async def test_a_server_set_back_to_yesterday_gets_again_what_it_lost(tmp_path):
    """The backup says by its epoch that it is one; nothing that a device has is lost."""
    config = cloud_config(tmp_path / "cloud")
    backup = tmp_path / "yesterday.zip"
    async with running_cloud(config) as cloud:
        people = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
        ana = await people.person("ana")
        second = await people.another("ana")
        early = ana.sync.make("collection", ana.own, title="early", created_ms=1)
        await people.everywhere()
        await back_up(config, backup, SystemClock(), with_content=False)
        late = ana.sync.make("collection", ana.own, title="late", created_ms=1)
        ana.sync.change(early, title="changed")
        await people.everywhere()
    await restore(config, backup, SystemClock(), replace=True)
    async with running_cloud(config) as cloud:
        people.urls[:] = [cloud.url]
        for device in people.devices:
            device.http = cloud.http
        await people.everywhere(4)
        third = people.device("ana")
        third.http = cloud.http
        await third.sign_in()
        await third.settle()
        assert third.sync.value(early, "title") == "changed"
        assert third.sync.value(late, "title") == "late"
        assert ana.sync.seen() == second.sync.seen() == third.sync.seen()
        assert [one async for one in cloud.services.sync.wrong_scopes()] == []
    people.close()


async def test_a_busy_server_says_when_to_come_again(people, cloud, monkeypatch):
    ana = await people.person("ana")
    admission = cloud.services.sync._exchanges._admission
    monkeypatch.setattr(admission, "_most_waiting", 0)
    ana.sync.make("collection", ana.own, title="x", created_ms=1)
    ana.sync.transact(lambda: ana.sync.engine.prepare(ana.sync.now_ms()))
    answer = await refused(ana.send(ana.sync.engine.request(ana.sync.now_ms())))
    assert (answer.status, answer.code) == (503, "sync.busy")
    assert 2 <= int(answer.headers["Retry-After"]) <= 10
    assert answer.failure.retryable
    monkeypatch.undo()
    await ana.settle()


async def test_a_deleted_account_is_gone_with_its_scope(people, cloud):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    await ben.accept(await ana.invite(group))
    ana.sync.make("collection", ana.own, title="Mine", created_ms=1)
    await people.everywhere()
    await ana.call("DELETE", "/api/v1/accounts/me", {"password": "a password for tests"})
    async with cloud.services.database.read() as tx:
        assert await tx.changes(lambda store: store.feed(ana.own, 0, 10)) == []
    await ben.settle()
    assert [values["role"] for _, values in ben.sync.seen("membership").values()] == ["owner"]
    assert (await refused(ana.sync.exchange(ana.send))).status in (401, 403, 410)


async def test_a_suspended_account_learns_what_it_lost_and_why_and_may_sign_out(people, cloud):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    await ben.accept(await ana.invite(group))
    await people.everywhere()
    async with cloud.services.database.write() as tx:
        await account_store.change(tx, ben.user_id, stale=True, suspended_ms=1)
    cloud.services.accounts._sessions.forget_all()
    assert (await refused(ben.settle())).code == "accounts.token_expired"
    token = ben.session.refresh_token
    proof = encoded(ben.key.sign(refresh_message(token)))
    ben.session = await ben.call("POST", "/api/v1/accounts/refresh", Refresh(token, proof), Session)
    told = await refused(ben.settle())
    assert set(ben.sync.scopes()) == {ben.own}
    assert (told.status, told.code) == (403, "accounts.suspended")
    for method, path in (("GET", "/api/v1/accounts/me"), ("POST", GRANT_PATH), ("GET", "/api/v1/groups")):
        assert (await refused(ben.call(method, path))).code == "accounts.suspended"
    await ben.call("POST", "/api/v1/accounts/sign-out")
    assert (await refused(ben.settle())).code == "accounts.token_revoked"


async def test_many_devices_at_once_are_all_served(tmp_path):
    """Not a bench: nobody is refused, nobody fails, all that was handed in is there."""
    config = cloud_config(tmp_path / "cloud", accounts=AccountsSection(hash_memory_mib=8, hash_passes=1))
    async with running_cloud(config) as cloud:
        people = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
        devices = [await people.person(f"p{number}") for number in range(40)]
        for device in devices:
            for number in range(5):
                device.sync.make("collection", device.own, title=str(number), created_ms=1)
        await asyncio.gather(*(device.settle() for device in devices))
        for device in devices:
            async with cloud.services.database.read() as tx:
                rows = await tx.changes(lambda store, scope=device.own: store.feed(scope, 0, 100))
            assert len([row for row in rows if row.kind == "collection"]) == 5
        people.close()
