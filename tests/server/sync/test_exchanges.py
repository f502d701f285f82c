"""Exchanges on both databases: devices converge, revocation takes rows away, nothing leaves its grants."""

import asyncio
import random
import string
import uuid

import pytest

from server.sync.room import Room
from shared.accounts.records import profile_id
from shared.groups.messages import GroupChange, Role
from sync.codec import seal, unseal
from sync.protocol import Answer, Exchange, Verdict, Want
from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own, shared


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


async def test_two_devices_of_one_person_have_the_same(stage):
    one, other = stage.device("ana"), stage.device("ana")
    chat = one.make("chat", own("ana"), title="Cells", created_ms=1)
    one.make("view", own("ana"), event=True, item_id=bytes(16), at_ms=5)
    await stage.everywhere()
    other.change(chat, title="Cells and walls")
    await stage.everywhere()
    assert one.seen() == other.seen()
    assert one.value(chat, "title") == "Cells and walls"
    assert one.journal.refused() == other.journal.refused() == []
    assert stage.news[-1].scopes == {own("ana")}


async def test_a_group_shows_its_members_and_what_they_share(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben, eve = stage.device("ana"), stage.device("ben"), stage.device("eve")
    mine = ana.make("collection", own("ana"), title="Mine", created_ms=1)
    ours = ana.make("collection", shared(group), title="Ours", created_ms=1)
    await stage.everywhere()
    assert ours in ben.seen("collection")
    assert mine not in ben.seen("collection")
    assert eve.seen() == {}
    assert {values["name"] for _, values in ben.seen("membership").values()} == {"Ana", "Ben"}
    await stage.groups.change(stage.who("ana"), group.group_id, GroupChange(name="Botany"))
    await stage.everywhere()
    assert [values["name"] for _, values in ben.seen("group").values()] == ["Botany"]
    assert set(eve.scopes()) == {own("eve")}


async def test_revocation_takes_the_rows_and_keeps_what_was_not_taken(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben = stage.device("ana"), stage.device("ben")
    shared_row = ana.make("collection", shared(group), title="Ours", created_ms=1)
    await stage.everywhere()
    ben.change(shared_row, title="edited while offline")
    late = ben.make("item", shared(group), title="late", kind="audio")
    await stage.groups.remove_member(stage.who("ana"), group.group_id, user_id("ben"))
    await stage.everywhere()
    assert ben.seen() == {}
    assert set(ben.scopes()) == {own("ben")}
    assert {kind for kind, _ in ben.refused()} == {"collection", "item"}
    assert late not in ana.seen()
    assert ana.value(shared_row, "title") == "Ours"


async def test_a_deleted_group_is_gone_everywhere(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben = stage.device("ana"), stage.device("ben")
    ana.make("collection", shared(group), title="Ours", created_ms=1)
    await stage.everywhere()
    await stage.groups.delete(stage.who("ana"), group.group_id)
    await stage.everywhere()
    assert ana.seen() == ben.seen() == {}
    assert await stage.rows(shared(group)) == []


async def test_a_moved_row_is_in_one_place(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben, second = stage.device("ana"), stage.device("ben"), stage.device("ana")
    row = ana.make("collection", own("ana"), title="Soon ours", created_ms=1)
    await stage.everywhere()
    ana.move(row, shared(group))
    await stage.everywhere()
    assert {device.seen("collection")[row][0] for device in (ana, ben, second)} == {shared(group)}
    ana.move(row, own("ana"))
    await stage.everywhere()
    assert ben.seen("collection") == {}
    assert second.seen("collection")[row][0] == own("ana")


async def test_foreign_scopes_are_refused_and_tell_nothing(stage):
    group = await stage.group()
    secret = stage.device("ana")
    known = secret.make("collection", shared(group), title="secret", created_ms=1)
    await stage.everywhere()
    eve = stage.device("eve")
    await stage.sync(eve)
    wants = [
        Want(own("ana"), 0),
        Want(shared(group), 0),
        Want("tenant:x", 3),
        Want("nonsense", 0, digest=b"x"),
    ]
    body = seal(Exchange(1, eve.journal.device().bytes, 0, b"", wants))
    answer = unseal(await stage.service.exchange(stage.asking(eve), body), Answer)
    assert sorted(answer.lost_scopes) == sorted(want.scope for want in wants)
    assert {page.scope for page in answer.pages} <= {own("eve")}
    eve.make("collection", own("ana"), title="planted", created_ms=1)
    eve.make("collection", shared(group), title="planted", created_ms=1)
    eve.make("collection", own("eve"), row_id=known[1], title="stolen", created_ms=1)
    await stage.sync(eve)
    assert {reason for _, reason in eve.refused()} == {"not_granted"}
    assert len(eve.refused()) == 3
    await stage.everywhere()
    assert list(secret.seen("collection")) == [known]
    assert all(b"secret" not in path.read_bytes() for path in eve.folder.iterdir())


async def test_a_viewer_hands_in_events_only(stage):
    group = await stage.group()
    await stage.join("vic", group, Role.VIEWER)
    ana, vic = stage.device("ana"), stage.device("vic")
    row = ana.make("collection", shared(group), title="Ours", created_ms=1)
    await stage.everywhere()
    vic.change(row, title="mine now")
    vic.make("answer_given", shared(group), event=True, right=True)
    vic.make("collection", shared(group), title="new", created_ms=1)
    await stage.everywhere()
    assert sorted(vic.refused()) == [("collection", "not_granted")] * 2
    assert len(ana.seen("answer_given")) == 1
    assert vic.value(row, "title") == "Ours"


async def test_a_suspended_account_loses_what_is_shared_and_its_work_waits(stage):
    group = await stage.group()
    ana = stage.device("ana")
    mine = ana.make("collection", own("ana"), title="Mine", created_ms=1)
    ours = ana.make("collection", shared(group), title="Ours", created_ms=1)
    await stage.everywhere()
    stage.people.change("ana", state="suspended")
    ana.make("view", own("ana"), event=True, item_id=bytes(16), at_ms=5)
    ana.change(mine, title="Mine, later")
    ana.change(ours, title="Ours, later")
    assert await code_of(stage.sync(ana)) == "accounts.suspended"
    assert set(ana.scopes()) == {own("ana")}
    assert set(ana.seen("collection")) == {mine}
    assert ana.value(mine, "title") == "Mine, later"
    assert ana.refused() == [("collection", "revoked")]
    assert await code_of(stage.sync(ana)) == "accounts.suspended"
    assert [key for key in await stage.stored(own("ana")) if key[0] == "view"] == []
    stage.people.change("ana", state="active")
    other = stage.device("ana")
    await stage.everywhere()
    assert other.value(mine, "title") == "Mine, later"
    assert len(other.seen("view")) == 1
    assert ours in ana.seen("collection")


async def test_an_idle_device_of_a_suspended_account_loses_what_is_shared_too(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ben = stage.device("ben")
    await stage.everywhere()
    stage.people.change("ben", state="suspended")
    assert await code_of(stage.sync(ben)) == "accounts.suspended"
    assert set(ben.scopes()) == {own("ben")}
    assert ben.refused() == []


async def test_a_deleted_accounts_device_is_told_so_and_keeps_its_work(stage):
    ana = stage.device("ana")
    ana.make("collection", own("ana"), title="Mine", created_ms=1)
    await stage.everywhere()
    stage.people.change("ana", state="deleted")
    assert await code_of(stage.sync(ana)) == "accounts.deleted"
    ana.make("collection", own("ana"), title="never taken", created_ms=1)
    assert await code_of(stage.sync(ana)) == "accounts.deleted"
    assert len(ana.seen("collection")) == 2
    assert ana.refused() == []


async def test_a_kind_without_end_is_refused_and_the_rest_is_taken(stage):
    ana = stage.device("ana")
    long = "".join(random.Random(1).choices(string.ascii_letters, k=5_000))
    ana.make(long, own("ana"), title="x")
    ana.make("k" * 64, own("ana"), title="x")
    mine = ana.make("collection", own("ana"), title="Mine", created_ms=1)
    await stage.sync(ana)
    assert ana.refused() == [(long, "malformed")]
    assert {kind for kind, _ in await stage.stored(own("ana"))} >= {"collection", "k" * 64}
    assert mine in ana.seen("collection")


async def test_the_device_of_the_token_is_the_device_of_the_exchange(stage):
    ana = stage.device("ana")
    body = seal(Exchange(1, uuid.uuid4().bytes, 0, b"", []))
    assert await code_of(stage.service.exchange(stage.asking(ana), body)) == "sync.wrong_device"


async def test_a_device_stays_its_persons(stage):
    """Two accounts on one device: what one handed in is never taken for the other's."""
    ana = stage.device("ana")
    ana.make("collection", own("ana"), title="Mine", created_ms=1)
    await stage.everywhere()
    stage.devices.append((ana, "ben"))
    stage.devices.pop(0)
    stage.who("ben")
    ana.make("collection", own("ben"), title="other", created_ms=1)
    assert await code_of(ana.exchange(stage.sender(ana))) == "sync.wrong_device"


async def test_the_same_batch_at_once_is_taken_once(stage):
    ana = stage.device("ana")
    await stage.sync(ana)
    for number in range(20):
        ana.make("collection", own("ana"), title=str(number), created_ms=1)
    ana.transact(lambda: ana.engine.prepare(ana.now_ms()))
    body = ana.engine.request(ana.now_ms())
    answers = await asyncio.gather(*(stage.service.exchange(stage.asking(ana), body) for _ in range(6)))
    assert {unseal(answer, Answer).receipt.verdict for answer in answers} == {Verdict.TAKEN}
    assert len(await stage.stored(own("ana"))) == 20
    for step in ana.engine.steps(answers[-1], ana.now_ms()):
        ana.transact(step)
    await stage.sync(ana)
    assert ana.engine.check(0) == []


async def test_a_profile_record_and_the_account_stay_in_step(stage):
    group = await stage.group()
    ana = stage.device("ana")
    ana.make("profile", own("ana"), row_id=profile_id(user_id("ana")).bytes, name="Ana B.", language="es")
    await stage.everywhere()
    assert stage.people.people[user_id("ana")].name == "Ana B."
    assert (await stage.records(group))["members"] == {"Ana B.": "owner"}
    async with stage.database.write() as tx:
        for call in stage.people.profile_changed:
            await call(tx, user_id("ana"), "Ana C.", "en")
    await stage.everywhere()
    assert [values["name"] for _, values in ana.seen("profile").values()] == ["Ana C."]
    assert (await stage.records(group))["members"] == {"Ana C.": "owner"}


async def test_a_scope_may_be_full(stage):
    stage.service._exchanges._room = Room(3)
    ana = stage.device("ana")
    for number in range(3):
        ana.make("collection", own("ana"), title=str(number), created_ms=1)
    await stage.sync(ana)
    more = ana.make("collection", own("ana"), title="one too many", created_ms=1)
    first = next(key for key in ana.seen("collection") if key != more)
    ana.change(first, title="changes go on")
    await stage.sync(ana)
    assert ana.refused() == [("collection", "full")]
    assert ana.value(first, "title") == "changes go on"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "sync.garbled"),
        (b"<html>sign in</html>", "sync.garbled"),
        (b"Ls\x01" + bytes(40), "sync.garbled"),
        (b"Ls\x09" + bytes(40), "sync.wrong_version"),
        (b"Ls\x01" + bytes(5 << 20), "sync.too_large"),
    ],
)
async def test_bodies_that_are_none(stage, body, code):
    ana = stage.device("ana")
    assert await code_of(stage.service.exchange(stage.asking(ana), body)) == code


async def test_a_batch_that_is_none_changes_nothing(stage):
    ana = stage.device("ana")
    for batch in (b"\xff", b"\x93\xc4\x00\x01\x91\x01", b"x" * 10_000):
        body = seal(Exchange(1, ana.journal.device().bytes, 0, batch, []))
        assert await code_of(stage.service.exchange(stage.asking(ana), body)) == "sync.garbled"
    assert await stage.rows(own("ana")) == []


async def test_a_look_writes_nothing(stage, monkeypatch):
    """Without a batch no write lock is taken, so somebody else's long write holds up nobody who only looks."""
    ana = stage.device("ana")
    await stage.sync(ana)

    def never():
        raise AssertionError

    monkeypatch.setattr(stage.database, "write", never)
    await ana.exchange(stage.sender(ana))


async def test_a_removal_is_a_line(stage):
    """Whatever order a push and a removal commit in, what is there afterwards fits it."""
    group = await stage.group()
    await stage.join("ben", group)
    ben = stage.device("ben")
    await stage.sync(ben)
    ben.make("item", shared(group), title="late", kind="audio")
    ben.transact(lambda: ben.engine.prepare(ben.now_ms()))
    body = ben.engine.request(ben.now_ms())
    async with asyncio.TaskGroup() as tasks:
        pushed = tasks.create_task(stage.service.exchange(stage.asking(ben), body))
        tasks.create_task(stage.groups.remove_member(stage.who("ana"), group.group_id, user_id("ben")))
    answer = unseal(pushed.result(), Answer)
    taken = any(kind == "item" for kind, _ in await stage.stored(shared(group)))
    assert taken == (not answer.receipt.refused)


async def test_everything_at_once_goes_through(stage):
    """Pushes into one group, moves between groups, roles, names: nobody waits for each other in a ring for good."""
    groups = [await stage.group(), await stage.group()]
    names = ["ana", "ben", "cem", "dia"]
    for name in names[1:]:
        for group in groups:
            await stage.join(name, group, Role.MANAGER)
    devices = [stage.device(name) for name in names]
    await stage.everywhere(1)

    async def edit(device, number):
        for turn in range(8):
            here, there = groups[(number + turn) % 2], groups[(number + turn + 1) % 2]
            row = device.make("item", shared(here), title=str(turn))
            await device.exchange(stage.sender(device))
            device.move(row, shared(there))
            await device.exchange(stage.sender(device))

    async def administer(group):
        for turn in range(8):
            await stage.give("ana", "dia", group, [Role.MEMBER, Role.MANAGER][turn % 2])
            await stage.groups.change(stage.who("ana"), group.group_id, GroupChange(name=str(turn)))

            async def rename(tx, name=f"Ben {turn}"):
                for call in stage.people.profile_changed:
                    await call(tx, user_id("ben"), name, "en")

            await stage.database.transact(rename)

    work = [edit(device, number) for number, device in enumerate(devices)]
    await asyncio.gather(*work, *(administer(group) for group in groups))
    await stage.everywhere(3)
    seen = [device.seen("item", "group", "membership") for device in devices]
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert len(devices[0].seen("item")) == 32
    assert [one async for one in stage.service.wrong_scopes()] == []


async def test_what_is_in_anothers_collection_stays_when_the_collection_may_not_go(stage):
    """Whoever takes back what others shared is refused as a whole: nothing is torn out of it on the way."""
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben = stage.device("ana"), stage.device("ben")
    shelf = ana.make("collection", shared(group), title="Ours", created_ms=1)
    items = [
        ana.make("item", shared(group), collection_id=shelf[1], title=str(no), kind="audio", created_ms=1)
        for no in range(3)
    ]
    tags = [ana.make("tag", shared(group), item_id=item[1], label="optics") for item in items]
    quiz = ana.make("quiz", shared(group), title="Ours", created_ms=1)
    question = ana.make("question", shared(group), quiz_id=quiz[1], position="a", text="?")
    await stage.everywhere()
    for key in (*tags, *items, shelf, question, quiz):
        ben.move(key, own("ben"))
    ben.change(items[2], title="and called anew")
    await stage.everywhere()
    homes = {key: row.scope for key, row in (await stage.stored(shared(group))).items()}
    assert {uuid.UUID(bytes=row_id) for _, row_id in (*tags, *items, shelf, question, quiz)} <= {
        row_id for _, row_id in homes
    }
    assert ana.seen() == ben.seen()
    assert ben.value(items[0], "title") == "0"
    told = dict(ben.refused())
    assert {kind: told.get(kind) for kind in ("collection", "quiz", "tag", "question")} == {
        "collection": "not_yours", "quiz": "not_yours", "tag": None, "question": None,
    }  # fmt: skip
    assert [reason for kind, reason in ben.refused() if kind == "item"] == ["stays"], "words are not lost"


@pytest.mark.parametrize("who", ["member", "manager"])
async def test_what_may_be_taken_out_goes_with_what_is_in_it(stage, who):
    group = await stage.group()
    await stage.join("ben", group, Role.MANAGER if who == "manager" else Role.MEMBER)
    ana, ben = stage.device("ana"), stage.device("ben")
    by = ana if who == "manager" else ben
    shelf = by.make("collection", shared(group), title="Ben's" if by is ben else "Ana's", created_ms=1)
    theirs = ana.make("collection", shared(group), title="Ana's", created_ms=1)
    item = ana.make("item", shared(group), collection_id=shelf[1], title="a", kind="audio", created_ms=1)
    moved = ana.make("item", shared(group), collection_id=theirs[1], title="b", kind="audio", created_ms=1)
    tags = [ana.make("tag", shared(group), item_id=key[1], label="optics") for key in (item, moved)]
    home = ben.make("collection", own("ben"), title="At home", created_ms=1)
    await stage.everywhere()
    for key in (*tags, item, moved, shelf):
        ben.move(key, own("ben"))
    # To another collection a member may take what is in a group, and what hangs on it.
    ben.change(moved, collection_id=home[1])
    await stage.everywhere()
    assert ben.refused() == []
    assert {row.scope for row in await stage.rows(own("ben"))} == {own("ben")}
    kept = await stage.stored(own("ben"))
    assert {(kind, uuid.UUID(bytes=row_id)) for kind, row_id in (*tags, item, moved, shelf)} <= kept.keys()
    assert theirs in ana.seen("collection")
    assert not ana.seen("item", "tag")
