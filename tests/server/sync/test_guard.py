"""The server's rules on operations, as a matrix over kinds, roles and what is done."""

import uuid
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.sync.guard import MAX_ROW_BYTES, Asking, SyncGuard
from server.sync.kinds import RULES
from shared.accounts.records import profile_id
from shared.groups.messages import Role
from shared.ids import new_id
from shared.settings.records import setting_id
from sync.rows import Flag, Op, Row
from sync.stamps import DELETED, EVERY, SCOPE, encode_stamps, encode_tags
from tests.support.sync_rows import raw

ME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
MINE, THEIRS = 11, 22
OWN, GROUP = f"user:{ME}", f"group:{uuid.UUID(int=9)}"
ROW_ID = new_id().bytes


def guard(role: Role | None = Role.MEMBER, **more: Any) -> SyncGuard:
    roles = {} if role is None else {GROUP: role}
    return SyncGuard(Asking(ME, roles, frozenset({MINE}), **more))


def made(
    kind: str,
    scope: str = GROUP,
    /,
    *,
    flags: int = 0,
    row_id: bytes = ROW_ID,
    author: int = MINE,
    **values: Any,
) -> Op:
    return Op(kind, row_id, scope, flags, encode_stamps({EVERY: (9, author, 9)}), raw(values))


def stored(
    kind: str, scope: str = GROUP, /, *, author: int = THEIRS, row_id: bytes = ROW_ID, **values: Any
) -> Row:
    return Row(kind, row_id, scope, 0, encode_stamps({EVERY: (1, author, 1)}), raw(values))


def edit(
    kind: str, /, *names: str, scope: str = GROUP, flags: int = 0, row_id: bytes = ROW_ID, **values: Any
) -> Op:
    stamps = dict.fromkeys([*names, *values], (9, MINE, 9))
    base = encode_tags(dict.fromkeys([*names, *values], (THEIRS, 1)))
    return Op(kind, row_id, scope, flags, encode_stamps(stamps), raw(values), base)


@pytest.mark.parametrize("kind", ["group", "membership"])
@pytest.mark.parametrize("scope", [OWN, GROUP])
def test_what_the_server_writes_nobody_hands_in(kind, scope):
    assert guard(Role.OWNER)(None, made(kind, scope)) == "reserved"
    assert guard(Role.OWNER)(stored(kind, GROUP), edit(kind, name="x")) == "reserved"


def test_every_kind_lives_where_its_declaration_says():
    for rule in RULES.values():
        if rule.by_server or rule.identity:
            continue
        flags = Flag.EVENT if rule.event else 0
        for word, scope in (("user", OWN), ("group", GROUP)):
            reason = guard()(None, made(rule.kind, scope, flags=flags))
            assert (reason is None) == (word in rule.homes), rule.kind
        for scope in ("tenant:1", "course:1", "room:1", "nonsense"):
            assert guard()(None, made(rule.kind, scope, flags=flags)) == "wrong_scope"


def test_events_are_events_and_records_are_not():
    for rule in RULES.values():
        if not rule.by_server:
            wrong = 0 if rule.event else Flag.EVENT
            scope = OWN if "user" in rule.homes else GROUP
            assert guard()(None, made(rule.kind, scope, flags=wrong)) == "malformed"


@pytest.mark.parametrize(
    ("kind", "values", "right"),
    [
        ("setting", {"key": "theme"}, setting_id(ME, "theme")),
        ("profile", {"name": "Ana"}, profile_id(ME)),
    ],
)
def test_ids_that_follow_from_what_is_said(kind, values, right):
    assert guard()(None, made(kind, OWN, row_id=right.bytes, **values)) is None
    assert guard()(None, made(kind, OWN, row_id=new_id().bytes, **values)) == "wrong_id"
    assert guard()(None, made(kind, GROUP, row_id=right.bytes, **values)) == "wrong_scope"


def test_a_setting_without_a_key_has_no_right_id():
    for values in ({}, {"key": 7}):
        assert guard()(None, made("setting", OWN, **values)) == "wrong_id"
    assert (
        guard()(None, made("setting", OWN, row_id=setting_id(OTHER, "theme").bytes, key="theme"))
        == "wrong_id"
    )


def test_constants_are_written_once():
    row = stored("item", kind="audio", title="a")
    assert guard()(row, edit("item", title="b")) is None
    assert guard()(row, edit("item", kind="video")) == "constant"
    assert guard()(row, edit("item", kind="audio")) is None, "the same again"
    assert guard()(row, edit("item", media_sha="x")) is None, "the maker's version did not know the field"
    assert guard()(row, made("item", kind="video")) == "constant"
    assert guard()(row, edit("item", flags=Flag.CARRY, kind="video")) == "constant"


def test_what_two_devices_made_alike_may_differ_in_constants():
    derived = uuid.uuid5(uuid.NAMESPACE_DNS, "x").bytes
    row = stored("collection", row_id=derived, author=MINE, created_ms=1)
    assert guard()(row, made("collection", row_id=derived, created_ms=2)) is None
    assert guard()(row, edit("collection", row_id=derived, created_ms=2)) == "constant"


DONE = {
    "rename": edit("collection", title="x"),
    "delete": edit("collection", DELETED, flags=Flag.DELETED),
    "move": edit("collection", SCOPE, scope=OWN),
    "remake": made("collection", created_ms=1, title="x"),
    "stale scope": edit("collection", scope=OWN, title="x"),
}


@pytest.mark.parametrize("kind", ["collection", "quiz"])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("author", [MINE, THEIRS])
@pytest.mark.parametrize("done", list(DONE))
def test_what_others_shared_is_taken_away_by_curators_only(kind, role, author, done):
    row = stored(kind, author=author, created_ms=1, title="a")
    op = msgspec.structs.replace(DONE[done], kind=kind)
    held = author == THEIRS and role in (Role.MEMBER, Role.VIEWER) and done in ("delete", "move", "remake")
    assert guard(role)(row, op) == ("not_yours" if held else None)


def test_in_ones_own_scope_and_for_other_kinds_there_is_no_such_rule():
    assert (
        guard(None)(
            stored("collection", OWN, created_ms=1),
            edit("collection", DELETED, scope=OWN, flags=Flag.DELETED),
        )
        is None
    )
    assert guard(Role.MEMBER)(stored("item"), edit("item", DELETED, flags=Flag.DELETED)) is None


def test_sizes_and_full_scopes():
    assert guard()(None, made("chat", OWN, title="x" * MAX_ROW_BYTES)) == "too_large"
    full = guard(full=frozenset({OWN}))
    assert full(None, made("chat", OWN, title="x")) == "full"
    assert full(stored("chat", OWN, title="y"), edit("chat", scope=OWN, title="x")) is None


@pytest.mark.parametrize(
    "value", [b"\xa2\xff\xfe", b"\x91" * 65 + b"\x01", b"\x91" * 100_000, b"\xc1", b"\x81\x01" * 65 + b"\x01"]
)
@pytest.mark.parametrize("kind", ["chat", "hologram"])
def test_values_that_no_device_could_read_are_refused(kind, value):
    op = made(kind, OWN)
    op.fields = b"\x81\xa5title" + value
    assert guard()(None, op) == "malformed"
    op.fields = b"\x81\xa5title" + b"\x91" * 63 + b"\x01"
    assert guard()(None, op) is None


def test_kinds_of_a_newer_version_are_kept_as_they_are():
    op = made("hologram", flags=Flag.EVENT, depth=3)
    assert guard()(None, op) is None
    assert (
        guard()(stored("hologram", depth=3), edit("hologram", DELETED, flags=Flag.DELETED, depth=4)) is None
    )


@given(
    st.sampled_from(sorted(RULES)),
    st.sampled_from([OWN, GROUP, "tenant:x"]),
    st.integers(0, 15),
    st.binary(max_size=40),
    st.binary(max_size=40),
    st.none() | st.binary(max_size=20),
    st.booleans(),
)
def test_no_bytes_break_it(kind, scope, flags, stamps, fields, base, there):
    row = stored(kind, created_ms=1) if there else None
    try:
        reason = guard()(row, Op(kind, ROW_ID, scope, flags, stamps, fields, base))
    except msgspec.MsgspecError:
        return
    assert reason is None or isinstance(reason, str)
