"""Secrets of a game: how they are drawn, stored and compared. Roles come from these and from nothing else."""

import hashlib
import hmac
import secrets
from collections.abc import Container

CODE_SYMBOLS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Symbols of a rejoin code: none that looks like another."""
CODE_LENGTH = 4
_TOKEN_BYTES = 16


def new_token() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What the host keeps of a player's token. A token has 128 bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def same(given: str, right: str) -> bool:
    """Compare in constant time; an empty token is never right."""
    return bool(right) and hmac.compare_digest(given.encode(), right.encode())


def new_code(taken: Container[str]) -> str:
    """A rejoin code that nobody in the game has."""
    while True:
        code = "".join(secrets.choice(CODE_SYMBOLS) for _ in range(CODE_LENGTH))
        if code not in taken:
            return code


def new_pin(taken: Container[str]) -> str:
    """Six digits that no running game has."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if pin not in taken:
            return pin


def new_pid(taken: Container[str]) -> str:
    """A seat's public id."""
    while True:
        pid = secrets.token_hex(4)
        if pid not in taken:
            return pid
