"""The complete, commented example of a configuration file, written from the declarations."""

import json
import textwrap
from typing import Any

import msgspec

from server.config.settings import FILE_SUFFIX, Setting, sections, settings

_WIDTH = 100
_HEAD = """\
# Settings of lantern-server. Everything has a default: a line that begins with # shows it.
# Each setting can also be given in the environment, which wins: [server] port is LANTERN_SERVER__PORT,
# lists with commas between, lists of tables as JSON. A secret can be read from a file instead:
# password_file = "/run/secrets/mail".
# `lantern-server check-config` says what is wrong or risky.
"""


def example() -> str:
    """A file that changes nothing when it is used as it is."""
    parts = [_HEAD]
    every = list(settings())
    for section, text in sections():
        parts.append(f"\n# {text}\n[{section}]\n")
        parts += [_entry(setting) for setting in every if setting.section == section]
    return "".join(parts)


def _entry(setting: Setting) -> str:
    return f"{_comment(setting)}#{setting.name} = {_toml(setting.default)}\n{_row(setting)}"


def _row(setting: Setting) -> str:
    """How one of a list of tables looks, as a comment that is to be copied."""
    if not setting.row:
        return ""
    lines = [f"[[{setting.key}]]"]
    for each in setting.row:
        lines += [*_comment(each).splitlines(), f"{each.name} = {_toml(each.default)}"]
    return "# Or for each of them, instead of that line:\n" + "".join(f"#   {line}\n" for line in lines)


def _comment(setting: Setting) -> str:
    low, high = setting.bounds
    notes = ["needed"] if setting.required else []
    notes += [f"in {setting.unit}"] if setting.unit else []
    if low is not None:
        notes.append(f"{low} to {high}")
    if hasattr(setting.kind, "values"):
        notes.append("one of " + ", ".join(each or '""' for each in setting.kind.values))
    if setting.secret:
        notes.append(f"or {setting.name}{FILE_SUFFIX}")
    words = setting.text + (f" ({'; '.join(notes)})" if notes else "")
    return "".join(f"# {line}\n" for line in textwrap.wrap(words, _WIDTH - 2))


def _toml(value: Any) -> str:
    if value is msgspec.NODEFAULT:
        return '""'
    if isinstance(value, tuple):
        return json.dumps(list(value))  # pyright: ignore[reportUnknownArgumentType] - texts, as declared
    return json.dumps(value)
