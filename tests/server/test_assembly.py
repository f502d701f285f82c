import io
import shutil
import zipfile

from server.assembly import OPERATIONS, JobSeen, data_dir, database_url, jobs
from server.config.declarations import DatabaseSection, JobsSection, ServerConfig, ServerSection
from server.jobs.runner import JobCall, JobRun
from server.web.metrics import Metrics
from shared.accounts.messages import Session, SignUp
from tests.support.api_fuzz import PASSWORD, introduced
from tests.support.cloud_server import cloud_config, running_cloud


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
        "groups",
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
