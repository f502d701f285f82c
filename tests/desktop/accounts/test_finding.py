"""Who answers at an address as people type it."""

from urllib.parse import urlsplit

import pytest

from shared.errors import AppError
from tests.support.cloud_desktops import desktop
from tests.support.cloud_server import cloud_config, running_cloud


async def refused(awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value.code


async def test_a_private_address_may_be_plain_http_after_all(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        found = await ana.accounts.find_server(cloud.url.removeprefix("http://"))
        assert (found.url, found.plain, found.info.sign_up) == (cloud.url, False, "open")
        assert (
            await refused(ana.accounts.find_server("http://lantern.example.org"))
            == "accounts.insecure_address"
        )


@pytest.mark.parametrize(
    "address", ["http://localhost:1", "no-such-host.invalid", "https://localhost:{port}"]
)
async def test_nobody_at_an_address_that_never_answered_is_no_matter_of_the_connection(
    tmp_path, cloud, address
):
    typed = address.format(port=urlsplit(cloud.url).port)
    async with desktop(tmp_path / "a") as ana:
        with pytest.raises(AppError, match="no_server") as caught:
            await ana.accounts.find_server(f" {typed} ")
        assert caught.value.parameters["address"] == typed


async def test_a_server_that_answered_before_is_out_of_reach(tmp_path):
    async with desktop(tmp_path / "a") as ana:
        async with running_cloud(cloud_config(tmp_path / "gone")) as gone:
            await ana.accounts.find_server(gone.url)
        assert await refused(ana.accounts.find_server(gone.url)) == "network.unreachable"
