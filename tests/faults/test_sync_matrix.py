"""Rows of the fault matrix that need real processes, real files or real commands, a test named after each.

The other rows: kills before, while and after an exchange and in the middle of a page are in `test_sync_kills.py`;
lost, repeated and reordered requests, edits between push and pull, two devices on one row, unknown fields of newer
versions in `test_sync_simulation.py` and `tests/sync/`; cut, replayed and foreign answers in `test_sync_network.py`;
full disks in `test_sync_disks.py`; pushes to one scope that are committed out of order on PostgreSQL in
`tests/server/storage/test_postgres_change_store.py`.
"""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.support.process_forks import Forks
from tests.support.sync_campaign import join_group, light_ground
from tests.support.sync_exchanges import EMAIL, OTHER, attach, put_right
from tests.support.sync_fleet import Desktop, Fleet
from tests.support.waiting import until

pytestmark = pytest.mark.faults
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
YEAR_MS = 365 * DAY_MS


@pytest.fixture(scope="module")
def forks():
    with Forks() as made:
        yield made


@pytest.fixture
async def fleet(forks, tmp_path):
    made = Fleet(forks, tmp_path)
    await made.cloud.start()
    try:
        await light_ground(made)
        yield made
    finally:
        await made.close()


async def edit(device: Desktop, seed: int, count: int = 12) -> None:
    await device.ask("edit", seed=seed, count=count, may_import=False)


async def copied(fleet: Fleet, device: Desktop, name: str) -> Desktop:
    """The folder of a device on another computer."""
    await device.stop()
    other = device.copy_to(fleet.folder / name, name)
    fleet.devices.append(other)
    fleet.allowed[name] = fleet.allowed[device.name]
    await device.start()
    await other.start()
    return other


async def sync_signed_in(fleet: Fleet, *devices: Desktop) -> None:
    """Sync, after signing in again where the program asks for it."""
    for device in devices:
        said = await device.ask("sync")
        if not said["signed_in"] or said["problem"] == "sync.device_taken":
            await device.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
            said = await device.ask("sync")
        assert not said["problem"], said["problem"]


def names_of(*devices: Desktop) -> set[bytes]:
    found: set[bytes] = set()
    for device in devices:
        with device.library() as connection:
            found.add(connection.execute("SELECT id FROM sync_device").fetchone()[0])
    return found


# Copies and backups of devices


@pytest.mark.parametrize("seed", [1, 2])
async def test_folder_copied_with_its_key(fleet, seed):
    """Nothing tells the two apart until one of them hands in another batch of the same number."""
    one = fleet.devices[0]
    await edit(one, seed)
    twin = await copied(fleet, one, "twin")
    for turn in range(2):
        await edit(one, 10 * seed + turn)
        await edit(twin, 100 * seed + turn)
        await one.ask("sync")
        await twin.ask("sync")
    await sync_signed_in(fleet, one, twin)
    # What was unsent when it was copied is handed in by both, each in its own name.
    await put_right(fleet, exact=False)
    assert len(names_of(one, twin)) == 2


async def test_database_copied_without_its_key(fleet):
    """The key is not in the file: the copy has to sign in, and becomes a device of its own."""
    one = fleet.devices[0]
    await edit(one, 3)
    await one.stop()
    other = Desktop(fleet.forks, fleet.folder / "other", "other")
    other.paths.root.mkdir(parents=True)
    shutil.copy(one.paths.database, other.paths.database)
    shutil.copy(one.paths.root / "account.json", other.paths.root / "account.json")
    fleet.devices.append(other)
    fleet.allowed["other"] = fleet.allowed["one"]
    await one.start()
    await other.start()
    said = await other.ask("sync")
    assert (said["state"], said["problem"]) == ("off", "accounts.signed_out")
    await edit(other, 4)
    await edit(one, 5)
    await one.ask("sync")
    await other.ask("sign_in", url=fleet.cloud.url, email=EMAIL)
    await put_right(fleet)
    assert len(names_of(one, other)) == 2


@pytest.mark.parametrize("unsent", [False, True])
async def test_device_restored_from_its_own_backup(fleet, unsent):
    one, two = fleet.devices
    await edit(one, 6)
    await one.stop()
    kept = fleet.folder / "kept.db"
    shutil.copy(one.paths.database, kept)
    await one.start()
    await edit(one, 7)
    await one.ask("sync")
    await edit(two, 8)
    await two.ask("sync")
    fleet.read_facts()
    await one.stop()
    for path in one.paths.root.glob("library.db*"):
        path.unlink()
    shutil.copy(kept, one.paths.database)
    await one.start()
    if unsent:
        await edit(one, 9)
    await sync_signed_in(fleet, one)
    await put_right(fleet, exact=False)


# The server set back


@pytest.mark.parametrize("content", [False, True])
async def test_server_restored_from_yesterdays_backup(fleet, content):
    """With the program's own commands; everything made since comes back from the devices, files too."""
    one, two = fleet.devices
    await edit(one, 11)
    await attach(one, fleet.folder, 1)
    await fleet.settle(files=True)
    backup = fleet.folder / "yesterday.tar.zst"
    made = fleet.cloud.process.command("backup", str(backup), *(["--content"] if content else []))
    assert made.returncode == 0, made.stderr
    await edit(one, 12)
    await attach(two, fleet.folder, 2)
    await one.ask("sync", files=True)
    await two.ask("sync", files=True)
    await edit(two, 13)
    await fleet.cloud.stop()
    done = fleet.cloud.process.command("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    await fleet.cloud.start()
    fleet.watch(restored=True)
    await sync_signed_in(fleet, *fleet.devices)
    await put_right(fleet, exact=False)


# Clocks


@pytest.mark.parametrize("skew_ms", [YEAR_MS, -YEAR_MS])
async def test_clock_of_a_device_a_year_off(fleet, skew_ms):
    one, two = fleet.devices
    await one.stop()
    await one.start(skew_ms=skew_ms)
    for turn in range(3):
        await edit(one, 20 + turn)
        await edit(two, 30 + turn)
        await one.ask("sync")
        await two.ask("sync")
        if turn == 1:
            await one.ask("move_clock", offset_ms=0)
    with two.library() as connection:
        clock = connection.execute("SELECT hlc FROM sync_device").fetchone()[0]
    (now_ms,) = await two.ask("query", sql="SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000")
    assert abs((clock >> 16) - now_ms[0]) < DAY_MS, "another device's clock moved"
    await put_right(fleet)


@pytest.mark.parametrize("skew_ms", [YEAR_MS, -YEAR_MS])
async def test_clock_of_the_server_a_year_off(fleet, skew_ms):
    one, two = fleet.devices
    await edit(one, 40)
    await fleet.cloud.stop()
    await fleet.cloud.start(skew_ms=skew_ms)
    for number, device in enumerate((one, two)):
        await edit(device, 410 + number)
        await sync_signed_in(fleet, device)
    await fleet.settle()
    await fleet.cloud.stop()
    await fleet.cloud.start()
    for number, device in enumerate((one, two)):
        await edit(device, 420 + number)
        await sync_signed_in(fleet, device)
    await put_right(fleet)


LOCAL = "SELECT strftime('%s', 'now', 'localtime') - strftime('%s', 'now')"
CLOCK = "SELECT hlc >> 16 FROM sync_device"


@pytest.mark.parametrize(("before", "after"), [("CEST-2", "CET-1"), ("CET-1", "CEST-2")])
async def test_daylight_change(fleet, before, after):
    """Local time goes an hour back or forward on one computer, and was another all along on the other."""
    one, two = fleet.devices
    await one.ask("set_zone", zone=before)
    await two.ask("set_zone", zone="NPT-5:45")
    for turn in range(3):
        await edit(one, 80 + turn)
        await edit(two, 90 + turn)
        await one.ask("sync")
        if turn == 1:
            ((local_s,),), ((stamp_ms,),) = (
                await one.ask("query", sql=LOCAL),
                await one.ask("query", sql=CLOCK),
            )
            await one.ask("set_zone", zone=after)
            moved_s = (await one.ask("query", sql=LOCAL))[0][0] - local_s
            assert abs(moved_s) == HOUR_MS // 1_000
            await edit(one, 85)
            await one.call("media.library", "add_collection", "After the change")
            ((made_ms,),) = await one.ask("query", sql="SELECT max(created_ms) FROM collection")
            assert abs(made_ms - time.time_ns() // 1_000_000) < HOUR_MS // 4
            later_ms = (await one.ask("query", sql=CLOCK))[0][0]
            assert 0 <= later_ms - stamp_ms < HOUR_MS // 2
        await two.ask("sync")
    for device in (one, two):
        ((clock_ms,),) = await device.ask("query", sql=CLOCK)
        assert abs(clock_ms - time.time_ns() // 1_000_000) < HOUR_MS // 4
    await put_right(fleet)


# Groups


async def guest(fleet: Fleet) -> tuple[Desktop, Desktop, str]:
    """Ana's desktop, Ben's, and the group they share a collection and a quiz in."""
    one = fleet.devices[0]
    (group,) = fleet.allowed["one"]
    shelf = await one.call("media.library", "add_collection", "Ours")
    (item,) = (await one.ask("query", sql="SELECT id FROM item WHERE deleted = 0 LIMIT 1"))[0]
    await one.call("media.library", "move", [f"uuid:{item}"], f"uuid:{shelf}")
    await one.call("media", "share_collection", f"uuid:{shelf}", group)
    await one.ask("sync")
    ben = await fleet.desktop("ben")
    await ben.ask("sign_up", url=fleet.cloud.url, email=OTHER)
    await join_group(fleet, one, ben, group)
    await ben.ask("sync")
    return ben, shelf, item


def holds(device: Desktop, table: str, row_id: str) -> bool:
    with device.library() as connection:
        return (
            connection.execute(
                f"SELECT 1 FROM {table} WHERE id = ?", [bytes.fromhex(row_id.replace("-", ""))]
            ).fetchone()
            is not None
        )


async def test_membership_revoked_while_offline_with_unsent_edits(fleet):
    ben, _, item = await guest(fleet)
    one = fleet.devices[0]
    (group,) = fleet.allowed["one"]
    assert holds(ben, "item", item)
    await edit(ben, 53)
    await ben.call("media.library", "rename", f"uuid:{item}", "Ben's ~0123456789ab~ title")
    bens = (await ben.ask("state"))["user"]
    await one.call("groups", "remove", f"uuid:{group[6:]}", f"uuid:{bens}")
    said = await ben.ask("sync")
    assert said["refused"] >= 1
    assert not holds(ben, "item", item)
    target = fleet.folder / "not-accepted.json"
    assert await ben.call("sync", "export_refused", f"path:{target}") == said["refused"]
    assert "Ben's ~0123456789ab~ title" in [
        one["fields"].get("title") for one in msgspec.json.decode(target.read_bytes())
    ]
    fleet.allowed["ben"] = set()
    fleet.watch()
    await put_right(fleet)


async def test_row_moved_between_scopes(fleet):
    """To the group, back, and to the group again, while the other reads and writes: never in both, never in none."""
    ben, shelf, item = await guest(fleet)
    one, two = fleet.devices[:2]
    (group,) = fleet.allowed["one"]
    for turn, scope in enumerate([None, group, None, group]):
        await one.call("media", "share_collection", f"uuid:{shelf}", scope)
        await edit(two, 60 + turn, 4)
        await ben.call(
            "media.library", "describe", f"uuid:{item}", f"Turn ~00000000000{turn}~"
        ) if scope is None else None
        for device in (one, ben, two):
            await device.ask("sync")
            fleet.watch()
        assert holds(ben, "item", item) == (scope is not None)
        assert holds(two, "item", item)
        found = [row for row in fleet.server_rows() if row.id.hex() == item.replace("-", "")]
        assert [row.scope for row in found] == [scope or f"user:{(await one.ask('state'))['user']}"]
    await put_right(fleet)


# A year away


async def test_client_a_year_old(fleet):
    """Below the horizon: it takes the scope anew and keeps what it had not sent; nobody is asked anything."""
    one, two = fleet.devices
    await fleet.settle()
    await edit(two, 70)
    await two.stop()
    await edit(one, 71, 60)
    await one.ask("sync")
    fleet.read_facts()
    await one.stop()
    await fleet.cloud.stop()
    with closing(sqlite3.connect(fleet.cloud.file)) as connection:
        before = connection.execute("SELECT count(*) FROM sync_record WHERE flags & 2").fetchone()[0]
        assert before
        # As if it had been looked after every day of that year.
        connection.execute("INSERT OR REPLACE INTO sync_mark SELECT scope, head, 0 FROM sync_scope_head")
        connection.execute("INSERT OR REPLACE INTO sync_lived SELECT 1, ?, 0", [YEAR_MS])
        connection.commit()
    await fleet.cloud.start(skew_ms=YEAR_MS)
    await until(lambda: _horizon(fleet.cloud.file) > 0)
    for device in (one, two):
        await device.start(skew_ms=YEAR_MS)
        await sync_signed_in(fleet, device)
    await put_right(fleet)


def _horizon(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT max(horizon) FROM sync_scope_head").fetchone()[0]
