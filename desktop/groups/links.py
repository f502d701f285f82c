"""Links that invite to a group, as people paste and scan them. Pure."""

import ipaddress
import re
from urllib.parse import urlsplit

import msgspec

from shared.errors import AppError

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class InvitationLink(msgspec.Struct, frozen=True):
    """The token, and the server it is for; "" when only the token was pasted."""

    token: str
    host: str = ""


def invitation_link(text: str) -> InvitationLink:
    """Read a link, or the code at its end. Raises `AppError("groups.link_unreadable")`."""
    given = text.strip().strip("<>\"'")
    if _TOKEN.fullmatch(given):
        return InvitationLink(given)
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
    except ValueError as cause:
        raise AppError("groups.link_unreadable") from cause
    token = parts.path.rstrip("/").rpartition("/")[2]
    if not parts.netloc or not _TOKEN.fullmatch(token):
        raise AppError("groups.link_unreadable")
    return InvitationLink(token, parts.netloc.casefold())


def handed_on(url: str, server_url: str) -> str:
    """Return a link that others can open: a server that was not told its public address names its own computer."""
    parts = urlsplit(url)
    if _is_own_computer(parts.hostname or "") and not _is_own_computer(urlsplit(server_url).hostname or ""):
        return server_url.rstrip("/") + parts.path
    return url


def _is_own_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
