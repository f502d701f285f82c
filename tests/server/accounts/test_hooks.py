"""Slices are told after the commit, and only then."""

import contextlib

from server.accounts.hooks import Hooks
from shared.ids import new_id


async def test_ends_are_told_after_the_commit(stage):
    hooks, told = Hooks(), []
    hooks.session_ended.append(lambda user_id, device_id: told.append((user_id, device_id)))
    ada, device = new_id(), new_id()
    async with stage.database.write() as tx:
        hooks.ended(tx, ada, device)
        hooks.ended(tx, ada)
        assert told == []
    assert told == [(ada, device), (ada, None)]
    with contextlib.suppress(ZeroDivisionError):
        async with stage.database.write() as tx:
            hooks.ended(tx, ada)
            raise ZeroDivisionError
    assert len(told) == 2


async def test_profiles_are_told_within_the_transaction(stage):
    hooks, told = Hooks(), []

    async def write(tx, user_id, name, language):
        told.append((tx.now_ms, user_id, name, language))

    hooks.profile_changed.append(write)
    ada = new_id()
    async with stage.database.write() as tx:
        await hooks.profile(tx, ada, "Ada", "es")
        assert told == [(tx.now_ms, ada, "Ada", "es")]


async def test_another_tenant_is_told_after_the_commit(stage):
    hooks, told = Hooks(), []
    hooks.tenant_changed.append(told.append)
    ada = new_id()
    async with stage.database.write() as tx:
        hooks.moved(tx, ada)
        assert told == []
    assert told == [ada]


async def test_a_plan_is_told_after_the_commit(stage):
    hooks, told = Hooks(), []
    hooks.plan_given.append(told.append)
    ada = new_id()
    async with stage.database.write() as tx:
        hooks.given(tx, ada)
        assert told == []
    assert told == [ada]
