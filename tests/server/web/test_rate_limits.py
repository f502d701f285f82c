import asyncio

import msgspec
import pytest

from server.config.declarations import LimitsSection, RedisSection
from server.web.metrics import Metrics
from server.web.rate_limits import RateLimits
from shared.errors import AppError
from shared.plans import PLANS
from tests.support.border_stage import ADMIN, LEARNER, staged


def few(**more):
    return LimitsSection(
        anonymous_per_minute=3,
        sign_in_per_minute=2,
        mail_per_hour=1,
        sync_per_minute=2,
        content_per_minute=2,
        **more,
    )


async def statuses(stage, count, method, path, token="", **more):
    return [(await stage.ask(method, path, token=token, **more)).status for _ in range(count)]


async def test_each_class_of_requests_has_its_own_limit(tmp_path):
    async with staged(tmp_path, limits=few()) as stage:
        assert await statuses(stage, 3, "POST", "/stage/sign-in") == [204, 204, 429]
        assert await statuses(stage, 3, "GET", "/stage/sync", "learner") == [204, 204, 429]
        assert await statuses(stage, 3, "GET", "/stage/content", "learner") == [204, 204, 429]
        assert (await stage.ask("GET", "/healthz")).status == 200


async def test_who_is_refused_hears_when_to_come_back(tmp_path):
    async with staged(tmp_path, limits=few()) as stage:
        assert await statuses(stage, 3, "GET", "/stage/see") == [200, 200, 200]
        answer = await stage.ask("GET", "/stage/see")
        assert (answer.status, answer.code, answer.json["retryable"]) == (429, "web.too_many", True)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert answer.json["parameters"]["seconds"] == int(answer.headers["Retry-After"])
        text = stage.services.metrics.text().decode()
        assert 'lantern_requests_limited_total{limit="anonymous"} 1.0' in text


async def test_a_plan_says_how_often_a_person_may_ask():
    limits = RateLimits(LimitsSection(), Metrics())
    for principal in (LEARNER, ADMIN):
        allowed = PLANS[principal.plan].api_calls_per_minute
        for _ in range(allowed):
            await limits.check_person("api", principal)
        with pytest.raises(AppError, match="too_many"):
            await limits.check_person("api", principal)


async def test_an_edited_plan_counts_at_once():
    plans = dict(PLANS)
    limits = RateLimits(LimitsSection(), Metrics(), "", plans.__getitem__)
    for _ in range(PLANS[LEARNER.plan].api_calls_per_minute):
        await limits.check_person("api", LEARNER)
    plans[LEARNER.plan] = msgspec.structs.replace(PLANS[LEARNER.plan], api_calls_per_minute=1_000)
    await limits.check_person("api", LEARNER)


async def test_neighbours_in_one_ipv6_network_count_together():
    limits = RateLimits(few(), Metrics())
    for last in range(1, 4):
        await limits.check_anonymous(f"2001:db8::{last}")
    with pytest.raises(AppError, match="too_many"):
        await limits.check_anonymous("2001:db8::4")


async def test_switched_off_nothing_is_counted(tmp_path):
    async with staged(tmp_path, limits=few(enabled=False)) as stage:
        assert set(await statuses(stage, 8, "POST", "/stage/mail")) == {204}


async def test_processes_with_one_redis_count_together(redis_url):
    one, other = (RateLimits(few(), Metrics(), redis_url) for _ in range(2))
    await one.ready()
    await one.check_anonymous("203.0.113.9")
    await other.check_anonymous("203.0.113.9")
    await one.check_anonymous("203.0.113.9")
    with pytest.raises(AppError, match="too_many") as refused:
        await other.check_anonymous("203.0.113.9")
    assert 1 <= refused.value.parameters["seconds"] <= 60
    await one.close()
    await other.close()


async def test_without_its_redis_a_process_counts_for_itself():
    limits = RateLimits(few(), Metrics(), "redis://127.0.0.1:1/0")
    async with asyncio.timeout(10):
        for _ in range(3):
            await limits.check_anonymous("203.0.113.9")
        with pytest.raises(AppError, match="too_many"):
            await limits.check_anonymous("203.0.113.9")
    with pytest.raises(AppError, match="unavailable"):
        await limits.ready()
    await limits.close()


async def test_readiness_names_redis(tmp_path):
    async with staged(tmp_path, redis=RedisSection(url="redis://127.0.0.1:1/0")) as stage:
        answer = await stage.ask("GET", "/readyz")
        assert (answer.status, answer.json["parts"]) == (
            503,
            {"database": "ok", "content": "ok", "redis": "failed"},
        )
