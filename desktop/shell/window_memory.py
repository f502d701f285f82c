"""What the window remembers on this computer: its place, the page, each page's view, the rail."""

import base64
from collections.abc import Callable
from typing import Any

import msgspec

GEOMETRY_KEY = "window_geometry"
STATE_KEY = "window_state"
FOLDER_KEY = "last_folder"


class WindowState(msgspec.Struct, frozen=True):
    """View state; whatever an older or newer version wrote and does not fit becomes the default."""

    page: str = ""
    rail_collapsed: bool = False
    pages: dict[str, dict[str, Any]] = {}


def read_geometry(get: Callable[[str], Any]) -> bytes:
    """What `QWidget.saveGeometry` gave, or nothing."""
    try:
        return base64.b64decode(get(GEOMETRY_KEY), validate=True)
    except ValueError:
        return b""


def read_state(get: Callable[[str], Any]) -> WindowState:
    """The remembered view state."""
    try:
        return msgspec.json.decode(get(STATE_KEY), type=WindowState)
    except msgspec.DecodeError:
        return WindowState()


def written(geometry: bytes, state: WindowState) -> dict[str, str]:
    """Settings to store, by key."""
    return {
        GEOMETRY_KEY: base64.b64encode(geometry).decode(),
        STATE_KEY: msgspec.json.encode(state).decode(),
    }
