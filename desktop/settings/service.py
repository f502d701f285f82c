"""Reads and writes settings: the device's in a file, the person's in the library. Knows no page."""

import asyncio
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import disk_error
from desktop.settings import store
from desktop.settings.declarations import BY_KEY, Setting, Value
from desktop.storage.database import Database
from shared.errors import AppError


class DeviceSettings:
    """Settings of this computer: a small JSON file, readable before the library opens."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.values = _read(file)

    def get(self, key: str) -> Any:
        """Return the value, or its default."""
        return self.values.get(key, BY_KEY[key].default)

    def save(self, key: str, value: Value) -> None:
        """Change one value on disk, whole or not at all; may be called from several threads.

        What another process saved meanwhile under other keys is kept. Raises AppError: full disk, read-only
        folder.
        """
        part = self._file.with_suffix(f".{os.getpid()}.part")
        with self._lock:
            self.values = {**self.values, **_read(self._file), key: value}
            try:
                with part.open("wb") as writing:
                    writing.write(msgspec.json.format(msgspec.json.encode(self.values)))
                    writing.flush()
                    os.fsync(writing.fileno())
                part.replace(self._file)
            except OSError as cause:
                part.unlink(missing_ok=True)
                raise disk_error(cause, self._file.parent) from cause


class SettingsService:
    """All settings of the open profile. `get` is immediate; `set` is stored when it returns."""

    def __init__(self, device: DeviceSettings, database: Database, bus: ChangeBus) -> None:
        self._device = device
        self._database = database
        self._bus = bus
        self._profile: dict[str, Any] = {}

    async def load(self) -> None:
        """Read the person's settings; call after opening and when another process changed them."""
        async with self._database.reader() as reader:
            stored = await store.read_all(reader)
        self._profile = _decoded(stored)

    def get(self, key: str) -> Any:
        """Return a setting's value or default. Raises `AppError("settings.unknown")`."""
        setting = _declared(key)
        if setting.scope == "device":
            return self._device.get(key)
        return self._profile.get(key, setting.default)

    async def set(self, key: str, value: Value) -> None:
        """Store a value. Raises `AppError("settings.unknown")` or `("settings.invalid")`."""
        setting = _declared(key)
        if not _fits(setting, value):
            raise AppError("settings.invalid", label=setting.label or key, allowed=_allowed(setting))
        if setting.scope == "device":
            await asyncio.to_thread(self._device.save, key, value)
            self._bus.announce("setting")
            return
        text = msgspec.json.encode(value).decode()
        self._profile[key] = value
        await self._database.write(lambda tx: store.put(tx, key, text))


def _read(file: Path) -> dict[str, Any]:
    """What a device file holds that fits; a missing or torn file costs this computer's choices, never the start."""
    try:
        read = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError):
        return {}
    values: dict[str, Any] = {}
    for key, value in read.items():
        setting = BY_KEY.get(key)
        if setting is not None and setting.scope == "device" and _fits(setting, value):
            values[key] = value
    return values


def _declared(key: str) -> Setting:
    if key not in BY_KEY:
        raise AppError("settings.unknown", key=key[:80])
    return BY_KEY[key]


def _decoded(stored: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, text in stored.items():
        setting = BY_KEY.get(key)
        try:
            value = msgspec.json.decode(text)
        except msgspec.DecodeError:
            # Another version's, or nobody's: the default stands.
            continue
        if setting is not None and _fits(setting, value):
            values[key] = value
    return values


def _fits(setting: Setting, value: Any) -> bool:
    try:
        msgspec.convert(value, setting.type, strict=True)
    except msgspec.ValidationError:
        return False
    if setting.choices and value not in {choice.value for choice in setting.choices}:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        below = setting.minimum is not None and value < setting.minimum
        above = setting.maximum is not None and value > setting.maximum
        return not (below or above)
    return True


def _allowed(setting: Setting) -> str:
    if setting.choices:
        return ", ".join(choice.label for choice in setting.choices)
    if setting.minimum is not None and setting.maximum is not None:
        return f"{setting.minimum:g}-{setting.maximum:g} {setting.unit}".strip()
    return setting.type.__name__
