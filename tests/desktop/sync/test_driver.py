"""When the driver syncs, what it makes of failures, and how it waits."""

import asyncio

import pytest

from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.sync.driver import Driver, Outcome, Pace
from desktop.sync.views import SyncState
from shared.errors import AppError
from shared.ids import new_id
from tests.support.waiting import until


class Accounts:
    session = object()
    ended = ""


class Stage:
    def __init__(self, **pace):
        self.accounts, self.bus = Accounts(), ChangeBus()
        self.rounds, self.told, self.waiting = 0, [], False
        self.error = None
        self.gate = asyncio.Event()
        self.gate.set()
        given = {"debounce_s": 0.01, "poll_s": 60.0, "first_retry_s": 0.01, "most_retry_s": 0.02} | pace
        self.driver = Driver(
            self.accounts,
            self.bus,
            round_=self.round_,
            unsent=self.unsent,
            told=self.tell,
            pace=Pace(**given),
        )

    async def round_(self):
        await self.gate.wait()
        self.rounds += 1
        if self.error is not None:
            raise self.error

    async def unsent(self):
        return self.waiting

    async def tell(self, outcome):
        self.told.append(outcome)

    async def __aenter__(self):
        self.task = asyncio.ensure_future(self.driver.run())
        await until(lambda: self.told and self.told[-1].state is not SyncState.SYNCING)
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        self.driver.close()


async def test_it_begins_with_a_round():
    async with Stage() as stage:
        assert [one.state for one in stage.told] == [SyncState.SYNCING, SyncState.IDLE]
        assert stage.driver.running
    assert not stage.driver.running


async def test_changes_here_are_handed_in_together_a_moment_later():
    async with Stage() as stage:
        stage.waiting = True
        for _ in range(5):
            stage.bus.announce("item", [new_id()])
        await until(lambda: stage.rounds == 2)
        stage.waiting = False
        await asyncio.sleep(0.05)
        assert stage.rounds == 2


@pytest.mark.parametrize(
    "changes",
    [
        ChangeSet({"item": frozenset()}, received=True),
        ChangeSet({"sync_status": frozenset()}),
        ChangeSet({"media_file": frozenset()}),
    ],
)
async def test_what_came_from_elsewhere_or_never_travels_wakes_nobody(changes):
    async with Stage() as stage:
        stage.waiting = True
        stage.bus.publish(changes)
        await asyncio.sleep(0.05)
        assert stage.rounds == 1


async def test_nothing_unsent_costs_no_exchange():
    async with Stage() as stage:
        stage.bus.announce("item", [new_id()])
        await asyncio.sleep(0.05)
        assert stage.rounds == 1


async def test_it_polls():
    async with Stage(poll_s=0.02) as stage:
        await until(lambda: stage.rounds > 3)


async def test_asking_waits_for_a_round_that_begins_afterwards():
    async with Stage() as stage:
        stage.gate.clear()
        first = asyncio.ensure_future(stage.driver.asked())
        await until(lambda: stage.told[-1].state is SyncState.SYNCING)
        second = asyncio.ensure_future(stage.driver.asked())
        stage.gate.set()
        await first
        await second
        assert stage.rounds == 3


@pytest.mark.parametrize(
    ("code", "state", "shown"),
    [
        ("network.unreachable", SyncState.OFFLINE, "network.unreachable"),
        ("network.timed_out", SyncState.OFFLINE, "network.timed_out"),
        ("network.busy", SyncState.OFFLINE, "network.busy"),
        ("web.draining", SyncState.OFFLINE, "web.draining"),
        ("network.not_lantern", SyncState.PROBLEM, "network.not_lantern"),
        ("sync.wrong_version", SyncState.PROBLEM, "sync.wrong_version"),
        ("storage.disk_full", SyncState.PROBLEM, "storage.disk_full"),
        ("sync.wrong_device", SyncState.PROBLEM, "sync.device_taken"),
        ("accounts.signed_out", SyncState.OFF, "accounts.signed_out"),
    ],
)
async def test_failures_are_states_and_are_tried_again(code, state, shown):
    stage = Stage()
    stage.error = AppError(code, seconds=0)
    async with stage:
        assert (stage.told[1].state, stage.told[1].problem.code) == (state, shown)
        stage.error = None
        await until(lambda: stage.told[-1] == Outcome(SyncState.IDLE))


async def test_the_server_may_say_when_to_come_back():
    stage = Stage()
    stage.error = AppError("sync.busy", seconds=30)
    async with stage:
        await asyncio.sleep(0.1)
        assert stage.rounds == 1
        stage.driver.wake()
        await until(lambda: stage.rounds == 2)


async def test_a_nudge_does_again_what_failed_and_nothing_else():
    stage = Stage(first_retry_s=60.0, most_retry_s=60.0)
    stage.error = AppError("network.unreachable")
    async with stage:
        stage.error = None
        stage.driver.nudge()
        await until(lambda: stage.told[-1] == Outcome(SyncState.IDLE))
        for _ in range(3):
            stage.driver.nudge()
        await asyncio.sleep(0.05)
        assert stage.rounds == 2


async def test_a_window_that_comes_up_does_not_wait_unless_the_server_said_so():
    stage = Stage(first_retry_s=60.0, most_retry_s=60.0)
    stage.error = AppError("network.busy", seconds=30.0)
    async with stage:
        stage.driver.attend(visible=True)
        await asyncio.sleep(0.05)
        assert stage.rounds == 1
    stage = Stage(first_retry_s=60.0, most_retry_s=60.0)
    stage.error = AppError("network.unreachable")
    async with stage:
        stage.driver.attend(visible=True)
        await until(lambda: stage.rounds == 2)


@pytest.mark.parametrize(
    ("visible", "code", "most_s"),
    [
        (True, "network.unreachable", 15.0),
        (False, "network.unreachable", 450.0),
        (True, "storage.disk_full", 450.0),
    ],
)
async def test_a_lost_server_is_looked_for_often_only_while_somebody_can_see_it(visible, code, most_s):
    stage = Stage(first_retry_s=2.0, most_retry_s=300.0)
    stage.error = AppError(code)
    for _ in range(20):
        await stage.driver.once()
    stage.driver.attend(visible=visible)
    stage.driver._failures = 20
    waits = [stage.driver._patience_s() for _ in range(200)]
    assert most_s / 3 <= min(waits)
    assert most_s * 0.8 <= max(waits) <= most_s
    stage.driver.close()


async def test_without_an_account_it_rests_until_there_is_one():
    stage = Stage()
    stage.accounts.session = None
    stage.accounts.ended = "accounts.signed_out"
    async with stage:
        assert stage.told[-1].state is SyncState.OFF
        assert stage.told[-1].problem.code == "accounts.signed_out"
        assert stage.rounds == 0
        stage.accounts.session = object()
        stage.bus.announce("account")
        await until(lambda: stage.rounds == 1)


async def test_paused_it_syncs_only_when_asked():
    stage = Stage()
    stage.driver.paused = True
    async with stage:
        assert stage.told == [Outcome(SyncState.PAUSED)]
        await stage.driver.asked()
        assert (stage.rounds, stage.told[-1]) == (1, Outcome(SyncState.PAUSED))


async def test_whoever_asked_is_not_left_waiting_at_the_end():
    stage = Stage()
    async with stage:
        stage.gate.clear()
        asked = asyncio.ensure_future(stage.driver.asked())
        await until(lambda: stage.told[-1].state is SyncState.SYNCING)
        more = asyncio.ensure_future(stage.driver.asked())
        await asyncio.sleep(0)
    for waiting in (asked, more):
        with pytest.raises(asyncio.CancelledError):
            await waiting
