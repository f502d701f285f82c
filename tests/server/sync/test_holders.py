"""What a row is in, as it stands and as a batch would have it; and who may take a part out of a group."""

import uuid

import msgspec
import pytest

from server.sync.guard import Asking, SyncGuard
from server.sync.holders import Holders
from shared.groups.messages import Role
from sync.rows import Flag, Op, Row
from sync.stamps import EVERY, SCOPE, encode_stamps, encode_tags
from tests.support.sync_rows import raw

ME = uuid.UUID(int=1)
MINE, THEIRS = 11, 22
OWN, GROUP = f"user:{ME}", f"group:{uuid.UUID(int=9)}"
ID = {name: uuid.uuid5(uuid.NAMESPACE_DNS, name).bytes for name in ("shelf", "other", "item", "tag", "lost")}


def row(kind, name, scope=GROUP, /, author=THEIRS, **values):
    return Row(kind, ID[name], scope, 0, encode_stamps({EVERY: (1, author, 1)}), raw(values))


def going(kind, name, to=OWN, /, **values):
    names = [SCOPE, *values]
    base = encode_tags(dict.fromkeys(names, (THEIRS, 1)))
    return Op(kind, ID[name], to, 0, encode_stamps(dict.fromkeys(names, (9, MINE, 9))), raw(values), base)


SHELF = row("collection", "shelf", created_ms=1)
ITEM = row("item", "item", collection_id=ID["shelf"], kind="audio")
TAG = row("tag", "tag", item_id=ID["item"], label="x")


class Library:
    """Rows that are asked for, and how often."""

    def __init__(self, *rows, coming=()):
        self.stored = {one.key: one for one in rows}
        self.asked, self.decoded = 0, 0
        self.coming = coming

    def rows(self, keys):
        self.asked += 1
        return {key: self.stored[key] for key in keys if key in self.stored}

    def ops(self):
        self.decoded += 1
        return self.coming

    def holders(self):
        return Holders(self.rows, self.ops)

    def says(self, stored, op, role=Role.MEMBER):
        asking = Asking(ME, {GROUP: role}, frozenset({MINE}))
        return SyncGuard(asking, holders=self.holders())(stored, op)


def test_the_whole_is_found_through_what_lies_between():
    library = Library(SHELF, ITEM)
    assert library.holders().whole(TAG, going("tag", "tag")) == SHELF
    assert library.holders().whole(ITEM, going("item", "item")) == SHELF
    assert library.holders().whole(SHELF, going("collection", "shelf")) is None


def test_what_the_batch_puts_elsewhere_is_elsewhere():
    other = row("collection", "other", OWN)
    away = going("item", "item", collection_id=ID["other"])
    library = Library(SHELF, other, ITEM, coming=[away])
    assert library.holders().whole(TAG, going("tag", "tag")) is None
    assert library.holders().whole(ITEM, away) is None
    assert Library(SHELF, other, ITEM).holders().whole(TAG, going("tag", "tag")) == SHELF


@pytest.mark.parametrize("named", [None, ID["lost"], b"short", 7, [ID["shelf"]]])
def test_what_is_in_nothing_known_is_in_nothing(named):
    item = row("item", "item", collection_id=named)
    assert Library(SHELF).holders().whole(item, going("item", "item")) is None


def test_each_thing_is_looked_up_once_and_the_batch_only_when_it_matters():
    library = Library(SHELF, ITEM)
    holders = library.holders()
    for _ in range(3):
        holders.whole(ITEM, going("item", "item"))
    assert (library.asked, library.decoded) == (1, 0)
    for _ in range(3):
        holders.whole(TAG, going("tag", "tag"))
    assert (library.asked, library.decoded) == (2, 1)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("author", [MINE, THEIRS])
def test_a_part_goes_where_the_whole_may(role, author):
    library = Library(row("collection", "shelf", author=author, created_ms=1), ITEM)
    held = author == THEIRS and role in (Role.MEMBER, Role.VIEWER)
    for stored, op in ((ITEM, going("item", "item")), (TAG, going("tag", "tag"))):
        assert library.says(stored, op, role) == ("stays" if held else None)


def test_only_a_move_out_of_where_the_whole_is_counts():
    library = Library(SHELF, ITEM)
    assert library.says(ITEM, going("item", "item", GROUP)) is None
    assert (
        library.says(row("item", "item", OWN, collection_id=ID["shelf"]), going("item", "item", GROUP))
        is None
    )
    stale = going("item", "item", title="x")
    stale.stamps = encode_stamps({"title": (9, MINE, 9)})
    assert library.says(ITEM, stale) is None
    assert library.asked == 0
    deleted = msgspec.structs.replace(SHELF, flags=Flag.DELETED)
    assert Library(deleted, ITEM).says(ITEM, going("item", "item")) is None
