"""What is wrong about the settings of signing in with accounts elsewhere."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from server.config.declarations import ServerConfig
from server.config.sign_in_settings import SignInTable
from server.config.web_addresses import is_web
from shared.errors import AppError

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
Found = Iterator[tuple[str, AppError]]


def sign_in_mistakes(config: ServerConfig) -> Found:
    """What keeps the server from being started."""
    seen: set[str] = set()
    for number, each in enumerate(config.sign_in.providers):
        place = f"sign_in.providers[{number}]"
        if not _ID.fullmatch(each.id):
            yield f"{place}.id", AppError("server.sign_in_id", provider=each.id)
        if each.id in seen:
            yield f"{place}.id", AppError("server.sign_in_twice", provider=each.id)
        seen.add(each.id)
        yield from _incomplete(place, each)
        yield from _addresses(place, each)


def _incomplete(place: str, each: SignInTable) -> Found:
    missing: list[tuple[str, object]] = [("client_id", each.client_id)]
    if each.kind == "oidc":
        missing.append(("issuer", each.issuer))
    else:
        # Whop takes registered addresses only, each exactly as it is.
        missing.append(("redirect_uris", each.redirect_uris))
    for name, value in missing:
        if not value:
            yield place, AppError("server.sign_in_incomplete", provider=each.id, missing=name)


def _addresses(place: str, each: SignInTable) -> Found:
    for name, url in (("issuer", each.issuer), ("discovery_url", each.discovery_url)):
        if url and not is_trusted(url):
            yield f"{place}.{name}", AppError("server.sign_in_address", provider=each.id, value=url)
    for url in each.redirect_uris:
        if not is_loopback(url):
            yield (
                f"{place}.redirect_uris",
                AppError("server.sign_in_redirect", provider=each.id, value=url),
            )


def is_trusted(url: str) -> bool:
    """Whether nobody on the way can change what comes from there: https, or this computer."""
    if not is_web(url) or "@" in url or "#" in url:
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or _is_here(parts.hostname or "")


def is_loopback(url: str) -> bool:
    """Whether this is an address of the browser's own computer, with a port and a path (RFC 8252, 7.3)."""
    if not is_web(url) or len(url) > 200 or not url.isascii():
        return False
    parts = urlsplit(url)
    plain = not (parts.username or parts.query or parts.fragment) and parts.netloc.isprintable()
    return parts.scheme == "http" and plain and bool(parts.port) and _is_here(parts.hostname or "")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
