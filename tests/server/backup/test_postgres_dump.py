import pytest

from server.backup import postgres_dump
from shared.errors import AppError


def test_a_password_is_not_in_the_arguments():
    address, environment = postgres_dump._connection(
        postgres_dump.make_url("postgresql+asyncpg://ana:s3cret@host:5433/name?host=/tmp/socket")
    )
    assert "s3cret" not in address
    assert address.startswith("postgresql://ana@host:5433/name")
    assert environment["PGPASSWORD"] == "s3cret"


def test_a_missing_program_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(AppError, match="tool_missing"):
        postgres_dump.need("pg_dump")


def test_a_failure_tells_what_the_program_said(tmp_path):
    with pytest.raises(AppError, match="tool_failed") as refused:
        postgres_dump.dump("postgresql://127.0.0.1:1/none", tmp_path / "dump")
    assert "connection" in refused.value.detail


def test_a_dump_is_restored(tmp_path, postgres_url, empty_postgres_url):
    postgres_dump.dump(postgres_url, tmp_path / "dump")
    postgres_dump.restore(empty_postgres_url, tmp_path / "dump")
    postgres_dump.restore(empty_postgres_url, tmp_path / "dump")
