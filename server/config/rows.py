"""A setting that is a list of tables, such as `[[payments.offers]]`: each becomes a struct, every mistake is told."""

from typing import Any

import msgspec

from server.config.settings import Setting, named, tables_of
from shared.errors import AppError


class Rows(msgspec.Struct, frozen=True):
    """The tables without a mistake; the keys that were given (`payments.offers[0].id`); what is wrong at which key."""

    rows: tuple[Any, ...]
    keys: tuple[str, ...]
    mistakes: tuple[tuple[str, AppError], ...]


def rows_of(setting: Setting, raw: Any, *, from_text: bool = False) -> Rows:
    """Read a list of tables, from the environment as JSON. Raises `AppError("server.setting_not_tables")`."""
    rows: list[Any] = []
    keys: list[str] = []
    mistakes: list[tuple[str, AppError]] = []
    for number, table in enumerate(tables_of(setting, raw, from_text=from_text)):
        place = f"{setting.key}[{number}]"
        values, given, wrong = _row(setting, place, table)
        if not wrong:
            rows.append(setting.kind.item_type.cls(**values))
        keys += [place, *given]
        mistakes += wrong
    return Rows(tuple(rows), tuple(keys), tuple(mistakes))


def _row(
    setting: Setting, place: str, table: dict[str, Any]
) -> tuple[dict[str, Any], list[str], list[tuple[str, AppError]]]:
    """Return the values of one table, the keys that were given, and what is wrong at which key."""
    known = {each.name: msgspec.structs.replace(each, section=place) for each in setting.row}
    values: dict[str, Any] = {}
    keys: list[str] = []
    wrong: list[tuple[str, AppError]] = []
    for name, given in table.items():
        try:
            found, value = named(known, name, given, within=f"{place}.")
            if found.name in values:
                raise AppError("server.setting_twice", key=found.key, other=f"{place}.{name}")
            values[found.name] = value
            keys.append(found.key)
        except AppError as error:
            wrong.append((f"{place}.{name}", error))
    wrong += [
        (place, AppError("server.setting_missing", key=each.key))
        for each in known.values()
        if each.required and each.name not in {*values, *table}
    ]
    return values, keys, wrong
