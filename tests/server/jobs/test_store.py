"""Turns of jobs: due, taken, kept, passed on; whatever the clocks of two servers say."""

from server.jobs import store
from server.jobs.store import LEASE_MS, SKEW_MS
from shared.ids import new_id

ME, OTHER = new_id(), new_id()
DAY_MS = 86_400_000


async def claim(database, owner=ME, name="sweep"):
    async with database.write() as transaction:
        return await store.claim(transaction, name, owner, DAY_MS)


async def finish(database, error=None, owner=ME):
    async with database.write() as transaction:
        await store.finish(
            transaction, "sweep", owner, due_ms=transaction.now_ms + DAY_MS, duration_ms=7, error=error
        )


async def status(database):
    async with database.read() as transaction:
        return next(iter(await store.statuses(transaction)))


async def test_a_turn_is_taken_once_and_comes_again_after_the_interval(server_database, clock):
    assert await claim(server_database)
    assert not await claim(server_database, OTHER)
    await finish(server_database)
    assert not await claim(server_database, OTHER)
    clock.advance(DAY_MS)
    assert await claim(server_database, OTHER)


async def test_a_killed_owner_loses_its_turn_when_the_lease_ends(server_database, clock):
    await claim(server_database)
    clock.advance(LEASE_MS - 1)
    assert not await claim(server_database, OTHER)
    clock.advance(1)
    assert await claim(server_database, OTHER)
    await finish(server_database, "too_late")
    assert (await status(server_database)).ended_ms is None


async def test_a_lease_that_is_kept_stays(server_database, clock):
    await claim(server_database)
    clock.advance(LEASE_MS - 1)
    async with server_database.write() as transaction:
        assert await store.keep(transaction, "sweep", ME)
        assert not await store.keep(transaction, "sweep", OTHER)
    clock.advance(LEASE_MS - 1)
    assert not await claim(server_database, OTHER)


async def test_a_turn_that_is_given_up_is_free_at_once(server_database):
    await claim(server_database)
    async with server_database.write() as transaction:
        await store.give_up(transaction, "sweep", ME)
    assert await claim(server_database, OTHER)


async def test_times_of_a_clock_that_was_years_ahead_hold_nothing_up(server_database, clock):
    clock.step_wall(400 * DAY_MS)
    await claim(server_database)
    clock.step_wall(-400 * DAY_MS)
    assert await claim(server_database)
    clock.step_wall(400 * DAY_MS)
    await finish(server_database)
    clock.step_wall(-400 * DAY_MS)
    assert await claim(server_database)
    assert SKEW_MS < DAY_MS


async def test_how_a_job_stands_is_told(server_database, clock):
    await claim(server_database)
    now = clock.now_ms()
    assert (await status(server_database)).running
    await finish(server_database, "server.disk_full")
    failed = await status(server_database)
    assert (failed.failures, failed.error, failed.succeeded_ms, failed.duration_ms) == (
        1,
        "server.disk_full",
        None,
        7,
    )
    async with server_database.read() as transaction:
        assert await store.failures(transaction, "sweep") == 1
        assert await store.failures(transaction, "none") == 0
    clock.advance(DAY_MS)
    await claim(server_database)
    await finish(server_database)
    done = await status(server_database)
    assert (done.running, done.failures, done.error, done.succeeded_ms) == (False, 0, None, now + DAY_MS)
