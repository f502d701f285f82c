"""Hashes of secrets. Pure."""

import hashlib


def secret_hash(text: str) -> bytes:
    """Return what is stored of a token with at least 128 random bits: SHA-256 is enough for those."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
