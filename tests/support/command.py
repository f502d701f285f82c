"""Runs the `lantern` command in the test's own process, on a library of the test's own."""

import pytest
from typer.testing import CliRunner

from desktop.cli_commands import app


@pytest.fixture
def lantern(tmp_path):
    """Call it with arguments; `data_dir` names another library. Returns exit code, stdout, stderr, output."""
    runner = CliRunner()

    def run(*arguments, data_dir=tmp_path / "data"):
        return runner.invoke(app, ["--data-dir", str(data_dir), *map(str, arguments)])

    return run
