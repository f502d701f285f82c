"""Two hundred random orders and repetitions of what three providers tell come to one state (law 5)."""

import random

import pytest

from shared.plans import ENTERPRISE
from tests.support.payments_histories import told_in_order
from tests.support.payments_stage import TOP_UP_TOKENS, opened_payments
from tests.support.server_database import sqlite_url

__all__ = ["sqlite_url"]
pytestmark = [pytest.mark.faults, pytest.mark.timeout(1_200)]
ORDERS = 200


async def test_two_hundred_orders_are_one_state(sqlite_url, clock):
    rng = random.Random(2026)
    async with opened_payments(sqlite_url, clock) as stage:
        first = await told_in_order(stage, 0, lambda events: None)
        left = ENTERPRISE.ai_tokens_per_month + TOP_UP_TOKENS * 3 - TOP_UP_TOKENS // 2
        left -= TOP_UP_TOKENS * 601 // 900
        assert f'"ai_tokens", {left}' in first
        for number in range(1, ORDERS + 1):
            found = await told_in_order(stage, number, rng.shuffle, repeat=rng)
            assert found == first, f"order {number}"
