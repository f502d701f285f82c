"""What a device may use up without a connection, and how it tells what it used. Signs nothing; knows no database.

A lease is a part of an allowance that the server holds for one device. Both what it grants and what was spent of it
only ever grow under one lease id, so that whatever is lost, repeated or out of order on the way changes nothing.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeVar

import msgspec

from shared.base64url import decoded, encoded
from shared.billing.meters import DAY_MS, Meter

LEASE_DOMAIN = b"lease.v1."
"""What stands before a lease when the server signs it, so that nothing else can be taken for one."""
REPORT_DOMAIN = b"lease.report.v1."
"""The same before a report, which the device signs."""
LASTS_MS = 7 * DAY_MS
RENEWED_MS = 6 * 60 * 60_000
"""How often a device with a connection has its lease renewed."""
GRACE_MS = 30 * DAY_MS
"""So long after its end a lease waits for the device's report; then all of it counts as used."""
DRIFT_MS = 5 * 60_000
"""How far a clock may be set back by a time server without anybody minding."""
SHARE = 5
"""A lease has at most this fraction of what remains: one fifth."""
MOST_OPEN = 3
"""Leases that a person may have; one for each device and meter."""
MOST: Mapping[Meter, int] = {Meter.VOICE_MS: 120 * 60_000}
"""The meters that are lent, and the most of each in one lease, however much remains."""
LEAST: Mapping[Meter, int] = {Meter.VOICE_MS: 30_000}
"""Less than this is not worth lending."""
REPORTED_AT_ONCE = 200
"""Entries in one report."""

Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Hash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Verdict = Literal["ok", "gap", "forked", "overspent", "clock"]
Past = Mapping[int, tuple[bytes, int]]
"""Of each entry that the server knows: its hash, and the sum up to it."""
T = TypeVar("T", bound=msgspec.Struct)
_JSON = msgspec.json.Encoder(order="sorted")


class Lease(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the server signs. Times are Unix milliseconds of the server; amounts are in the meter's unit.

    `grant` is what may be spent in all under this id; `counter` how many entries the server knew when it signed.
    """

    version: Literal[1] = msgspec.field(name="v", default=1)
    key_id: str = msgspec.field(name="kid")
    lease_id: uuid.UUID = msgspec.field(name="lid")
    user_id: uuid.UUID = msgspec.field(name="sub")
    device_key: str = msgspec.field(name="dev")
    meter: Meter = msgspec.field(name="res")
    grant: Count
    issued_ms: Moment = msgspec.field(name="iat")
    begins_ms: Moment = msgspec.field(name="nbf")
    until_ms: Moment = msgspec.field(name="exp")
    price_version: Count = msgspec.field(name="price_ver", default=0)
    counter: Count = msgspec.field(name="seq0", default=0)


class Spend(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a device's chain: the `number`th, of `amount`, when both clocks stood there, after `previous`."""

    number: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)] = msgspec.field(name="n")
    amount: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)] = msgspec.field(name="amt")
    wall_ms: Moment = msgspec.field(name="wall")
    monotonic_ms: Moment = msgspec.field(name="mono")
    previous: Hash = msgspec.field(name="prev")


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the device signs: how far its chain goes, and the next `entries` that the server does not know.

    `final` gives the rest of the lease back: the device has noted before that it spends nothing of it any more.
    """

    version: Literal[1] = msgspec.field(name="v", default=1)
    lease_id: uuid.UUID = msgspec.field(name="lid")
    counter: Count = msgspec.field(name="n")
    spent: Count
    head: Hash
    entries: Annotated[tuple[Spend, ...], msgspec.Meta(max_length=REPORTED_AT_ONCE)] = ()
    final: bool = False
    sent_ms: Moment = msgspec.field(name="at")


class Chain(msgspec.Struct, frozen=True):
    """How far a chain is known: so many entries, their sum, the last one's hash, the latest moment of them."""

    counter: int
    spent: int
    head: bytes
    wall_ms: int = 0


class Link(msgspec.Struct, frozen=True):
    """An entry with its hash, and the sum up to it."""

    spend: Spend
    hash: bytes
    spent: int


class Outcome(msgspec.Struct, frozen=True):
    """What a report comes to: new links, the chain after them, and what to charge if the lease ends by it."""

    verdict: Verdict
    links: tuple[Link, ...]
    chain: Chain
    charge: int


# Words on the wire


def canonical(document: msgspec.Struct) -> bytes:
    """Return JSON with sorted names and no spaces: the only spelling that is accepted."""
    return _JSON.encode(document)


def sealed(payload: bytes, signature: bytes) -> str:
    """Return payload and signature as one word: base64url, a dot, base64url."""
    return f"{encoded(payload)}.{encoded(signature)}"


def opened(text: str, kind: type[T]) -> tuple[T, bytes, bytes]:
    """Return (document, its bytes, the signature, not checked yet) of a sealed word. Raises ValueError."""
    left, dot, right = text.partition(".")
    if not dot:
        raise ValueError("not two parts")
    payload, signature = decoded(left), decoded(right)
    try:
        document = msgspec.json.decode(payload, type=kind)
    except msgspec.DecodeError as cause:
        raise ValueError("not of its form") from cause
    if canonical(document) != payload:
        raise ValueError("not the canonical form")
    return document, payload, signature


# How much


def lendable(meter: Meter, remaining: int) -> int:
    """Return what a device may have of what remains; 0 where nothing is lent, or too little to be of use."""
    amount = min(remaining // SHARE, MOST.get(meter, 0))
    return amount if amount >= max(1, LEAST.get(meter, 1)) else 0


# The chain


def root_of(lease_id: uuid.UUID) -> bytes:
    """Return what the first entry follows: no chain fits on another lease."""
    return hashlib.sha256(b"lease.root.v1." + lease_id.bytes).digest()


def empty_chain(lease_id: uuid.UUID) -> Chain:
    """The chain of a new lease."""
    return Chain(0, 0, root_of(lease_id))


def hash_of(spend: Spend) -> bytes:
    """SHA-256 of the entry's canonical form, which has the hash before it inside."""
    return hashlib.sha256(b"lease.spend.v1." + canonical(spend)).digest()


def linked(chain: Chain, spend: Spend) -> tuple[Link, Chain]:
    """Add the next entry. Raises ValueError for one that does not follow."""
    if spend.number != chain.counter + 1 or spend.previous != chain.head:
        raise ValueError("not the next entry")
    link = Link(spend, hash_of(spend), chain.spent + spend.amount)
    return link, Chain(spend.number, link.spent, link.hash, max(chain.wall_ms, spend.wall_ms))


def judged(lease: Lease, known: Chain, past: Past, report: Report) -> Outcome:
    """Judge a report against the chain that the server knows and the entries `past` of it.

    The same entry again is skipped, a missing one leaves a gap to be asked for, another one in its place is a fork:
    the device's state was copied or set back, and the longer branch is charged.
    """
    verdict, links, chain, claimed = _read(lease, known, past, report)
    if verdict == "ok":
        verdict = _at_the_end(lease, past, links, chain, report)
    longest = max(chain.spent, claimed, report.spent)
    return Outcome(verdict, tuple(links), chain, min(lease.grant, longest))


def _read(lease: Lease, known: Chain, past: Past, report: Report) -> tuple[Verdict, list[Link], Chain, int]:
    """Follow the entries as far as they fit; the last number is what they come to, fitting or not."""
    chain, links = known, list[Link]()
    for at, spend in enumerate(report.entries):
        if spend.number <= known.counter:
            if hash_of(spend) != past[spend.number][0]:
                before = past[spend.number - 1][1] if spend.number > 1 else 0
                return "forked", links, chain, before + _sum(report.entries[at:])
        elif spend.number > chain.counter + 1:
            return "gap", links, chain, 0
        elif spend.previous != chain.head:
            return "forked", links, chain, chain.spent + _sum(report.entries[at:])
        elif not _timely(lease, chain, spend):
            return "clock", links, chain, chain.spent + _sum(report.entries[at:])
        else:
            link, chain = linked(chain, spend)
            links.append(link)
    return "ok", links, chain, 0


def _at_the_end(lease: Lease, past: Past, links: Sequence[Link], chain: Chain, report: Report) -> Verdict:
    if max(chain.spent, report.spent) > lease.grant:
        return "overspent"
    if report.counter > chain.counter:
        return "gap"
    hashes = {0: root_of(lease.lease_id), **{number: found[0] for number, found in past.items()}}
    hashes.update({link.spend.number: link.hash for link in links})
    return "ok" if report.head == hashes[report.counter] else "forked"


def _sum(entries: Sequence[Spend]) -> int:
    return sum(spend.amount for spend in entries)


def _timely(lease: Lease, chain: Chain, spend: Spend) -> bool:
    inside = lease.issued_ms - DRIFT_MS <= spend.wall_ms <= lease.until_ms + DRIFT_MS
    return inside and spend.wall_ms >= chain.wall_ms - DRIFT_MS


# Clocks of a device


class Tick(msgspec.Struct, frozen=True):
    """Both clocks of a computer at one moment; the monotonic one means something within one run of a program."""

    wall_ms: int
    monotonic_ms: int


def is_set_back(now: Tick, begun: Tick, newest_ms: int) -> bool:
    """Whether the wall clock was set back: against the newest moment that was noted, or against the steady clock."""
    behind = (now.monotonic_ms - begun.monotonic_ms) - (now.wall_ms - begun.wall_ms)
    return now.wall_ms < newest_ms - DRIFT_MS or behind > DRIFT_MS


def is_right(wall_ms: int, server_ms: int) -> bool:
    """Whether a computer's clock shows the time that the server's does."""
    return abs(wall_ms - server_ms) <= DRIFT_MS
