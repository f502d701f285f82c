"""Whether a text is an address on the web. Reads no setting."""

from urllib.parse import urlsplit

_WEB = ("http", "https")


def is_web(url: str) -> bool:
    """Whether this is http:// or https:// and a host, with a port that can be."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in _WEB and bool(parts.hostname)
