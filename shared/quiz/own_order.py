"""The order in which one device shows the options. The player page computes the same."""

_OFFSET, _PRIME = 0x811C9DC5, 0x01000193

MIXED_KINDS = ("single", "multiple", "poll")
"""Kinds whose options a device mixes; the others keep the order of their view."""


def fnv1a32(text: str) -> int:
    """FNV-1a, 32 bit, of the UTF-8 bytes (Fowler, Noll, Vo; draft-eastlake-fnv)."""
    value = _OFFSET
    for byte in text.encode():
        value = (value ^ byte) * _PRIME & 0xFFFFFFFF
    return value


def own_order(seed: int, q: int, count: int) -> tuple[int, ...]:
    """Which option stands at each place of a device, for question number `q`. Seed 0 keeps the order."""
    if not seed:
        return tuple(range(count))
    return tuple(sorted(range(count), key=lambda index: (fnv1a32(f"{seed}:{q}:{index}"), index)))
