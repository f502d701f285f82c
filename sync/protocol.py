"""Messages between a device and an authority (server or classroom hub). Declarations only; arrays on the wire.

One exchange both hands in the frozen batch and asks for what is new. `tests/wire/sync` holds sample bytes.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from sync.rows import Op

MAX_LIST = 1 << 16
MAX_RUN = 1 << 13
"""Longest lists that are read: a small body must not unfold into a full memory."""
MAX_RUNS = 64
MAX_NAMES = 64
"""Most fields of what travels in columns."""

Column = Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MAX_RUN)] | bytes
"""A field's values; ids have their bytes turned, as those of the rows."""
Numbers = Annotated[list[int], msgspec.Meta(max_length=MAX_RUN)]
_Each = msgspec.Meta(max_length=2 * MAX_NAMES)


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Operations or rows of one shape in columns; made and read by `sync.runs`.

    `stamps` and `base` name the author of each stamp and of each tag that was replaced; `base` is None where there is
    none. Feed numbers (none in a batch), milliseconds, counters and operation numbers are differences to the one
    before; operations are those of the stamps, then those of the base. `ids` are the first bytes of all ids, then the
    second ones and so on; nothing where ids follow from the stamps. `columns` has the values of each name.
    """

    kind: str
    scope: str
    flags: int
    stamps: dict[str, int]
    base: dict[str, int] | None
    names: list[str]
    seqs: Numbers
    ids: bytes
    milliseconds: Annotated[list[Numbers], _Each]
    counters: Annotated[list[Numbers], _Each]
    operations: Annotated[list[Numbers], _Each]
    columns: Annotated[list[Column], _Each]


Runs = Annotated[list[Run], msgspec.Meta(max_length=MAX_RUNS)]


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """What a device hands in at once. Its bytes are frozen in the outbox's transaction and never built again.

    `number` rises by one per device; an authority knows a batch by (device, number, hash of the bytes). The
    operations of `runs` come after `ops`, in order.
    """

    device: bytes
    number: int
    ops: Annotated[list[Op], msgspec.Meta(max_length=MAX_LIST)]
    runs: Runs = []


class Want(msgspec.Struct, frozen=True, array_like=True):
    """What a device has of one scope: `digest` is empty while it knows none.

    `own` are ranges of feed numbers (from, to) after `cursor` that only hold what this device handed in.
    `heal` are buckets it asks for whole.
    """

    scope: str
    cursor: int = 0
    own: list[tuple[int, int]] = []
    digest: bytes = b""
    heal: list[int] = []


class Exchange(msgspec.Struct, frozen=True, array_like=True):
    """A request. `nonce` is repeated by the answer, so that a late answer to another request is not applied.

    `epoch` is the authority's as the device knows it, 0 for none. `batch` are the bytes of a `Batch`, or empty.
    """

    nonce: int
    device: bytes
    epoch: int
    batch: bytes
    wants: Annotated[list[Want], msgspec.Meta(max_length=MAX_RUN)]


class Verdict(StrEnum):
    """What became of a batch."""

    NONE = "none"
    """There was none."""
    TAKEN = "taken"
    FORKED = "forked"
    """This device's name already handed in another batch of this number: the database was copied or set back."""


class Receipt(msgspec.Struct, frozen=True, array_like=True):
    """The authority's word on a batch.

    `unclean` are places of operations whose result the device does not have; their rows come by the feed.
    `refused` are (place, reason); `own` are feed ranges per scope that need not be sent back.
    """

    number: int = 0
    verdict: Verdict = Verdict.NONE
    unclean: list[int] = []
    refused: list[tuple[int, str]] = []
    own: dict[str, list[tuple[int, int]]] = {}


class Fed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A row as the feed gives it: whole, at its place in the scope's feed."""

    seq: int
    kind: str
    id: bytes
    flags: int
    stamps: bytes
    fields: bytes


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """A row that left the scope; `to` is its new home, empty when the device may not see it there."""

    seq: int
    kind: str
    id: bytes
    to: str


class Page(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of one scope's feed, up to `cursor`. `more`: the checkpoint is not reached, ask again."""

    scope: str
    cursor: int
    more: bool
    rows: list[Fed]
    gone: list[Gone] = []
    runs: Runs = []


class Why(StrEnum):
    """Why buckets are compared."""

    DIGEST = "digest"
    """The digests differ: a fault of one side. Nothing is thrown away."""
    EPOCH = "epoch"
    """The authority was set back: it gets again what it lost."""
    HORIZON = "horizon"
    """The device was away for longer than deletions are remembered: what the authority lacks was deleted."""


class Verify(msgspec.Struct, frozen=True, array_like=True):
    """The authority's digests of a scope's buckets at feed number `head`."""

    scope: str
    why: Why
    head: int
    buckets: bytes


class Bucket(msgspec.Struct, frozen=True, array_like=True):
    """All rows of one bucket, deleted ones included."""

    scope: str
    number: int
    rows: list[Fed]


class Chunk(msgspec.Struct, frozen=True, array_like=True):
    """A part of a snapshot, fetched by its name: SHA-256 of its compressed bytes."""

    name: bytes
    size_bytes: int


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """A whole scope at feed number `seq`, for a device that has nothing of it."""

    scope: str
    seq: int
    rows: int
    chunks: list[Chunk]


class Fix(msgspec.Struct, frozen=True, array_like=True):
    """What the authority has in place of a refused operation's row; None: nothing that the device may see."""

    place: int
    scope: str
    row: Fed | None


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The reply to an `Exchange`. `lost_scopes` may no longer be seen."""

    nonce: int
    now_ms: int
    epoch: int
    receipt: Receipt
    fixes: list[Fix] = []
    lost_scopes: list[str] = []
    pages: list[Page] = []
    verify: list[Verify] = []
    buckets: list[Bucket] = []
    snapshots: list[Snapshot] = []
