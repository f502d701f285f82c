"""Minutes without a connection, from both sides: a real library here, the real ledger there, the network at will."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.billing.leases import DRIFT_MS, LASTS_MS
from shared.billing.meters import DAY_MS
from shared.errors import AppError
from tests.support.billing_stage import Session
from tests.support.ledger_stage import VOICE
from tests.support.waiting import until

LENT_MS = 120_000


def code(leases):
    return leases.refusal.code if leases.refusal is not None else ""


async def test_minutes_are_lent_spent_offline_and_booked_once(here, lending):
    leases = await here.lent()
    assert (leases.lent.grant, leases.left, code(leases)) == (LENT_MS, LENT_MS, "")
    here.account.online = False
    for _ in range(3):
        here.clock.advance(30_000)
        await leases.spend(30_000)
    assert leases.left == 30_000
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await leases.renew()
    assert leases.left == 30_000
    here.account.online = True
    await leases.renew()
    meter = await lending.meter()
    assert (meter.used, meter.held) == (90_000, 102_000)
    assert leases.left == 102_000
    await leases.renew()
    assert (await lending.meter()).used == 90_000


async def test_what_was_spent_is_there_after_a_restart(here):
    leases = await here.lent()
    await leases.spend(50_000)
    await here.settled()
    leases = await here.again()
    assert (leases.left, leases.lent.spent) == (70_000, 50_000)
    # Two programs on one library spend from one lease.
    other = here.opened()
    await other.look()
    await other.spend(40_000)
    assert await leases.spend(40_000) == 0
    assert code(leases) == "leases.used_up"
    with pytest.raises(AppError, match=r"leases\.used_up"):
        await leases.spend(1)
    await other.close()


async def test_nothing_is_lent_before_a_first_connection(here):
    assert code(here.leases) == "leases.none"
    await here.leases.look()
    assert (here.leases.lent, here.leases.left) == (None, 0)
    with pytest.raises(AppError, match=r"leases\.none"):
        await here.leases.spend(1)
    here.account.session = None
    await here.leases.renew()
    assert here.account.asked == []


async def test_a_clock_set_back_stops_it_until_a_connection_heals_it(here):
    leases = await here.lent()
    here.clock.advance(3_600_000)
    await leases.spend(1_000)
    here.clock.step_wall(-DRIFT_MS)
    assert code(leases) == ""
    here.clock.step_wall(-1)
    assert code(leases) == "leases.clock"
    with pytest.raises(AppError, match=r"leases\.clock"):
        await leases.spend(1)
    await here.settled()
    leases = await here.again()
    assert code(leases) == "leases.clock"
    # The server's clock is the test's, too: it agrees.
    await leases.renew()
    assert code(leases) == ""


async def test_the_steady_clock_tells_of_small_steps_back(here):
    leases = await here.lent()
    for _ in range(8):
        here.clock.advance(60_000)
        here.clock.step_wall(-60_000)
    assert code(leases) == "leases.clock"


async def test_a_clock_that_was_in_the_future_is_healed(here):
    leases = await here.lent()
    here.clock.step_wall(3 * DAY_MS)
    await leases.spend(1_000)
    here.clock.step_wall(-3 * DAY_MS)
    assert code(leases) == "leases.clock"
    await leases.renew()
    # What was spent in the future of the server is within the week of the lease.
    assert code(leases) == ""


async def test_a_computer_whose_clock_is_wrong_does_not_spend(here, lending):
    leases = await here.lent()
    service, told = lending.service, lending.service._told

    def later(row, **more):
        answer = told(row, **more)
        return type(answer)(
            **{name: getattr(answer, name) for name in answer.__struct_fields__ if name != "server_ms"},
            server_ms=answer.server_ms + DRIFT_MS + 1,
        )

    service._told = later
    await leases.renew()
    assert code(leases) == "leases.clock"


async def test_a_week_without_a_connection_ends_it_and_the_next_one_renews_it(here, lending):
    leases = await here.lent()
    await leases.spend(10_000)
    here.clock.advance(LASTS_MS + 1)
    assert code(leases) == "leases.ended"
    await leases.renew()
    assert code(leases) == ""
    assert (await lending.meter()).used == 10_000


async def test_a_lease_that_was_edited_here_counts_for_nothing(here):
    leases = await here.lent()

    def edit(tx):
        token = tx.execute("SELECT token FROM lease").fetchone()[0]
        tx.execute("UPDATE lease SET token = ?", [token[:20] + "x" + token[21:]])

    await here.database.write(edit)
    await leases.look()
    assert (leases.lent, leases.problem.code) == (None, "leases.unverified")
    with pytest.raises(AppError, match=r"leases\.none"):
        await leases.spend(1)
    await leases.renew()
    assert leases.left == LENT_MS


async def test_a_folder_that_is_carried_to_another_computer_has_no_minutes(here):
    leases = await here.lent()
    here.account.online = False
    here.account.key = Ed25519PrivateKey.generate()
    await leases.look()
    assert (leases.lent, leases.problem.code) == (None, "leases.unverified")


async def test_an_older_server_is_asked_once(here):
    here.account.absent = True
    await here.leases.renew()
    await here.leases.renew()
    assert here.account.asked == ["leases/issue"]


async def test_another_person_does_not_have_the_first_ones_minutes(here):
    leases = await here.lent()
    here.account.session = Session(user_id=here.account.device_id)
    here.bus.announce("account")
    assert leases.left == 0
    await leases.look()
    assert leases.lent is None


async def test_it_asks_by_itself_once_somebody_wants_it_and_when_the_network_returns(here, lending):
    here.account.online = False
    here.leases.start()
    await until(lambda: here.leases.problem is None)
    assert here.account.asked == []
    here.leases.want()
    await until(lambda: here.leases.problem is not None)
    here.account.online = True
    here.leases.wake()
    await until(lambda: here.leases.left == LENT_MS)
    assert here.leases.problem is None
    await here.leases.spend(LENT_MS)
    here.leases.wake()
    await until(lambda: here.leases.left > 0)
    assert (await lending.meter()).used == LENT_MS


async def test_where_nothing_is_left_nothing_is_lent_until_there_is_more(here, lending):
    await lending.stage.used(600_000, VOICE)
    here.leases.start()
    here.leases.want()
    await until(lambda: here.leases.problem is not None)
    assert here.leases.problem.code == "billing.lease_too_little"
    lending.stage.plan("pro")
    here.leases.usage_changed()
    await until(lambda: here.leases.left > 0)
    asked = len(here.account.asked)
    here.leases.usage_changed()
    assert len(here.account.asked) == asked
