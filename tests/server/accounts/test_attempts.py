"""Buckets that leak: what fits, what is refused, and when there is room again."""

from hypothesis import given
from hypothesis import strategies as st

from server.accounts.attempt_store import Level
from server.accounts.attempts import Attempts, Bucket, _leaked, place_hash
from server.config.declarations import LimitsSection
from shared.errors import AppError
from tests.support.accounts_stage import refused

LIMITS = LimitsSection(account_per_hour=3)


async def begin(stage, email="ada@example.org", address="203.0.113.7", user_id=None):
    async with stage.database.write() as tx:
        return await Attempts(LIMITS).begin(tx, email, address, user_id, None)


async def test_room_comes_back_with_time(stage):
    for _ in range(3):
        await begin(stage)
    assert await refused(begin(stage)) == "accounts.too_many_attempts"
    stage.clock.advance(20 * 60_000)
    await begin(stage)
    assert await refused(begin(stage)) == "accounts.too_many_attempts"
    stage.clock.advance(-(10**9))  # a clock set back lets nobody in and locks nobody out for ever
    assert await refused(begin(stage)) == "accounts.too_many_attempts"


async def test_success_takes_back_what_it_counted(stage):
    for _ in range(10):
        attempt = await begin(stage)
        async with stage.database.write() as tx:
            await Attempts(LIMITS).succeeded(tx, attempt)


async def test_a_known_place_has_a_bucket_of_its_own(stage):
    person = await stage.person()
    for _ in range(3):
        await begin(stage, address="198.51.100.1")
    assert await refused(begin(stage, address="198.51.100.1")) == "accounts.too_many_attempts"
    for _ in range(20):
        await begin(stage, address="203.0.113.7", user_id=person.user_id)
    one = begin(stage, address="203.0.113.7", user_id=person.user_id)
    assert await refused(one) == "accounts.too_many_attempts"


async def test_forgiving_empties_the_strangers_bucket(stage):
    for _ in range(3):
        await begin(stage)
    async with stage.database.write() as tx:
        await Attempts(LIMITS).forgive(tx, "ada@example.org")
    await begin(stage)


async def test_a_household_counts_as_one_address(stage):
    one = await begin(stage, "a@example.org", "2001:db8::1")
    other = await begin(stage, "b@example.org", "2001:db8::2")
    assert one.address == other.address
    assert one.own != other.own
    assert place_hash("a") != place_hash("b")


async def test_without_limits_nothing_is_refused(stage):
    for _ in range(50):
        async with stage.database.write() as tx:
            await Attempts(LimitsSection(enabled=False)).begin(tx, "a@example.org", "", None, None)
    with_limits = AppError("accounts.too_many_attempts", seconds=1)
    assert with_limits.retryable


@given(st.integers(0, 10**7), st.integers(0, 10**12), st.integers(0, 10**10), st.integers(1, 10**4))
def test_a_level_only_sinks_and_never_below_nothing(level_milli, updated_ms, passed_ms, per_hour):
    bucket = Bucket(b"", 1, per_hour)
    level = Level(level_milli, updated_ms)
    after = _leaked(level, bucket, updated_ms + passed_ms)
    assert 0 <= after <= level_milli
    assert _leaked(level, bucket, updated_ms - passed_ms) == level_milli
    assert _leaked(level, bucket, updated_ms + passed_ms + 60_000) <= after
