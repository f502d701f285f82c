from importlib import metadata

from desktop.widgets import version


def test_it_is_the_version_of_the_distribution(monkeypatch):
    assert version.program_version() == metadata.version("lantern-learning")
    monkeypatch.setattr(version, "DISTRIBUTION", "not-installed-at-all")
    assert version.program_version() == "0"
