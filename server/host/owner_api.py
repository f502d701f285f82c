"""`/api`: what the owner of a host (the desktop, by the token in host.json) asks of it over HTTP."""

from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import BodyPartReader, web

from server.host.games import NewGame, source_of
from server.host.host import HOST, Host
from server.live import tokens
from server.live.game import Game
from server.live.journal_store import GameRecord
from server.texts import told
from shared.errors import ERRORS, AppError
from shared.quiz.quiz import GameOptions
from shared.quiz.quiz_file import MOST_FILE_BYTES, read_quiz_file

_MOST_OPTIONS_BYTES = 1_000_000
_LONGEST_NAME = 80
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class GameSummary(msgspec.Struct, frozen=True, omit_defaults=True):
    """One game with the keys to it. `state` is running, over or damaged."""

    id: str
    title: str
    state: str
    pin: str = ""
    host_token: str = ""
    screen_token: str = ""
    phase: str = ""
    pace: str = "live"
    players: int = 0
    created_ms: int = 0
    last_ms: int = 0
    quiz_id: str = ""
    urls: tuple[str, ...] = ()
    screen_url: str = ""
    host_url: str = ""


def summary_of(host: Host, game: Game) -> GameSummary:
    """What the owner is told of a loaded game."""
    setup = game.record.setup
    base = host.base_urls()[0]
    return GameSummary(
        id=setup.game_id, title=setup.quiz.title, state="over" if game.session.over else "running", pin=setup.pin,
        host_token=game.record.host_token, screen_token=game.record.screen_token, phase=game.session.phase,
        pace=setup.options.pace, players=game.session.counts().players, created_ms=setup.created_ms,
        last_ms=host.now_ms(), quiz_id=setup.quiz.id, urls=host.join_urls(game),
        screen_url=f"{base}screen#t={game.record.screen_token}", host_url=f"{base}host#t={game.record.host_token}",
    )  # fmt: skip


def _summary_of_record(record: GameRecord) -> GameSummary:
    setup = record.setup
    return GameSummary(
        id=setup.game_id, title=setup.quiz.title, state="over", pace=setup.options.pace, quiz_id=setup.quiz.id,
        created_ms=setup.created_ms, last_ms=record.last_ms,
    )  # fmt: skip


def for_owner(handler: Handler) -> Handler:
    """Let only the owner in, and tell expected failures as {code, parameters, message}."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            _check_owner(request)
            return await handler(request)
        except AppError as error:
            body = {"code": error.code, "parameters": error.parameters, "message": told(error)}
            return _json(body, status=ERRORS[error.code].http_status)

    return guarded


@for_owner
async def create_game(request: web.Request) -> web.StreamResponse:
    """POST /api/games: multipart with `quiz`, `options`, and perhaps `name`."""
    host = request.app[HOST]
    parts = await _parts(request)
    data = parts.get("quiz", b"")
    try:
        options = msgspec.json.decode(parts.get("options") or b"{}", type=GameOptions)
    except ValueError as cause:
        raise AppError("host.bad_options", detail=str(cause)) from cause
    file = read_quiz_file(data)
    name = parts.get("name", b"").decode(errors="replace")[:_LONGEST_NAME] or host.options.name
    game = await host.games.create(NewGame(file.quiz, file.media, options, name, source_of(data)))
    host.announce()
    return _json(
        {**msgspec.to_builtins(summary_of(host, game)), "game_id": game.record.setup.game_id}, status=201
    )


@for_owner
async def list_games(request: web.Request) -> web.StreamResponse:
    """GET /api/games: running, over and damaged ones."""
    host = request.app[HOST]
    running = [summary_of(host, game) for game in host.games.running.values()]
    over = [_summary_of_record(record) for record in host.games.records()]
    damaged = [GameSummary(game_id, title, "damaged") for game_id, title in host.games.damaged.items()]
    recovered = host.journal.recovered
    return _json({"games": [*running, *over, *damaged], "kept_at": recovered.kept_at if recovered else ""})


@for_owner
async def get_game(request: web.Request) -> web.StreamResponse:
    """GET /api/games/{id}."""
    host = request.app[HOST]
    game_id = request.match_info["id"]
    over = next((record for record in host.games.records() if record.setup.game_id == game_id), None)
    return _json(_summary_of_record(over) if over else summary_of(host, host.games.find(game_id)))


@for_owner
async def get_result(request: web.Request) -> web.StreamResponse:
    """GET /api/games/{id}/result: players, answers, the quiz as dealt."""
    return _json(await request.app[HOST].games.result(request.match_info["id"]))


@for_owner
async def delete_game(request: web.Request) -> web.StreamResponse:
    """DELETE /api/games/{id}: stop it and forget all of it."""
    host = request.app[HOST]
    await host.games.remove(request.match_info["id"])
    host.announce()
    return _json({})


@for_owner
async def shut_down(request: web.Request) -> web.StreamResponse:
    """POST /api/shutdown: end the program; games go on at its next start."""
    request.app[HOST].ended.set()
    return _json({})


def _check_owner(request: web.Request) -> None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not tokens.same(given, request.app[HOST].owner_token):
        raise AppError("host.not_allowed")


async def _parts(request: web.Request) -> dict[str, bytes]:
    """The named parts of a multipart body; reading ends behind the most that a part may have."""
    if not request.content_type.startswith("multipart/"):
        raise AppError("host.bad_options", detail="multipart/form-data is expected")
    found: dict[str, bytes] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise AppError("host.bad_options", detail="a part without a name")
        most = MOST_FILE_BYTES if part.name == "quiz" else _MOST_OPTIONS_BYTES
        content = bytearray()
        while piece := await part.read_chunk(65_536):
            content += piece
            if len(content) > most:
                # Who reads the part refuses it by its length; the rest of the body is not needed for that.
                return {**found, part.name: bytes(content)}
        found[part.name] = bytes(content)
    return found


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(content), status=status, content_type="application/json")
