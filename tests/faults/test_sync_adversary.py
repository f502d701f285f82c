"""Adversaries who speak the protocol: nothing foreign is seen or changed, no server and no other device is harmed."""

import contextlib
import json
import math
import time
import uuid

import aiohttp
import jwt
import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.sync.service import SyncState
from server.accounts.tables import ACCOUNT, TENANT
from server.assembly import OPERATIONS
from shared.groups.messages import Group, Role
from shared.ids import new_id
from shared.media.records import COLLECTION
from sync.codec import seal, unseal
from sync.engine import unfolded
from sync.intake import MAX_OPS
from sync.protocol import Answer, Exchange, Want
from sync.rows import Op
from sync.stamps import EVERY, encode_stamps
from tests.support.cloud_people import CloudPeople, RefusedError
from tests.support.cloud_server import CloudProcess
from tests.support.hostile_device import HostileDevice, fields, framed, sealed
from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own
from tests.support.synced_devices import device as computer

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


# Names and paths

TRICKS = [
    "..%2f..%2f..%2fetc%2fpasswd", "..", ".", "%2e%2e", "....//", "..\\..\\windows", "%00", "a%00b", "/etc/passwd",
    "A" * 64, "a" * 63, "a" * 65, "g" * 64, "a" * 64 + "%0a", "a" * 64 + "/..", "a" * 62 + "..", "%F0%9F%A6%8A", "~",
]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/api/v1/sync/chunks/{}", "/api/v1/content/{}?scope=x", "/api/v1/content/{}/manifest"]
)
async def test_names_that_are_paths(cloud, people, path):
    eve = await people.person("eve")
    for trick in TRICKS:
        status, _, body = await eve.raw("GET", path.format(trick))
        assert status in {400, 404}, trick
        assert b"root:" not in body
        assert str(cloud.services.config.server.data_dir) not in body.decode()


# Bombs


def zeros(size, level=19):
    packer = zstandard.ZstdCompressor(level=level).compressobj()
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


def declared(size):
    """A frame whose header promises more than there is."""
    return b"\x28\xb5\x2f\xfd\xe0" + size.to_bytes(8, "little") + b"\x01\x00\x00"


def wide(window_log=31):
    parameters = zstandard.ZstdCompressionParameters(window_log=window_log, enable_ldm=False)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return packer.compress(bytes(1 << 16)) + packer.flush()


BOMBS = {
    "zeros": (lambda: framed(zeros(1 << 30)), "sync.too_large"),
    "nested": (lambda: framed(zstandard.ZstdCompressor().compress(zeros(256 << 20))), "sync.garbled"),
    "huge_window": (lambda: framed(wide()), "sync.garbled"),
    "huge_promise": (lambda: framed(declared((1 << 63) - 1)), "sync.garbled"),
    "small_promise": (lambda: framed(declared(1)), "sync.garbled"),
    "many_frames": (lambda: framed(zeros(1 << 20) * 2_000), "sync.garbled"),
    "skippable": (lambda: framed(b"\x50\x2a\x4d\x18\0\0\x10\0" + bytes(1 << 20)), "sync.garbled"),
    "lists_of_lists": (lambda: sealed(b"\x91" * 1_000_000), "sync.garbled"),
    "maps_of_maps": (lambda: sealed(b"\x81\x01" * 1_000_000), "sync.garbled"),
    "a_list_of_four_billion": (lambda: sealed(b"\xdd\xff\xff\xff\xff"), "sync.garbled"),
    "bytes_of_four_billion": (lambda: sealed(b"\x95\x01\xc6\xff\xff\xff\xff"), "sync.garbled"),
    "nothing": (lambda: sealed(b""), "sync.garbled"),
    "a_number": (lambda: sealed(b"\x01"), "sync.garbled"),
    "text_in_place_of_bytes": (lambda: sealed(msgspec.msgpack.encode([1, "device", 0, "", []])), "sync.garbled"),
    "a_map": (lambda: sealed(msgspec.msgpack.encode({"nonce": 1})), "sync.garbled"),
    "no_numbers": (lambda: sealed(msgspec.msgpack.encode([math.nan, b"", math.inf, b"", []])), "sync.garbled"),
    "far_numbers": (lambda: sealed(msgspec.msgpack.encode([1, b"", -(1 << 63), b"", [["", [[]]]]])), "sync.garbled"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
async def test_bombs_do_not_go_off(cloud, people, name):
    make, code = BOMBS[name]
    eve, body = await people.person("eve"), make()
    assert len(body) < 4 << 20
    began = time.perf_counter()
    status, found = await refused(eve.send(body))
    assert time.perf_counter() - began < 10
    assert (status, found) == (413 if code.endswith("large") else 400, code)
    await unharmed(cloud, people)


# Batches


def op_list(eve, **changes):
    """A good operation's places, some of them replaced."""
    op = eve.made("collection", uuid.uuid4().bytes, eve.device.own, title="x", created_ms=1)
    names = Op.__struct_fields__
    return [changes.get(name, getattr(op, name)) for name in names]


STAMP = (1 << 40, 1, 1)
GARBAGE = {
    "no_id": {"id": b""}, "short_id": {"id": b"x" * 15}, "long_id": {"id": b"x" * 1_000_000}, "no_kind": {"kind": ""},
    "long_kind": {"kind": "k" * 200_000}, "kind_with_nul": {"kind": "a\0b"},
    "kind_of_sql": {"kind": "x'); DROP TABLE x"},
    "no_stamps": {"stamps": b""}, "garbage_stamps": {"stamps": b"\xff" * 40}, "empty_stamps": {"stamps": b"\x80"},
    "stamps_list": {"stamps": b"\x90"}, "stamps_without_all": {"stamps": encode_stamps({"title": STAMP})},
    "stamp_of_two": {"stamps": msgspec.msgpack.encode({EVERY: [1, 2]})},
    "negative_clock": {"stamps": encode_stamps({EVERY: (-5, 1, 1)})},
    "negative_author": {"stamps": encode_stamps({EVERY: (1 << 40, -1, 1)})},
    "negative_operation": {"stamps": encode_stamps({EVERY: (1 << 40, 1, -1)})},
    "clock_of_2_63": {"stamps": encode_stamps({EVERY: ((1 << 63), 1, 1)})},
    "clock_of_2_64": {"stamps": encode_stamps({EVERY: ((1 << 64) - 1, (1 << 64) - 1, (1 << 64) - 1)})},
    "author_of_the_server": {"stamps": encode_stamps({EVERY: (1 << 40, 0, 1)})},
    "erased": {"stamps": encode_stamps({EVERY: STAMP, "!": STAMP})},
    "stamps_twice": {"stamps": b"\x82\xa1*\x93\x01\x01\x01\xa1*\x93\x02\x02\x02"},
    "many_stamps": {"stamps": encode_stamps({EVERY: STAMP} | {f"f{n}": (n, n, n) for n in range(50_000)})},
    "no_fields": {"fields": b""}, "garbage_fields": {"fields": b"\xc1" * 9},
    "fields_list": {"fields": b"\x93\x01\x02\x03"},
    "fields_twice": {"fields": b"\x82\xa5title\xa1a\xa5title\xa1b"},
    "fields_cut": {"fields": fields(title="long")[:-2]},
    "field_of_registers": {"fields": fields(deleted=True, scope="user:x")},
    "deep_field": {"fields": b"\x81\xa5title" + b"\x91" * 100_000 + b"\x01"},
    "large_field": {"fields": fields(title="x" * (2 << 20))},
    "many_fields": {"fields": fields(**{f"f{n}": 1 for n in range(100_000)})},
    "long_name": {"fields": fields(**{"n" * 500_000: 1})}, "wrong_text": {"fields": b"\x81\xa5title\xa2\xff\xfe"},
    "flags_all": {"flags": 0xFFFF}, "flags_far": {"flags": (1 << 63)}, "flags_negative": {"flags": -1},
    "base_garbage": {"base": b"\xff\xff"}, "base_far": {"base": msgspec.msgpack.encode({"title": [1 << 63, 1 << 63]})},
    "base_of_nothing": {"base": b"\x80"}, "seen_garbage": {"seen": b"\xc1"}, "life_negative": {"life": -1},
    "life_far": {"life": (1 << 64) - 1, "flags": 8}, "not_a_kind": {"kind": 7}, "scope_of_bytes": {"scope": b"user:x"},
    "all_none": dict.fromkeys(Op.__struct_fields__),
}  # fmt: skip


@pytest.mark.parametrize("name", GARBAGE)
async def test_garbage_in_a_batch_harms_nobody(cloud, people, name):
    """It is refused, or kept and given to others, whose programs go on; what stands beside it is taken."""
    ana, eve = await people.person("ana"), HostileDevice(await people.person("eve"))
    group = await ana.group()
    shared = f"group:{group.group_id}"
    await eve.device.accept(await ana.invite(group))
    good = eve.made("collection", uuid.uuid4().bytes, shared, title="good", created_ms=1)
    bad = op_list(eve, **({"scope": shared} | GARBAGE[name]))
    try:
        answer = await eve.hand_in(good, bad)
        assert {place for place, _ in answer.receipt.refused} <= {1}
        taken = True
    except RefusedError as no:
        assert (no.status, no.code) in {(400, "sync.garbled"), (413, "sync.too_large")}  # noqa: PT017 - either will do
        taken = False
    mine = ana.sync.make("collection", shared, title="ana's", created_ms=1)
    await unharmed(cloud, people)
    for device in people.devices:
        there = device.sync.rows.get([mine, good.key])
        assert set(there) == ({mine, good.key} if taken else {mine})


def nested(depth):
    return msgspec.Raw(b"\x91" * depth + b"\x01")


POISON = {
    "number": 7, "none": None, "list": [1, [2]], "map": {"a": {"b": 1}}, "bytes": b"\xff\xfe", "nan": math.nan,
    "infinite": math.inf, "far": (1 << 64) - 1, "negative": -(1 << 63), "long": "x" * 900_000, "nul": "a\0b",
    "controls": "\u202e\u0007\x1b[31m", "extension": msgspec.msgpack.Ext(5, b"raw"), "true": True,
    "deep": nested(900), "deeper": nested(5_000), "wrong_text": msgspec.Raw(b"\xa2\xff\xfe"),
}  # fmt: skip


async def test_wrong_values_of_a_member_stop_nobodys_sync(cloud, people, tmp_path):
    """A member of a group writes what no program of ours does; another member's whole program takes it and goes on."""
    eve = HostileDevice(await people.person("eve"))
    group = await eve.device.group()
    shared = f"group:{group.group_id}"
    kinds = {
        "collection": ("title", "created_ms"), "item": ("collection_id", "title", "kind", "media_sha", "created_ms"),
        "tag": ("item_id", "label"), "correction": ("item_id", "transcript_key", "segment_idx", "text"),
        "quiz": ("title",), "question": ("quiz_id", "position", "body"), "transcript": ("media_sha", "size_bytes"),
    }  # fmt: skip
    invitation = await eve.device.invite(group)
    async with computer(tmp_path / "ben") as ben:
        await ben.sign_up(cloud.url, "ben@example.org")
        token = await ben.accounts.access_token()
        joined = await cloud.ask("POST", f"/api/v1/invitations/{invitation.token}/accept", token=token)
        assert joined.status == 200
        for name, value in POISON.items():
            ops = [
                (eve.event if kind == "transcript" else eve.made)(
                    kind, new_id().bytes, shared, **{one: value if one == bad else 1 for one in names}
                )
                for kind, names in kinds.items()
                for bad in names
            ]
            await eve.hand_in(
                *ops, eve.made("collection", uuid.uuid4().bytes, shared, title=name, created_ms=1)
            )
            status = await ben.sync.sync_now()
            assert (status.state, status.problem) == (SyncState.IDLE, None), name
            found = await ben.rows("SELECT count(*) FROM collection WHERE title = ?", name)
            assert found == [(1,)], name
        await ben.database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="mine", created_ms=1))
        status = await ben.sync.sync_now()
        assert (status.state, status.pending) == (SyncState.IDLE, 0)
        assert await ben.rows("PRAGMA integrity_check") == [("ok",)]


async def test_too_much_at_once(cloud, people):
    """Too many operations, scopes, ranges and buckets: a clear no, or a short answer, soon."""
    ana, eve = await people.person("ana"), HostileDevice(await people.person("eve"))
    ops = [
        eve.made("collection", uuid.uuid4().bytes, eve.device.own, title="x", created_ms=1)
        for _ in range(MAX_OPS + 500)
    ]
    answer = await eve.hand_in(*ops)
    assert [place for place, _ in answer.receipt.refused] == list(range(MAX_OPS, MAX_OPS + 500))
    tiny = msgspec.msgpack.encode(op_list(eve, id=b"", kind="", scope="", stamps=b"", fields=b""))
    many = (
        b"\x94\xc4\x10"
        + eve.device.sync.id.bytes
        + b"\x7f\xdd"
        + (100_000).to_bytes(4, "big")
        + tiny * 100_000
        + b"\x90"
    )
    assert await refused(eve.say(many)) == (400, "sync.garbled")
    for count in (1_000, 60_000, 1_000_000):
        wants = [Want(f"group:{number:08x}") for number in range(count)]
        began = time.perf_counter()
        try:
            answer = await eve.say(b"", wants)
            assert len(answer.lost_scopes) == count
        except RefusedError as no:
            assert no.status in {400, 413}  # noqa: PT017 - either will do
        assert time.perf_counter() - began < 10
    for want in (
        Want(eve.device.own, 0, [(n, n) for n in range(200_000)]),
        Want(eve.device.own, 0, [], b"x", [0] * 500_000),
        Want(eve.device.own, 0, [], b"x", list(range(-5, 300))),
        Want(eve.device.own, -5), Want(eve.device.own, 1 << 63), Want(eve.device.own, (1 << 64) - 1),
        Want(eve.device.own, 0, [(-1, -2), (1 << 63, 1)]), Want(eve.device.own, 0, [], b"x", [1 << 62]),
    ):  # fmt: skip
        began = time.perf_counter()
        with contextlib.suppress(RefusedError):
            await eve.say(b"", [want])
        assert time.perf_counter() - began < 10
    ana.sync.make("collection", ana.own, title="x", created_ms=1)
    await unharmed(cloud, people)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_any_bytes_are_answered_and_harm_nothing(cloud, people, data):
    """Random messages with a good check value, and good messages with random bytes in them: never a 5xx."""
    if not people.devices:
        await people.person("eve")
    eve = HostileDevice(people.devices[0])
    anything = st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(1 << 63), (1 << 64) - 1)
        | st.floats()
        | st.binary()
        | st.text(),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=25,
    )
    batch = [eve.device.sync.id.bytes, data.draw(st.integers(1, 1 << 62)), [op_list(eve)], []]
    where = data.draw(st.sampled_from(["plain", "batch", "op", "runs", "flip"]))
    if where == "op":
        batch[2][0][data.draw(st.integers(0, 8))] = data.draw(anything)
    elif where in ("batch", "runs"):
        batch[3 if where == "runs" else data.draw(st.integers(0, 3))] = data.draw(anything)
    packed = bytearray(msgspec.msgpack.encode(batch))
    if where == "flip":
        packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    body = [1, eve.device.sync.id.bytes, -1, bytes(packed), []]
    try:
        await eve.device.send(
            sealed(msgspec.msgpack.encode(data.draw(anything) if where == "plain" else body))
        )
    except RefusedError as no:
        assert (no.status, no.code) in {(400, "sync.garbled"), (403, "sync.wrong_device")}  # noqa: PT017 - or taken


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


# Ids of others, everywhere


BODIES = {
    "UserChange": {"suspended": True}, "TenantChange": {"name": "mine"}, "GroupChange": {"name": "mine"},
    "MemberChange": {"role": "member"}, "NewInvitation": {"role": "member"}, "DeviceChange": {"name": "mine"},
    "NewTenantInvitation": {"email": "x@example.org"},
}  # fmt: skip
OPEN = {"GET /join/{token}"}
"""A page that anybody may open; what it says is the same for every token."""


def with_ids():
    """Every operation that names something by an id, a hash or a token, or a scope in its body."""
    for operation in OPERATIONS:
        path = f"{operation.method} {operation.path}"
        if path not in OPEN and (
            operation.path_names or (operation.body and operation.body.__name__ in ("Have", "NewUpload"))
        ):
            yield pytest.param(operation, id=path)


async def school(cloud, device, name):
    """Make somebody the administrator of a school of their own."""
    tenant_id = uuid.uuid4()
    async with cloud.services.database.write() as tx:
        await tx.connection.execute(TENANT.insert().values(id=tenant_id, name=name, created_ms=1))
        await tx.connection.execute(
            ACCOUNT.update().where(ACCOUNT.c.id == device.user_id).values(tenant_id=tenant_id, role="admin")
        )
    await device.sign_in()
    return tenant_id


async def ask(device, operation, ids):
    """One request with these ids; what came of it, without the number of the request."""
    path = operation.path
    for name in operation.path_names:
        path = path.replace(f"{{{name}}}", str(ids[name]))
    if operation.query is not None and "scope" in operation.query.__struct_fields__:
        path += f"?scope={ids['scope']}"
    body = None
    if operation.body is not None:
        name = operation.body.__name__
        new = {"sha256": ids["sha256"], "size_bytes": 5, "scope": ids["scope"]}
        body = {"Have": {"scope": ids["scope"], "hashes": [ids["sha256"]]}, "NewUpload": new, **BODIES}[name]
    headers = {"Content-Type": "application/json"}
    if operation.method == "PATCH" and operation.raw:
        headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    status, _, found = await device.raw(
        operation.method,
        path,
        data=json.dumps(body).encode() if body else (b"x" if operation.raw else None),
        **headers,
    )
    text = found.decode()
    for one in ids.values():
        text = text.replace(str(one), "")
    told = json.loads(text) if text.startswith("{") else {"body": text}
    return status, {name: value for name, value in told.items() if name != "request_id"}


@pytest.mark.parametrize("operation", list(with_ids()))
async def test_what_a_stranger_is_told_of_ids(cloud, people, operation):
    """Another school's administrator asks about a stranger's things and about nothing at all: the answers are alike."""
    ana, eve = await people.person("ana"), await people.person("eve")
    tenant_id = await school(cloud, ana, "Ana's")
    await school(cloud, eve, "Eve's")
    group = await ana.group()
    invited = await ana.invite(group)
    body = {"sha256": "a" * 64, "size_bytes": 5, "scope": ana.own}
    upload = await ana.raw(
        "POST",
        "/api/v1/content/uploads",
        data=json.dumps(body).encode(),
        **{"Content-Type": "application/json"},
    )
    made = json.loads(upload[2])
    for which in ("group_id", "tenant_id"):
        theirs = {
            "group_id": group.group_id, "user_id": ana.user_id, "device_id": ana.sync.id, "tenant_id": tenant_id,
            "invitation_id": invited.invitation_id, "upload_id": made["upload_id"], "sha256": "a" * 64,
            "name": "a" * 64, "token": str(invited.invitation_id),
            "scope": ana.own if which == "tenant_id" else f"group:{group.group_id}",
        }  # fmt: skip
        nobodys = {
            name: (
                value
                if name in ("sha256", "name")
                else f"user:{uuid.uuid4()}"
                if name == "scope"
                else uuid.uuid4()
            )
            for name, value in theirs.items()
        }
        found = await ask(eve, operation, theirs)
        assert found == await ask(eve, operation, nobodys)
        assert found[0] in {403, 404, 410}, found
        assert not {"ana", group.name} & set(json.dumps(found[1]).lower().split('"'))
    own = await ana.raw("GET", f"/api/v1/groups/{group.group_id}")
    assert (own[0], json.loads(own[2])["name"]) == (200, group.name)
    assert (await ana.raw("HEAD", f"/api/v1/content/uploads/{made['upload_id']}"))[0] == 200


# The log


SECRETS = {
    "name": "Xaviera Quillfeather", "title": "zebra-lecture-9931", "group": "Walrus Circle 4471",
    "text": "marmalade-answer-7720",
    "password": "a password for tests", "email": "secretary.of.ana@example.org", "file": "essay of Ana.pdf",
}  # fmt: skip


async def test_the_log_holds_nothing_of_learners(tmp_path):
    """Everything of a day, and much that is refused; then every planted word is looked for in the log."""
    server = await CloudProcess(tmp_path / "cloud", {"LOG__LEVEL": "debug"}).start()
    async with aiohttp.ClientSession() as http:
        people = CloudPeople(tmp_path / "devices", http, server.url)
        ana = people.device("secretary.of.ana")
        await ana.sign_up(SECRETS["name"])
        group = await ana.group(SECRETS["group"])
        invited = await ana.invite(group, email="other.secret@example.org")
        shared = f"group:{group.group_id}"
        ana.sync.make("collection", shared, title=SECRETS["title"], created_ms=1)
        ana.sync.make("chat", ana.own, title=SECRETS["text"], created_ms=1)
        ana.sync.make("item", ana.own, title=SECRETS["title"], file_name=SECRETS["file"])
        await ana.settle()
        eve = HostileDevice(await people.person("eve"))
        for op in (
            eve.made("collection", uuid.uuid4().bytes, shared, title=SECRETS["title"]),
            eve.made(SECRETS["title"], b"short", SECRETS["group"], title=SECRETS["text"]),
            op_list(eve, fields=b"\x81\xa5title\xb5" + SECRETS["text"].encode()[:-2] + b"\xff\xfe"),
            op_list(eve, kind=7, scope=SECRETS["title"]),
        ):
            with contextlib.suppress(RefusedError):
                await eve.hand_in(op)
        asked = [
            ("POST", "/api/v1/groups", {"group_id": SECRETS["text"], "name": SECRETS["group"]}),
            ("POST", "/api/v1/groups", {"group_id": str(uuid.uuid4()), "name": SECRETS["group"] * 90}),
            (
                "POST",
                "/api/v1/accounts/sign-in",
                {"email": SECRETS["email"], "password": SECRETS["text"], "device": 1},
            ),
            ("POST", "/api/v1/accounts/password-reset", {"email": SECRETS["email"]}),
            ("POST", f"/api/v1/invitations/{invited.token}/accept", None),
            ("GET", f"/api/v1/invitations/{invited.token}", None),
            ("GET", f"/api/v1/{SECRETS['title']}?q={SECRETS['text']}", None),
            ("GET", f"/join/{invited.token}", None),
            ("PATCH", "/api/v1/accounts/me", {"name": SECRETS["name"] * 40}),
            ("POST", "/api/v1/content/have", {"scope": SECRETS["title"], "hashes": [SECRETS["text"]]}),
        ]
        tokens = [
            ana.session.access_token,
            ana.session.refresh_token,
            invited.token,
            eve.device.session.refresh_token,
        ]
        for method, path, body in asked:
            await eve.device.raw(
                method,
                path,
                data=json.dumps(body).encode() if body else None,
                **{"Content-Type": "application/json"},
            )
        people.close()
    assert await server.stop() == 0
    log = server.log()
    assert log.count("sync.exchange") > 3
    for secret in [*SECRETS.values(), *tokens, "other.secret@example.org", tokens[0].rpartition(".")[2]]:
        assert secret not in log, secret
    assert "failed" not in log


# What is given


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(0, 1), st.integers(0, 3)),
        min_size=10,
        max_size=40,
    )
)
async def test_no_answer_gives_a_row_outside_its_grants(server_database, tmp_path_factory, steps):
    """Random memberships, edits, moves, first syncs; each row of each answer is where its reader may read."""
    stage = SyncStage(server_database, tmp_path_factory.mktemp("stage"))
    mark = uuid.uuid4().hex
    names = [f"{name}{mark}" for name in ("ana", "ben", "cem", "dia")]
    devices = {name: [stage.device(name)] for name in names}
    groups = [await stage.group(name) for name in names[:2]]
    real = stage.service.exchange

    async def watched(who, body):
        sealed = await real(who, body)
        await at_home(stage, who, unseal(sealed, Answer))
        return sealed

    stage.service.exchange = watched
    for action, person, which, other in steps:
        name, group = names[person], groups[which]
        device = devices[name][-1]
        scopes, rows = list(device.scopes()) or [own(name)], list(device.seen("collection"))
        if action == 0:
            device.make("collection", scopes[other % len(scopes)], title=name, created_ms=1)
        elif action == 1 and rows:
            device.change(rows[other % len(rows)], title=f"{action}{other}")
        elif action == 2 and rows:
            device.move(rows[other % len(rows)], scopes[which % len(scopes)])
        elif action == 3:
            await stage.join(name, group, list(Role)[1 + other % 3])
        elif action == 4:
            await code_of(stage.groups.remove_member(stage.who(name), group.group_id, user_id(name)))
        elif action == 5 and rows:
            device.delete(rows[other % len(rows)])
        elif action == 6 and len(devices[name]) < 2:
            devices[name].append(stage.device(name))
        await stage.sync(device)
    await stage.everywhere()
    stage.close()


async def at_home(stage, who, answer):
    """Judge one answer by the database as it is right after."""
    async with stage.database.read() as tx:
        roles = await stage.groups.roles(tx, who.user_id, None)
        allowed = {f"user:{who.user_id}", *roles}
        given = {(fed.kind, fed.id): page.scope for page in answer.pages for fed in unfolded(page)}
        given |= {(fed.kind, fed.id): bucket.scope for bucket in answer.buckets for fed in bucket.rows}
        given |= {(fix.row.kind, fix.row.id): fix.scope for fix in answer.fixes if fix.row is not None}
        stored = await tx.changes(lambda store: store.rows(given))
    assert told_of(answer) <= allowed
    for key, scope in given.items():
        assert stored[key].scope == scope
        assert scope in allowed
