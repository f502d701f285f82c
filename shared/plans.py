"""The plans and what each allows, as data. None is no limit; days and months are UTC. Knows no meter."""

from collections.abc import Mapping

import msgspec

GIB = 1 << 30
PREMIUM = frozenset({"matching:unlimited", "verified:badge", "content:premium"})


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The allowances of one plan. Money in US cents; a year costs ten months."""

    name: str
    monthly_cents: int
    api_calls_per_minute: int
    ai_tokens_per_month: int
    ai_operations_per_day: int | None
    voice_minutes_per_month: int
    transcription_minutes_per_month: int
    storage_bytes: int
    uploads_per_month: int | None
    max_upload_bytes: int
    people_in_room: int
    skills: int | None
    matches_per_day: int | None
    rooms_per_day: int | None
    sessions_per_day: int | None
    resource_uploads_per_day: int | None
    permissions: frozenset[str] = frozenset()


FREE = Plan(
    name="free",
    monthly_cents=0,
    api_calls_per_minute=60,
    ai_tokens_per_month=10_000,
    ai_operations_per_day=10,
    voice_minutes_per_month=10,
    transcription_minutes_per_month=0,
    storage_bytes=1 * GIB,
    uploads_per_month=20,
    max_upload_bytes=GIB // 2,
    people_in_room=10,
    skills=5,
    matches_per_day=10,
    rooms_per_day=5,
    sessions_per_day=3,
    resource_uploads_per_day=5,
)
BASIC = Plan(
    name="basic",
    monthly_cents=1_500,
    api_calls_per_minute=120,
    ai_tokens_per_month=25_000,
    ai_operations_per_day=50,
    voice_minutes_per_month=100,
    transcription_minutes_per_month=120,
    storage_bytes=10 * GIB,
    uploads_per_month=100,
    max_upload_bytes=2 * GIB,
    people_in_room=10,
    skills=10,
    matches_per_day=20,
    rooms_per_day=10,
    sessions_per_day=6,
    resource_uploads_per_day=10,
    permissions=frozenset({"content:premium"}),
)
PRO = Plan(
    name="pro",
    monthly_cents=2_500,
    api_calls_per_minute=200,
    ai_tokens_per_month=50_000,
    ai_operations_per_day=200,
    voice_minutes_per_month=500,
    transcription_minutes_per_month=600,
    storage_bytes=100 * GIB,
    uploads_per_month=500,
    max_upload_bytes=5 * GIB,
    people_in_room=25,
    skills=25,
    matches_per_day=50,
    rooms_per_day=20,
    sessions_per_day=15,
    resource_uploads_per_day=25,
    permissions=PREMIUM,
)
ENTERPRISE = Plan(
    name="enterprise",
    monthly_cents=4_999,
    api_calls_per_minute=1_000,
    ai_tokens_per_month=200_000,
    ai_operations_per_day=None,
    voice_minutes_per_month=2_000,
    transcription_minutes_per_month=3_000,
    storage_bytes=1_024 * GIB,
    uploads_per_month=None,
    max_upload_bytes=20 * GIB,
    people_in_room=50,
    skills=None,
    matches_per_day=None,
    rooms_per_day=None,
    sessions_per_day=None,
    resource_uploads_per_day=None,
    permissions=PREMIUM,
)

PLANS: Mapping[str, Plan] = {plan.name: plan for plan in (FREE, BASIC, PRO, ENTERPRISE)}


def plan_named(name: str) -> Plan:
    """Return a plan; one of a newer version counts as free."""
    return PLANS.get(name, FREE)
