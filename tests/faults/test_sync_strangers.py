"""What a stranger is told of ids, what the log keeps, what answers give: nothing that is not theirs."""

import contextlib
import json
import uuid

import aiohttp
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.accounts.foreign_tables import WAY
from server.accounts.tables import ACCOUNT, TENANT
from server.assembly import OPERATIONS
from server.billing.orders import HoldRequest
from shared.billing.meters import Meter
from shared.groups.messages import Role
from shared.plans import FREE
from sync.codec import unseal
from sync.engine import unfolded
from sync.protocol import Answer
from tests.support.cloud_people import CloudPeople, RefusedError
from tests.support.cloud_server import CloudProcess
from tests.support.hostile_device import HostileDevice, op_list
from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own

pytestmark = pytest.mark.faults


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


def told_of(answer):
    """Every scope and row an answer tells anything of."""
    scopes = {part.scope for part in (*answer.pages, *answer.buckets, *answer.verify, *answer.snapshots)}
    scopes |= {fix.scope for fix in answer.fixes if fix.row is not None}
    return scopes | {one.to for page in answer.pages for one in page.gone if one.to}


# Ids of others, everywhere


BODIES = {
    "UserChange": {"suspended": True}, "TenantChange": {"name": "mine"}, "GroupChange": {"name": "mine"},
    "MemberChange": {"role": "member"}, "NewInvitation": {"role": "member"}, "DeviceChange": {"name": "mine"},
    "NewTenantInvitation": {"email": "x@example.org"},
    "Plan": msgspec.to_builtins(FREE), "NewPrompt": {"text": "mine"},
    "Caps": {"caps": [{"meter": "ai_tokens", "cap": 0}]},
    "Adjustment": {"adjustment_id": str(uuid.UUID(int=1)), "meter": "ai_tokens", "amount": 1, "reason": "mine"},
    "Heartbeat": {"epoch": 1, "seq": 1}, "EndSession": {"epoch": 1}, "AskGrant": {"epoch": 1},
}  # fmt: skip
OPEN = {"GET /join/{token}", "GET /api/v1/billing/prompts/{context}"}
"""Pages that anybody may open, the same for every token; texts for everybody, by names from a public list."""
IN_BODIES = ("scope", "session_id")
NOTHING = (200, {"authors": []})
"""Whose work somebody may see in a place where they may see none."""
PUBLIC = {"sha256", "name", "plan", "context", "provider"}
"""What is asked for by the same value twice: hashes of what anybody may have, names from public lists."""


def with_ids():
    """Every operation that names something by an id, a hash or a token, or a scope or session in body or query."""
    for operation in OPERATIONS:
        path = f"{operation.method} {operation.path}"
        given = [kind.__struct_fields__ for kind in (operation.body, operation.query) if kind is not None]
        named = any(name in fields for fields in given for name in IN_BODIES)
        if path not in OPEN and (operation.path_names or named):
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


async def charge_of(cloud, device):
    """A call of AI that somebody was charged for."""
    ledger = cloud.services.billing.ledger
    amounts = ((Meter.AI_TOKENS, 50),)
    request = HoldRequest(
        user_id=device.user_id, tenant_id=device.session.account.tenant_id, amounts=amounts, operation="chat"
    )
    hold = await ledger.hold(request)
    await ledger.settle(hold, {Meter.AI_TOKENS: 40})
    return hold.id


async def way_of(cloud, device):
    """An account elsewhere that somebody signs in with."""
    way_id = uuid.uuid4()
    row = {
        "id": way_id,
        "user_id": device.user_id,
        "provider": "school",
        "kind": "oidc",
        "subject": "s",
        "email": "",
    }
    async with cloud.services.database.write() as tx:
        values = {**row, "issuer": "https://school.example", "linked_ms": 1, "used_ms": 1}
        await tx.connection.execute(WAY.insert().values(**values))
    return way_id


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
        new = {"sha256": ids["sha256"], "size_bytes": 5}
        body = {"Have": {"hashes": [ids["sha256"]]}, "NewUpload": new, **BODIES}[name]
        body |= {each: str(ids[each]) for each in IN_BODIES if each in operation.body.__struct_fields__}
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
    session = await ana.call("POST", "/api/v1/session/start", {"topic": group.name}, dict)
    charge_id, way_id = await charge_of(cloud, ana), await way_of(cloud, ana)
    for which in ("group_id", "tenant_id"):
        theirs = {
            "group_id": group.group_id, "user_id": ana.user_id, "device_id": ana.sync.id, "tenant_id": tenant_id,
            "invitation_id": invited.invitation_id, "upload_id": made["upload_id"], "sha256": "a" * 64,
            "name": "a" * 64, "token": str(invited.invitation_id),
            "scope": ana.own if which == "tenant_id" else f"group:{group.group_id}",
            "charge_id": charge_id, "session_id": session["session_id"], "plan": "free", "context": "hint",
            "way_id": way_id, "provider": "stripe", "invoice": "in_0001", "event_id": uuid.uuid4(),
        }  # fmt: skip
        nobodys = {
            name: (value if name in PUBLIC else f"user:{uuid.uuid4()}" if name == "scope" else uuid.uuid4())
            for name, value in theirs.items()
        }
        found = await ask(eve, operation, theirs)
        assert found == await ask(eve, operation, nobodys)
        assert found[0] in {403, 404, 410} or found == NOTHING, found
        assert not {"ana", group.name} & set(json.dumps(found[1]).lower().split('"'))
    own = await ana.raw("GET", f"/api/v1/groups/{group.group_id}")
    assert (own[0], json.loads(own[2])["name"]) == (200, group.name)
    assert (await ana.raw("HEAD", f"/api/v1/content/uploads/{made['upload_id']}"))[0] == 200
    assert (await ana.raw("GET", f"/api/v1/billing/charges/{charge_id}"))[0] == 200
    on = await ana.call("GET", "/api/v1/session/status", None, dict)
    assert on["session"] == session


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
