import asyncio
import datetime as dt
import os
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from server import doctor
from server.assembly import data_dir
from server.config.loading import Loaded, load
from server.config.payment_settings import OfferTable, PaymentsSection
from server.config.sign_in_settings import SignInSection
from server.doctor import State, examine
from server.payments import event_store
from server.payments.events import Told
from server.texts import told
from tests.support.accounts_stage import Mailbox, smtp_server
from tests.support.certificates import write_certificate
from tests.support.clocks import ManualClock
from tests.support.cloud_server import CloudProcess, cloud_config, running_cloud
from tests.support.fake_oidc import fake_oidc

NOW_MS = 1_800_000_000_000


@pytest.fixture
async def healthy(tmp_path):
    """The settings of a server that has run once."""
    config = cloud_config(tmp_path / "cloud")
    async with running_cloud(config):
        pass
    return config


async def findings(config, *, now_ms=NOW_MS, deep=False):
    found = [each async for each in examine(Loaded(config, None), ManualClock(now_ms), deep=deep)]
    for each in found:
        assert bool(each.note) != bool(each.error), each
        if each.error:
            assert "{" not in told(each.error) + told(each.error, "es")
    return found


async def of(part, config, **more):
    return [each for each in await findings(config, **more) if each.part == part]


def with_settings(tmp_path, **variables):
    environ = {
        "LANTERN_SERVER__DATA_DIR": str(tmp_path / "cloud"),
        **{f"LANTERN_{k}": v for k, v in variables.items()},
    }
    return load(None, environ).config


async def test_a_healthy_server_has_no_failure(healthy):
    found = await findings(healthy, deep=True)
    assert not [each for each in found if each.state is State.FAILED]
    assert {"settings", "disk", "integrity", "database", "content", "clock", "jobs", "digests"} <= {
        each.part for each in found
    }


async def test_wrong_settings_end_the_examination():
    loaded = load(None, {"LANTERN_SERVER__PORT": "x"})
    found = [each async for each in examine(loaded, ManualClock(NOW_MS), deep=False)]
    assert found[0].part == "settings (LANTERN_SERVER__PORT)"
    assert all(each.part.startswith("settings") for each in found)


async def test_a_database_that_was_never_made_is_told(tmp_path):
    (found,) = await of("database", cloud_config(tmp_path / "none"))
    assert found.error.code == "server.database_missing"


async def test_a_folder_nobody_can_write_to_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    (found,) = await of("disk", cloud_config(tmp_path / "file" / "data"))
    assert (found.state, found.error.code) == (State.FAILED, "server.data_folder")
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: not mode & os.W_OK)
    (found,) = await of("disk", cloud_config(tmp_path))
    assert (found.state, found.error.code) == (State.FAILED, "server.data_folder")


async def test_damage_is_told(healthy):
    file = data_dir(healthy) / "lantern.db"
    data = bytearray(file.read_bytes())
    data[8_192:40_960] = bytes(32_768)
    file.write_bytes(data)
    (found,) = await of("integrity", healthy)
    assert (found.state, found.error.code) == (State.FAILED, "server.integrity_failed")


@pytest.mark.parametrize(
    ("free", "state"), [(10 << 30, State.OK), (1 << 30, State.WARNING), (1 << 20, State.FAILED)]
)
async def test_little_space_is_told(healthy, monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    (found,) = await of("disk", healthy)
    assert found.state is state


@pytest.mark.parametrize(("days", "state"), [(100, State.OK), (10, State.WARNING), (-1, State.FAILED)])
async def test_the_end_of_a_certificate_is_told(tmp_path, healthy, days, state):
    ends = dt.datetime.fromtimestamp(NOW_MS / 1_000, dt.UTC) + dt.timedelta(days=days)
    write_certificate(tmp_path, "server", ends)
    config = with_settings(
        tmp_path,
        SERVER__TLS_CERTIFICATE=str(tmp_path / "certificate.pem"),
        SERVER__TLS_KEY=str(tmp_path / "key.pem"),
    )
    (found,) = await of("certificate", config)
    assert found.state is state


async def test_a_certificate_that_is_none_is_told(tmp_path, healthy):
    (found,) = await of(
        "certificate", with_settings(tmp_path, SERVER__TLS_CERTIFICATE=str(tmp_path / "no.pem"))
    )
    assert found.error.code == "server.tls_unusable"


async def test_mail_is_tried_without_sending_any(tmp_path, healthy):
    mailbox = Mailbox()
    async with smtp_server(mailbox) as port:
        given = {
            "MAIL__HOST": "127.0.0.1",
            "MAIL__PORT": str(port),
            "MAIL__SECURITY": "none",
            "MAIL__SENDER": "a@b.org",
        }
        assert (await of("mail", with_settings(tmp_path, **given)))[0].state is State.OK
        assert mailbox.messages == []
        strict = {**given, "MAIL__SECURITY": "starttls"}
        assert (await of("mail", with_settings(tmp_path, **strict)))[0].error.code == "server.mail_failed"
    assert (await of("mail", with_settings(tmp_path, **given)))[0].error.code == "server.mail_failed"


async def test_redis_is_asked(tmp_path, healthy, redis_url):
    assert (await of("redis", with_settings(tmp_path, REDIS__URL=redis_url)))[0].state is State.OK
    (found,) = await of("redis", with_settings(tmp_path, REDIS__URL="redis://127.0.0.1:1"))
    assert (found.state, found.error.code) == (State.FAILED, "web.unavailable")


async def test_a_clock_that_goes_wrong_is_told(healthy):
    (found,) = await of("clock", healthy, now_ms=1_000)
    assert (found.state, found.error.code) == (State.FAILED, "server.clock_wrong")


async def test_jobs_that_fail_or_that_nobody_runs_are_told(tmp_path):
    config = cloud_config(tmp_path / "cloud")
    async with running_cloud(config, ManualClock(NOW_MS)) as cloud:
        async with asyncio.timeout(20):
            while len(await known_jobs(cloud)) < 5:  # noqa: ASYNC110 - jobs set no event
                await asyncio.sleep(0.05)
    late = await of("jobs", config, now_ms=NOW_MS + 30 * 86_400_000)
    assert {each.error.code for each in late if each.error} == {"server.job_late"}
    async with (
        running_cloud(config, ManualClock(NOW_MS)) as cloud,
        cloud.services.database.write() as transaction,
    ):
        await transaction.connection.execute(text("UPDATE job SET error = 'OSError', failures = 3"))
    failing = await of("jobs", config)
    assert {each.error.code for each in failing if each.error} == {"server.job_failing"}


async def known_jobs(cloud):
    async with cloud.services.database.read() as transaction:
        return await doctor.job_statuses(transaction)


async def test_a_server_that_runs_can_be_examined(cloud_process: CloudProcess):
    done = await asyncio.to_thread(cloud_process.command, "doctor")
    assert done.returncode == 0, done.stdout


async def test_providers_of_payments_are_asked_for_what_is_sold(
    tmp_path, healthy, unused_tcp_port, monkeypatch
):
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.0)
    assert [each.note for each in await of("payments", healthy)] == ["not used"]
    offers = (OfferTable(id="pro", plan="pro", stripe="price_pro"),)
    sells = PaymentsSection(
        stripe_key="k",
        stripe_webhook_secret="whsec_1",
        stripe_url=f"http://127.0.0.1:{unused_tcp_port}",
        offers=offers,
    )
    config = cloud_config(tmp_path / "cloud", payments=sells)
    (found,) = await of("payments (Stripe)", config)
    assert (found.state, found.error.code) == (State.FAILED, "payments.provider_down")


async def test_sign_in_providers_are_asked_who_they_are(tmp_path, healthy):
    async with fake_oidc(ManualClock()) as fake:
        for known_as, state in ((fake.url, State.OK), (f"{fake.url}/", State.FAILED)):
            section = SignInSection(providers=(fake.table(issuer=known_as),))
            (found,) = await of("sign-in (school)", cloud_config(tmp_path / "cloud", sign_in=section))
            assert found.state == state
        assert found.error.code == "accounts.provider_failed"


async def test_webhooks_that_were_given_up_are_told(healthy):
    async with running_cloud(healthy) as cloud, cloud.services.database.write() as tx:
        for number, state in enumerate(("new", "waiting", "dead")):
            said = Told(event_id=f"evt_{number}", kind="invoice.paid", object_id="", created_ms=0)
            assert await event_store.add(tx, "stripe", said, b"", "waiting")
            ((row, _),) = await event_store.due(tx, 1)
            error = {"attempts": 1, "due_ms": NOW_MS, "dead": state == "dead"}
            await event_store.fail(tx, row.id, "web.internal", **error)
    left, waits = await of("webhooks", healthy)
    assert (left.state, left.error.code) == (State.WARNING, "payments.webhooks_given_up")
    assert waits.note.startswith("2 ")
