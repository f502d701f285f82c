"""The project's own source files, read as text or syntax, for the tests that hold it to its rules."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("desktop", "server", "shared", "sync", "resources")
SLICES = (
    "settings",
    "models",
    "accounts",
    "sync",
    "billing",
    "leases",
    "groups",
    "media",
    "search",
    "ai",
    "chat",
    "quiz",
    "practice",
    "admin",
)  # lower first


@dataclass(frozen=True)
class Source:
    """One Python file: `path` is relative to the project, `name` its dotted module name."""

    path: Path
    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return parse(self.path)

    @property
    def package(self) -> str:
        return self.path.parts[0]

    @property
    def stem(self) -> str:
        return self.path.stem

    def __str__(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class Import:
    """One imported module, with the line that asks for it; `local` when it is not at the top of its file."""

    module: str
    line: int
    local: bool


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below the folders, sorted."""
    found: list[Source] = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            relative = path.relative_to(ROOT)
            parts = relative.with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Source(relative, name, path.read_text(encoding="utf-8")))
    return tuple(found)


def code() -> tuple[Source, ...]:
    """Every module of the distribution."""
    return sources(*PACKAGES)


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def imports(source: Source) -> list[Import]:
    """What a module imports; `from a import b` counts as `a.b` too where that is one of our modules."""
    top = _statements_at_the_top(source.tree)
    found: list[Import] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, node not in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(Import(node.module, node.lineno, node not in top))
            ours = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [Import(name, node.lineno, node not in top) for name in ours if _is_ours(name)]
    return found


@cache
def _is_ours(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return name.split(".", maxsplit=1)[0] in PACKAGES and (path.with_suffix(".py").exists() or path.is_dir())


def _statements_at_the_top(tree: ast.Module) -> set[ast.stmt]:
    """Statements that run when the module is imported, those inside a top-level `if` or `try` too."""
    found: set[ast.stmt] = set()
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        found.add(statement)
        if isinstance(statement, ast.If | ast.Try):
            waiting += [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)]
            handlers = getattr(statement, "handlers", [])
            waiting += [child for handler in handlers for child in handler.body]
    return found
