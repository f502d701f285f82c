"""What a file may do follows from its name: where Qt is, who imports whom in a slice, where SQL lives."""

import ast
import re

from tests.support.source_tree import SLICES, Import, Source, imports, sources

DESKTOP = sources("desktop")
IN_SLICES = [source for source in DESKTOP if len(source.path.parts) > 2 and source.path.parts[1] in SLICES]
QT = {"PySide6", "qasync", "qtawesome", "shiboken6"}
QT_FOLDERS = ("desktop.widgets", "desktop.shell")
QT_MODULES = (
    "desktop.app",
    "desktop.runtime.garbage",
    "desktop.runtime.qt_loop",
    "desktop.runtime.single_instance",
)
QT_ROLES = re.compile(r"(^|_)(page|dialog|view_model|list_model)$")
CORE_ONLY_ROLES = re.compile(r"(^|_)(view_model|list_model)$")
ROLES = (  # lower first; a module may import roles at or below its own, and a store is for services only
    re.compile(r"(^|_)store$"),
    re.compile(r"(^|_)service$"),
    re.compile(r"(^|_)(view_model|list_model)$"),
    re.compile(r"(^|_)(page|dialog)$"),
)
STORE, SERVICE = 0, 1


def role(module: str) -> int | None:
    stem = module.rsplit(".", 1)[-1]
    return next((rank for rank, pattern in enumerate(ROLES) if pattern.search(stem)), None)


def may_use_qt(source: Source) -> bool:
    in_folder = any(source.name == folder or source.name.startswith(f"{folder}.") for folder in QT_FOLDERS)
    in_slice_role = source in IN_SLICES and bool(QT_ROLES.search(source.stem))
    return in_folder or in_slice_role or source.name in QT_MODULES


def qt_imports(source: Source) -> list[Import]:
    return [found for found in imports(source) if found.module.split(".")[0] in QT]


def test_qt_stays_where_it_belongs():
    elsewhere = [source for source in DESKTOP if not may_use_qt(source)]
    assert [(source.path, found) for source in elsewhere for found in qt_imports(source)] == []


def test_models_know_qtcore_only():
    models = [source for source in DESKTOP if CORE_ONLY_ROLES.search(source.stem)]
    found = [(source.path, found.module) for source in models for found in qt_imports(source)]
    assert [(path, module) for path, module in found if module != "PySide6.QtCore"] == []


def goes_up(own: int, other: int) -> bool:
    return other > own or (other == STORE and own > SERVICE)


def test_roles_import_downwards():
    pairs = [(source, found) for source in IN_SLICES for found in imports(source)]
    near = [(s, found) for s, found in pairs if found.module.startswith(f"{s.name.rsplit('.', 1)[0]}.")]
    ranked = [(s.path, found, role(s.name), role(found.module)) for s, found in near]
    breaches = [
        (path, found)
        for path, found, own, other in ranked
        if own is not None and other is not None and goes_up(own, other)
    ]
    assert breaches == []


def _executes_sql(node: ast.AST) -> bool:
    names = ("execute", "executemany", "executescript", "execute_fetchall")
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def test_sql_lives_in_stores():
    nodes = [(s, node) for s in IN_SLICES if not s.stem.endswith("store") for node in ast.walk(s.tree)]
    assert [(s.path, getattr(node, "lineno", 0)) for s, node in nodes if _executes_sql(node)] == []
