"""`lantern sync` on real libraries: signed out, with a server, and while a window has the jobs."""

import asyncio
import json

import pytest

from desktop.runtime.error_texts import use_language
from desktop.runtime.paths import ProfilePaths
from shared.ids import new_id
from shared.media.records import COLLECTION
from tests.support.synced_devices import device


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def test_without_an_account_it_says_so(lantern):
    done = lantern("sync", "status")
    assert done.exit_code == 0
    assert "Nobody is signed in" in done.stdout
    assert lantern("sync", "now").exit_code == 1
    told = json.loads(lantern("sync", "status", "--json").stdout)
    assert (told["state"], told["pending"], told["problem"]) == ("off", 0, None)


async def test_it_hands_in_what_waits(cloud, lantern, tmp_path):
    folder = ProfilePaths.of(tmp_path / "data").root
    async with device(tmp_path / "data") as one:
        assert one.database.paths.root == folder
        await one.sign_up(cloud.url)
        await one.database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="a", created_ms=1))
    done = await asyncio.to_thread(lantern, "sync", "status")
    assert "changes wait to be sent" in done.stdout or "change waits" in done.stdout
    done = await asyncio.to_thread(lantern, "sync", "now")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Everything is synced." in done.stdout
    assert "Last sync: " in done.stdout
    told = json.loads((await asyncio.to_thread(lantern, "sync", "now", "--json")).stdout)
    assert (told["state"], told["pending"]) == ("idle", 0)


async def test_a_server_out_of_reach_is_an_error_with_a_text(cloud, lantern, tmp_path):
    async with device(tmp_path / "data") as one:
        await one.sign_up(cloud.url)
    await cloud.listener.drain()
    done = await asyncio.to_thread(lantern, "sync", "now")
    assert done.exit_code == 1
    assert "out of reach" in done.stdout
    assert done.stderr
    done = await asyncio.to_thread(lantern, "sync", "now", "--json")
    assert json.loads(done.stderr.splitlines()[-1])["code"].startswith("network.")
