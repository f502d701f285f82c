"""The export: everything of one's own, what one made in groups, nothing of anybody else's."""

import json
import uuid

import pytest

from tests.support.known_people import user_id
from tests.support.sync_server_stage import SyncStage, own, shared


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


async def test_the_export_is_ones_own(stage):
    group = await stage.group()
    await stage.join("ben", group)
    ana, ben = stage.device("ana"), stage.device("ben")
    ana.make(
        "item", own("ana"), title="Mine", media=bytes(16), blob=b"\0\1", deep={"list": [1, None, bytes(16)]}
    )
    for number in range(600):
        ana.make("view", own("ana"), event=True, item_id=bytes(16), at_ms=number)
    ana.make("collection", shared(group), title="By Ana", created_ms=1)
    ben.make("collection", shared(group), title="By Ben", created_ms=1)
    ben.make("collection", own("ben"), title="Private", created_ms=1)
    await stage.everywhere()
    found = {}
    async with stage.database.read() as tx:
        async for name, piece in stage.people.exporters[0](tx, user_id("ana")):
            assert len(piece) <= 1 << 20
            found[name] = found.get(name, b"") + piece
    text = b"".join(found.values()).decode()
    assert "By Ben" not in text
    assert "Private" not in text
    records = [json.loads(line) for line in found["records.jsonl"].splitlines()]
    assert len(records) == 601
    (item,) = [one for one in records if one["kind"] == "item"]
    nothing = "00000000-0000-0000-0000-000000000000"
    assert item["fields"]["media"] == nothing
    assert item["fields"]["blob"] == "AAE="
    assert item["fields"]["deep"] == {"list": [1, None, nothing]}
    (made,) = [json.loads(line) for line in found[f"groups/{group.group_id}.jsonl"].splitlines()]
    assert made["fields"]["title"] == "By Ana"
    assert json.loads(found["groups.jsonl"])["role"] == "owner"


async def test_a_group_of_a_school_that_one_left_is_not_ones_own_any_more(stage):
    group = await stage.group()
    ana = stage.device("ana")
    ana.make("collection", shared(group), title="By Ana", created_ms=1)
    await stage.everywhere()
    stage.people.change("ana", tenant_id=uuid.uuid4())
    async with stage.database.read() as tx:
        found = [(name, piece) async for name, piece in stage.people.exporters[0](tx, user_id("ana"))]
    assert b"".join(piece for name, piece in found if name.startswith("groups")) == b""
