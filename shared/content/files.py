"""What a device says about the files of its rows: where each belongs and whether it should travel. Values only."""

from enum import IntEnum, StrEnum

import msgspec


class FileChoice(StrEnum):
    """What a person wants of the files of a collection on this computer."""

    NEVER = "never"
    """Titles and transcripts only; files stay where they are."""
    OPENED = "opened"
    """Files of this computer are sent, others are fetched when they are opened."""
    ALWAYS = "always"
    """Everything is on every computer that says so."""


class Urgency(IntEnum):
    """Which file goes first."""

    NOW = 0
    """A person is waiting for it."""
    DUE = 1
    """Small, and needed soon: transcripts, pictures of quizzes."""
    REST = 2


class ContentFile(msgspec.Struct, frozen=True):
    """One file of one scope. `here`: its bytes are on this computer; `size_bytes` is 0 when that is not known.

    `send` and `fetch` say whether it should travel by itself; what a person asks for is fetched in any case.
    """

    sha256: bytes
    scope: str
    media_type: str
    size_bytes: int
    here: bool
    send: bool
    fetch: bool
    urgency: Urgency = Urgency.REST
