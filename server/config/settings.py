"""The declared settings as a list: names, types, bounds, and reading one value from a file or the environment."""

import difflib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from server.config.declarations import ServerConfig
from shared.errors import AppError

PREFIX = "LANTERN_"
FILE_SUFFIX = "_file"
_YES = frozenset({"1", "true", "yes", "on"})
_MOST_SECRET_BYTES = 65_536
_NO = frozenset({"0", "false", "no", "off"})


class Setting(msgspec.Struct, frozen=True):
    """One setting. `kind` is of `msgspec.inspect`. For a list of tables, `row` has the settings of one of them."""

    section: str
    name: str
    kind: Any
    default: Any
    text: str
    unit: str
    secret: bool
    row: tuple["Setting", ...] = ()

    @property
    def required(self) -> bool:
        """Whether a table without it says too little."""
        return self.default is msgspec.NODEFAULT

    @property
    def key(self) -> str:
        """As in messages: `server.port`."""
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        """As in the environment: `LANTERN_SERVER__PORT`."""
        return f"{PREFIX}{self.section.upper()}__{self.name.upper()}"

    @property
    def bounds(self) -> tuple[Any, Any]:
        """Least and largest number."""
        return getattr(self.kind, "ge", None), getattr(self.kind, "le", None)


def sections() -> Iterator[tuple[str, str]]:
    """Every section's name and text."""
    for field in msgspec.structs.fields(ServerConfig):
        yield field.name, (field.type.__doc__ or "").strip()


def settings() -> Iterator[Setting]:
    """Every setting in the order of the declarations."""
    for section in msgspec.structs.fields(ServerConfig):
        yield from _settings(section.type, section.name)


def _settings(declared_in: Any, section: str) -> Iterator[Setting]:
    for field in msgspec.structs.fields(declared_in):
        declared = inspect.type_info(field.type)
        assert isinstance(declared, inspect.Metadata)  # noqa: S101 - `setting()` made it
        metadata: Any = declared  # msgspec says bare dicts of the two below
        extra: dict[str, Any] = metadata.extra
        told: dict[str, str] = metadata.extra_json_schema
        row: tuple[Setting, ...] = ()
        if isinstance(declared.type, inspect.VarTupleType) and isinstance(
            declared.type.item_type, inspect.StructType
        ):
            row = tuple(_settings(declared.type.item_type.cls, f"{section}.{field.name}"))
        yield Setting(
            section,
            field.name,
            declared.type,
            field.default,
            told["description"],
            extra["unit"],
            extra["secret"],
            row,
        )


def value_of(setting: Setting, raw: Any, *, from_text: bool = False) -> Any:
    """Read a value as TOML has it, or as text of the environment. Raises `AppError("server.setting_…")`."""
    kind = setting.kind
    if isinstance(kind, inspect.BoolType):
        return _flag(setting, raw, from_text=from_text)
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return _number(setting, raw, from_text=from_text)
    if isinstance(kind, inspect.LiteralType):
        if raw not in kind.values:
            raise AppError(
                "server.setting_not_choice", key=setting.key, choices=", ".join(map(str, kind.values))
            )
        return raw
    if isinstance(kind, inspect.VarTupleType):
        return _list(setting, raw, from_text=from_text)
    if not isinstance(raw, str):
        raise AppError("server.setting_not_text", key=setting.key)
    return raw


def _flag(setting: Setting, raw: Any, *, from_text: bool) -> bool:
    if isinstance(raw, bool):
        return raw
    if from_text and str(raw).lower() in _YES | _NO:
        return str(raw).lower() in _YES
    raise AppError("server.setting_not_flag", key=setting.key)


def _number(setting: Setting, raw: Any, *, from_text: bool) -> int | float:
    whole = isinstance(setting.kind, inspect.IntType)
    low, high = setting.bounds
    unit = f" ({setting.unit})" if setting.unit else ""
    refused = AppError("server.setting_not_number", key=setting.key, low=low, high=high, unit=unit, detail="")
    if from_text:
        try:
            raw = int(raw) if whole else float(raw)
        except ValueError as cause:
            raise refused from cause
    if isinstance(raw, bool) or not isinstance(raw, int if whole else int | float) or not low <= raw <= high:
        raise refused
    return raw if whole else float(raw)


def named(
    known: Mapping[str, Setting], key: str, raw: Any, *, from_text: bool = False, within: str = ""
) -> tuple[Setting, Any]:
    """Return the setting that is meant and its value; `<name>_file` of a secret is where to read it.

    `within` is what goes before the names when they are told.
    Raises `AppError("server.setting_…")`.
    """
    if key in known:
        return known[key], value_of(known[key], raw, from_text=from_text)
    of_file = known.get(key.removesuffix(FILE_SUFFIX)) if key.endswith(FILE_SUFFIX) else None
    if of_file is not None and of_file.secret:
        return of_file, _secret(of_file, raw)
    names = [*known, *(f"{name}{FILE_SUFFIX}" for name, each in known.items() if each.secret)]
    near = difflib.get_close_matches(key, names, 1, 0.6)
    if near:
        raise AppError("server.setting_misspelt", key=f"{within}{key}", meant=f"{within}{near[0]}")
    raise AppError("server.setting_unknown", key=f"{within}{key}")


def _secret(setting: Setting, raw: Any) -> str:
    if not isinstance(raw, str):
        raise AppError("server.setting_not_text", key=f"{setting.key}{FILE_SUFFIX}")
    try:
        text = Path(raw).read_bytes()[:_MOST_SECRET_BYTES].decode()
    except (OSError, UnicodeDecodeError) as cause:
        raise AppError("server.setting_file", key=setting.key, path=raw) from cause
    return text.strip("\r\n")


def tables_of(setting: Setting, raw: Any, *, from_text: bool = False) -> list[dict[str, Any]]:
    """Read a list of tables, in the environment written as JSON. Raises `AppError("server.setting_not_tables")`."""
    if from_text:
        try:
            raw = json.loads(raw) if raw.strip() else []
        except ValueError as cause:
            raise AppError("server.setting_not_tables", key=setting.key) from cause
    try:
        return msgspec.convert(raw, list[dict[str, Any]])
    except msgspec.ValidationError as cause:
        raise AppError("server.setting_not_tables", key=setting.key) from cause


def _list(setting: Setting, raw: Any, *, from_text: bool) -> tuple[str, ...]:
    parts: Any = [part.strip() for part in raw.split(",") if part.strip()] if from_text else raw
    if not isinstance(parts, list):
        raise AppError("server.setting_not_list", key=setting.key)
    found: list[str] = []
    for part in parts:  # pyright: ignore[reportUnknownVariableType] - judged here
        if not isinstance(part, str):
            raise AppError("server.setting_not_list", key=setting.key)
        found.append(part)
    return tuple(found)
