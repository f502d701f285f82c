"""What a device may do in a scope."""

import uuid

from sync.rows import Flag
from sync.scopes import FULL, Access, ScopeKind, kind_of, may_apply, may_read, scope_of
from tests.support.sync_rows import made

OWNER = uuid.UUID(int=7)


def test_names_of_scopes_tell_their_kind():
    assert {kind_of(scope_of(kind, OWNER)) for kind in ScopeKind} == set(ScopeKind)
    assert kind_of("planet:mars") is None


def test_only_granted_scopes_are_read():
    grants = {"group:g": Access.READ, "group:box": Access.APPEND}
    assert [may_read(grants, scope) for scope in ("group:g", "group:box", "group:x")] == [True, False, False]


def test_events_may_be_appended_where_records_may_not_be_written():
    grants = {"group:g": Access.READ | Access.APPEND}
    assert may_apply(grants, made((1, 1, 1), flags=Flag.EVENT), "group:g")
    assert not may_apply(grants, made((1, 1, 1)), "group:g")


def test_a_move_needs_both_ends():
    op = made((1, 1, 1), scope="user:a")
    assert may_apply({"group:g": FULL, "user:a": FULL}, op, "group:g")
    assert not may_apply({"group:g": FULL}, op, "group:g")
    assert not may_apply({"user:a": FULL}, op, "group:g")
