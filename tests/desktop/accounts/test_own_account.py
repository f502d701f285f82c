"""What a person does with their account, against the real server."""

import hashlib
import zipfile

import pytest

from server.config.declarations import MailSection
from shared.errors import AppError
from tests.support.accounts_stage import Mailbox, plain, smtp_server
from tests.support.cloud_desktops import PASSWORD, desktop, sign_in, sign_up
from tests.support.cloud_server import cloud_config, running_cloud


async def refused(awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value.code


async def test_name_password_and_mail(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        assert (await ana.accounts.own.rename("Ana Castillo")).name == "Ana Castillo"
        assert ana.accounts.session.name == "Ana Castillo"
        assert (
            await refused(ana.accounts.own.change_password("not it", "a new password"))
            == "accounts.wrong_password"
        )
        await ana.accounts.own.change_password(PASSWORD, "a new password")
        assert await refused(sign_in(other, cloud.url)) == "accounts.wrong_sign_in"
        assert await refused(ana.accounts.own.resend_verification()) == "accounts.mail_off"
        server = await other.accounts.find_server(cloud.url)
        assert (await ana.accounts.server()).server_id == server.info.server_id


async def test_everything_can_be_taken_away(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        size = await ana.accounts.own.export_to(tmp_path / "mine.zip")
        assert size == (tmp_path / "mine.zip").stat().st_size
        with zipfile.ZipFile(tmp_path / "mine.zip") as found:
            assert found.testzip() is None
            assert found.namelist()


async def test_the_e_mail_changes_at_once_where_no_mails_go_out(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as other:
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        new = "ana.castillo@example.org"
        assert await refused(ana.accounts.own.change_email(new, "not it")) == "accounts.wrong_password"
        assert not await ana.accounts.own.change_email(new, PASSWORD)
        assert ana.accounts.session.email == new
        assert (await other.accounts.own.refresh()).email == new, "the other device goes on"
        await ana.accounts.sign_out()
        await sign_in(ana, cloud.url, new)


async def test_the_e_mail_changes_with_the_link_in_a_mail(tmp_path):
    mailbox, new = Mailbox(), "ana.castillo@example.org"
    async with smtp_server(mailbox) as port:
        mail = MailSection(host="127.0.0.1", port=port, security="none")
        async with (
            running_cloud(cloud_config(tmp_path / "cloud", mail=mail)) as cloud,
            desktop(tmp_path / "a") as ana,
        ):
            await sign_up(ana, cloud.url)
            assert await ana.accounts.own.change_email(new, PASSWORD)
            assert ana.accounts.session.email != new
            await mailbox.next(3)
            link = next(one for one in mailbox.messages if one["To"] == new)
            token = plain(link).partition("token=")[2].split()[0]
            body = {"token": token, "password": PASSWORD}
            assert (await cloud.ask("POST", "/api/v1/accounts/email/confirm", body)).status == 204
            assert (await ana.accounts.own.refresh()).email == new
            assert ana.accounts.session.email_verified


async def test_an_export_carries_files_and_its_size_is_known_before(tmp_path, cloud):
    data = b"a lecture " * 1_000
    sha = hashlib.sha256(data).hexdigest()
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        assert await ana.accounts.own.stored_bytes() == 0
        token, scope = await ana.accounts.access_token(), f"user:{ana.accounts.session.user_id}"
        new = {"sha256": sha, "size_bytes": len(data), "scope": scope, "media_type": "text/plain"}
        begun = (await cloud.ask("POST", "/api/v1/content/uploads", new, token=token)).json
        headers = {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": "0",
            "Tus-Resumable": "1.0.0",
        }
        path = f"/api/v1/content/uploads/{begun['upload_id']}"
        assert (await cloud.ask("PATCH", path, token=token, headers=headers, data=data)).status == 204
        assert await ana.accounts.own.stored_bytes() == len(data)
        await ana.accounts.own.export_to(tmp_path / "mine.zip")
        with zipfile.ZipFile(tmp_path / "mine.zip") as found:
            assert found.read(f"files/{sha}.txt") == data
