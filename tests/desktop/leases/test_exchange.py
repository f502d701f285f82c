"""What is told and asked when answers are lost, libraries put back or copied, and servers set back."""

import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.billing import lease_store
from shared.billing.leases import REPORTED_AT_ONCE
from shared.errors import AppError
from tests.support.lease_desktop import computer
from tests.support.lease_stage import SERVER_KEY
from tests.support.ledger_stage import USER


def code(leases):
    return leases.refusal.code if leases.refusal is not None else ""


async def test_answers_that_are_lost_lend_and_book_nothing_twice(here, lending):
    leases = here.leases
    here.account.lose = True
    with pytest.raises(AppError, match=r"network"):
        await leases.renew()
    await leases.renew()
    assert await lending.open_holds() == 1
    await leases.spend(20_000)
    here.account.lose = True
    with pytest.raises(AppError, match=r"network"):
        await leases.renew()
    await leases.spend(20_000)
    await leases.renew()
    assert ((await lending.meter()).used, leases.lent.spent) == (40_000, 40_000)
    here.account.lose = True
    with pytest.raises(AppError, match=r"network"):
        await leases.give_back()
    assert code(leases) == "leases.none"
    await leases.give_back()
    meter = await lending.meter()
    assert (meter.used, meter.held) == (40_000, 0)


async def test_many_entries_are_told_in_parts(here, lending):
    leases = await here.lent()
    for _ in range(REPORTED_AT_ONCE + 20):
        await leases.spend(10)
    await leases.renew()
    assert here.account.asked.count("leases/renew") == 2
    assert (await lending.meter()).used == 2_200
    for _ in range(REPORTED_AT_ONCE + 20):
        await leases.spend(10)
    await leases.give_back()
    assert (await lending.meter()).used == 4_400


async def test_a_library_that_was_put_back_stops_and_is_counted_in_full(here, lending, tmp_path):
    leases = await here.lent()
    await leases.spend(10_000)
    await here.shut()
    shutil.copy(here.paths.database, tmp_path / "saved.db")
    await (await here.reopen()).spend(50_000)
    await here.shut()
    shutil.copy(tmp_path / "saved.db", here.paths.database)
    leases = await here.reopen()
    assert code(leases) == "leases.restored"
    with pytest.raises(AppError, match=r"leases\.restored"):
        await leases.spend(1)
    await leases.renew()
    # Counted as the note beside the library says, and lent anew.
    assert (await lending.meter()).used == 60_000
    assert (code(leases), leases.lent.spent) == ("", 0)


async def test_a_library_that_knows_less_than_the_server_ends_its_lease(here, lending):
    leases = await here.lent()
    await leases.spend(10_000)
    await leases.renew()
    # The note beside the library is gone as well.
    await leases._marks.forget()
    await here.database.write(
        lambda tx: tx.execute("UPDATE lease SET counter = 0, spent = 0, reported = 0, head = ?", [bytes(32)])
    )
    await leases.look()
    await leases.renew()
    meter = await lending.meter()
    assert (meter.used, leases.lent.spent) == (10_000, 0)
    assert meter.held == leases.lent.grant


async def test_a_new_library_owns_up_to_what_the_old_one_spent(here, lending):
    leases = await here.lent()
    await leases.spend(30_000)
    await here.settled()
    await here.database.write(lambda tx: tx.execute("DELETE FROM lease"))
    await leases.look()
    await leases.renew()
    assert (await lending.meter()).used == 30_000
    assert leases.left == (600_000 - 30_000) // 5


async def test_a_copied_library_is_found_out_and_pays_the_longer_branch(here, lending, tmp_path, clock):
    leases = await here.lent()
    await leases.spend(10_000)
    await here.shut()
    async with computer(tmp_path / "copy", lending, clock) as copy:
        await copy.shut()
        shutil.copy(here.paths.database, copy.paths.database)
        copy.account = here.account
        leases, other = await here.reopen(), await copy.reopen()
        await leases.spend(5_000)
        await other.spend(60_000)
        await leases.renew()
        await other.renew()
        assert (await lending.meter()).used == 70_000
        async with lending.stage.database.read() as tx:
            states = {row.state for row in await lease_store.of_user(tx, USER)}
        assert "forked" in states


async def test_only_what_the_server_signed_for_this_device_is_taken(here):
    here.account.keys = {"k1": Ed25519PrivateKey.generate()}
    with pytest.raises(AppError, match=r"leases\.unverified"):
        await here.leases.renew()
    assert here.leases.problem.code == "leases.unverified"
    here.account.keys = {"k1": SERVER_KEY}
    here.account.key = Ed25519PrivateKey.generate()
    with pytest.raises(AppError, match=r"leases\.unverified"):
        await here.leases.renew()
    assert here.leases.left == 0


async def test_a_server_that_was_set_back_lends_anew(here, lending):
    leases = await here.lent()
    await leases.spend(1_000)
    async with lending.stage.database.write() as tx:
        await lease_store.erase(tx, here.account.session.user_id)
    await leases.renew()
    assert (leases.lent.spent, code(leases)) == (0, "")


async def test_a_question_whose_answer_was_lost_is_given_back_too(here, lending):
    here.account.lose = True
    with pytest.raises(AppError, match=r"network"):
        await here.leases.renew()
    await here.leases.give_back()
    assert await lending.open_holds() == 0
    await here.leases.give_back()
