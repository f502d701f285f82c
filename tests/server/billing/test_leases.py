"""Leases over the real ledger: never more spent than lent, whatever is lost, repeated, forked, edited or set back."""

import asyncio
import tempfile
import uuid
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.billing import lease_store
from server.billing.lease_store import LeaseRow
from server.billing.orders import HoldRequest
from server.storage.database import Database
from server.storage.schema import migrate
from server.web.principal import Principal
from shared.billing import leases as rules
from shared.billing.lease_messages import IssueLease, SendReport
from shared.billing.meters import DAY_MS
from shared.errors import AppError
from shared.ids import new_id
from tests.support.clocks import ManualClock
from tests.support.lease_model import LeaseModel
from tests.support.lease_stage import lending, report_of
from tests.support.ledger_stage import NOON_MS, USER, VOICE, request, topup

FREE_MS = 600_000
LENT_MS = FREE_MS // rules.SHARE


@pytest.fixture
async def both(server_database, clock):
    clock.wall_ms = NOON_MS
    async with lending(server_database, clock) as found:
        yield found


@pytest.fixture
async def lent(sqlite_url, clock):
    """On SQLite only, where the database makes no difference."""
    clock.wall_ms = NOON_MS
    database = await Database.open(sqlite_url, clock)
    async with lending(database, clock) as found:
        yield found
    await database.close()


async def rows(lent):
    async with lent.stage.database.read() as tx:
        return await lease_store.of_user(tx, USER)


async def test_what_is_lent_is_held_spent_booked_and_given_back(both):
    device = both.device()
    answer = await device.issue()
    assert (answer.state, answer.counter, answer.charged, device.lease.grant) == ("open", 0, 0, LENT_MS)
    assert device.lease.until_ms == NOON_MS + rules.LASTS_MS
    meter = await both.meter()
    assert (meter.used, meter.held, meter.free) == (0, LENT_MS, FREE_MS - LENT_MS)
    for _ in range(3):
        both.stage.clock.advance(30_000)
        device.spend(30_000)
    told = await device.renew()
    assert (told.counter, told.spent, told.charged) == (3, 90_000, 90_000)
    # A fifth of what remains, and what is spent, in all.
    assert device.lease.grant == 90_000 + (FREE_MS - 90_000) // rules.SHARE
    meter = await both.meter()
    assert (meter.used, meter.held) == (90_000, 102_000)
    device.spend(2_000)
    told = await device.give_back()
    assert (told.state, told.charged, told.token) == ("closed", 92_000, "")
    meter = await both.meter()
    assert (meter.used, meter.held, meter.free) == (92_000, 0, FREE_MS - 92_000)
    assert await device.give_back() == told
    assert await both.open_holds() == 0


async def test_asking_twice_lends_once(lent):
    device = lent.device()
    lease_id = new_id()
    first = await device.issue(lease_id)
    assert await device.issue(lease_id) == first
    assert await lent.open_holds() == 1
    await device.give_back()
    assert (await device.issue(lease_id)).token == ""


async def test_a_lost_answer_changes_nothing(both):
    device = both.device()
    await device.issue()
    device.spend(50_000)
    before = device.lease
    await both.service.renew(device.who, report_of(device.key, device.report()))
    # The device did not hear of it, and goes on with what it has.
    assert device.lease == before
    device.spend(before.grant - 50_000)
    told = await device.renew()
    assert (told.state, told.spent, told.charged) == ("open", LENT_MS, LENT_MS)
    assert (await both.meter()).used == LENT_MS


async def test_a_report_again_books_nothing_again(lent):
    device = lent.device()
    await device.issue()
    device.spend(10_000)
    sent = device.report()
    first = await device.send(sent)
    assert (first.spent, first.charged, first.token) == (10_000, 0, "")
    device.spend(5_000)
    await device.renew()
    again = await device.send(sent, renew=True)
    assert (again.state, again.spent, again.token) == ("open", 15_000, "")
    assert (await lent.meter()).used == 15_000


async def test_many_entries_travel_in_parts(lent):
    device = lent.device()
    await device.issue()
    for _ in range(rules.REPORTED_AT_ONCE + 30):
        device.spend(10)
    half = await device.send(device.report(), renew=True)
    assert (half.counter, half.token) == (rules.REPORTED_AT_ONCE, "")
    gap = await device.send(device.report(first=rules.REPORTED_AT_ONCE + 5))
    assert gap.counter == rules.REPORTED_AT_ONCE
    assert (await device.renew()).charged == 2_300


async def test_two_histories_of_one_lease_end_it_and_the_longer_one_is_charged(both):
    device = both.device()
    await device.issue()
    device.spend(10_000)
    clone = device.copied()
    device.spend(5_000)
    clone.spend(40_000)
    assert (await device.renew()).state == "open"
    told = await clone.renew()
    assert (told.state, told.charged) == ("forked", 50_000)
    meter = await both.meter()
    assert (meter.used, meter.held) == (50_000, 0)
    assert (await device.renew()).state == "forked"
    (row,) = await rows(both)
    assert row.flags == "lease_forked"


async def test_a_device_that_was_set_back_says_so_and_pays_what_it_spent(lent):
    device = lent.device()
    await device.issue()
    restored = device.copied()
    device.spend(10_000)
    await device.renew()
    device.spend(20_000)
    # The key store still knows how far it was.
    sent = restored.report(final=True, spent=30_000)
    told = await restored.send(sent)
    assert (told.state, told.charged) == ("closed", 30_000)
    assert (await rows(lent))[0].flags == "lease_restored"


async def test_a_lease_that_a_device_lost_counts_as_used_up(both):
    device = both.device()
    await device.issue()
    old = device.lease
    await device.issue()
    assert device.lease.lease_id != old.lease_id
    meter = await both.meter()
    assert (meter.used, meter.held) == (LENT_MS, device.lease.grant)
    assert [row.state for row in await rows(both)] in (["lost", "open"], ["open", "lost"])


async def test_more_than_was_lent_is_refused_and_charged_as_lent(lent):
    device = lent.device()
    await device.issue()
    device.spend(LENT_MS + 1)
    told = await device.renew()
    assert (told.state, told.charged) == ("overspent", LENT_MS)
    assert (await lent.meter()).used == LENT_MS


async def test_a_clock_that_was_set_back_is_seen_and_what_was_spent_is_charged(lent):
    device = lent.device()
    await device.issue()
    device.spend(10_000)
    device.spend(20_000, wall_ms=NOON_MS - DAY_MS)
    told = await device.renew()
    assert (told.state, told.charged) == ("clock", 30_000)
    # The next connection sets it right.
    assert (await device.issue()).state == "open"


async def test_an_edited_report_is_not_believed(lent):
    device, other = lent.device(), lent.device(72)
    await device.issue()
    device.spend(10_000)
    sent = report_of(device.key, device.report()).report
    edited = (
        report_of(device.key, device.report(spent=1)).report.partition(".")[0] + "." + sent.partition(".")[2]
    )
    for text in (edited, sent[:-6] + "AAAAAA", "nothing", "", report_of(other.key, device.report()).report):
        with pytest.raises(AppError, match=r"billing\.lease_forged"):
            await lent.service.report(device.who, SendReport(text))
    # A lease is no report, though the same key had signed both.
    payload = rules.canonical(device.report())
    wrong = rules.sealed(payload, device.key.sign(rules.LEASE_DOMAIN + payload))
    with pytest.raises(AppError, match=r"billing\.lease_forged"):
        await lent.service.renew(device.who, SendReport(wrong))


async def test_another_devices_or_persons_lease_is_not_touched(lent):
    device, other, stranger = lent.device(), lent.device(72), lent.device(73, uuid.UUID(int=2))
    await device.issue()
    sent = report_of(device.key, device.report())
    with pytest.raises(AppError, match=r"billing\.lease_elsewhere"):
        await lent.service.report(other.who, sent)
    with pytest.raises(AppError, match=r"billing\.lease_not_found"):
        await lent.service.report(stranger.who, sent)
    with pytest.raises(AppError, match=r"billing\.lease_not_found"):
        await stranger.issue(device.lease.lease_id)
    unknown = device.report()
    unknown = msgspec.structs.replace(unknown, lease_id=new_id())
    with pytest.raises(AppError, match=r"billing\.lease_not_found"):
        await device.send(unknown)
    for who in (Principal(USER, new_id()), Principal(USER, new_id(), new_id())):
        with pytest.raises(AppError, match=r"billing\.lease_elsewhere"):
            await lent.service.issue(who, IssueLease(lease_id=new_id()))


async def test_three_devices_may_have_one_each(lent):
    for number in (1, 2, 3):
        await lent.device(number).issue()
    with pytest.raises(AppError, match=r"billing\.too_many_leases"):
        await lent.device(4).issue()
    meter = await lent.meter()
    assert meter.held == 120_000 + 96_000 + 76_800
    await lent.devices[uuid.UUID(int=2)].give_back()
    await lent.device(4).issue()
    shown = await lent.service.lent(lent.devices[uuid.UUID(int=1)].who)
    assert {one.device for one in shown.leases} == {"Laptop 1", "Laptop 3", "Laptop 4"}
    assert not any(one.removed for one in shown.leases)


async def test_too_little_is_not_lent_and_the_last_is_booked(lent):
    await lent.stage.used(FREE_MS - 200_000, VOICE)
    device = lent.device()
    await device.issue()
    assert device.lease.grant == 40_000
    await lent.stage.used(160_000, VOICE)
    device.spend(30_000)
    told = await device.renew()
    # Nothing else is left: what is unspent stays lent, for the device may be using it.
    assert (told.state, device.lease.grant, device.left) == ("open", 40_000, 10_000)
    device.spend(10_000)
    told = await device.renew()
    assert (told.state, told.charged) == ("closed", 40_000)
    assert (await lent.meter()).free == 0
    with pytest.raises(AppError, match=r"billing\.lease_too_little"):
        await device.issue()


async def test_another_month_brings_its_own_minutes(lent):
    lent.stage.clock.advance(10 * DAY_MS - 3_600_000)
    device = lent.device()
    await device.issue()
    device.spend(60_000)
    lent.stage.clock.advance(DAY_MS)
    told = await device.renew()
    assert told.charged == 60_000
    meter = await lent.meter()
    assert (meter.used, meter.held, device.left) == (0, 132_000, 132_000)
    # Where the new month has no room, what the old one lent stays lent.
    lent.stage.clock.advance(27 * DAY_MS)
    await device.renew()
    lent.stage.clock.advance(5 * DAY_MS)
    await lent.stage.ledger.hold(request(FREE_MS, VOICE))
    device.spend(10_000)
    before = device.lease
    told = await device.renew()
    assert (told.state, told.spent, told.charged, told.token) == ("open", 70_000, 60_000, "")
    assert device.lease == before
    assert (await device.give_back()).charged == 70_000


async def test_nothing_new_is_only_made_good_for_longer(lent):
    device = lent.device()
    await device.issue()
    (before,) = await rows(lent)
    lent.stage.clock.advance(rules.RENEWED_MS)
    await device.renew()
    (after,) = await rows(lent)
    assert after.hold_id == before.hold_id
    assert device.lease.until_ms == NOON_MS + rules.RENEWED_MS + rules.LASTS_MS


async def test_what_is_never_told_counts_as_used_after_a_month(both):
    device = both.device()
    await device.issue()
    device.spend(10_000)
    await both.restart(crash=True)
    both.stage.clock.advance(rules.LASTS_MS + rules.GRACE_MS)
    assert await both.service.tidy() == 0
    both.stage.clock.advance(1)
    assert await both.service.tidy() == 1
    (row,) = await rows(both)
    assert (row.state, row.charged, row.flags) == ("unreported", LENT_MS, "lease_unreported")
    told = await device.renew()
    assert (told.state, told.token) == ("unreported", "")
    assert await both.open_holds() == 0


async def test_holds_of_no_lease_are_given_back(lent):
    hold = await lent.stage.ledger.hold(
        HoldRequest(user_id=USER, amounts=((VOICE, 5),), operation="voice", kind="lease")
    )
    await hold.durable
    device = lent.device()
    await device.issue()
    lent.stage.clock.advance(60_001)
    await lent.service.tidy()
    assert await lent.open_holds() == 1


async def test_a_person_who_leaves_is_forgotten_and_may_have_it_all_before(lent):
    device = lent.device()
    await device.issue()
    device.spend(1_000)
    await device.send(device.report())
    async with lent.stage.database.read() as tx:
        ((name, line),) = [each async for each in lent.service.exported(tx, USER)]
    assert (name, msgspec.json.decode(line)["spent"]) == ("leases.jsonl", 1_000)
    async with lent.stage.database.write() as tx:
        await lent.service.erase_user(tx, USER)
    assert await rows(lent) == []
    lent.stage.clock.advance(60_001)
    await lent.service.tidy()
    assert await lent.open_holds() == 0


async def test_many_renewals_at_once_come_to_one(both):
    device = both.device()
    await device.issue()
    device.spend(30_000)
    sent = report_of(device.key, device.report())
    await asyncio.gather(*(both.service.renew(device.who, sent) for _ in range(8)))
    meter = await both.meter()
    assert (meter.used, meter.held, await both.open_holds()) == (30_000, 114_000, 1)


STEPS = (
    "issue",
    "spend",
    "report",
    "renew",
    "lost",
    "copy",
    "swap",
    "back",
    "again",
    "online",
    "time",
    "crash",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2), st.integers(1, 90_000)), max_size=25))
def test_whatever_devices_do_no_more_is_spent_than_there_was(steps):
    asyncio.run(_any_history(steps))


_TEMPLATE: list[bytes] = []


async def _any_history(steps):
    """Law 8: what is booked, held and free is always what there was; a lease is never charged beyond its grant."""
    async with _fresh() as lent:
        history = _History(lent)
        for step, which, amount in steps:
            await history.step(step, which, amount)
            await history.check()


@asynccontextmanager
async def _fresh():
    clock = ManualClock(NOON_MS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.db"
        if not _TEMPLATE:
            await migrate(f"sqlite:///{path}")
            _TEMPLATE.append(path.read_bytes())
        path.write_bytes(_TEMPLATE[0])
        database = await Database.open(f"sqlite:///{path}", clock)
        try:
            async with lending(database, clock) as lent:
                yield lent
        finally:
            await database.close()


class _History:
    def __init__(self, lent):
        self.lent, self.clock = lent, lent.stage.clock
        self.devices = [lent.device(number) for number in (71, 72, 73)]
        self.copies = {}
        self.sent = []

    async def step(self, step, which, amount):
        device = self.devices[which]
        if step == "issue":
            await self._try(device.issue())
        elif step == "time":
            # Another month has minutes of its own.
            if self.clock.now_ms() + amount * 10_000 < NOON_MS + 10 * DAY_MS:
                self.clock.advance(amount * 10_000)
            await self.lent.service.tidy()
        elif step == "crash":
            await self.lent.restart(crash=True)
        elif step == "online":
            await self._try(self.lent.stage.used(amount, VOICE))
        elif step == "again" and self.sent:
            who, sent = self.sent[amount % len(self.sent)]
            await self._try(self.lent.service.renew(who, sent))
        elif device.lease is not None:
            await self._with_lease(step, which, device, amount)

    async def _with_lease(self, step, which, device, amount):
        if step == "spend":
            # Half of the devices are honest.
            device.spend(amount if which else max(1, min(amount, device.left)))
        elif step == "copy":
            self.copies[which] = device.copied()
        elif step == "swap" and which in self.copies:
            self.devices[which], self.copies[which] = self.copies[which], device
        elif step in ("report", "lost"):
            sent = report_of(device.key, device.report())
            self.sent.append((device.who, sent))
            if step == "report":
                await self._try(device.send(device.report()))
        elif step == "renew":
            await self._try(device.send(device.report(), renew=True))
        elif step == "back":
            await self._try(device.give_back())

    async def _try(self, call):
        try:
            await call
        except AppError as error:
            assert error.code.startswith("billing.")  # noqa: PT017 - which one depends on the history

    async def check(self):
        meter = await self.lent.meter()
        assert meter.used + meter.held + meter.free == FREE_MS
        leases: list[LeaseRow] = await rows(self.lent)
        for row in leases:
            assert 0 <= row.charged <= row.grant_amount
            assert (row.held, row.hold_id is None) == (
                (row.grant_amount - row.charged, False) if row.state == "open" else (0, True)
            )
        assert meter.held == sum(row.held for row in leases)
        assert len([row for row in leases if row.state == "open"]) <= rules.MOST_OPEN


ACTS = ("issue", "spend", "renew", "lost", "back", "online", "topup", "upgrade", "crash", "time")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 200_000)), max_size=25))
def test_an_honest_device_and_its_balance_are_as_the_model_says(acts):
    asyncio.run(_as_the_model(acts))


async def _as_the_model(acts):
    async with _fresh() as lent:
        device, model = lent.device(), LeaseModel(FREE_MS)
        for number, (act, amount) in enumerate(acts):
            await _act(lent, device, model, act, amount, number)
            meter = await lent.meter()
            assert (meter.used, meter.held, meter.free) == (model.used, model.held, model.free)
            if model.lease is not None:
                assert (device.chain.spent, device.left) == (model.lease.spent, model.lease.left)


async def _act(lent, device, model, act, amount, number):
    ledger = lent.stage.ledger
    if act == "issue":
        assert await _done(device.issue()) == model.issue()
    elif act == "spend":
        if (part := model.spend(amount)) > 0:
            device.spend(part)
    elif act in ("renew", "lost") and model.lease is not None:
        lease = device.lease
        await device.renew()
        if act == "lost":
            device.lease = lease
        model.renew(lost=act == "lost")
    elif act == "back" and model.lease is not None:
        await device.give_back()
        model.give_back()
    elif act == "online":
        assert await _done(lent.stage.used(amount, VOICE)) == model.online(amount)
    elif act == "topup":
        await ledger.move(topup(amount, f"t{number}", VOICE))
        model.limit += amount
    elif act == "upgrade" and lent.stage.people.standing.get(USER) is None:
        lent.stage.plan("basic")
        model.limit += 90 * 60_000
    elif act == "crash":
        await lent.restart(crash=True)
    elif act == "time":
        lent.stage.clock.advance(amount)


async def _done(call) -> bool:
    try:
        await call
    except AppError as error:
        assert error.code in ("billing.lease_too_little", "billing.used_up", "billing.reserved")  # noqa: PT017
        return False
    return True
