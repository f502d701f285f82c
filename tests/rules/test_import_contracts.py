"""The import contracts of pyproject.toml hold, and each of them catches the breach it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.source_tree import PACKAGES, ROOT, sources

SLICE_ORDER = "slices stand on each other in one order, and on storage and runtime"
SERVER_ORDER = "the server's slices stand on each other in one order"
HOST = "the classroom host needs no database, no accounts and no sync"
QT = "command line, services and stores have no Qt"

# (module that breaks the rule, the line it would hold, the contract that must say so)
BREACHES = [
    ("shared/clock.py", "import desktop.runtime.paths", "shared is the standard library and msgspec"),
    ("shared/clock.py", "import numpy", "shared is the standard library and msgspec"),
    ("sync/__init__.py", "import desktop.runtime.paths", "sync knows no feature, no Qt and no web server"),
    ("sync/__init__.py", "import PySide6.QtCore", "sync knows no feature, no Qt and no web server"),
    ("desktop/runtime/paths.py", "import server", "desktop and server are independent"),
    ("server/__init__.py", "import desktop.runtime.paths", "desktop and server are independent"),
    ("server/__init__.py", "from PySide6.QtCore import QObject", "server has no Qt"),
    ("resources/__init__.py", "import shared.ids", "resources are data"),
    ("desktop/media/service.py", "from PySide6 import QtCore", QT),
    ("desktop/chat/store.py", "import qasync", QT),
    (
        "desktop/runtime/changes.py",
        "from PySide6 import QtCore",
        QT,
    ),  # reaches every store through the runtime
    ("desktop/chat/service.py", "import aiohttp", "aiohttp is reached through desktop.runtime"),
    ("desktop/settings/service.py", "import desktop.models.service", SLICE_ORDER),
    ("desktop/models/service.py", "import desktop.media.service", SLICE_ORDER),
    ("desktop/media/service.py", "import desktop.search.service", SLICE_ORDER),
    ("desktop/search/service.py", "import desktop.ai.service", SLICE_ORDER),
    ("desktop/ai/service.py", "import desktop.chat.service", SLICE_ORDER),
    ("desktop/storage/database.py", "import desktop.settings.service", SLICE_ORDER),
    ("desktop/runtime/paths.py", "import desktop.storage.database", SLICE_ORDER),
    ("desktop/chat/service.py", "import desktop.search.store", "search is used through its service"),
    ("desktop/chat/service.py", "import desktop.media.store", "media is used through its service"),
    ("desktop/search/service.py", "import desktop.models.catalogue", "models is used through its service"),
    ("desktop/media/service.py", "import desktop.settings.store", "settings is used through its service"),
    ("desktop/chat/service.py", "import desktop.ai.engine", "ai is used through its service"),
    ("desktop/ai/service.py", "import desktop.chat.store", "chat is used through its service"),
    ("desktop/accounts/service.py", "import desktop.sync.service", SLICE_ORDER),
    ("desktop/sync/service.py", "import desktop.groups.service", SLICE_ORDER),
    ("desktop/sync/service.py", "import desktop.billing.service", SLICE_ORDER),
    ("desktop/billing/service.py", "import desktop.groups.service", SLICE_ORDER),
    ("desktop/media/service.py", "import desktop.billing.store", "billing is used through its service"),
    ("desktop/groups/service.py", "import desktop.media.service", SLICE_ORDER),
    ("desktop/media/service.py", "import desktop.sync.store", "sync is used through its service"),
    ("server/accounts/service.py", "import server.groups.service", SERVER_ORDER),
    ("server/groups/service.py", "import server.content.service", SERVER_ORDER),
    ("server/content/service.py", "import server.sync.service", SERVER_ORDER),
    ("server/storage/database.py", "import server.accounts.service", SERVER_ORDER),
    ("server/host/app.py", "import sqlalchemy", HOST),
    ("server/live/game.py", "import server.accounts.service", HOST),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for source in sources(*PACKAGES):
        target = folder / source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.text, encoding="utf-8")
    return folder


def test_the_contracts_hold(copied_tree: Path):
    result = lint(copied_tree)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("module", "line", "contract"), BREACHES)
def test_a_breach_is_caught(copied_tree: Path, module: str, line: str, contract: str):
    path = copied_tree / module
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copied_tree)
    finally:
        path.write_text(before, encoding="utf-8")
    assert f"{contract} BROKEN" in result.stdout, result.stdout + result.stderr
