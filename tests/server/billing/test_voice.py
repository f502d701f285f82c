"""Spoken sessions over the real ledger: one at a time, never more than was left, nothing charged for lost networks."""

import asyncio
import uuid
from contextlib import asynccontextmanager

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.billing.tables import HOLD
from server.billing.voice import KIND, VoiceSessions
from server.storage.database import Database
from server.storage.schema import migrate
from server.web.principal import Principal
from shared.billing.voice import GAP_MS, HELD_MS, MOST_MS, STALE_MS
from shared.billing.voice_messages import AskGrant, EndSession, Heartbeat, StartSession
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.ledger_laws import check_ledger
from tests.support.ledger_stage import NOON_MS, USER, VOICE, request, staged

PHONE, LAPTOP = uuid.UUID(int=71), uuid.UUID(int=72)
FREE_MS = 600_000


@asynccontextmanager
async def opened(url, clock):
    database = await Database.open(url, clock)
    try:
        yield database
    finally:
        await database.close()


async def lawful(stage):
    """The laws hold once everything that waits is written."""
    await stage.restart()
    await check_ledger(stage.database, stage.ledger, quiet=False)


class Talking:
    """Somebody's devices, and the server's sessions on a ledger."""

    def __init__(self, stage):
        self.stage, self.signed = stage, []
        self.voice = self.reopened()

    def reopened(self):
        return VoiceSessions(self.stage.database, self.stage.clock, self.stage.ledger, self._sign)

    def _sign(self, kind, claims):
        self.signed.append((kind, claims))
        return f"{kind}.{len(self.signed)}"

    @staticmethod
    def on(device=PHONE):
        return Principal(USER, uuid.UUID(int=9), device)

    async def start(self, device=PHONE, **more):
        return await self.voice.start(self.on(device), StartSession(**more))

    async def beat(self, session, seq, device=PHONE):
        sign = Heartbeat(session_id=session.session_id, epoch=session.epoch, seq=seq)
        return await self.voice.heartbeat(self.on(device), sign)

    async def speak(self, session, seconds, first=1):
        """Half a minute for each sign of life."""
        for number in range(seconds // 30):
            self.stage.clock.advance(30_000)
            session = await self.beat(session, first + number)
            if not session.active:
                break
        return session

    async def end(self, session, reason="user_ended"):
        ending = EndSession(session_id=session.session_id, epoch=session.epoch, reason=reason)
        return await self.voice.end(self.on(), ending)

    async def used(self):
        (meter,) = [each for each in (await self.stage.ledger.balances(USER)).meters if each.meter is VOICE]
        return meter.used

    async def open_holds(self):
        async with self.stage.database.read() as tx:
            query = select(HOLD.c.id).where(HOLD.c.state == 0, HOLD.c.kind == KIND)
            return len((await tx.connection.execute(query)).all())


@pytest.fixture
async def talking(server_database, clock):
    clock.wall_ms = NOON_MS
    async with staged(server_database, clock) as stage:
        yield Talking(stage)
        await lawful(stage)


@pytest.fixture
async def alone(sqlite_url, clock):
    """The same on SQLite only, where the database makes no difference."""
    clock.wall_ms = NOON_MS
    async with opened(sqlite_url, clock) as database, staged(database, clock) as stage:
        yield Talking(stage)
        await lawful(stage)


async def test_minutes_are_counted_booked_and_given_back(talking):
    session = await talking.start(topic="Ordering a coffee", difficulty="intermediate")
    assert (session.active, session.epoch, session.last_seq) == (True, 1, 0)
    assert (session.used_ms, session.remaining_ms, session.limit_ms) == (0, FREE_MS, FREE_MS)
    session = await talking.speak(session, 150)
    assert (session.spoken_ms, session.used_ms, session.remaining_ms) == (150_000, 150_000, 450_000)
    assert await talking.used() == 120_000
    talking.stage.clock.advance(10_000)
    ended = await talking.end(session)
    assert (ended.active, ended.end_reason, ended.spoken_ms) == (False, "user_ended", 160_000)
    assert (ended.used_ms, ended.remaining_ms) == (160_000, 440_000)
    assert await talking.used() == 160_000
    assert await talking.open_holds() == 0
    again = await talking.end(session)
    assert msgspec.structs.replace(again, remaining_ms=ended.remaining_ms) == ended


async def test_little_is_warned_of_and_nothing_left_ends_it(talking):
    session = await talking.speak(await talking.start(), 270)
    assert not session.warning
    session = await talking.speak(session, 60, first=10)
    assert session.warning
    assert session.remaining_ms == 270_000
    session = await talking.speak(session, 600, first=12)
    assert (session.active, session.end_reason) == (False, "limit_reached")
    assert (session.spoken_ms, session.remaining_ms) == (FREE_MS, 0)
    assert await talking.used() == FREE_MS
    with pytest.raises(AppError, match=r"billing\.used_up"):
        await talking.start()
    with pytest.raises(AppError, match=r"billing\.session_over"):
        await talking.beat(session, 99)


async def test_the_same_device_goes_on_and_another_must_take_over(talking):
    first = await talking.start()
    first = await talking.speak(first, 30)
    resumed = await talking.start()
    assert (resumed.session_id, resumed.epoch, resumed.last_seq) == (first.session_id, 1, 1)
    with pytest.raises(AppError, match=r"billing\.session_elsewhere"):
        await talking.start(LAPTOP)
    second = await talking.start(LAPTOP, take_over=True)
    assert second.session_id != first.session_id
    assert second.epoch == 2
    with pytest.raises(AppError) as over:
        await talking.beat(first, 2)
    assert over.value.parameters["reason"] == "superseded"
    assert await talking.used() == 30_000
    assert await talking.open_holds() == 1


async def test_a_sign_sent_twice_counts_once_and_a_late_one_nothing(alone):
    session = await alone.speak(await alone.start(), 60)
    alone.stage.clock.advance(20_000)
    for seq in (2, 1, 2):
        again = await alone.beat(session, seq)
        assert again.spoken_ms == 60_000
    alone.stage.clock.advance(10_000)
    assert (await alone.beat(session, 3)).spoken_ms == 90_000


async def test_a_lost_network_costs_half_a_minute(alone):
    session = await alone.speak(await alone.start(), 30)
    alone.stage.clock.advance(9 * 60_000)
    assert (await alone.beat(session, 2)).spoken_ms == 30_000 + GAP_MS


async def test_ten_minutes_of_silence_are_a_session_and_a_tick_more_is_none(alone):
    session = await alone.start()
    alone.stage.clock.advance(STALE_MS)
    assert await alone.voice.tidy() == 0
    session = await alone.beat(session, 1)
    assert session.active
    alone.stage.clock.advance(STALE_MS + 1)
    assert await alone.voice.tidy() == 1
    status = await alone.voice.status(alone.on())
    assert status.session is None
    assert status.used_ms == 2 * GAP_MS
    over = await alone.end(session)
    assert over.end_reason == "stale"
    assert over.ended_ms == NOON_MS + STALE_MS + GAP_MS


async def test_a_silent_session_is_over_for_whoever_asks_first(alone):
    session = await alone.start()
    alone.stage.clock.advance(STALE_MS + 1)
    with pytest.raises(AppError) as over:
        await alone.beat(session, 1)
    assert over.value.parameters["reason"] == "stale"
    other = await alone.start(LAPTOP)
    assert other.active
    alone.stage.clock.advance(STALE_MS + 1)
    assert (await alone.voice.status(alone.on())).session is None
    assert (await alone.start()).active


async def test_a_clock_that_is_set_changes_nothing(alone):
    session = await alone.start()
    alone.stage.clock.advance(30_000)
    alone.stage.clock.step_wall(-86_400_000)
    session = await alone.beat(session, 1)
    assert session.spoken_ms == 30_000
    alone.stage.clock.step_wall(2 * 86_400_000)
    alone.stage.clock.advance(30_000)
    assert (await alone.beat(session, 2)).spoken_ms == 60_000


async def test_a_session_outlives_a_restart_of_the_server(talking):
    session = await talking.speak(await talking.start(), 30)
    await talking.stage.restart(crash=True)
    talking.voice = talking.reopened()
    talking.stage.clock.advance(30_000)
    session = await talking.beat(session, 2)
    assert session.spoken_ms == 60_000
    ended = await talking.end(session)
    assert ended.used_ms == 60_000
    assert await talking.open_holds() == 0


async def test_what_no_session_lives_on_is_given_back(alone):
    lost = await alone.stage.ledger.hold(request(50_000, VOICE, kind=KIND))
    await lost.durable
    session = await alone.start()
    await alone.voice.tidy()
    assert await alone.open_holds() == 2
    alone.stage.clock.advance(70_000)
    await alone.beat(session, 1)
    await alone.voice.tidy()
    assert await alone.open_holds() == 1
    assert (await alone.voice.status(alone.on())).session is not None


async def test_several_starts_at_once_begin_one_session(talking):
    starts = await asyncio.gather(
        *(talking.start(uuid.UUID(int=100 + number)) for number in range(4)), return_exceptions=True
    )
    begun = [one for one in starts if not isinstance(one, BaseException)]
    assert len(begun) == 1
    codes = {one.code for one in starts if isinstance(one, AppError)}
    assert codes == {"billing.session_elsewhere"}
    assert await talking.open_holds() == 1


async def test_several_signs_at_once_count_once(talking):
    session = await talking.start()
    talking.stage.clock.advance(30_000)
    beats = await asyncio.gather(*(talking.beat(session, 1) for _ in range(5)))
    assert {one.spoken_ms for one in beats} == {30_000}


async def test_only_the_owner_of_a_session_is_heard(alone):
    session = await alone.start()
    stranger = Principal(uuid.UUID(int=2), uuid.UUID(int=9), PHONE)
    sign = Heartbeat(session_id=session.session_id, epoch=1, seq=1)
    with pytest.raises(AppError, match=r"billing\.session_not_found"):
        await alone.voice.heartbeat(stranger, sign)
    ending = EndSession(session_id=session.session_id, epoch=1)
    with pytest.raises(AppError, match=r"billing\.session_not_found"):
        await alone.voice.end(stranger, ending)
    with pytest.raises(AppError, match=r"billing\.session_not_found"):
        await alone.voice.grant(stranger, AskGrant(session_id=session.session_id, epoch=1))


async def test_a_grant_is_for_an_active_session_with_minutes(alone):
    session = await alone.speak(await alone.start(), 570)
    asked = AskGrant(session_id=session.session_id, epoch=session.epoch)
    grant = await alone.voice.grant(alone.on(), asked)
    assert grant.remaining_ms == 30_000
    assert grant.expires_ms == alone.stage.clock.now_ms() + 30_000
    kind, claims = alone.signed[-1]
    assert (kind, claims["sub"], claims["remaining_ms"]) == ("realtime", str(USER), 30_000)
    await alone.end(session)
    with pytest.raises(AppError, match=r"billing\.session_over"):
        await alone.voice.grant(alone.on(), asked)


async def test_whoever_asks_for_grants_pays_for_the_time(talking):
    session = await talking.start()
    asked = AskGrant(session_id=session.session_id, epoch=session.epoch)
    for _ in range(6):
        talking.stage.clock.advance(40_000)
        await talking.voice.grant(talking.on(), asked)
    assert await talking.used() == 240_000
    # A sign of life right after it adds only what is new.
    talking.stage.clock.advance(5_000)
    assert (await talking.beat(session, 1)).spoken_ms == 245_000
    talking.stage.clock.advance(59_000)
    await talking.voice.grant(talking.on(), asked)
    assert (await talking.beat(session, 2)).spoken_ms == 245_000 + GAP_MS
    assert (await talking.beat(session, 2)).last_seq == 2


async def test_grants_alone_end_a_session_when_nothing_is_left(alone):
    session = await alone.start()
    asked = AskGrant(session_id=session.session_id, epoch=session.epoch)
    for _ in range(FREE_MS // 30_000):
        await alone.voice.grant(alone.on(), asked)
        alone.stage.clock.advance(30_000)
    with pytest.raises(AppError, match=r"billing\.session_over") as over:
        await alone.voice.grant(alone.on(), asked)
    assert over.value.parameters["reason"] == "limit_reached"
    assert await alone.used() == FREE_MS


async def test_without_a_limit_nothing_ends_it(alone):
    alone.stage.limits.edit("free", voice_minutes_per_month=10**9)
    session = await alone.speak(await alone.start(), 1_200)
    assert session.active
    assert not session.warning


async def test_an_erased_person_leaves_minutes_only(alone):
    session = await alone.speak(await alone.start(topic="My health"), 60)
    async with alone.stage.database.read() as tx:
        archive = b"".join([piece async for _, piece in alone.voice.exported(tx, USER)])
    assert b"My health" in archive
    async with alone.stage.database.write() as tx:
        await alone.voice.erase_user(tx, USER)
    with pytest.raises(AppError, match=r"billing\.session_not_found"):
        await alone.beat(session, 3)
    alone.stage.clock.advance(70_000)
    await alone.voice.tidy()
    assert await alone.open_holds() == 0
    assert await alone.used() == 60_000


EXPECTED = {"billing.session_over", "billing.session_elsewhere", "billing.used_up"}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "beat", "grant", "start", "take", "end", "tidy", "restart"]),
        st.sampled_from([1_000, 29_000, 30_000, 45_000, 46_000, 300_000, STALE_MS, STALE_MS + 1]),
    ),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_devices_do_nobody_pays_for_more_than_was_spoken(tmp_path_factory, steps):
    async def scenario():
        folder = tmp_path_factory.mktemp("talk")
        clock = ManualClock(NOON_MS)
        url = f"sqlite:///{folder / 'server.db'}"
        await migrate(url)
        async with opened(url, clock) as database, staged(database, clock) as stage:
            await _play(Talking(stage), clock, steps)
            await lawful(stage)

    asyncio.run(scenario())


async def _play(talking, clock, steps):
    session, seq, signs = None, 0, 0
    for what, ms in steps:
        signs += what != "wait"
        try:
            if what == "wait":
                clock.advance(ms)
            elif what in {"start", "take"}:
                session = await talking.start(PHONE if what == "start" else LAPTOP, take_over=what == "take")
            elif what == "beat" and session is not None:
                seq += 1
                session = await talking.beat(session, seq)
            elif what == "grant" and session is not None:
                asked = AskGrant(session_id=session.session_id, epoch=session.epoch)
                await talking.voice.grant(talking.on(), asked)
            elif what == "end" and session is not None:
                await talking.end(session)
            elif what == "tidy":
                await talking.voice.tidy()
            elif what == "restart":
                await talking.stage.restart()
                talking.voice = talking.reopened()
        except AppError as error:
            if error.code not in EXPECTED:
                raise
        used = await talking.used()
        assert used <= min(FREE_MS, clock.now_ms() - NOON_MS + MOST_MS, (signs + 1) * MOST_MS)
        assert await talking.open_holds() <= 1
        free = await talking.stage.free(VOICE)
        assert 0 <= free <= FREE_MS - used
        assert FREE_MS - used - free <= HELD_MS
