"""Addresses of servers as people type them. Plain http is for this computer and this network only."""

import ipaddress
import re
from urllib.parse import urlsplit

import msgspec

from shared.errors import AppError

_HOST = re.compile(r"(?!-)[\w-]{1,63}(\.(?!-)[\w-]{1,63})*")
_LOCAL_ENDINGS = (".local", ".localhost", ".lan", ".home.arpa", ".internal")
_SHOWN = 120


class ServerAddress(msgspec.Struct, frozen=True):
    """Base addresses to try in order, without a slash at the end. Only the last may be plain http."""

    candidates: tuple[str, ...]


def server_address(typed: str) -> ServerAddress:
    """Read an address: https is assumed; a private one typed without a scheme may be plain http after all.

    A path is kept (a server behind a folder of a web site), a page of the server's own is cut off. Raises
    `AppError("accounts.bad_address")`, or `("accounts.insecure_address")` for http beyond this network.
    """
    text = typed.strip()
    named = "://" in text
    try:
        parts = urlsplit(text if named else f"https://{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as cause:
        raise AppError("accounts.bad_address", address=text[:_SHOWN]) from cause
    odd = parts.username or parts.query or parts.fragment
    if parts.scheme not in {"http", "https"} or odd or not _is_host(host):
        raise AppError("accounts.bad_address", address=text[:_SHOWN])
    if parts.scheme == "http" and not is_private(host):
        raise AppError("accounts.insecure_address", host=host[:_SHOWN])
    authority = f"[{host}]" if ":" in host else host
    rest = authority + (f":{port}" if port else "") + parts.path.partition("/api/")[0].rstrip("/")
    if named:
        return ServerAddress((f"{parts.scheme}://{rest}",))
    if is_private(host):
        return ServerAddress((f"https://{rest}", f"http://{rest}"))
    return ServerAddress((f"https://{rest}",))


def is_plain(url: str) -> bool:
    """Whether what goes to this address can be read by others on the way: plain http beyond this computer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "http" and not loopback


def is_private(host: str) -> bool:
    """Whether a host stands in this computer or this network, as far as its name tells."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
    return address.is_loopback or address.is_private or address.is_link_local


def host_of(url: str) -> str:
    """The part of an address that a person knows a server by."""
    parts = urlsplit(url)
    return parts.netloc + parts.path.rstrip("/")


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return len(host) <= 253 and bool(_HOST.fullmatch(host))
    return True
