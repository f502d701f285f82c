"""The script behind `make` knows what is missing and when there is nothing to do."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.source_tree import ROOT


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with its environment in a folder of the test's own."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / ".ci" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(module, "VENV_PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    return module


def test_tests_need_what_running_needs_and_more(bootstrap: ModuleType):
    run, test = bootstrap.listed_packages("run"), bootstrap.listed_packages("test")
    assert set(run) < set(test)
    assert ("libglib2.0-0", "libglib2.0-0t64") in run


def test_a_package_counts_under_any_of_its_names(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch):
    class Answer:
        stdout = "libnew1t64 ii \nlibold1 un \nlibgone rc \n"

    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: Answer)
    assert bootstrap.missing_packages([("libnew1", "libnew1t64"), ("libold1",), ("libgone",)]) == [
        "libold1",
        "libgone",
    ]


def test_without_the_right_to_install_the_line_is_told(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "quiet", lambda *_: False)
    with pytest.raises(bootstrap.BootstrapError, match=r"sudo apt-get .*install .* libone libtwo"):
        bootstrap.install_packages(["libone", "libtwo"])


def test_a_shim_without_a_uv_behind_it_is_not_used(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shim = tmp_path / "uv"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.working_uv() is None


@pytest.mark.parametrize(
    ("stamp", "level"),
    [
        ({"level": "test", "inputs": "now"}, "test"),
        ({"level": "run", "inputs": "now"}, "run"),
        ({"level": "test", "inputs": "before"}, None),
        ({"inputs": "now"}, None),
        ([], None),
    ],
)
def test_the_stamp_tells_what_is_there(bootstrap: ModuleType, stamp: object, level: str | None):
    bootstrap.STAMP.write_text(json.dumps(stamp))
    assert bootstrap.installed_level("now") == level


def test_an_environment_without_its_python_is_not_there(bootstrap: ModuleType):
    bootstrap.STAMP.write_text(json.dumps({"level": "test", "inputs": "now"}))
    bootstrap.VENV_PYTHON.unlink()
    assert bootstrap.installed_level("now") is None


def test_the_pins_decide_whether_anything_is_to_do(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pins = tmp_path / "constraints.txt"
    pins.write_text("numpy==2.4.6\n")
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", pins)
    before = bootstrap.inputs_hash()
    assert bootstrap.inputs_hash() == before
    pins.write_text("numpy==2.5.0\n")
    assert bootstrap.inputs_hash() != before


def test_testing_asks_for_the_development_tools(bootstrap: ModuleType):
    assert f"{ROOT}[desktop]" in bootstrap.requirements("run")
    assert not any("pytest" in requirement for requirement in bootstrap.requirements("run"))
    assert any(requirement.startswith("pytest>=") for requirement in bootstrap.requirements("test"))
