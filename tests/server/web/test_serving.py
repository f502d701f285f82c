import asyncio
import ssl

import aiohttp
import pytest
from cryptography import x509

from server.config.declarations import ServerSection
from server.web.serving import bound_socket, tls_context
from shared.errors import AppError
from tests.support.border_stage import staged
from tests.support.certificates import write_certificate


async def name_of(port):
    """Connect over TLS; whose certificate is shown."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    shown = x509.load_der_x509_certificate(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
    writer.close()
    await writer.wait_closed()
    return shown.subject.rfc4514_string()


@pytest.fixture
def tls(tmp_path):
    write_certificate(tmp_path, "first")
    return ServerSection(
        port=0,
        data_dir=str(tmp_path),
        tls_certificate=str(tmp_path / "certificate.pem"),
        tls_key=str(tmp_path / "key.pem"),
    )


async def test_tls_and_a_new_certificate_without_a_stop(tmp_path, tls):
    async with staged(tmp_path / "cloud", server=tls) as stage:
        assert stage.url.startswith("https://")
        async with stage.http.get(f"{stage.url}/stage/see", ssl=False) as answer:
            assert answer.status == 200
            assert "Strict-Transport-Security" in answer.headers
        assert await name_of(stage.listener.port) == "CN=first"
        write_certificate(tmp_path, "second")
        assert stage.listener.reload_tls()
        assert await name_of(stage.listener.port) == "CN=second"
        (tmp_path / "certificate.pem").write_text("half written")
        assert not stage.listener.reload_tls()
        assert await name_of(stage.listener.port) == "CN=second"


async def test_without_tls_there_is_nothing_to_reload(stage):
    assert not stage.listener.reload_tls()


def test_a_key_of_another_certificate_is_told(tmp_path, tls):
    (tmp_path / "other").mkdir()
    write_certificate(tmp_path / "other", "other")
    (tmp_path / "other" / "key.pem").rename(tmp_path / "key.pem")
    with pytest.raises(AppError, match="tls_unusable"):
        tls_context(tls)


def test_an_address_that_cannot_be_taken_is_told():
    taken = bound_socket("127.0.0.1", 0)
    with pytest.raises(AppError, match="port_taken"):
        bound_socket("127.0.0.1", taken.getsockname()[1])
    taken.close()
    with pytest.raises(AppError, match="bad_host"):
        bound_socket("no-such-host.invalid", 0)


async def test_a_request_that_runs_is_answered_though_the_server_stops(stage):
    asked = asyncio.ensure_future(stage.ask("GET", "/stage/wait"))
    await stage.services.groups.started.wait()
    stopping = asyncio.ensure_future(stage.listener.drain())
    await asyncio.sleep(0.1)
    assert stage.services.draining
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection("127.0.0.1", stage.listener.port)
    assert not stopping.done()
    stage.services.groups.released.set()
    assert (await asked).status == 200
    await stopping


async def test_a_request_that_never_ends_does_not_hold_the_stop(tmp_path):
    settings = ServerSection(port=0, data_dir=str(tmp_path), drain_s=0.3)
    async with staged(tmp_path / "cloud", server=settings) as stage:
        asked = asyncio.ensure_future(stage.ask("GET", "/stage/wait"))
        await stage.services.groups.started.wait()
        async with asyncio.timeout(10):
            await stage.listener.drain()
        with pytest.raises(aiohttp.ClientError):
            await asked


async def test_balancers_hear_of_the_stop_first(tmp_path):
    settings = ServerSection(port=0, data_dir=str(tmp_path), drain_notice_s=0.5)
    async with staged(tmp_path / "cloud", server=settings) as stage:
        assert (await stage.ask("GET", "/readyz")).json["ready"] is True
        stopping = asyncio.ensure_future(stage.listener.drain())
        await asyncio.sleep(0.1)
        answer = await stage.ask("GET", "/readyz")
        assert (answer.status, answer.json["draining"], answer.json["ready"]) == (503, True, False)
        assert (await stage.ask("GET", "/healthz")).status == 200
        await stopping
