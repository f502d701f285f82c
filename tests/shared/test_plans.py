"""The plans of the specification."""

from shared.plans import GIB, PLANS, plan_named


def test_the_table_of_the_specification():
    assert list(PLANS) == ["free", "basic", "pro", "enterprise"]
    assert [plan.api_calls_per_minute for plan in PLANS.values()] == [60, 120, 200, 1_000]
    assert [plan.storage_bytes // GIB for plan in PLANS.values()] == [1, 10, 100, 1_024]
    assert [plan.uploads_per_month for plan in PLANS.values()] == [20, 100, 500, None]
    assert [plan.matches_per_day for plan in PLANS.values()] == [10, 20, 50, None]
    assert [plan.monthly_cents for plan in PLANS.values()] == [0, 1_500, 2_500, 4_999]


def test_basic_is_twice_free_where_the_table_is_silent():
    free, basic = PLANS["free"], PLANS["basic"]
    for name in ("api_calls_per_minute", "matches_per_day", "rooms_per_day", "sessions_per_day"):
        assert getattr(basic, name) == 2 * getattr(free, name)


def test_one_file_never_takes_more_than_the_storage():
    for plan in PLANS.values():
        assert plan.max_upload_bytes <= plan.storage_bytes
    assert plan_named("of a newer version") is PLANS["free"]
