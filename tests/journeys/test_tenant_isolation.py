"""Every operation that names something, asked by people whom it does not concern: of no school, or of another one.

The list is that of the server itself: an operation that is added is asked too, and has to be given a body here.
"""

import base64
import hashlib
import uuid

import msgspec
import pytest

from server.assembly import OPERATIONS
from server.billing.orders import HoldRequest
from server.web.operation import Auth
from shared.billing.meters import Meter
from shared.plans import FREE
from tests.support.accounts_stage import token_of
from tests.support.cloud_people import PASSWORD, CloudPeople

FILE = b"what a learner made"
SHA = hashlib.sha256(FILE).hexdigest()
CHECKSUM = "sha256 " + base64.b64encode(hashlib.sha256(b"x").digest()).decode()
BODIES = {
    "accounts.rename_device": {"name": "Mine now"},
    "accounts.change_user": {"role": "learner", "suspended": True},
    "accounts.change_tenant": {"name": "Mine now"},
    "accounts.invite": {"email": "friend@example.org"},
    "groups.change": {"name": "Mine now"},
    "groups.change_member": {"role": "viewer"},
    "groups.invite": {},
    "content.have": {"hashes": [SHA]},
    "content.begin_upload": {"sha256": "1" * 64, "size_bytes": 5, "media_type": "text/plain"},
    "billing.put_plan": msgspec.to_builtins(FREE),
    "billing.put_prompt": {"text": "Mine now"},
    "billing.put_caps": {"caps": [{"meter": "ai_tokens", "cap": 0}]},
    "billing.adjust": {
        "adjustment_id": str(uuid.UUID(int=1)),
        "meter": "ai_tokens",
        "amount": -1,
        "reason": "Mine now",
    },
    "billing.heartbeat": {"epoch": 1, "seq": 1},
    "billing.end_session": {"epoch": 1},
    "billing.realtime_grant": {"epoch": 1},
}
IN_BODIES = ("scope", "session_id")
"""What a body names that belongs to somebody."""
NOBODYS = {"billing.prompt"}
"""The instructions of a use of AI: one text for everybody who is signed in, by a name from a public list."""


def names_something(operation):
    given = [kind.__struct_fields__ for kind in (operation.body, operation.query) if kind is not None]
    return operation.path_names or any(name in fields for fields in given for name in IN_BODIES)


NAMED = [
    operation
    for operation in OPERATIONS
    if operation.auth is not Auth.NONE and operation.name not in NOBODYS and names_something(operation)
]


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


async def school(people, root, name):
    """A tenant and its administrator."""
    tenant_id = str(uuid.uuid4())
    await root.call("POST", "/api/v1/admin/tenants", {"tenant_id": tenant_id, "name": name})
    return tenant_id, await pupil(people, root, tenant_id, f"head.{name}", "admin")


async def pupil(people, inviter, tenant_id, name, role="learner"):
    body = {"email": f"{name}@example.org", "role": role}
    made = await inviter.call("POST", f"/api/v1/tenants/{tenant_id}/invitations", body, dict)
    person = await people.person(name)
    await person.call("POST", "/api/v1/accounts/invitation", {"token": token_of(made["url"])})
    return await person.sign_in()


async def charged(cloud, kid, tenant_id):
    """A call of AI that somebody was charged for."""
    ledger = cloud.services.billing.ledger
    amounts = ((Meter.AI_TOKENS, 50),)
    request = HoldRequest(
        user_id=kid.user_id, tenant_id=uuid.UUID(tenant_id), amounts=amounts, operation="chat"
    )
    hold = await ledger.hold(request)
    await ledger.settle(hold, {Meter.AI_TOKENS: 40})
    return str(hold.id)


async def belongings(cloud, kid, tenant_id):
    """One of everything that has a name, and the names."""
    group = await kid.group()
    link = await kid.invite(group)
    begun = {"scope": kid.own, "sha256": SHA, "size_bytes": len(FILE), "media_type": "text/plain"}
    upload = await kid.call("POST", "/api/v1/content/uploads", begun, dict)
    path = f"/api/v1/content/uploads/{upload['upload_id']}"
    piece = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert (await kid.raw("PATCH", path, data=FILE, **piece))[0] == 204
    begun |= {"sha256": "0" * 64, "scope": f"group:{group.group_id}"}
    upload = await kid.call("POST", "/api/v1/content/uploads", begun, dict)
    session = await kid.call("POST", "/api/v1/session/start", {"topic": "Biology"}, dict)
    return {
        "tenant_id": tenant_id,
        "user_id": str(kid.user_id),
        "device_id": str(kid.sync.id),
        "group_id": str(group.group_id),
        "invitation_id": str(link.invitation_id),
        "token": link.token,
        "upload_id": upload["upload_id"],
        "sha256": SHA,
        "name": "0" * 64,
        "scope": kid.own,
        "charge_id": await charged(cloud, kid, tenant_id),
        "plan": "free",
        "context": "hint",
        "session_id": session["session_id"],
        "way_id": str(uuid.uuid4()),
        "event_id": str(uuid.uuid4()),
        "provider": "stripe",
        "invoice": "in_1",
    }


async def asked(who, operation, names):
    path = operation.path
    for name in operation.path_names:
        path = path.replace(f"{{{name}}}", names[name])
    if operation.query is not None and "scope" in operation.query.__struct_fields__:
        path += f"?scope={names['scope']}"
    if operation.name == "content.append_piece":
        piece = {"Content-Type": operation.takes[0], "Upload-Offset": "0", "Upload-Checksum": CHECKSUM}
        return await who.raw(operation.method, path, data=b"x", **piece)
    if operation.body is None:
        return await who.raw(operation.method, path)
    named = {name: names[name] for name in IN_BODIES if name in operation.body.__struct_fields__}
    body = msgspec.json.encode({**BODIES[operation.name], **named})
    return await who.raw(operation.method, path, data=body, **{"Content-Type": "application/json"})


async def seen(kid, names):
    """What its owner sees of it all."""
    group = f"/api/v1/groups/{names['group_id']}"
    paths = (
        *("/api/v1/accounts/me", "/api/v1/groups", group, f"{group}/members", f"{group}/invitations"),
        "/api/v1/content/usage",
        f"/api/v1/content/{SHA}?scope={kid.own}",
        *("/api/v1/billing/ledger", f"/api/v1/billing/charges/{names['charge_id']}"),
        *("/api/v1/billing/plans", "/api/v1/billing/prompts/hint", "/api/v1/session/status"),
    )
    told = [(await kid.raw("GET", path))[::2] for path in paths]
    devices = await kid.call("GET", "/api/v1/accounts/devices", None, dict)
    names_of_devices = [(one["name"], one["signed_in"]) for one in devices["devices"]]
    return told, names_of_devices


@pytest.mark.parametrize("stranger", ["outsider", "other_head"])
async def test_strangers_find_and_change_nothing(cloud, people, stranger):
    await cloud.services.accounts.create_super_admin("root@example.org", "Root", PASSWORD)
    root = await people.device("root").sign_in()
    tenant_id, head = await school(people, root, "escuela")
    kid = await pupil(people, head, tenant_id, "kid")
    names = await belongings(cloud, kid, tenant_id)
    _, other_head = await school(people, root, "lycee")
    who = other_head if stranger == "other_head" else await people.person("outsider")
    before = await seen(kid, names)
    assert {status for status, _ in before[0]} == {200}
    for operation in NAMED:
        status, _, body = await asked(who, operation, names)
        secrets = (str(kid.user_id), str(kid.sync.id), "Biology", "kid@example.org")
        empty = operation.method == "GET" and not operation.path_names and status == 200
        assert status in (403, 404, 410) or empty, (operation.name, status, body)
        assert not any(secret.encode() in body for secret in secrets), operation.name
    listed = [
        await who.raw("GET", f"/api/v1/admin/{what}") for what in ("users?limit=200", "audit?limit=200")
    ]
    assert not any(str(kid.user_id).encode() in body for _, _, body in listed)
    assert await seen(kid, names) == before
