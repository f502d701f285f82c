"""Listening: the socket, TLS with reload, and the stop that loses no request. Knows no operation."""

import asyncio
import socket
import ssl
from contextlib import suppress

import structlog
from aiohttp import web

from server.config.declarations import ServerSection
from server.config.listening import own_url
from server.services import Services
from server.web.connections import Connections
from server.web.protocol import Connection
from shared.errors import AppError

_BACKLOG = 2_048
_HANDSHAKE_S = 10.0
_KEEP_ALIVE_S = 75.0  # longer than a proxy's minute, else it meets connections that close under it
_LINGER_S = 1.0
_MOST_LINE_BYTES = 8_190
_LOG = structlog.get_logger("serving")


class Listener:
    """A server on its address. Make it with `open`."""

    def __init__(self, runner: web.AppRunner, services: Services, taken: socket.socket) -> None:
        self._runner = runner
        self._services = services
        self._settings = services.config.server
        self._socket = taken
        self.port = int(taken.getsockname()[1])
        self._tls = tls_context(self._settings)
        self._server: asyncio.Server | None = None
        self.connections: Connections

    @classmethod
    async def open(cls, app: web.Application, services: Services) -> "Listener":
        """Listen and answer. Raises `AppError` server.port_taken, server.tls_unusable."""
        settings = services.config.server
        taken = bound_socket(settings.host, settings.port)
        runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=settings.drain_s,
        )
        try:
            listener = cls(runner, services, taken)
            await runner.setup()
            await listener._listen()
            if not settings.public_url:
                services.groups.inviting.listens_at(listener.url)
        except BaseException:
            taken.close()
            await runner.cleanup()
            raise
        return listener

    async def _listen(self) -> None:
        manager = self._runner.server
        assert manager is not None  # noqa: S101 - setup made it
        settings = self._settings
        loop = asyncio.get_running_loop()

        def connection() -> Connection:
            return Connection(
                manager,
                loop=loop,
                access_log=None,  # pyright: ignore[reportArgumentType] - None is how aiohttp is told
                keepalive_timeout=_KEEP_ALIVE_S,
                lingering_time=_LINGER_S,
                max_line_size=_MOST_LINE_BYTES,
                max_field_size=_MOST_LINE_BYTES,
            )

        self.connections = Connections(
            connection, settings.idle_s, settings.connections, self._services.metrics
        )
        self._server = await loop.create_server(
            self.connections,
            sock=self._socket,
            backlog=_BACKLOG,
            ssl=self._tls,
            ssl_handshake_timeout=_HANDSHAKE_S if self._tls else None,
        )
        self._services.scope.spawn(self.connections.watch(), name="connections")

    @property
    def url(self) -> str:
        """The address on this computer."""
        return own_url(self._settings.host, self.port, tls=self._tls is not None)

    def reload_tls(self) -> bool:
        """Read certificate and key anew for connections to come. The old ones stay when the new are unusable."""
        if self._tls is None:
            return False
        try:
            tls_context(self._settings)
            self._tls.load_cert_chain(self._settings.tls_certificate, self._settings.tls_key or None)
        except (AppError, OSError) as failure:
            _LOG.error("the new certificate cannot be used, the old one stays", error=type(failure).__name__)
            return False
        _LOG.info("certificate read anew")
        return True

    async def drain(self) -> None:
        """Stop: tell balancers, accept nothing new, let requests finish for `drain_s`, close sockets with 1012."""
        self._services.draining = True
        if self._settings.drain_notice_s:
            await asyncio.sleep(self._settings.drain_notice_s)
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()


def bound_socket(host: str, port: int) -> socket.socket:
    """Take an address. Raises `AppError("server.port_taken")`, `AppError("server.bad_host")`."""
    dual = host == "::" and socket.has_dualstack_ipv6()
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][
            0
        ]
    except socket.gaierror as cause:
        raise AppError("server.bad_host", host=host) from cause
    try:
        taken = socket.create_server((host, port), family=family, backlog=_BACKLOG, dualstack_ipv6=dual)
    except OSError as cause:
        raise AppError("server.port_taken", host=host, port=port, detail=str(cause)) from cause
    taken.setblocking(False)
    return taken


def tls_context(settings: ServerSection) -> ssl.SSLContext | None:
    """TLS as the settings say, or None. Raises `AppError("server.tls_unusable")`."""
    if not settings.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with suppress(NotImplementedError):
        context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key or None, password=lambda: b"")
    except (OSError, ValueError) as cause:
        raise AppError(
            "server.tls_unusable", path=settings.tls_certificate, detail=type(cause).__name__
        ) from cause
    return context
