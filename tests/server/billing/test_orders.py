"""What the accounts know of a person."""

import pytest

from server.billing.orders import Standing


@pytest.mark.parametrize(("until_ms", "plan"), [(0, "pro"), (1_001, "pro"), (1_000, "free"), (999, "free")])
def test_a_plan_that_has_ended_is_free(until_ms, plan):
    assert Standing("pro", until_ms).plan_at(1_000) == plan
