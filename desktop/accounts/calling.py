"""What other parts of the program need of the account to ask its server. Declarations only."""

import uuid
from typing import Protocol, TypeVar

import msgspec

T = TypeVar("T")


class WhoIsIn(Protocol):
    """Who is signed in, on which device, and where."""

    @property
    def user_id(self) -> uuid.UUID: ...
    @property
    def device_id(self) -> uuid.UUID: ...
    @property
    def server_url(self) -> str: ...


class Calls(Protocol):
    """Asks the server in somebody's name."""

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = 30.0,
    ) -> T:
        """Call `/api/v1/<path>` as the account. Raises AppError."""
        ...
