"""Addresses of classroom hosts as people type, paste and scan them."""

import ipaddress
import re
from urllib.parse import parse_qs, urlsplit

from shared.errors import AppError

DEFAULT_PORT = 8420
_PIN = re.compile(r"\d{6}")
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.?)*")


def parse_address(text: str) -> tuple[str, str]:
    """Return (base URL without a path, PIN or ""). "10.0.0.7", "10.0.0.7:8420", "http://…/?pin=123456" are read.

    Raises `AppError("quiz.address_unreadable")`.
    """
    given = text.strip()
    plain = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname or "", parts.port
    except ValueError as cause:
        raise AppError("quiz.address_unreadable", address=given[:80]) from cause
    if parts.scheme not in {"http", "https"} or not _is_host(host):
        raise AppError("quiz.address_unreadable", address=given[:80])
    pins = parse_qs(parts.query).get("pin", [""])
    bare = f"[{host}]" if ":" in host else host
    if parts.scheme == "https":
        return f"https://{bare}" + (f":{port}" if port else ""), clean_pin(pins[0])
    return f"http://{bare}:{port or DEFAULT_PORT}", clean_pin(pins[0])


def clean_pin(text: str) -> str:
    """The six digits of a PIN, typed with spaces or not; "" when it is none."""
    digits = "".join(character for character in text if not character.isspace() and character != "-")
    return digits if digits.isascii() and _PIN.fullmatch(digits) else ""


def device_url(join_url: str, page: str, token: str) -> str:
    """A page of a host that a token opens (`screen`, `host`), at the address where phones join."""
    return f"{join_url.partition('?')[0]}{page}#t={token}"


def socket_url(url: str) -> str:
    """Where players of a host connect."""
    return "ws" + url.removeprefix("http") + "/ws"


def _is_host(host: str) -> bool:
    if not host:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # Only digits and points is an address with a slip, not a name.
        return bool(_HOST_NAME.fullmatch(host)) and not re.fullmatch(r"[\d.]+", host)
    return True
