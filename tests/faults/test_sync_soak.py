"""Hours of it, by hand: many desktops on one server stay as fast and as small as in the beginning; thousands of kills.

`tests/soak/nightly.sh` runs the quantities of the design; SOAK_DEVICES, SOAK_MINUTES and SOAK_KILLS say others.
"""

import json
import os
import random
import statistics
import time
from pathlib import Path

import pytest

from tests.support.process_forks import Forks
from tests.support.sync_campaign import Campaign, light_ground
from tests.support.sync_exchanges import EMAIL, put_right
from tests.support.sync_fleet import Fleet, sizes

pytestmark = [pytest.mark.soak, pytest.mark.timeout(0)]
DEVICES = int(os.environ.get("SOAK_DEVICES", "8"))
MINUTES = float(os.environ.get("SOAK_MINUTES", "5"))
KILLS = int(os.environ.get("SOAK_KILLS", "200"))
WINDOWS = 8
WAL_MB = 16.0
GROWTH = 1.5
"""How much more the last window may have than the second, beyond what the rows themselves grew."""


@pytest.fixture(scope="module")
def forks():
    with Forks() as made:
        yield made


def memory_bytes(pid: int) -> int:
    """What a process holds in memory now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def window(fleet: Fleet, rng: random.Random, seconds: float) -> dict[str, float]:
    """Edit and sync for so long; returns what it took."""
    took: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        device = rng.choice(fleet.devices)
        await device.ask("edit", seed=rng.getrandbits(48), count=2, may_import=False)
        began = time.monotonic()
        said = await device.ask("sync", files=False)
        took.append(time.monotonic() - began)
        assert not said["problem"], said["problem"]
    with fleet.server_store() as (connection, _):
        (rows,) = connection.execute("SELECT count(*) FROM sync_record").fetchone()
    wal = fleet.cloud.file.with_name(fleet.cloud.file.name + "-wal")
    return {
        "syncs": len(took),
        "median_ms": round(statistics.median(took) * 1_000, 1),
        "rows": rows,
        "server_mb": round(memory_bytes(fleet.cloud.fork.pid) / 1e6, 1),
        "desktop_mb": round(max(memory_bytes(one.fork.pid) for one in fleet.devices) / 1e6, 1),
        "files_mb": round(sizes(fleet.cloud.folder) / 1e6, 1),
        "wal_mb": round(wal.stat().st_size / 1e6, 1) if wal.exists() else 0.0,
    }


async def test_many_desktops_for_long(forks, tmp_path):
    fleet = Fleet(forks, tmp_path)
    rng = random.Random(1)
    try:
        await fleet.cloud.start()
        await light_ground(fleet)
        for number in range(2, DEVICES):
            device = await fleet.desktop(f"more-{number}")
            fleet.allowed[device.name] = fleet.allowed["one"]
            await device.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
        found = [await window(fleet, rng, MINUTES * 60 / WINDOWS) for _ in range(WINDOWS)]
        print("\n".join(map(json.dumps, found)))  # noqa: T201 - figures of a run by hand
        await put_right(fleet)
    finally:
        await fleet.close()
    second, last = found[1], found[-1]
    grown = last["rows"] / second["rows"]
    for name in ("median_ms", "server_mb", "desktop_mb"):
        assert last[name] <= max(second[name], 1) * GROWTH, f"{name} grows: {second[name]} to {last[name]}"
    assert last["wal_mb"] <= WAL_MB
    assert last["files_mb"] <= second["files_mb"] * max(grown, 1) * GROWTH


async def test_random_kills(forks, tmp_path):
    """Every hundred kills a new world; each is judged."""
    done, seed = 0, 1_000
    while done < KILLS:
        seed += 1
        fleet = Fleet(forks, tmp_path / str(seed))
        try:
            await fleet.cloud.start()
            await light_ground(fleet, imports=1)
            campaign = Campaign(fleet, seed)
            while campaign.kills < min(100, KILLS - done):
                await campaign.run(60)
                fleet.watch()
                await put_right(fleet)
            done += campaign.kills
            print(f"seed {seed}: {campaign.kills} kills, {done} in all")  # noqa: T201
        finally:
            await fleet.close()
