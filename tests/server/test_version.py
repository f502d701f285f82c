from importlib import metadata

from server import version


def test_the_installed_version_or_none(monkeypatch):
    version.program_version.cache_clear()
    monkeypatch.setattr(metadata, "version", lambda name: "1.2.3")
    assert version.program_version() == "1.2.3"
    version.program_version.cache_clear()

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", missing)
    assert version.program_version() == "0"
    version.program_version.cache_clear()
