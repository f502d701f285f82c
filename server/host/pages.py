"""What a browser gets: the player page, the projector's page, QR codes, pictures, the reach check."""

import io
from typing import Literal

import msgspec
from aiohttp import web

from server.host.host import HOST
from server.host.player_page import player_page
from server.version import program_version

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_REACHED = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Lantern</title><style>body{font:1.5rem system-ui;text-align:center;padding:20vh 1rem}</style>"
    "<p><b>You have reached Lantern.</b><p lang=es>Has llegado a Lantern.</html>"
)


class HealthGame(msgspec.Struct, frozen=True):
    """One game as everybody may see it. A PIN is not told here."""

    id: str
    title: str
    players: int
    locked: bool
    phase: str
    pace: Literal["live", "self"]


class Health(msgspec.Struct, frozen=True):
    """Who answers here."""

    lantern: str
    version: str
    id: str
    name: str
    games: tuple[HealthGame, ...]


async def page(request: web.Request) -> web.Response:
    """The one page: players, projector and remote. What it shows follows from path and fragment."""
    files = player_page()
    headers = {
        **_SAFE, "Content-Security-Policy": files.csp, "ETag": files.etag, "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }  # fmt: skip
    if request.headers.get("If-None-Match") == files.etag:
        return web.Response(status=304, headers=headers)
    body = files.body
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = files.body_gzip
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


async def health(request: web.Request) -> web.Response:
    """Whether a host lives here, for those who found it by multicast or by a typed address."""
    host = request.app[HOST]
    games = tuple(
        HealthGame(
            game.record.setup.game_id, game.record.setup.quiz.title, game.session.counts().players,
            game.locked, game.session.phase, game.record.setup.options.pace,
        )
        for game in host.shown_games()
    )  # fmt: skip
    told = Health("host", program_version(), host.id, host.name, games)
    return web.Response(body=msgspec.json.encode(told), content_type="application/json", headers=_SAFE)


async def reach(request: web.Request) -> web.Response:
    """A page that says "you reached it", and marks the host as reached from another device."""
    request.app[HOST].reached_by(request.remote or "")
    return web.Response(text=_REACHED, content_type="text/html", headers=_SAFE)


async def qr(request: web.Request) -> web.Response:
    """A QR code of one of this host's own addresses; of nothing else."""
    import segno

    text = request.query.get("text", "")
    own = (*request.app[HOST].base_urls(), f"{request.scheme}://{request.host}/")
    if len(text) > 300 or not text.startswith(own):
        raise web.HTTPNotFound
    drawn = io.BytesIO()  # with its namespace: a browser shows no picture without it
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff")
    return web.Response(body=drawn.getvalue(), content_type="image/svg+xml", headers=_SAFE)


async def media(request: web.Request) -> web.StreamResponse:
    """A picture, sound or film of a current game; parts of it too."""
    found = request.app[HOST].media.find(request.match_info["sha"])
    if found is None:
        raise web.HTTPNotFound
    path, mime = found
    headers = {
        **_SAFE, "Content-Type": mime, "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }  # fmt: skip
    return web.FileResponse(path, headers=headers)
