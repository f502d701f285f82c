"""The operations of administrators over a real socket."""

from server.accounts.tenant_service import SERVER
from shared.clock import SystemClock
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, Device, token_of


async def root_token(cloud):
    await cloud.services.accounts.create_super_admin("root@example.org", "Root", PASSWORD)
    device = Device(SystemClock())
    session = await cloud.services.accounts.sign_ins.sign_in(device.sign_in("root@example.org"), HOME)
    return session.access_token


async def member(cloud, address, invitation):
    device = Device(SystemClock())
    body = device.sign_up(address, invitation=invitation)
    return (await cloud.ask("POST", "/api/v1/accounts/sign-up", body)).json


async def test_a_school_from_beginning_to_end(cloud):
    root = await root_token(cloud)
    tenant_id = str(new_id())
    made = await cloud.ask(
        "POST", "/api/v1/admin/tenants", {"tenant_id": tenant_id, "name": "Escuela"}, token=root
    )
    assert (made.status, made.json["name"]) == (201, "Escuela")
    path = f"/api/v1/tenants/{tenant_id}"
    invited = await cloud.ask(
        "POST", f"{path}/invitations", {"email": "h@example.org", "role": "admin"}, token=root
    )
    assert invited.status == 201
    head = await member(cloud, "h@example.org", token_of(invited.json["url"]))
    token = head["access_token"]
    kid_url = (await cloud.ask("POST", f"{path}/invitations", {"email": "k@example.org"}, token=token)).json[
        "url"
    ]
    kid = await member(cloud, "k@example.org", token_of(kid_url))
    spare = (await cloud.ask("POST", f"{path}/invitations", {"email": "x@example.org"}, token=token)).json
    open_ones = (await cloud.ask("GET", f"{path}/invitations", token=token)).json["invitations"]
    assert [one["email"] for one in open_ones] == ["x@example.org"]
    gone = await cloud.ask("DELETE", f"{path}/invitations/{spare['invitation_id']}", token=token)
    assert gone.status == 204
    users = (await cloud.ask("GET", "/api/v1/admin/users?limit=10", token=token)).json["users"]
    assert {user["email"] for user in users} == {"h@example.org", "k@example.org"}
    kid_id = kid["account"]["user_id"]
    change = {"role": "teacher", "suspended": True}
    changed = await cloud.ask("PATCH", f"/api/v1/admin/users/{kid_id}", change, token=token)
    assert (changed.json["role"], changed.json["suspended"]) == ("teacher", True)
    answer = await cloud.ask("GET", "/api/v1/accounts/me", token=kid["access_token"])
    assert (answer.status, answer.code) == (403, "accounts.suspended")
    log = (await cloud.ask("GET", f"/api/v1/admin/audit?user_id={kid_id}", token=token)).json
    assert log["entries"][0]["action"] == "user.changed"
    assert (await cloud.ask("DELETE", f"{path}/members/{kid_id}", token=token)).status == 204
    (listed,) = (await cloud.ask("GET", "/api/v1/admin/tenants", token=root)).json["tenants"]
    assert listed["members"] == 1
    stopped = await cloud.ask("PATCH", f"/api/v1/admin/tenants/{tenant_id}", {"suspended": True}, token=root)
    assert stopped.json["suspended"]
    assert (await cloud.ask("GET", "/api/v1/accounts/me", token=token)).code == "accounts.suspended"


async def test_others_may_not(cloud):
    root = await root_token(cloud)
    url = (
        await cloud.ask(
            "POST", f"/api/v1/tenants/{SERVER}/invitations", {"email": "k@example.org"}, token=root
        )
    ).json["url"]
    token = (await member(cloud, "k@example.org", token_of(url)))["access_token"]
    for method, path, body in (
        ("GET", "/api/v1/admin/users", None),
        ("GET", "/api/v1/admin/audit", None),
        ("GET", "/api/v1/admin/tenants", None),
        ("POST", "/api/v1/admin/tenants", {"tenant_id": str(new_id()), "name": "X"}),
        ("PATCH", f"/api/v1/admin/users/{new_id()}", {"role": "admin"}),
        ("POST", f"/api/v1/tenants/{SERVER}/invitations", {"email": "x@example.org"}),
    ):
        answer = await cloud.ask(method, path, body, token=token)
        assert (answer.status, answer.code) == (403, "web.forbidden"), path
        assert (await cloud.ask(method, path, body)).status == 401
