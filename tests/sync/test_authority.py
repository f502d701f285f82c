"""What an answer gives: news, revocations, comparisons; never more than was granted."""

import pytest

from shared.errors import AppError
from sync.authority import Authority, decode_batch
from sync.compaction import KEPT_MS
from sync.engine import unfolded
from sync.protocol import Exchange, Want, Why
from sync.rows import CONFLICT
from sync.scopes import FULL, Access
from tests.support.sync_world import World

KEY = ("card", bytes(16))


@pytest.fixture
def world():
    return World.calm()


def ask(world, *wants, grants=None, authority=None, epoch=0):
    exchange = Exchange(1, b"x" * 16, epoch, b"", list(wants))
    return (authority or world.authority).answer(
        world.store, exchange, grants or {"group:g": FULL}, world.now_ms
    )


def with_rows(world, count):
    ann = world.devices[0]
    for number in range(count):
        ann.do(
            lambda edits, n=number: edits.create(("card", n.to_bytes(16, "big")), "group:g", {"title": "t"})
        )
    world.exchange(ann)


def test_pages_are_as_long_as_they_may_be_and_go_on(world):
    with_rows(world, 12)
    small = Authority(page_rows=5)
    cursor, got = 0, []
    while True:
        (page,) = ask(world, Want("group:g", cursor), authority=small).pages
        got += [row.id[-1] for row in unfolded(page)]
        cursor = page.cursor
        if not page.more:
            break
    assert sorted(got) == list(range(12))


def test_what_the_device_handed_in_itself_is_not_sent_back(world):
    with_rows(world, 6)
    (page,) = ask(world, Want("group:g", 0, [(2, 4)])).pages
    assert [row.seq for row in unfolded(page)] == [1, 5, 6]


def test_a_scope_without_news_costs_nothing(world):
    with_rows(world, 3)
    digest = world.store.digests(["group:g"])["group:g"]
    answer = ask(world, Want("group:g", 3, digest=digest))
    assert (answer.pages, answer.verify, answer.lost_scopes) == ([], [], [])


def test_only_what_is_granted_is_given(world):
    with_rows(world, 3)
    answer = ask(world, Want("group:g"), Want("user:b"), grants={"user:a": FULL, "group:g": Access.APPEND})
    assert answer.lost_scopes == ["group:g", "user:b"]
    assert [page.scope for page in answer.pages] == ["user:a"]


def test_other_digests_are_compared_and_buckets_given_whole(world):
    with_rows(world, 3)
    (verify,) = ask(world, Want("group:g", 3, digest=b"?" * 16)).verify
    assert (verify.why, verify.head, len(verify.buckets)) == (Why.DIGEST, 3, 4_096)
    (bucket,) = ask(world, Want("group:g", 3, heal=[2])).buckets
    assert [row.id[-1] for row in bucket.rows] == [2]


def test_a_device_of_an_earlier_life_compares_before_anything_else(world):
    with_rows(world, 3)
    (verify,) = ask(world, Want("group:g", 3), epoch=99).verify
    assert verify.why == Why.EPOCH


def test_deletions_and_conflicts_are_forgotten_after_half_a_year(world):
    ann, bob = world.devices
    with_rows(world, 2)
    world.exchange(bob)
    for device in (ann, bob):
        device.do(lambda edits, d=device: edits.change(KEY, {"title": d.name}))
        world.exchange(device)
    ann.do(lambda edits: edits.delete(("card", (1).to_bytes(16, "big"))))
    world.exchange(ann)
    assert world.compact() == 0
    world.now_ms += KEPT_MS
    assert world.compact() == 1
    assert [row.kind for row in world.store.living("group:g") if row.kind == CONFLICT] == []
    (verify,) = ask(world, Want("group:g", 1)).verify
    assert verify.why == Why.HORIZON
    world.settle()


def test_bytes_that_are_no_batch_are_told():
    with pytest.raises(AppError) as caught:
        decode_batch(b"\xc1")
    assert caught.value.code == "sync.garbled"
