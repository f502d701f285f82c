"""Bodies of the operations of leases: what a device may use up without a connection. Declarations only."""

import uuid
from typing import Annotated, Literal

import msgspec

from shared.billing.meters import Meter

LEASES_PATH = "/api/v1/leases"
REPORT_BYTES = 100_000
"""The longest report, sealed."""
LeaseState = Literal["open", "closed", "forked", "overspent", "clock", "lost", "unreported"]
"""open: may be spent. closed: given back. forked: two histories of one lease were seen. overspent: more than was lent.
clock: spent when it was not good. lost: the device asked for another. unreported: nothing was heard for 30 days.
"""


class IssueLease(msgspec.Struct, frozen=True, kw_only=True):
    """Lend this device a part of an allowance. The device chose the id, so that asking twice lends once."""

    lease_id: uuid.UUID
    meter: Literal["voice_ms"] = "voice_ms"


class SendReport(msgspec.Struct, frozen=True):
    """A sealed `shared.billing.leases.Report`, signed by the device."""

    report: Annotated[str, msgspec.Meta(min_length=1, max_length=REPORT_BYTES)]


class LeaseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How a lease stands. `token`: a sealed `Lease`, signed by a key of `/api/v1/keys`, empty if nothing is lent.

    `counter`, `spent` and `head` (hexadecimal) say how far the server knows the device's chain: what follows is to be
    sent. `charged` is what was booked of the lease so far.
    """

    lease_id: uuid.UUID
    state: LeaseState
    token: str = ""
    counter: int
    spent: int
    head: str
    charged: int
    server_ms: int


class LentLease(msgspec.Struct, frozen=True, kw_only=True):
    """What one device was lent. `spent` is as far as the server heard; `device` is empty for one that is no more.

    `returns_ms` is when all of it counts as used if the device is not heard of.
    """

    lease_id: uuid.UUID
    device_id: uuid.UUID
    device: str
    removed: bool
    meter: Meter
    grant: int
    spent: int
    issued_ms: int
    until_ms: int
    returns_ms: int
    reported_ms: int


class LentList(msgspec.Struct, frozen=True):
    """The open leases of a person, the newest first."""

    leases: tuple[LentLease, ...]
