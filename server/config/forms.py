"""How a setting and a section of them are declared. Knows none."""

import msgspec


def setting(
    text: str, *, unit: str = "", secret: bool = False, low: float | None = None, high: float | None = None
) -> msgspec.Meta:
    """What an operator is told of a setting, and its bounds. A secret may come from a file: `<name>_file`."""
    return msgspec.Meta(description=text, ge=low, le=high, extra={"unit": unit, "secret": secret})


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of the file."""
