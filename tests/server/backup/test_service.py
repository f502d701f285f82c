import hashlib
import shutil

import msgspec
import pytest
from sqlalchemy import text

from server.assembly import data_dir
from server.backup.archive import opened
from server.backup.service import back_up, restore
from server.config.declarations import DatabaseSection
from server.storage.schema import revisions
from shared.accounts.messages import SignIn, SignUp
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import cloud_config, running_cloud

FILE = b"a lecture " * 50_000
SHA = hashlib.sha256(FILE).hexdigest()
PIECE = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0", "Tus-Resumable": "1.0.0"}


@pytest.fixture(params=["sqlite", "postgresql"])
def config(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("empty_postgres_url")
    return cloud_config(tmp_path / "cloud", database=DatabaseSection(url=url))


async def sign_up(cloud, email):
    answer = await cloud.ask(
        "POST", "/api/v1/accounts/sign-up", SignUp(email, PASSWORD, "Ana", introduced(email))
    )
    assert answer.status == 201, answer.body
    return answer.json


async def signs_in(cloud, email):
    answer = await cloud.ask("POST", "/api/v1/accounts/sign-in", SignIn(email, PASSWORD, introduced(email)))
    return answer.status == 200


async def upload(cloud, session):
    scope = f"user:{session['account']['user_id']}"
    new = {"sha256": SHA, "size_bytes": len(FILE), "scope": scope, "media_type": "audio/mpeg"}
    token = session["access_token"]
    begun = await cloud.ask("POST", "/api/v1/content/uploads", new, token=token)
    path = f"/api/v1/content/uploads/{begun.json['upload_id']}"
    assert (await cloud.ask("PATCH", path, token=token, headers=PIECE, data=FILE)).status == 204
    return scope


async def epoch(cloud):
    async with cloud.services.database.read() as transaction:
        found = await transaction.connection.execute(text("SELECT epoch FROM sync_authority"))
        return found.scalar_one()


async def test_a_running_server_is_backed_up_and_put_back_elsewhere_in_time(config, tmp_path):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config) as cloud:
        session = await sign_up(cloud, "ana@example.org")
        scope = await upload(cloud, session)
        made = await back_up(config, target, SystemClock(), with_content=True)
        await sign_up(cloud, "late@example.org")
        before = await epoch(cloud)
    assert (made.content_files, made.content_bytes, made.revision) == (1, len(FILE), revisions()[-1])
    shutil.rmtree(data_dir(config) / "content")
    done = await restore(config, target, SystemClock(), replace=True)
    assert (done.content_put, done.missing) == (1, 0)
    assert done.set_aside is not None
    assert done.set_aside.stat().st_size > 0
    async with running_cloud(config) as cloud:
        assert await epoch(cloud) != before
        assert await signs_in(cloud, "ana@example.org")
        assert not await signs_in(cloud, "late@example.org")
        token = session["access_token"]
        path = f"/api/v1/content/{SHA}?scope={scope}"
        assert (await cloud.ask("GET", path, token=token)).body == FILE
    assert not list(tmp_path.rglob(".lantern-*"))


async def test_a_running_server_is_not_restored_over(config, tmp_path):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config) as cloud:
        await back_up(config, target, SystemClock(), with_content=False)
        await sign_up(cloud, "ana@example.org")
        with pytest.raises(AppError, match=r"server\.running"):
            await restore(config, target, SystemClock(), replace=True)
        assert await signs_in(cloud, "ana@example.org")


async def test_data_is_not_replaced_unasked(config, tmp_path):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config):
        await back_up(config, target, SystemClock(), with_content=False)
    with pytest.raises(AppError, match="needs_force"):
        await restore(config, target, SystemClock(), replace=False)


async def test_without_its_content_a_backup_says_what_is_missing(config, tmp_path):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config) as cloud:
        await upload(cloud, await sign_up(cloud, "ana@example.org"))
        await back_up(config, target, SystemClock(), with_content=False)
    shutil.rmtree(data_dir(config) / "content")
    done = await restore(config, target, SystemClock(), replace=True)
    assert (done.content_put, done.missing) == (0, 1)
    with opened(target) as reading:
        assert reading.manifest.with_content is False


async def test_a_backup_of_another_kind_of_database_is_refused(config, tmp_path, postgres_url):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config):
        await back_up(config, target, SystemClock(), with_content=False)
    other = "" if config.database.url else postgres_url
    wrong = msgspec.structs.replace(config, database=DatabaseSection(url=other))
    with pytest.raises(AppError, match="backup_other_database"):
        await restore(wrong, target, SystemClock(), replace=True)


async def test_a_damaged_database_goes_aside_and_the_backup_comes_back(tmp_path):
    config = cloud_config(tmp_path / "cloud")
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config) as cloud:
        await sign_up(cloud, "ana@example.org")
        await back_up(config, target, SystemClock(), with_content=False)
    file = data_dir(config) / "lantern.db"
    file.write_bytes(b"the disk had other ideas" * 1_000)
    done = await restore(config, target, SystemClock(), replace=True)
    assert done.set_aside.read_bytes().startswith(b"the disk")
    async with running_cloud(config) as cloud:
        assert await signs_in(cloud, "ana@example.org")


async def test_what_is_no_backup_changes_nothing(tmp_path):
    config = cloud_config(tmp_path / "cloud")
    async with running_cloud(config) as cloud:
        await sign_up(cloud, "ana@example.org")
    before = (data_dir(config) / "lantern.db").read_bytes()
    wrong = tmp_path / "wrong"
    wrong.write_bytes(b"anything")
    with pytest.raises(AppError, match="backup_unreadable"):
        await restore(config, wrong, SystemClock(), replace=True)
    assert (data_dir(config) / "lantern.db").read_bytes() == before


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
async def test_a_cut_backup_changes_nothing_and_leaves_nothing_behind(config, tmp_path, share):
    target = tmp_path / "backup.tar.zst"
    async with running_cloud(config) as cloud:
        session = await sign_up(cloud, "ana@example.org")
        await upload(cloud, session)
        await back_up(config, target, SystemClock(), with_content=True)
        await sign_up(cloud, "late@example.org")
    raw = target.read_bytes()
    target.write_bytes(raw[: int(len(raw) * share)])
    before = sorted(data_dir(config).rglob("*"))
    with pytest.raises(AppError, match="backup_unreadable"):
        await restore(config, target, SystemClock(), replace=True)
    assert sorted(data_dir(config).rglob("*")) == before
    async with running_cloud(config) as cloud:
        assert await signs_in(cloud, "late@example.org")
