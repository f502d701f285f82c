"""What may be spent offline, and how it is judged: chains, forks, gaps, clocks, the one spelling on the wire."""

import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing import leases as rules
from shared.billing.leases import Chain, Lease, Report, Spend, Tick
from shared.billing.meters import Meter

ID = uuid.UUID(int=5)
NOON_MS = 1_763_640_000_000
LEASE = Lease(
    key_id="k",
    lease_id=ID,
    user_id=uuid.UUID(int=1),
    device_key="d",
    meter=Meter.VOICE_MS,
    grant=120_000,
    issued_ms=NOON_MS,
    begins_ms=NOON_MS,
    until_ms=NOON_MS + rules.LASTS_MS,
)
EMPTY = rules.empty_chain(ID)


def spent(*amounts, chain=EMPTY, every_ms=1_000, begin_ms=NOON_MS):
    """Entries of these amounts, and the chain and past after them."""
    entries, past = [], {}
    for amount in amounts:
        number = chain.counter + 1
        spend = Spend(
            number=number,
            amount=amount,
            wall_ms=begin_ms + number * every_ms,
            monotonic_ms=number,
            previous=chain.head,
        )
        link, chain = rules.linked(chain, spend)
        entries.append(spend)
        past[number] = (link.hash, link.spent)
    return entries, chain, past


def report(entries, chain, **more):
    given_ = {"counter": chain.counter, "spent": chain.spent, "head": chain.head, "sent_ms": NOON_MS, **more}
    return Report(lease_id=ID, entries=tuple(entries), **given_)


def test_a_chain_is_taken_entry_by_entry():
    entries, chain, _ = spent(30_000, 30_000, 5_000)
    found = rules.judged(LEASE, EMPTY, {}, report(entries, chain))
    assert (found.verdict, found.chain, found.charge) == ("ok", chain, 65_000)
    assert [link.spent for link in found.links] == [30_000, 60_000, 65_000]


def test_what_is_known_is_skipped_and_what_is_missing_is_a_gap():
    entries, chain, past = spent(1, 2, 3, 4)
    _, known, _ = spent(1, 2)
    again = rules.judged(LEASE, chain, past, report(entries, chain))
    assert (again.verdict, again.links, again.chain) == ("ok", (), chain)
    later = rules.judged(LEASE, known, past, report(entries, chain))
    assert [link.spend.number for link in later.links] == [3, 4]
    gap = rules.judged(LEASE, known, past, report(entries[3:], chain))
    assert (gap.verdict, gap.chain) == ("gap", known)
    half = rules.judged(LEASE, EMPTY, {}, report(entries[:2], chain))
    assert (half.verdict, half.chain) == ("gap", known)


def test_an_old_report_again_is_no_fork():
    entries, chain, past = spent(1, 2, 3, 4)
    first, before, _ = spent(1, 2)
    found = rules.judged(LEASE, chain, past, report(first, before))
    assert (found.verdict, found.chain) == ("ok", chain)
    assert rules.judged(LEASE, chain, past, report((), EMPTY)).verdict == "ok"
    assert entries


@pytest.mark.parametrize("seen", [2, 3])
def test_two_histories_are_a_fork_and_the_longer_one_is_charged(seen):
    _, known, past = spent(10, 20, 30)
    _, shared_part, _ = spent(10, 20)
    other, chain, _ = spent(500, 1, chain=shared_part)
    sent = report(other, chain) if seen == 2 else report((), spent(10, 20, 31)[1])
    found = rules.judged(LEASE, known, past, sent)
    assert (found.verdict, found.charge) == ("forked", 531 if seen == 2 else 61)
    # The other way round: the server knows the longer one.
    _, known, past = spent(500, 1, chain=shared_part)
    past |= spent(10, 20)[2]
    entries, chain, _ = spent(10, 20, 30)
    assert rules.judged(LEASE, known, past, report(entries, chain)).charge == 531


def test_an_entry_that_follows_another_head_is_a_fork():
    _, known, past = spent(10)
    entries, chain, _ = spent(11, 5)
    found = rules.judged(LEASE, known, past, report(entries[1:], chain))
    assert (found.verdict, found.charge) == ("forked", 16)


def test_more_than_was_lent_is_charged_as_what_was_lent():
    entries, chain, _ = spent(100_000, 30_000)
    found = rules.judged(LEASE, EMPTY, {}, report(entries, chain))
    assert (found.verdict, found.charge) == ("overspent", LEASE.grant)


@pytest.mark.parametrize("begin_ms", [NOON_MS - 600_000, LEASE.until_ms + 600_000])
def test_what_was_spent_at_another_time_is_told(begin_ms):
    entries, chain, _ = spent(30, 40, begin_ms=begin_ms)
    found = rules.judged(LEASE, EMPTY, {}, report(entries, chain))
    assert (found.verdict, found.charge) == ("clock", 70)


def test_a_clock_that_goes_back_in_a_chain_is_told():
    entries, chain, _ = spent(30, 40, begin_ms=NOON_MS + 700_000, every_ms=-350_000)
    assert rules.judged(LEASE, EMPTY, {}, report(entries, chain)).verdict == "clock"
    entries, chain, _ = spent(30, 40, begin_ms=NOON_MS + 700_000, every_ms=-rules.DRIFT_MS)
    assert rules.judged(LEASE, EMPTY, {}, report(entries, chain)).verdict == "ok"


def test_a_restored_device_says_that_more_was_spent():
    entries, chain, _ = spent(30)
    found = rules.judged(LEASE, EMPTY, {}, report(entries, chain, spent=900, final=True))
    assert (found.verdict, found.charge) == ("ok", 900)


@given(
    st.lists(st.integers(1, 1_000), max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12),
)
def test_whatever_way_reports_go_they_come_to_one_chain(amounts, pieces):
    """Repeated, cut and out of order: at the end the server knows all of it, and nothing twice."""
    entries, chain, _ = spent(*amounts)
    known, past = EMPTY, {}
    for first, last in [*pieces, *((known_at, len(entries)) for known_at in range(len(entries), -1, -1))]:
        part = entries[min(first, last) : max(first, last)]
        found = rules.judged(LEASE, known, past, report(part, chain))
        assert found.verdict in ("ok", "gap")
        known = found.chain
        past |= {link.spend.number: (link.hash, link.spent) for link in found.links}
    assert known == chain
    assert known.spent == sum(amounts) == past[len(amounts)][1] if amounts else known == EMPTY


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=10), st.data())
def test_no_changed_entry_passes(amounts, data):
    entries, chain, past = spent(*amounts)
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = msgspec.structs.replace(entries[at], amount=entries[at].amount + 1)
    assert rules.judged(LEASE, EMPTY, {}, report(entries, chain)).verdict != "ok"
    assert rules.judged(LEASE, chain, past, report(entries, chain)).verdict == "forked"


def test_only_one_spelling_is_read():
    payload = rules.canonical(LEASE)
    assert rules.opened(rules.sealed(payload, b"s"), Lease) == (LEASE, payload, b"s")
    spaced = payload.replace(b":", b": ", 1)
    more = payload.replace(b"{", b'{"a":1,', 1)
    for bad in (
        rules.sealed(spaced, b"s"),
        rules.sealed(more, b"s"),
        rules.sealed(b"[]", b"s"),
        rules.sealed(payload, b"s").replace(".", ""),
        rules.sealed(payload, b"s") + "=",
        rules.sealed(payload, b"s") + "é",
        rules.sealed(payload, b"s")[:-1] + "x",
    ):
        with pytest.raises(ValueError, match=r"."):
            rules.opened(bad, Lease)


def test_the_fields_on_the_wire_are_those_of_the_design():
    names = set(msgspec.json.decode(rules.canonical(LEASE)))
    fields = "v kid lid sub dev res grant iat nbf exp price_ver seq0"
    assert names == set(fields.split())


def test_a_fifth_is_lent_within_bounds():
    assert rules.lendable(Meter.VOICE_MS, 600_000) == 120_000
    assert rules.lendable(Meter.VOICE_MS, 149_999) == 0
    assert rules.lendable(Meter.VOICE_MS, 1 << 60) == rules.MOST[Meter.VOICE_MS]
    assert rules.lendable(Meter.AI_TOKENS, 1 << 60) == 0
    assert rules.lendable(Meter.VOICE_MS, -5) == 0


def test_only_the_next_entry_is_linked():
    entries, chain, _ = spent(1, 2)
    with pytest.raises(ValueError, match="next"):
        rules.linked(chain, entries[1])
    with pytest.raises(ValueError, match="next"):
        rules.linked(Chain(1, 1, b"x" * 32), entries[1])


def test_a_clock_that_was_set_back_is_seen():
    begun = Tick(NOON_MS, 1_000)
    assert not rules.is_set_back(Tick(NOON_MS + 60_000, 61_000), begun, NOON_MS)
    # A computer that slept: its steady clock stood still.
    assert not rules.is_set_back(Tick(NOON_MS + 9_000_000, 61_000), begun, NOON_MS)
    # Back by a time server, and no further.
    assert not rules.is_set_back(Tick(NOON_MS - rules.DRIFT_MS, 1_000), begun, NOON_MS)
    assert rules.is_set_back(Tick(NOON_MS - rules.DRIFT_MS - 1, 1_000), begun, NOON_MS)
    # Set back slowly while the program runs: each step looks small against the newest moment.
    assert rules.is_set_back(Tick(NOON_MS, 1_000 + rules.DRIFT_MS + 1), begun, 0)
    assert rules.is_right(NOON_MS, NOON_MS + rules.DRIFT_MS)
    assert not rules.is_right(NOON_MS, NOON_MS + rules.DRIFT_MS + 1)
