"""Whose request it is behind proxies, and which networks an operator named. Knows no web framework."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MOST_HOPS = 32
_PREFIX_BITS = 64
"""One household or school has at least a /64 of IPv6, so that is what limits count on."""


class Client(NamedTuple):
    """An address in its shortest writing, and whether it came over TLS."""

    address: str
    secure: bool


class Networks:
    """A set of networks. Raises ValueError for what is none."""

    def __init__(self, written: Iterable[str]) -> None:
        self._networks: tuple[Network, ...] = tuple(
            ipaddress.ip_network(text.strip(), strict=False) for text in written
        )

    def __contains__(self, address: str) -> bool:
        found = parsed(address)
        return found is not None and any(found in network for network in self._networks)

    def __bool__(self) -> bool:
        return bool(self._networks)


@lru_cache(maxsize=4_096)
def parsed(text: str) -> Address | None:
    """An address as peers and proxies write it (with a zone, a port, in brackets, IPv4 inside IPv6), else None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def client_of(
    peer: str, forwarded_for: Iterable[str], forwarded_proto: str, trusted: Networks, *, tls: bool
) -> Client:
    """Return who asks: the nearest address that is no trusted proxy.

    `forwarded_for` are the lines of X-Forwarded-For. What an untrusted peer claims is not read at all; of a trusted
    one's list the right-most address that is not itself trusted counts, since everything before it may be invented.
    """
    if peer not in trusted:
        return Client(_shortest(peer), tls)
    secure = tls or forwarded_proto.rpartition(",")[2].strip().lower() == "https"
    hops = [hop for line in forwarded_for for hop in line.split(",")][-_MOST_HOPS:]
    nearest = peer
    for hop in reversed(hops):
        if parsed(hop) is None:
            break
        nearest = hop
        if hop not in trusted:
            break
    return Client(_shortest(nearest), secure)


def limited_part(address: str) -> str:
    """What of an address counts for limits: an IPv4 address, or the /64 of an IPv6 address."""
    found = parsed(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _PREFIX_BITS), strict=False).network_address)
    return str(found or address)


def _shortest(address: str) -> str:
    found = parsed(address)
    return str(found) if found is not None else address
