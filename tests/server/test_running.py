import signal

import aiohttp

from tests.support.cloud_server import Cloud, CloudProcess


async def test_a_process_says_when_it_is_ready_and_stops_when_told(cloud_process: CloudProcess):
    async with aiohttp.ClientSession() as http, http.get(f"{cloud_process.url}/readyz") as answer:
        assert (await answer.json())["ready"] is True
    assert await cloud_process.stop() == 0


async def test_a_hang_up_reads_the_certificate_and_ends_nothing(cloud_process: CloudProcess):
    cloud_process.process.send_signal(signal.SIGHUP)
    async with aiohttp.ClientSession() as http, http.get(f"{cloud_process.url}/healthz") as answer:
        assert answer.status == 200


async def test_it_starts_again_on_the_same_port(cloud_process: CloudProcess):
    before = cloud_process.port
    assert await cloud_process.kill() == -9
    await cloud_process.start()
    assert cloud_process.port == before


async def test_what_is_alive_says_its_version(cloud: Cloud):
    answer = await cloud.ask("GET", "/healthz")
    assert answer.status == 200
    assert answer.json["alive"] is True
