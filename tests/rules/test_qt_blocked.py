"""What must run without Qt does: every module of it is imported in a process where Qt cannot be had."""

import re
import subprocess
import sys

from tests.support.source_tree import PACKAGES, ROOT, SLICES, Source, sources

WITHOUT_QT = re.compile(r"(^|_)(store|service|rules|records|messages|worker)$")
QT_IN_RUNTIME = ("desktop.runtime.garbage", "desktop.runtime.qt_loop", "desktop.runtime.single_instance")
PROGRAM = """
import importlib, sys

QT = ("PySide6", "shiboken6", "qasync", "qtawesome", "qtpy")

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in QT:
            raise ImportError(f"{name} is Qt")
        return None

sys.meta_path.insert(0, Blocked())
failed = 0
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed += 1
        print(f"{name}: {error}")
loaded = [name for name in QT if name in sys.modules]
print(*loaded)
sys.exit(1 if failed or loaded else 0)
"""


def needs_no_qt(source: Source) -> bool:
    if source.package in ("shared", "sync", "server", "resources"):
        return True
    folder = source.name.split(".")[1] if source.name.count(".") else ""
    if folder in ("storage", "runtime"):
        return source.name not in QT_IN_RUNTIME
    in_slice = folder in SLICES and (bool(WITHOUT_QT.search(source.stem)) or source.stem == "__init__")
    return in_slice or source.stem.startswith("cli") or source.name == "desktop.assembly"


def test_no_qt_is_needed_outside_the_window():
    wanted = [source.name for source in sources(*PACKAGES) if needs_no_qt(source)]
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input="\n".join(wanted),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr
