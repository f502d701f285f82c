"""The pins are whole and hold no address; each package we import is one we ask for."""

import re
import tomllib
from importlib.metadata import packages_distributions

from tests.support.source_tree import PACKAGES, ROOT, Source, code, imports

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"[a-z0-9-]+==[0-9][\w.+]*( ; [\w'\"().<>=!\s]+)?")
PINS = [
    line for line in (ROOT / ".ci" / "constraints.txt").read_text().splitlines() if not line.startswith("#")
]


def bare(requirement: str) -> str:
    name = re.split(r"[\[<>=!~;\s]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(*extras: str) -> set[str]:
    """Distributions asked for by the base and these extras."""
    project = PROJECT["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return {bare(requirement) for requirements in lists for requirement in requirements}


def test_pins_are_versions_only():
    assert [line for line in PINS if not PIN.fullmatch(line)] == []


def test_everything_asked_for_is_pinned():
    pinned = {line.split("==")[0] for line in PINS}
    wanted = asked(*PROJECT["project"]["optional-dependencies"])
    wanted |= {bare(requirement) for requirement in PROJECT["dependency-groups"]["dev"]}
    assert sorted(wanted - pinned - {"lantern-learning"}) == []


def test_pyside_is_one_that_keeps_its_references():
    """6.12.0 on Python < 3.12 aborts the process, see test_pyside."""
    old = [line for line in PINS if line.startswith("pyside6") and "< '3.12'" in line]
    assert [line.split(" ")[0].split("==")[1] for line in old] == ["6.11.3", "6.11.3"]


def foreign(sources: list[Source]) -> set[str]:
    """Distributions behind the libraries that these modules import."""
    by_module = packages_distributions()
    roots = {found.module.split(".", maxsplit=1)[0] for source in sources for found in imports(source)}
    return {bare(by_module[root][0]) for root in roots - set(PACKAGES) if root in by_module}


def test_what_we_import_is_asked_for():
    of_package = {name: [source for source in code() if source.package == name] for name in PACKAGES}
    assert foreign(of_package["shared"]) <= {"msgspec"}
    assert sorted(foreign(of_package["sync"]) - asked()) == []
    desktop = asked("desktop", "host") | {"shiboken6"}
    assert sorted(foreign(of_package["desktop"]) - desktop - {"pysqlite3", "sqlean-py"}) == []
    assert sorted(foreign(of_package["server"]) - asked("server", "host", "scale")) == []
