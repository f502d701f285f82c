"""What the service joins: rows never outside grants whatever happens, news from below, scopes told to live devices."""

import asyncio
import random
import uuid

import msgspec
import pytest

from server.sync.pokes import News
from shared.groups.messages import Role
from shared.tasks import TaskScope
from sync.codec import unseal
from sync.protocol import Answer
from sync.stamps import author_of
from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own, shared


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("seed", range(3))
async def test_no_row_is_ever_given_outside_its_grants(stage, seed):
    """People join, leave, change roles, move and edit in random order; every single answer is looked at."""
    rng = random.Random(seed)
    names = ["ana", "ben", "cem", "dia"]
    groups = [await stage.group(name) for name in names[:2]]
    devices = {name: stage.device(name) for name in names}
    real = stage.service.exchange

    async def watched(who, body):
        async with stage.database.read() as tx:
            roles = await stage.groups.roles(tx, who.user_id, None)
        allowed = {f"user:{who.user_id}", *roles}
        sealed = await real(who, body)
        answer = unseal(sealed, Answer)
        told = {part.scope for part in (*answer.pages, *answer.buckets, *answer.verify, *answer.snapshots)}
        told |= {fix.scope for fix in answer.fixes if fix.row is not None}
        told |= {one.to for page in answer.pages for one in page.gone if one.to}
        assert told <= allowed
        return sealed

    stage.service.exchange = watched
    for _ in range(80):
        name, group = rng.choice(names), rng.choice(groups)
        device = devices[name]
        action = rng.choice(["make", "edit", "move", "sync", "sync", "join", "leave", "role"])
        scopes = list(device.scopes()) or [own(name)]
        rows = list(device.seen("collection"))
        if action == "make":
            device.make("collection", rng.choice(scopes), title=name, created_ms=1)
        elif action == "edit" and rows:
            device.change(rng.choice(rows), title=str(rng.random()))
        elif action == "move" and rows:
            device.move(rng.choice(rows), rng.choice(scopes))
        elif action == "sync":
            await stage.sync(device)
        elif action == "join":
            await stage.join(name, group, rng.choice([Role.MEMBER, Role.VIEWER, Role.MANAGER]))
        elif action == "leave":
            await code_of(stage.groups.remove_member(stage.who(name), group.group_id, user_id(name)))
        else:
            owner = next(one for one, role in await stage.members(group) if role == Role.OWNER)
            await code_of(stage.give(owner, name, group, rng.choice([Role.VIEWER, Role.MEMBER])))
    await stage.everywhere(3)
    for name, device in devices.items():
        async with stage.database.read() as tx:
            roles = await stage.groups.roles(tx, user_id(name), None)
        assert {scope for scope, _ in device.seen().values()} <= {own(name), *roles}
        assert device.engine.check(0) == []
    assert [one async for one in stage.service.wrong_scopes()] == []


async def test_news_from_below(stage):
    group = await stage.group()
    await stage.join("ben", group)
    assert News(frozenset({shared(group)}), frozenset({user_id("ben")})) in stage.news
    device = uuid.uuid4()
    for call in stage.people.ended:
        call(user_id("ben"), device)
    assert stage.news[-1] == News(ended=((user_id("ben"), device),))


async def test_what_live_devices_may_hear(stage):
    group = await stage.group()
    who = [stage.who("ana"), stage.who("eve")]
    readable = await stage.service.readable(who)
    assert readable == {
        user_id("ana"): frozenset({own("ana"), shared(group)}),
        user_id("eve"): frozenset({own("eve")}),
    }
    heads = await stage.service.heads([shared(group), own("eve")])
    assert heads[shared(group)] == 2
    assert heads[own("eve")] == 0


async def test_a_grant_needs_a_device(stage):
    nobody = msgspec.structs.replace(stage.who("ana"), device_id=None)
    assert await code_of(stage.service.grant(nobody)) == "sync.no_device"
    assert await code_of(stage.service.join(nobody)) == "sync.no_device"
    assert (await stage.service.grant(stage.who("ana"))).token.startswith("grant:")


async def test_whose_edits_a_scope_may_hold_is_told_to_those_who_read_it(stage):
    group = await stage.group()
    await stage.join("ben", group)
    devices = {name: stage.device(name) for name in ("ana", "ben", "eve")}
    for name, device in devices.items():
        device.make("collection", own(name), title=name, created_ms=1)
    await stage.everywhere()
    number = {name: f"{author_of(device.journal.device()):x}" for name, device in devices.items()}

    async def told(name, scope):
        found = await stage.service.authors(stage.who(name), scope)
        return {(one.number, one.user_id) for one in found.authors}

    both = {(number[name], user_id(name)) for name in ("ana", "ben")}
    assert await told("ana", shared(group)) == await told("ben", shared(group)) == both
    assert await told("ana", own("ana")) == {(number["ana"], user_id("ana"))}
    for scope in (shared(group), own("ana"), "group:x", "", "nothing"):
        assert await told("eve", scope) == set()


async def test_who_leaves_a_tenant_loses_its_groups_on_live_devices_at_once(stage):
    tenant = uuid.uuid4()
    stage.people.add("ana", tenant_id=tenant)
    group = await stage.group("ana")
    device = stage.device("ana")
    async with TaskScope("server") as scope:
        stage.service.start(scope)
        listener = await stage.service.join(stage.asking(device))
        assert shared(group) in (await listener.next()).heads
        stage.people.change("ana", tenant_id=None)
        for call in stage.people.tenant_changed:
            call(user_id("ana"))
        async with asyncio.timeout(10):
            assert (await listener.next()).lost == (shared(group),)


async def test_a_device_that_syncs_was_seen(stage):
    ana = stage.device("ana")
    await ana.exchange(stage.sender(ana))
    assert stage.people.devices_seen == [stage.asking(ana).device_id]
