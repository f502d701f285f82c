"""One TOML file and the environment become a `ServerConfig`; every mistake is told, not only the first."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from server.config.declarations import ServerConfig
from server.config.settings import FILE_SUFFIX, PREFIX, Setting, sections, settings, value_of
from shared.errors import AppError

USUAL_PLACES = (Path("lantern.toml"), Path("/etc/lantern/lantern.toml"))
VARIABLE = "LANTERN_CONFIG"
_MOST_SECRET_BYTES = 65_536
_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Remark(msgspec.Struct, frozen=True):
    """A mistake or a warning: where (`lantern.toml:12` or a variable's name), and what in the words of `error`."""

    where: str
    error: AppError


class Loaded(msgspec.Struct, frozen=True):
    """What was read. With any `mistakes`, those settings have their defaults and nothing may be started."""

    config: ServerConfig
    path: Path | None
    mistakes: tuple[Remark, ...] = ()
    places: Mapping[str, str] = {}


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
    return Loaded(reading.config(), path, tuple(reading.mistakes), reading.places)


class _Reading:
    """What is known so far: values by key, where each came from, and mistakes."""

    def __init__(self) -> None:
        self.known = {setting.key: setting for setting in settings()}
        self.values: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self.mistakes: list[Remark] = []

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
        lines = _lines(text)
        for section, table in tables.items():
            if not isinstance(table, dict):
                self._take(f"{section}", table, f"{path}:{lines.get(section, 1)}")
                continue
            for name, raw in cast("dict[str, Any]", table).items():
                key = f"{section}.{name}"
                self._take(key, raw, f"{path}:{lines.get(key) or lines.get(section, 1)}")

    def environment(self, environ: Mapping[str, str]) -> None:
        for variable, raw in sorted(environ.items()):
            if variable.startswith(PREFIX) and "__" in variable:
                section, _, name = variable.removeprefix(PREFIX).lower().partition("__")
                self._take(f"{section}.{name}", raw, variable, from_text=True)

    def _take(self, key: str, raw: Any, where: str, *, from_text: bool = False) -> None:
        setting = self.known.get(key)
        of_file = self.known.get(key.removesuffix(FILE_SUFFIX)) if key.endswith(FILE_SUFFIX) else None
        try:
            if setting is not None:
                self._put(setting, value_of(setting, raw, from_text=from_text), where)
            elif of_file is not None and of_file.secret:
                self._put(of_file, _secret(of_file, raw), where)
            else:
                raise self._unknown(key)
        except AppError as error:
            self.mistakes.append(Remark(where, error))

    def _put(self, setting: Setting, value: Any, where: str) -> None:
        earlier = self.places.get(setting.key, "")
        if earlier and earlier.startswith(PREFIX) == where.startswith(PREFIX):
            raise AppError("server.setting_twice", key=setting.key, other=earlier)
        self.values[setting.key], self.places[setting.key] = value, where

    def _unknown(self, key: str) -> AppError:
        names = [*self.known, *(f"{each.key}{FILE_SUFFIX}" for each in self.known.values() if each.secret)]
        near = difflib.get_close_matches(key, names, 1, 0.6)
        if near:
            return AppError("server.setting_misspelt", key=key, meant=near[0])
        return AppError("server.setting_unknown", key=key)


def _secret(setting: Setting, raw: Any) -> str:
    if not isinstance(raw, str):
        raise AppError("server.setting_not_text", key=f"{setting.key}{FILE_SUFFIX}")
    try:
        text = Path(raw).read_bytes()[:_MOST_SECRET_BYTES].decode()
    except (OSError, UnicodeDecodeError) as cause:
        raise AppError("server.setting_file", key=setting.key, path=raw) from cause
    return text.strip("\r\n")


def _lines(text: str) -> dict[str, int]:
    """The line of each table and key, for messages."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := _TABLE.match(line):
            table = opened.group(1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key.group(1)}" if table else key.group(1), number)
    return found
