"""What an authority remembers of a row's past lives: enough to lose nothing that comes back."""

import msgspec
import pytest

from sync.merge import merge
from sync.origins import NEVER, Origins
from sync.rows import Flag, Origin
from sync.stamps import EVERY, encode_stamps
from tests.support.sync_rows import ROW_ID, edit, plain, row

MADE = (10, 1, 1)
BEFORE = encode_stamps({EVERY: MADE})


def lost(value, stamp, *, life=0):
    """State of an earlier life that comes back."""
    return msgspec.structs.replace(edit(stamp, {}, flags=Flag.CARRY, title=value), life=life)


def edited(life=5):
    """A row whose title somebody wrote after the restore."""
    origins = Origins()
    origins.note_edit(life, BEFORE)
    return row({EVERY: MADE, "title": (30, 3, 1)}, title="after", body="b"), origins


def test_nothing_is_known_of_a_row_that_nobody_touched_since():
    origins = Origins([Origin(5, BEFORE)])
    assert (origins.best(5, "title"), origins.edited_since(5)) == (None, False)
    assert (origins.best(4, "title"), origins.edited_since(4)) == (MADE, False)


def test_what_came_back_counts_for_its_own_life():
    origins = Origins()
    origins.note_carried(5, BEFORE, 0, {"title": (20, 2, 1)})
    origins.note_carried(5, BEFORE, 3, {"title": (25, 2, 1)})
    origins.note_carried(5, BEFORE, 0, {"body": (21, 2, 1)})
    assert [origins.best(0, name) for name in ("title", "body", "mood")] == [(20, 2, 1), (21, 2, 1), MADE]
    assert origins.best(3, "title") == (25, 2, 1)
    assert origins.best(4, "title") == MADE
    assert Origins([Origin(5, encode_stamps({}))]).best(0, "title") == NEVER
    assert origins.changed


def test_an_edit_after_a_restore_does_not_cover_what_was_lost():
    stored, origins = edited()
    outcome = merge(stored, lost("lost", (20, 2, 9)), (), 5, origins)
    assert [msgspec.msgpack.decode(loss.value) for loss in outcome.losses] == ["lost"]


@pytest.mark.parametrize("at", [5, 20])
def test_a_field_the_row_never_had_comes_back_whatever_its_stamp(at):
    """A device that did not know the field made the row anew: the row's own stamp says nothing about it."""
    stored = row({EVERY: MADE}, body="b")
    outcome = merge(stored, lost("lost", (at, 2, 9)), (), 5, Origins())
    assert outcome.row is not None
    assert (plain(outcome.row.fields), outcome.losses) == ({"title": "lost", "body": "b"}, [])


def test_what_the_backup_had_is_no_loss():
    stored, origins = edited()
    outcome = merge(stored, lost("old", (9, 1, 1)), (), 5, origins)
    assert (outcome.row, outcome.losses) == (None, [])


@pytest.mark.parametrize("late", [(20, 2, 9), (40, 2, 9)])
def test_values_of_one_life_join_by_their_stamps(late):
    stored, origins = row({EVERY: MADE}, title="old"), Origins()
    first = merge(stored, lost("first", (30, 2, 8)), (), 5, origins).row
    assert first is not None
    outcome = merge(first, lost("late", late), (), 5, origins)
    after = outcome.row or first
    assert (plain(after.fields)["title"], outcome.losses) == ("late" if late[0] == 40 else "first", [])


def test_values_of_two_lives_are_both_kept():
    stored, origins = row({EVERY: MADE}, title="old"), Origins()
    first = merge(stored, lost("one", (30, 2, 8), life=0), (), 5, origins).row
    assert first is not None
    outcome = merge(first, lost("other", (20, 3, 8), life=3), (), 5, origins)
    assert [msgspec.msgpack.decode(loss.value) for loss in outcome.losses] == ["other"]


def test_a_lost_deletion_does_not_take_an_edit_made_since():
    stored, origins = edited()
    gone = msgspec.structs.replace(
        edit((40, 2, 9), {"deleted": (1, 1)}, flags=Flag.CARRY | Flag.DELETED), life=0
    )
    outcome = merge(stored, gone, (), 5, origins)
    assert outcome.row is None
    assert [loss.field for loss in outcome.losses] == ["deleted"]
    alone = merge(row({EVERY: MADE}, title="old"), gone, (), 5, Origins()).row
    assert alone is not None
    assert alone.deleted
    assert alone.id == ROW_ID
