"""Which plan payments give at a moment."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from server.payments.standing import (
    DAY_MS,
    Given,
    SubscriptionRow,
    doubtful,
    in_force,
    joined,
    lives_until,
)

USER = uuid.UUID(int=1)
NOW_MS = 1_795_000_000_000
GRACE_MS = 3 * DAY_MS


def row(plan="pro", status="active", **more):
    given = {"begins_ms": NOW_MS - DAY_MS, "ends_ms": NOW_MS + DAY_MS, "seen_ms": NOW_MS, **more}
    return SubscriptionRow(
        provider=given.pop("provider", "stripe"),
        id="s",
        customer="c",
        user_id=USER,
        status=status,
        plan=plan,
        **given,
    )


def force(*rows, base=Given(), restricted=False):  # noqa: B008 - a tuple
    return in_force(rows, base, NOW_MS, grace_ms=GRACE_MS, restricted=restricted)


def test_a_renewal_may_be_late_but_not_an_end():
    assert lives_until(row(), GRACE_MS) == NOW_MS + DAY_MS + GRACE_MS
    assert lives_until(row(ends_then=True), GRACE_MS) == NOW_MS + DAY_MS
    assert lives_until(row(ends_ms=0), GRACE_MS) == 0
    assert lives_until(row(status="past_due"), GRACE_MS) == NOW_MS + GRACE_MS
    assert lives_until(row(status="past_due", past_due_ms=NOW_MS), GRACE_MS) == NOW_MS + GRACE_MS
    assert lives_until(row(status="paused"), GRACE_MS) is None


def test_the_biggest_then_the_longest_counts():
    assert force() == Given()
    assert force(row("basic"), row("pro")).plan == "pro"
    assert force(row(ends_ms=NOW_MS + 1), row()).until_ms == NOW_MS + DAY_MS + GRACE_MS
    assert force(row(), row(ends_ms=0)) == Given("pro", 0)
    assert force(row("")) == Given()
    assert force(row(ends_ms=NOW_MS, ends_then=True)) == Given()


def test_what_was_given_by_hand_counts_while_it_lasts():
    assert force(row("basic"), base=Given("pro", NOW_MS + 5)) == Given("pro", NOW_MS + 5)
    assert force(row("basic"), base=Given("pro", NOW_MS)).plan == "basic"
    assert force(base=Given("of a newer version", 0)) == Given()


def test_a_dispute_leaves_what_was_given_and_not_what_was_bought():
    assert force(row(), restricted=True) == Given()
    assert force(row(), base=Given("basic", 0), restricted=True) == Given("basic", 0)
    assert force(row("basic", provider="internal", ends_ms=0), restricted=True) == Given("basic", 0)


def test_an_older_snapshot_that_contradicts_is_doubtful():
    assert doubtful(row(seen_ms=NOW_MS - 1, ends_then=True), row())
    assert doubtful(row(ends_then=True), row())
    assert not doubtful(row(seen_ms=NOW_MS - 1), row())
    assert not doubtful(row(seen_ms=NOW_MS + 1, ends_then=True), row())
    assert not doubtful(row(seen_ms=NOW_MS - 1, ends_then=True), row(final=True))


def test_grace_is_counted_from_the_first_failure_that_was_seen_in_a_period():
    first, again = row(status="past_due", seen_ms=NOW_MS), row(status="past_due", seen_ms=NOW_MS + DAY_MS)
    for one, other in ((first, again), (again, first)):
        assert lives_until(joined(one, other), GRACE_MS) == NOW_MS + GRACE_MS
    paid = joined(first, row(seen_ms=NOW_MS + 5))
    assert lives_until(joined(paid, again), GRACE_MS) == NOW_MS + GRACE_MS
    later = row(status="past_due", begins_ms=NOW_MS, seen_ms=NOW_MS + 9)
    assert lives_until(joined(paid, later), GRACE_MS) == NOW_MS + 9 + GRACE_MS
    assert joined(first, row(status="ended", final=True)).past_due_ms == 0


def test_grace_of_a_long_period_is_not_over_before_the_failure():
    since_ms = NOW_MS - 30 * DAY_MS
    due = row(status="past_due", begins_ms=since_ms, ends_ms=NOW_MS)
    assert force(due) == Given("pro", NOW_MS + GRACE_MS)


rows = st.builds(
    lambda plan, status, seen, ends_then, final: row(
        plan,
        status,
        begins_ms=NOW_MS + seen // 3,
        seen_ms=NOW_MS + seen,
        ends_then=ends_then,
        final=final,
    ),
    st.sampled_from(["basic", "pro"]),
    st.sampled_from(["active", "past_due", "ended"]),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(rows, min_size=1, max_size=6), st.randoms())
def test_any_order_keeps_the_same_snapshot(snapshots, rng):
    def kept(order):
        found = order[0]
        for one in order:
            found = joined(one, found)
        return found

    shuffled = list(snapshots)
    rng.shuffle(shuffled)
    assert kept(shuffled) == kept(snapshots)
