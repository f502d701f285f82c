"""The groups' part of the interface against the whole server."""

import pytest

from shared.groups.messages import Group
from tests.support.cloud_people import CloudPeople, RefusedError


@pytest.fixture
async def people(cloud, tmp_path):
    made = CloudPeople(tmp_path / "devices", cloud.http, cloud.url)
    yield made
    made.close()


async def refused(coroutine):
    with pytest.raises(RefusedError) as caught:
        await coroutine
    return caught.value


async def test_the_groups_part_of_the_interface(people, cloud):
    ana, ben = await people.person("ana"), await people.person("ben")
    group = await ana.group()
    path = f"/api/v1/groups/{group.group_id}"
    assert (await ana.call("PATCH", path, {"description": "Cells"}, Group)).description == "Cells"
    invitation = await ana.invite(group, "viewer")
    page = await cloud.ask("GET", f"/join/{invitation.token}", headers={"Accept-Language": "es"})
    assert page.status == 200
    assert "Lantern" in page.body.decode()
    assert 'lang="es"' in page.body.decode()
    view = await ben.call("GET", f"/api/v1/invitations/{invitation.token}", None, dict)
    assert (view["group_name"], view["role"]) == ("Biology", "viewer")
    await ben.call("POST", f"/api/v1/invitations/{invitation.token}/decline")
    await ben.accept(invitation)
    changed = await ana.call("PATCH", f"{path}/members/{ben.user_id}", {"role": "manager"}, dict)
    assert changed["role"] == "manager"
    (open_one,) = (await ben.call("GET", f"{path}/invitations", None, dict))["invitations"]
    await ben.call("DELETE", f"{path}/invitations/{open_one['invitation_id']}")
    assert (await refused(ben.call("DELETE", path))).status == 403
    assert (await refused(ben.call("PATCH", f"{path}/members/{ana.user_id}", {"role": "king"}))).status == 400
    await ana.call("DELETE", path)
    assert (await refused(ben.call("GET", path))).code == "groups.not_found"


async def test_links_are_whole_without_a_public_address(people, cloud):
    ana = await people.person("ana")
    invitation = await ana.invite(await ana.group(), "viewer")
    assert invitation.url == f"{cloud.url}/join/{invitation.token}"
    for host, shown in (("lantern.lan:8440", "http://lantern.lan:8440"), ("evil/<script>", cloud.url)):
        page = await cloud.ask("GET", f"/join/{invitation.token}", headers={"Host": host})
        assert f"<code>{shown}/join/{invitation.token}</code>" in page.body.decode()
    again = await ana.invite(await ana.group(), "viewer")
    assert again.url.startswith(cloud.url), "what one browser says is not told to others"


@pytest.mark.parametrize("path", ["", "/members", "/invitations"])
async def test_signed_out_there_is_nothing_to_see(cloud, path):
    group = "00000000-0000-0000-0000-000000000001"
    assert (await cloud.ask("GET", f"/api/v1/groups/{group}{path}")).status == 401
    assert (await cloud.ask("GET", "/api/v1/invitations/aaaaaaaaaaaaaaaaaaaa")).status == 401


@pytest.mark.parametrize("token", ["..%2F..%2Fetc%2Fpasswd", "x", "a" * 65, "%00" * 20])
async def test_tokens_that_cannot_be_lead_nowhere(people, token):
    ana = await people.person("ana")
    for path in (f"/join/{token}", f"/api/v1/invitations/{token}"):
        status, _, _ = await ana.raw("GET", path)
        assert status in (400, 404)
