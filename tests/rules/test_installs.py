"""What each install brings: a server no Qt, a classroom host no database toolkit, nothing that may not ship."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

QT = re.compile(r"pyside|shiboken|qasync|qtawesome|qtpy")
COPYLEFT = re.compile(r"(?<!L)\bA?GPL|(?<!LESSER )GENERAL PUBLIC", re.IGNORECASE)


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted_by(name: str, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """The requirements of a distribution on this computer; of one that is not installed nothing is known."""
    try:
        requirements = [Requirement(line) for line in distribution(name).requires or []]
    except PackageNotFoundError:
        return []
    environments = [{"extra": extra} for extra in extras | {""}]
    return [
        (bare(requirement.name), frozenset(requirement.extras))
        for requirement in requirements
        if requirement.marker is None or any(requirement.marker.evaluate(each) for each in environments)
    ]


def installed_with(*extras: str) -> set[str]:
    """Every distribution that `pip install lantern-learning[extras]` brings."""
    waiting = [("lantern-learning", frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        if wanted not in seen:
            seen.add(wanted)
            waiting += wanted_by(*wanted)
    return {name for name, _ in seen}


def licence(name: str) -> str:
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    expressions = metadata.get_all("License-Expression", [])
    texts = [text[:200] for text in metadata.get_all("License", [])]  # some hold the whole licence
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    return " ".join(expressions or texts + classifiers)


def test_the_desktop_has_qt():
    assert any(QT.search(name) for name in installed_with("desktop"))  # else the next test could not fail


def test_a_server_has_no_qt():
    assert sorted(name for name in installed_with("server", "scale") if QT.search(name)) == []


def test_a_server_starts_without_what_only_large_ones_need():
    """Nor does it load the desktop's libraries where they happen to be installed."""
    unwanted = ["asyncpg", "redis", "aiobotocore", "PySide6", "qasync", "anthropic", "openai", "av"]
    code = f"import sys, server.program; print([name for name in {unwanted} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"


def test_a_classroom_host_has_no_database_toolkit():
    assert "sqlalchemy" not in installed_with("host")


def test_no_licence_forbids_shipping():
    """Of several licences to choose from, one that is not the GPL or AGPL is enough."""
    offered = {
        name: re.split(r"\bOR\b", licence(name)) for name in installed_with("desktop", "server", "scale")
    }
    assert {name: found for name, found in offered.items() if all(map(COPYLEFT.search, found))} == {}
