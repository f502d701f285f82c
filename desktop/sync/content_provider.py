"""What transfers need of others: a slice that has files, an account to act for. Declarations only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from shared.content.files import ContentFile


class Session(Protocol):
    """Who is signed in, as far as files go."""

    @property
    def server_url(self) -> str: ...


class Accounts(Protocol):
    """The accounts service."""

    @property
    def session(self) -> Session | None: ...

    async def access_token(self) -> str:
        """Return a valid access token. Raises AppError."""
        ...


class ContentProvider(Protocol):
    """A slice that has rows with files."""

    async def files(self) -> Sequence[ContentFile]:
        """All files of its rows, here or not."""
        ...

    async def source(self, file: ContentFile) -> Path | None:
        """Where the bytes of a file are; None when they are not here (any more)."""
        ...

    async def received(self, file: ContentFile, part: Path) -> None:
        """Take a file that came whole; what is left of `part` is removed afterwards. Raises AppError."""
        ...
