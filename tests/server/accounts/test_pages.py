"""The pages that links in mails lead to, over a real socket."""

import re

import aiohttp
import pytest

from server.config.declarations import AccountsSection, MailSection, ServerSection
from shared.accounts.messages import NewTenant, NewTenantInvitation
from shared.clock import SystemClock
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, Device, Mailbox, plain, smtp_server
from tests.support.cloud_server import cloud_config, running_cloud


@pytest.fixture
async def mailbox():
    return Mailbox()


@pytest.fixture
async def site(tmp_path, mailbox):
    """A server with mails."""
    async with smtp_server(mailbox) as port:
        config = cloud_config(
            tmp_path,
            server=ServerSection(port=0, data_dir=str(tmp_path), public_url="https://l.example"),
            mail=MailSection(host="127.0.0.1", port=port, security="none"),
        )
        async with running_cloud(config) as running:
            yield running


async def get(site, path, language="en"):
    return await site.ask("GET", path, headers={"Accept-Language": language})


async def post(site, path, **fields):
    data = aiohttp.FormData(fields)()
    raw = data._value if isinstance(data._value, bytes) else bytes(data._value)
    return await site.ask(
        "POST", path, data=raw, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )


async def sign_up(site, address="ada@example.org"):
    device = Device(SystemClock())
    return device, await site.ask("POST", "/api/v1/accounts/sign-up", device.sign_up(address))


async def test_looking_at_a_link_does_nothing_and_posting_acts(site, mailbox):
    _, answer = await sign_up(site)
    token = await mailbox.token()
    for _ in range(2):
        page = await get(site, f"/account/verify?token={token}", "es-ES,es;q=0.9")
        assert (page.status, page.headers["Content-Language"]) == (200, "es")
        assert "Confirmar mi correo" in page.body.decode()
    head = await site.ask("HEAD", f"/account/verify?token={token}")
    assert (head.status, head.body) == (200, b"")
    access = answer.json["access_token"]
    assert not (await site.ask("GET", "/api/v1/accounts/me", token=access)).json["email_verified"]
    done = await post(site, "/account/verify", token=token)
    assert (done.status, "Your e-mail is confirmed" in done.body.decode()) == (200, True)
    assert (await site.ask("GET", "/api/v1/accounts/me", token=access)).json["email_verified"]
    again = await post(site, "/account/verify", token=token)
    assert (again.status, "no longer good" in again.body.decode()) == (410, True)


async def test_a_strangers_link_gives_the_stranger_nothing(tmp_path, mailbox):
    async with smtp_server(mailbox) as port:
        config = cloud_config(
            tmp_path,
            accounts=AccountsSection(hash_memory_mib=8, hash_passes=1, verify_email=True),
            mail=MailSection(host="127.0.0.1", port=port, security="none"),
        )
        async with running_cloud(config) as site:
            device, _ = await sign_up(site)
            token = await mailbox.token()
            page = (await get(site, f"/account/verify?token={token}")).body.decode()
            assert 'name="password"' in page
            assert "current-password" in page
            for password in ("", "a guess of the owner"):
                refused = await post(site, "/account/verify", token=token, password=password)
                assert (refused.status, "not your password" in refused.body.decode()) == (403, True)
            body = device.sign_in("ada@example.org")
            assert (await site.ask("POST", "/api/v1/accounts/sign-in", body)).code == "accounts.confirm_email"
            assert (await post(site, "/account/verify", token=token, password=PASSWORD)).status == 200
            assert (await site.ask("POST", "/api/v1/accounts/sign-in", body)).status == 200


async def test_another_e_mail_is_confirmed_in_the_browser(site, mailbox):
    _, answer = await sign_up(site)
    access = answer.json["access_token"]
    wish = {"email": "grace@example.org", "password": PASSWORD}
    assert (await site.ask("POST", "/api/v1/accounts/email", wish, token=access)).json["asked"]
    await mailbox.next(3)
    asked = next(mail for mail in mailbox.messages if mail["To"] == "grace@example.org")
    token = plain(asked).partition("/account/email?token=")[2].split()[0]
    page = await get(site, f"/account/email?token={token}", "es")
    assert "current-password" in page.body.decode()
    refused = await post(site, "/account/email", token=token, password="wrong")
    assert (refused.status, "not your password" in refused.body.decode()) == (403, True)
    done = await post(site, "/account/email", token=token, password=PASSWORD)
    assert (done.status, "Your e-mail is changed" in done.body.decode()) == (200, True)
    me = (await site.ask("GET", "/api/v1/accounts/me", token=access)).json
    assert (me["email"], me["email_verified"]) == ("grace@example.org", True)


async def test_a_new_password_is_chosen_in_the_browser(site, mailbox):
    device, _ = await sign_up(site)
    await site.ask("POST", "/api/v1/accounts/password-reset", {"email": "ada@example.org"})
    token = await mailbox.token(2)
    short = await post(site, "/account/reset", token=token, password="short")
    assert short.status == 400
    assert 'role="alert"' in short.body.decode()
    assert f'value="{token}"' in short.body.decode()
    assert "short" not in re.sub(r"too short", "", short.body.decode())
    done = await post(site, "/account/reset", token=token, password="a password & more=")
    assert done.status == 200
    body = device.sign_in("ada@example.org", "a password & more=")
    assert (await site.ask("POST", "/api/v1/accounts/sign-in", body)).status == 200


async def test_an_invitation_is_accepted_in_the_browser(site, mailbox):
    accounts = site.services.accounts
    await accounts.create_super_admin("root@example.org", "Root", PASSWORD)
    device = Device(SystemClock())
    root = await accounts.sign_ins.sign_in(device.sign_in("root@example.org"), HOME)
    who = await accounts.principal(root.access_token)
    tenant_id = new_id()
    await accounts.tenants.create(who, NewTenant(tenant_id, "Escuela"), HOME)
    await accounts.tenants.invite(who, tenant_id, NewTenantInvitation("kid@example.org", "teacher"), HOME)
    token = await mailbox.token()
    page = (await get(site, f"/account/invitation?token={token}")).body.decode()
    assert "Join “Escuela”" in page
    assert 'name="name"' in page
    assert "Root invites you to “Escuela” as kid@example.org." in page
    assert (await post(site, "/account/invitation", token=token, name="Kid", password=PASSWORD)).status == 200
    signed_in = await site.ask("POST", "/api/v1/accounts/sign-in", device_for().sign_in("kid@example.org"))
    assert (signed_in.json["account"]["role"], signed_in.json["account"]["tenant_name"]) == (
        "teacher",
        "Escuela",
    )


def device_for():
    return Device(SystemClock())


@pytest.mark.parametrize("page", ["verify", "reset", "invitation"])
async def test_bad_links_and_forms(site, page):
    for query in ("", "?token=", "?token=nothing", "?token=%00", "?token=" + "x" * 3_000, "?token=%ED%A0%80"):
        answer = await get(site, f"/account/{page}{query}")
        assert answer.status in (400, 410), query
    path = f"/account/{page}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for raw, status in (
        (b"", 410),
        (b"token=x", 410),
        (b"token=%00", 400),
        (b"\xff\xfe=%ff", 400),
        (b"&".join(b"a%d=1" % n for n in range(50)), 400),
        (b"token=" + b"x" * 20_000, 413),
    ):
        assert (await site.ask("POST", path, data=raw, headers=form)).status == status, raw[:40]
    assert (
        await site.ask("POST", path, data=b"{}", headers={"Content-Type": "application/json"})
    ).status == 415
