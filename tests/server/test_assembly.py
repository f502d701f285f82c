import asyncio
import hashlib
import io
import shutil
import zipfile

import aiohttp
import msgspec
import pytest

from server.assembly import OPERATIONS, JobSeen, data_dir, database_url, jobs, open_services
from server.billing.orders import HoldRequest
from server.config.declarations import DatabaseSection, JobsSection, ServerConfig, ServerSection
from server.jobs.runner import JobCall, JobRun
from server.web.metrics import Metrics
from shared.accounts.messages import Session, SignUp
from shared.billing.messages import ADMIN_PATH
from shared.billing.meters import Meter
from shared.sync.messages import LIVE_PATH, Poke
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.catalog_stage import signed_up as usage_person
from tests.support.catalog_stage import super_admin
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.moto_store import moto_store

__all__ = ["moto_store"]


async def signed_up(cloud, email="ana@example.org"):
    body = SignUp(email, PASSWORD, "Ana", introduced(email))
    return (await cloud.ask("POST", "/api/v1/accounts/sign-up", body)).json


def test_the_database_is_in_the_data_folder_unless_told(tmp_path):
    config = ServerConfig(server=ServerSection(data_dir=str(tmp_path)))
    assert database_url(config) == f"sqlite:///{tmp_path}/lantern.db"
    assert data_dir(config) == tmp_path
    assert database_url(ServerConfig(database=DatabaseSection(url="postgresql://h/n"))) == "postgresql://h/n"


def test_every_slice_answers():
    assert {operation.name.partition(".")[0] for operation in OPERATIONS} == {
        "accounts",
        "ai",
        "billing",
        "groups",
        "payments",
        "content",
        "sync",
    }


async def test_somebody_signs_up_and_is_known(cloud):
    session = await signed_up(cloud)
    assert set(session) == set(Session.__struct_fields__)
    me = await cloud.ask("GET", "/api/v1/accounts/me", token=session["access_token"])
    assert me.json["email"] == "ana@example.org"
    assert (await cloud.ask("GET", "/readyz")).json["parts"] == {"database": "ok", "content": "ok"}


async def test_a_server_whose_store_or_schema_is_gone_is_not_ready(tmp_path):
    config = cloud_config(tmp_path / "cloud")
    async with running_cloud(config) as cloud:
        shutil.rmtree(data_dir(config) / "content")
        async with cloud.services.database.write() as transaction:
            await transaction.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        answer = await cloud.ask("GET", "/readyz")
        assert answer.status == 503
        assert answer.json["parts"] == {"database": "failed", "content": "failed"}


PIECE = {"Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0"}


async def uploaded(cloud, session, data, media_type="audio/mpeg"):
    token, scope = session["access_token"], f"user:{session['account']['user_id']}"
    sha = hashlib.sha256(data).hexdigest()
    new = {"sha256": sha, "size_bytes": len(data), "scope": scope, "media_type": media_type}
    begun = (await cloud.ask("POST", "/api/v1/content/uploads", new, token=token)).json
    path = f"/api/v1/content/uploads/{begun['upload_id']}"
    for at in range(0, len(data), 1 << 20):
        headers = {**PIECE, "Upload-Offset": str(at)}
        sent = await cloud.ask("PATCH", path, token=token, headers=headers, data=data[at : at + (1 << 20)])
        assert sent.status == 204, sent.body
    return sha


@pytest.fixture(params=["folder", "s3"])
def sections(request):
    store = request.getfixturevalue("moto_store") if request.param == "s3" else None
    return {"content": store.section} if store is not None else {}


async def test_the_export_carries_the_files_themselves(tmp_path, sections):
    lecture, page = bytes(range(256)) * 40_000, b"a page"
    async with running_cloud(cloud_config(tmp_path / "cloud", **sections)) as cloud:
        session = await signed_up(cloud)
        shas = [await uploaded(cloud, session, lecture), await uploaded(cloud, session, page, "text/plain")]
        answer = await cloud.ask("GET", "/api/v1/accounts/export", token=session["access_token"])
    found = zipfile.ZipFile(io.BytesIO(answer.body))
    assert found.testzip() is None
    assert found.read(f"files/{shas[0]}.mp3") == lecture
    assert found.read(f"files/{shas[1]}.txt") == page


async def test_a_file_that_is_lost_is_named_in_the_export_and_a_cut_one_breaks_it(tmp_path):
    config = cloud_config(tmp_path / "cloud")
    async with running_cloud(config) as cloud:
        session = await signed_up(cloud)
        gone, cut = b"gone", bytes(5 << 20)
        shas = [await uploaded(cloud, session, gone), await uploaded(cloud, session, cut)]
        places = {sha: next((data_dir(config) / "content").rglob(sha)) for sha in shas}
        places[shas[0]].unlink()
        token = session["access_token"]
        found = await cloud.ask("GET", "/api/v1/accounts/export", token=token)
        assert shas[0].encode() in zipfile.ZipFile(io.BytesIO(found.body)).read("missing.jsonl")
        places[shas[1]].write_bytes(cut[: 2 << 20])
        with pytest.raises(aiohttp.ClientPayloadError):
            await cloud.ask("GET", "/api/v1/accounts/export", token=token)


async def test_the_export_has_a_part_of_every_slice(cloud):
    token = (await signed_up(cloud))["access_token"]
    answer = await cloud.ask("GET", "/api/v1/accounts/export", token=token)
    assert answer.status == 200
    names = zipfile.ZipFile(io.BytesIO(answer.body)).namelist()
    assert {"account.json", "records.jsonl", "content.jsonl"} <= set(names)


async def test_the_same_server_on_postgresql(tmp_path, empty_postgres_url):
    config = cloud_config(tmp_path, database=DatabaseSection(url=empty_postgres_url))
    async with running_cloud(config) as cloud:
        token = (await signed_up(cloud))["access_token"]
        assert (await cloud.ask("GET", "/api/v1/accounts/me", token=token)).status == 200
        assert (await cloud.ask("GET", "/readyz")).json["ready"] is True


async def test_every_job_runs_on_an_empty_server(tmp_path):
    config = cloud_config(tmp_path, jobs=JobsSection(enabled=False))
    async with running_cloud(config) as cloud:
        services = cloud.services
        for job in jobs(services):
            await job.run(JobCall(job.name, services.clock.now_ms(), services.database))


def test_runs_of_jobs_are_counted():
    metrics = Metrics()
    seen = JobSeen(metrics)
    seen(JobRun("sync.clear", 1_500, None))
    seen(JobRun("sync.clear", 10, "OSError"))
    text = metrics.text().decode()
    assert 'lantern_job_runs_total{job="sync.clear",outcome="done"} 1.0' in text
    assert 'lantern_job_runs_total{job="sync.clear",outcome="failed"} 1.0' in text
    assert 'lantern_job_seconds_sum{job="sync.clear"} 1.51' in text


async def test_figures_tell_of_the_database_and_of_sync(cloud):
    text = (await cloud.ask("GET", "/metrics")).body.decode()
    assert "\nlantern_database_connections_busy " in text
    assert "lantern_sync" in text


async def test_a_live_device_hears_of_use_of_a_plan_and_of_edited_allowances(cloud):
    ana, root = await usage_person(cloud), await super_admin(cloud)
    bearer = {"Authorization": f"Bearer {ana.token}"}
    ledger = cloud.services.billing.ledger

    async def told(socket):
        async with asyncio.timeout(20):
            while True:
                frame = msgspec.json.decode(await socket.receive_str(), type=Poke)
                if frame.usage:
                    return

    async with cloud.http.ws_connect(f"{cloud.url}{LIVE_PATH}", headers=bearer) as socket:
        await socket.receive_str()
        hold = await ledger.hold(
            HoldRequest(user_id=ana.user_id, amounts=((Meter.AI_TOKENS, 5),), operation="chat")
        )
        await told(socket)
        await ledger.settle(hold, {Meter.AI_TOKENS: 3})
        await told(socket)
        status = await cloud.ask("GET", "/api/v1/billing/status", token=ana.token)
        assert status.json["meters"][0]["used"] == 3
        budget = {"budget_micros": 5}
        await cloud.ask("PUT", f"{ADMIN_PATH}/budget", budget, token=root.token)
        await told(socket)
        await cloud.ask("PATCH", f"/api/v1/admin/users/{ana.user_id}", {"plan": "pro"}, token=root.token)
        await told(socket)
    (me,) = (await cloud.ask("GET", f"{ADMIN_PATH}/users/{ana.user_id}/status", token=root.token),)
    assert (me.json["plan"], me.json["meters"][0]["limit"]) == ("pro", 50_000)


async def test_a_tool_beside_the_server_leaves_its_holds_alone(cloud):
    ana = await usage_person(cloud)
    ledger = cloud.services.billing.ledger
    hold = await ledger.hold(
        HoldRequest(user_id=ana.user_id, amounts=((Meter.AI_TOKENS, 5),), operation="chat")
    )
    await hold.durable
    async with open_services(cloud.services.config, cloud.services.clock, serves=False) as beside:
        assert await beside.billing.ledger.find(hold.id) is not None
    assert (await ledger.settle(hold, {Meter.AI_TOKENS: 3})).flags == ()


async def test_what_the_ledger_did_is_among_the_figures(cloud):
    ana = await usage_person(cloud)
    ledger = cloud.services.billing.ledger
    request = HoldRequest(user_id=ana.user_id, amounts=((Meter.AI_TOKENS, 5),), operation="chat")
    await ledger.settle(await ledger.hold(request), {Meter.AI_TOKENS: 3})
    text = cloud.services.metrics.text().decode()
    assert f"lantern_ledger_orders {ledger.figures.ops}.0" in text
    assert ledger.figures.ops >= 2
    assert "lantern_ledger_overdue 0.0" in text
