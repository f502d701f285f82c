"""Runs a world for some steps and checks every invariant at its end."""

from typing import Any

import msgspec

from sync.digest import bucket_of, changed_by
from sync.replica import Replica
from sync.rows import Op
from tests.support.sync_world import World

NOTHING: set[Any] = set()


def run(seed: int, steps: int, *, accidents: str = "", **options: Any) -> World:
    """Run one seed. `accidents`: "server", "copies", "backups" or nothing."""
    world = World(seed, memory=seed % 4 == 3 and accidents != "server", **options)
    for number in range(steps):
        world.step()
        if accidents and number % 60 == 59:
            accident(world, accidents)
    world.settle()
    # Who may no longer see a row cannot give it back to an authority that was set back.
    check(world, exact=not accidents, excused=world.out_of_sight if accidents == "server" else set())
    assert accidents or not world.healed, "digests differed: only healing made the devices equal"
    return world


def accident(world: World, kind: str) -> None:
    device = world.rng.choice(world.devices)
    if kind == "server":
        world.set_server_back()
    elif kind == "copies" and len(world.devices) < 7:
        world.copy_device(device)
    elif kind == "backups":
        world.set_device_back(device)


def check(world: World, *, exact: bool, excused: set[Any] = NOTHING) -> None:
    """All invariants at rest."""
    refused = [
        msgspec.msgpack.decode(one.op, type=Op)
        for device in world.devices
        for one in device.journal.refused()
    ]
    rows = world.all_rows()
    world.ledger.settle(world.received)
    world.ledger.judge(rows, refused, exact=exact, excused=excused)
    for scope in ("user:a", "user:b", "group:g"):
        equal(world, scope)
    for device in world.devices:
        assert {row.scope for row in device.visible()} <= set(device.grants)
        assert device.connection.real.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert device.journal.unanswered() == [], "a row is still to come"
        if exact:
            assert device.journal.one("SELECT count(*) FROM sync_confirmed") == 0, "a row differs at rest"
    assert world.server.real.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def equal(world: World, scope: str) -> None:
    """I2: the same living rows everywhere, and digests that are those of the rows."""
    theirs = {row.key: (row.stamps, row.fields) for row in world.store.living(scope)}
    total = sum(changed_by(key, (None, False), (row[0], False)) for key, row in theirs.items())
    assert int.from_bytes(world.store.digests([scope])[scope], "big") == total % (1 << 128)
    for device in world.devices:
        if scope not in device.grants:
            continue
        mine = {row.key: (row.stamps, row.fields) for row in device.rows.in_scope(scope) if not row.deleted}
        assert mine == theirs, f"{device.name} differs in {scope}"
        replica = Replica(device.journal, device.rows, world.now_ms)
        assert replica.recount(scope), "the digest is not that of the rows"
        sums = device.journal.buckets(scope)
        for number in {bucket_of(key[1]) for key in theirs}:
            kept = world.store.buckets(scope).get(number, bytes(16))
            assert sums.get(number, bytes(16)) == kept, f"the digest of bucket {number} differs"
