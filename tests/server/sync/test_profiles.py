"""The profile record and the account, one direction each; nonsense in the record changes nothing."""

import pytest

from shared.accounts.records import profile_id
from tests.support.known_people import user_id
from tests.support.sync_server_stage import SyncStage, own


@pytest.fixture
def stage(server_database, tmp_path):
    made = SyncStage(server_database, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("values", [{}, {"name": 7}, {"name": None, "language": [1]}, {"name": "  "}])
async def test_what_is_no_name_changes_none(stage, values):
    ana = stage.device("ana")
    ana.make("profile", own("ana"), row_id=profile_id(user_id("ana")).bytes, **values)
    await stage.sync(ana)
    assert stage.people.people[user_id("ana")].name == "Ana"
    assert ana.refused() == []


async def test_a_deleted_profile_changes_nothing(stage):
    ana = stage.device("ana")
    key = ana.make("profile", own("ana"), row_id=profile_id(user_id("ana")).bytes, name="New")
    await stage.sync(ana)
    ana.delete(key)
    await stage.sync(ana)
    assert stage.people.people[user_id("ana")].name == "New"


async def test_an_account_without_a_record_gets_one(stage):
    ana = stage.device("ana")
    async with stage.database.write() as tx:
        await stage.people.profile_changed[0](tx, user_id("ana"), "Ana Z.", "es")
    assert stage.news[-1].scopes == {own("ana")}, "other devices hear of it"
    await stage.sync(ana)
    assert [values for _, values in ana.seen("profile").values()] == [{"name": "Ana Z.", "language": "es"}]
