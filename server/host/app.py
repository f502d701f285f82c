"""The aiohttp application: which address is answered by what. Decides nothing."""

import os
import socket
from contextlib import closing

from aiohttp import web

from server.host import owner_api, pages, socket_route
from server.host.host import HOST, Host
from shared.errors import AppError

DEFAULT_PORT = 8420
_BACKLOG = 2_048
_ANY = "0.0.0.0"  # noqa: S104 - phones must reach it
_MOST_BODY_BYTES = 202_000_000


def make_app(host: Host) -> web.Application:
    """All routes."""
    app = web.Application(client_max_size=_MOST_BODY_BYTES)
    app[HOST] = host
    app.add_routes([
        web.get("/ws", socket_route.play),
        web.get("/", pages.page),
        web.get("/screen", pages.page),
        web.get("/host", pages.page),
        web.get("/health", pages.health),
        web.get("/reach", pages.reach),
        web.get("/qr.svg", pages.qr),
        web.get("/media/{sha:[0-9a-f]{64}}", pages.media),
        web.post("/api/games", owner_api.create_game),
        web.get("/api/games", owner_api.list_games),
        web.get("/api/games/{id}", owner_api.get_game),
        web.get("/api/games/{id}/result", owner_api.get_result),
        web.delete("/api/games/{id}", owner_api.delete_game),
        web.post("/api/shutdown", owner_api.shut_down),
    ])  # fmt: skip
    return app


def bound_socket(wanted: int, last: int) -> socket.socket:
    """Take the wanted port, or the last start's, the usual one, any. Raises `AppError("host.port_taken")`.

    A port that was asked for is taken or refused, never exchanged.
    """
    candidates = (wanted,) if wanted else (*((last,) if last else ()), DEFAULT_PORT, 0)
    for port in candidates:
        taken = _bound(port)
        if taken is not None:
            return taken
    raise AppError("host.port_taken", port=wanted)


def _bound(port: int) -> socket.socket | None:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # A restart must not wait for the old connections' time-out. On Windows this would share the port.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((_ANY, port))
        # Two that are only bound can have one port; from here on it is ours.
        found.listen(_BACKLOG)
    except OSError:
        with closing(found):
            return None
    return found


async def serve(host: Host, taken: socket.socket) -> web.AppRunner:
    """Answer on a bound socket; returns what must be cleaned up."""
    runner = web.AppRunner(make_app(host), access_log=None, handle_signals=False, shutdown_timeout=3.0)
    await runner.setup()
    await web.SockSite(runner, taken, backlog=_BACKLOG).start()
    return runner
