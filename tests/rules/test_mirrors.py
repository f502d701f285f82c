"""Tests mirror code, file for file: what has logic has its test file, and no test file outlives its code."""

import ast
from pathlib import Path

from tests.support.source_tree import ROOT, Source, code, functions, sources

NOT_MIRRORS = ("rules", "support", "faults", "journeys", "bench", "wire", "old_data", "player_page")
MIRRORED = [
    source
    for source in sources("tests")
    if source.path.parts[1] not in NOT_MIRRORS and source.stem != "conftest"
]


def _only_declares(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A protocol's or an overload's function has a docstring or `...` and nothing else."""
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in function.body
    )


def has_logic(source: Source) -> bool:
    return any(not _only_declares(function) for function in functions(source.tree))


def mirror(source: Source) -> Path:
    """The test file of a module; a package's own code is tested by a file of the package's name."""
    name = source.path.parent.name if source.stem == "__init__" else source.stem
    return Path("tests") / source.path.parent / f"test_{name}.py"


def _is_migration(source: Source) -> bool:
    """A step of the schema's history; the chain is tested as a whole, from every revision."""
    return source.path.parent.name == "migrations" and source.stem[0].isdigit()


def test_code_has_its_test_file():
    expected = [mirror(source) for source in code() if has_logic(source) and not _is_migration(source)]
    assert [path for path in expected if not (ROOT / path).exists()] == []


def test_test_files_have_their_code():
    mirrors = {mirror(source) for source in code()}
    assert [source.path for source in MIRRORED if source.path not in mirrors] == []


def test_test_files_test_something():
    files = [source for source in sources("tests") if source.stem.startswith("test_")]
    names = {source.path: [function.name for function in functions(source.tree)] for source in files}
    assert [path for path, found in names.items() if not any(n.startswith("test_") for n in found)] == []
