"""One TOML file and the environment become a `ServerConfig`; every mistake is told, not only the first."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from server.config.declarations import ServerConfig
from server.config.rows import rows_of
from server.config.settings import PREFIX, Setting, named, sections, settings
from shared.errors import AppError

USUAL_PLACES = (Path("lantern.toml"), Path("/etc/lantern/lantern.toml"))
VARIABLE = "LANTERN_CONFIG"
_TABLE = re.compile(r"\s*(\[{1,2})\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Remark(msgspec.Struct, frozen=True):
    """A mistake or a warning: where (`lantern.toml:12` or a variable's name), and what in the words of `error`."""

    where: str
    error: AppError


class Loaded(msgspec.Struct, frozen=True):
    """What was read. With any `mistakes`, those settings have their defaults and nothing may be started.

    `written` are the keys that stand in the file by their own name: not those that a file of their own is named for.
    """

    config: ServerConfig
    path: Path | None
    mistakes: tuple[Remark, ...] = ()
    places: Mapping[str, str] = {}
    written: frozenset[str] = frozenset()


def config_path(given: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file to read: the one that is named, else the first usual place that has one."""
    if given is not None:
        return given
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE])
    return next((place for place in USUAL_PLACES if place.is_file()), None)


def load(path: Path | None, environ: Mapping[str, str]) -> Loaded:
    """Read a file (None: none) and the environment, which wins.

    Raises `AppError` server.config_missing, server.config_unreadable.
    """
    reading = _Reading()
    if path is not None:
        reading.file(path)
    reading.environment(environ)
    return Loaded(reading.config(), path, tuple(reading.mistakes), reading.places, frozenset(reading.lines))


class _Reading:
    """What is known so far: values by key, where each came from, and mistakes."""

    def __init__(self) -> None:
        self.known = {setting.key: setting for setting in settings()}
        self.values: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.mistakes: list[Remark] = []
        self.path: Path | None = None
        self.lines: dict[str, int] = {}

    def config(self) -> ServerConfig:
        tables: dict[str, dict[str, Any]] = {name: {} for name, _ in sections()}
        for key, value in self.values.items():
            section, _, name = key.partition(".")
            tables[section][name] = value
        made = {
            field.name: field.type(**tables[field.name]) for field in msgspec.structs.fields(ServerConfig)
        }
        return ServerConfig(**made)

    def file(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
            tables = tomllib.loads(text)
        except FileNotFoundError as cause:
            raise AppError("server.config_missing", path=str(path)) from cause
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
            line = _AT_LINE.search(str(cause))
            number = line.group(1) if line and line.group(1) else ""
            reason = (
                _AT_LINE.sub("", str(cause)).strip()
                if isinstance(cause, tomllib.TOMLDecodeError)
                else "UTF-8"
            )
            where = f"{path}:{number}" if number else str(path)
            self.mistakes.append(Remark(where, AppError("server.config_syntax", reason=reason)))
            return
        except OSError as cause:
            raise AppError("server.config_unreadable", path=str(path), detail=type(cause).__name__) from cause
        self.path, self.lines = path, _lines(text)
        for section, table in tables.items():
            if not isinstance(table, dict):
                self._take(f"{section}", table, f"{path}:{self.lines.get(section, 1)}")
                continue
            for name, raw in cast("dict[str, Any]", table).items():
                key = f"{section}.{name}"
                self._take(key, raw, f"{path}:{self.lines.get(key) or self.lines.get(section, 1)}")

    def environment(self, environ: Mapping[str, str]) -> None:
        for variable, raw in sorted(environ.items()):
            if variable.startswith(PREFIX) and "__" in variable:
                section, _, name = variable.removeprefix(PREFIX).lower().partition("__")
                self._take(f"{section}.{name}", raw, variable, from_text=True)

    def _take(self, key: str, raw: Any, where: str, *, from_text: bool = False) -> None:
        setting = self.known.get(key)
        try:
            if setting is not None and setting.row:
                found = rows_of(setting, raw, from_text=from_text)
                self._put(setting, found.rows, where)
                self.places.update({each: self._line_of(each, where) for each in found.keys})
                self.mistakes += [Remark(self._line_of(at, where), error) for at, error in found.mistakes]
            else:
                self._put(*named(self.known, key, raw, from_text=from_text), where)
        except AppError as error:
            self.mistakes.append(Remark(where, error))

    def _line_of(self, key: str, where: str) -> str:
        """Where something inside of a setting is: its line in the file, else where the setting is."""
        line = self.lines.get(key)
        return f"{self.path}:{line}" if line and where.startswith(f"{self.path}:") else where

    def _put(self, setting: Setting, value: Any, where: str) -> None:
        earlier = self.places.get(setting.key, "")
        if earlier and earlier.startswith(PREFIX) == where.startswith(PREFIX):
            raise AppError("server.setting_twice", key=setting.key, other=earlier)
        self.values[setting.key], self.places[setting.key] = value, where


def _lines(text: str) -> dict[str, int]:
    """The line of each table and key, for messages; those of a list of tables are numbered: `shop.items[0].name`."""
    found: dict[str, int] = {}
    counted: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := _TABLE.match(line):
            table = opened.group(2)
            found.setdefault(table, number)
            if len(opened.group(1)) == 2:
                counted[table] = counted.get(table, -1) + 1
                table = f"{table}[{counted[table]}]"
                found[table] = number
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key.group(1)}" if table else key.group(1), number)
    return found
