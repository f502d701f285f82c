"""Names that say nothing are refused, and none may hide a library."""

import ast
import re
import sys
import tomllib
from pathlib import Path

from tests.support.source_tree import PACKAGES, ROOT, code, sources

REFUSED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "stuff"}
REFUSED_CLASS = re.compile(r"(Utils?|Helpers?|Common|Misc|Manager)$")
TOP_LEVEL = {
    *PACKAGES,
    *("tests", "packaging", "pyproject.toml", "Makefile"),
    *("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
}


def folders() -> list[Path]:
    found = {parent for source in sources(*PACKAGES, "tests") for parent in source.path.parents}
    return sorted(found - {Path()})


def test_file_names_say_what_is_inside():
    files = sources(*PACKAGES, "tests", ".ci")
    words = {
        source.path: set(re.split(r"[_./]", str(source.path.with_suffix("")).lower())) for source in files
    }
    assert [path for path, found in words.items() if found & REFUSED] == []


def test_class_names_say_what_they_do():
    nodes = [(source, node) for source in code() for node in ast.walk(source.tree)]
    names = [(source.path, node.name) for source, node in nodes if isinstance(node, ast.ClassDef)]
    assert [(path, name) for path, name in names if REFUSED_CLASS.search(name)] == []


def test_no_folder_shadows_a_standard_library_module():
    assert [folder for folder in folders() if folder.name in sys.stdlib_module_names] == []


def test_packaging_is_not_a_package():
    """PyPI's `packaging`, which pip and pytest import, would be hidden by ours."""
    assert list((ROOT / "packaging").rglob("__init__.py")) == []
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["packages"] == list(PACKAGES)
    assert "packaging" not in build["sdist"]["include"]


def test_tests_are_not_packages():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_code_folder_is_a_package():
    wanting = {source.path.parent for source in code()}
    assert [folder for folder in sorted(wanting) if not (ROOT / folder / "__init__.py").exists()] == []


def test_the_top_level_is_fixed():
    built = {"dist", "build"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - built - {"__pycache__"} <= TOP_LEVEL
