"""The owner's side of a classroom host's HTTP interface: make games, list them, fetch results."""

from typing import Any, TypeVar

import msgspec

from desktop.quiz.host_process import HostAddress
from desktop.runtime.http import Part, request
from shared.errors import ERRORS, AppError
from shared.quiz.quiz import GameOptions
from shared.quiz.results import GameResult

T = TypeVar("T")
TIMEOUT_S = 15.0
RESULT_TIMEOUT_S = 60.0


class HostedGame(msgspec.Struct, frozen=True):
    """A game on the host, with the tokens of the teacher's window and the projector. `urls` are for phones.

    `state` is running, over or damaged; only a running one has a PIN, tokens and addresses.
    """

    game_id: str = msgspec.field(name="id")
    title: str = ""
    state: str = "running"
    pin: str = ""
    host_token: str = ""
    screen_token: str = ""
    phase: str = ""
    pace: str = "live"
    players: int = 0
    created_ms: int = 0
    quiz_id: str = ""
    urls: tuple[str, ...] = ()


class _Games(msgspec.Struct):
    games: tuple[HostedGame, ...]


class _Refusal(msgspec.Struct):
    code: str = ""
    parameters: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])


class HostApi:
    """Calls of one running host. Every method raises AppError: `quiz.host_gone`, or what the host refused."""

    def __init__(self, address: HostAddress) -> None:
        self.address = address

    async def create(self, quiz_file: bytes, options: GameOptions, name: str) -> HostedGame:
        """Make a game from the bytes of a `.lantern-quiz` file. `name` is who hosts, as the room sees it."""
        parts = (
            Part("quiz", quiz_file),
            Part("options", msgspec.json.encode(options), "application/json"),
            Part("name", name.encode(), "text/plain"),
        )
        body = await self._call("POST", "/api/games", parts=parts, timeout_s=RESULT_TIMEOUT_S)
        return _decoded(body, HostedGame)

    async def games(self) -> tuple[HostedGame, ...]:
        """Return the games of the host, the ended ones that are still kept included."""
        return _decoded(await self._call("GET", "/api/games"), _Games).games

    async def result(self, game_id: str) -> GameResult:
        """Return everything of one game as it stands."""
        return _decoded(
            await self._call("GET", f"/api/games/{game_id}/result", timeout_s=RESULT_TIMEOUT_S), GameResult
        )

    async def _call(
        self, method: str, path: str, *, parts: tuple[Part, ...] = (), timeout_s: float = TIMEOUT_S
    ) -> bytes:
        try:
            return await request(
                method,
                f"{self.address.url}{path}",
                token=self.address.owner_token,
                parts=parts,
                timeout_s=timeout_s,
            )
        except AppError as error:
            raise _told(error) from error


def _told(error: AppError) -> AppError:
    """Turn a failed call into what a teacher can act on."""
    if error.code != "network.bad_answer":
        return AppError("quiz.host_gone", detail=f"{error.code} {error.detail}")
    try:
        refusal = msgspec.json.decode(error.detail, type=_Refusal)
    except (msgspec.DecodeError, UnicodeError):
        refusal = _Refusal()
    if refusal.code in ERRORS:
        return AppError(refusal.code, **refusal.parameters)
    return AppError("quiz.host_refused", detail=f"{error.parameters.get('status')} {error.detail}")


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise AppError("quiz.host_refused", detail=str(cause)) from cause
