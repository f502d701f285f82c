"""What travels and is kept: rows, operations on rows, and the flags of both. Declarations only."""

from typing import Final

import msgspec


class Flag:
    """Facts about a row or an operation, bits of one integer on the wire.

    Plain integers: an `enum.IntFlag` costs a microsecond per test, and a merge makes a dozen.
    """

    EVENT: Final = 1
    """Only ever inserted; merges by union."""
    DELETED: Final = 2
    """The deleted register's value."""
    CARRY: Final = 4
    """Not a new edit: state that this authority had before it was set back, with its old stamps."""
    KNEW: Final = 8
    """The editor knew that the row is deleted, so the edit does not bring it back."""


Key = tuple[str, bytes]
"""(kind, id): ids are 16 bytes and single within a kind."""


class Row(msgspec.Struct, array_like=True, gc=False):
    """A synced row as an authority or a replica knows it.

    `stamps` and `fields` are the canonical bytes of `sync.stamps`. `seq` is the row's place in its scope's feed,
    `edited` the epoch of the last edit that was not carried: 0 while the authority was never set back (both are 0 on a
    replica).
    """

    kind: str
    id: bytes
    scope: str
    flags: int
    stamps: bytes
    fields: bytes
    seq: int = 0
    edited: int = 0

    @property
    def key(self) -> Key:
        """What the row is found by."""
        return self.kind, self.id

    @property
    def deleted(self) -> bool:
        """Whether the deleted register is set."""
        return bool(self.flags & Flag.DELETED)

    @property
    def event(self) -> bool:
        """Whether the row is an event."""
        return bool(self.flags & Flag.EVENT)


class Op(msgspec.Struct, array_like=True, gc=False):
    """What a device did to one row since it last handed it in.

    `base` maps each changed field to the tag of the value it replaced; None: the row was made here, and all of it
    is given. `seen` are the tags of the whole row when it was deleted. `life` is the authority's epoch in which
    carried state was known.
    """

    kind: str
    id: bytes
    scope: str
    flags: int
    stamps: bytes
    fields: bytes
    base: bytes | None = None
    seen: bytes | None = None
    life: int = 0

    @property
    def key(self) -> tuple[str, bytes]:
        """What the row is found by."""
        return self.kind, self.id


class Origin(msgspec.Struct, array_like=True):
    """What happened to a row in one life of an authority that was set back: see `sync.origins`.

    `before` are the row's stamps when the life's first change came, `carried` what came back, by its life.
    """

    life: int
    before: bytes
    edited: bool = False
    carried: list[tuple[int, bytes]] = []


CONFLICT = "conflict"
"""Kind of the rows in which an authority keeps the value that lost; a person restores or dismisses it."""
