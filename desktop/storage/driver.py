"""Picks the SQLite driver; imported first by every entry point, before aiosqlite. Knows no schema.

Many Python builds ship a `sqlite3` that cannot load extensions; there pysqlite3 or sqlean takes its name,
so that aiosqlite works unchanged and its errors are the ones we catch.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:

    def _choose() -> ModuleType:
        standard = importlib.import_module("sqlite3")
        if hasattr(standard.Connection, "enable_load_extension"):
            return standard
        for name in ("pysqlite3", "sqlean"):
            try:
                module = importlib.import_module(name)
            except ImportError:
                continue
            if hasattr(module.Connection, "enable_load_extension"):
                return module
        return standard

    sqlite3 = _choose()
    sys.modules["sqlite3"] = sqlite3
    sys.modules["sqlite3.dbapi2"] = importlib.import_module(sqlite3.__name__ + ".dbapi2")

__all__ = ["can_load_extensions", "load_vector_extension", "sqlite3"]


def can_load_extensions() -> bool:
    """Whether the chosen driver can load sqlite-vec at all."""
    return hasattr(sqlite3.Connection, "enable_load_extension")


def load_vector_extension(connection: "sqlite3.Connection") -> bool:
    """Load sqlite-vec into a connection. False where this computer cannot: search then compares in memory."""
    if not can_load_extensions():
        return False
    try:
        sqlite_vec = importlib.import_module("sqlite_vec")
        connection.enable_load_extension(True)
        try:
            sqlite_vec.load(connection)
        finally:
            connection.enable_load_extension(False)
    except (ImportError, sqlite3.OperationalError):
        return False
    return True
