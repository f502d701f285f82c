"""The plugin that turns skips into failures on a machine that must run everything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPING = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="no screen here")
def test_by_mark():
    pass

def test_inside():
    pytest.skip("no model here")

@pytest.mark.xfail(reason="a known limit", strict=True)
def test_expected():
    raise AssertionError
"""
SKIPPING_MODULE = """
import pytest
pytest.importorskip("there_is_no_such_module")
"""


def _run(folder: Path, *, require_all: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.support.no_skips",
            "-p",
            "no:cacheprovider",
            folder,
        ],
        cwd=folder,
        env=os.environ | {"LANTERN_REQUIRE_ALL": require_all, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    return tmp_path


def test_skips_stay_skips_by_default(folder: Path):
    result = _run(folder, require_all="")
    assert result.returncode == 0, result.stdout
    assert "1 passed, 2 skipped, 1 xfailed" in result.stdout


def test_skips_fail_where_everything_is_required(folder: Path):
    result = _run(folder, require_all="1")
    assert result.returncode == 1, result.stdout
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in result.stdout  # a mark skips in set-up: an error
    assert "no screen here" in result.stdout
    assert "no model here" in result.stdout


def test_a_whole_skipped_module_fails_too(folder: Path):
    (folder / "test_module.py").write_text(SKIPPING_MODULE)
    result = _run(folder, require_all="1")
    assert result.returncode != 0
    assert "there_is_no_such_module" in result.stdout
