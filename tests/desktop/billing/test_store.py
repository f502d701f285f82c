import uuid

import pytest

from desktop.billing.store import Remembered, UsageStore
from desktop.billing.views import Known
from shared.plans import PLANS
from tests.support.billing_stage import billing_status


async def test_it_remembers(tmp_path):
    kept = Remembered(
        Known(uuid.uuid4(), "https://x.example", 5, billing_status(ai_tokens=3)),
        tuple(PLANS.values()),
        ("ai_tokens 2026-12-01",),
    )
    await UsageStore(tmp_path).write(kept)
    assert UsageStore(tmp_path).read() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["usage.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"known": {"user_id": 3}}', '{"told": [3]}'])
def test_a_torn_file_is_nothing(tmp_path, text):
    (tmp_path / "usage.json").write_text(text)
    assert UsageStore(tmp_path).read() == Remembered()
