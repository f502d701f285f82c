"""What Prometheus is told, and that no label holds a scope or a person."""

import pytest

from tests.support.known_people import user_id
from tests.support.membership_stage import code_of
from tests.support.sync_server_stage import SyncStage, own


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


async def test_exchanges_are_counted_by_what_came_of_them(stage):
    ana = stage.device("ana")
    ana.make("collection", own("ana"), title="x", created_ms=1)
    ana.make("group", own("ana"), name="x")
    await stage.sync(ana)
    await code_of(stage.service.exchange(stage.asking(ana), b"nonsense"))
    text = stage.metrics.text().decode()
    assert 'lantern_sync_exchanges_total{outcome="taken"} 1.0' in text
    assert 'lantern_sync_exchanges_total{outcome="sync.garbled"} 1.0' in text
    assert 'lantern_sync_operations_refused_total{reason="reserved"} 1.0' in text
    assert "lantern_sync_live_devices 0.0" in text
    assert str(user_id("ana")) not in text
