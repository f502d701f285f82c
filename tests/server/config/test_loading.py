from pathlib import Path

import pytest

from server.config.loading import config_path, load
from server.texts import told
from shared.errors import AppError


@pytest.fixture
def write(tmp_path):
    def written(text, name="lantern.toml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return written


def told_of(loaded):
    return [(remark.where.rpartition("/")[2], remark.error.code) for remark in loaded.mistakes]


def test_nothing_given_is_all_defaults():
    loaded = load(None, {"PATH": "/bin", "LANTERN_DATA_DIR": "of the desktop"})
    assert (loaded.config.server.port, loaded.mistakes) == (8440, ())


def test_the_environment_wins_over_the_file(write):
    path = write('[server]\nport = 1\nname = "File"\n')
    loaded = load(path, {"LANTERN_SERVER__PORT": "2", "LANTERN_MAIL__HOST": "mail.example.org"})
    assert (loaded.config.server.port, loaded.config.server.name) == (2, "File")
    assert loaded.config.mail.host == "mail.example.org"
    assert loaded.places["server.port"] == "LANTERN_SERVER__PORT"
    assert loaded.places["server.name"] == f"{path}:3"


def test_every_mistake_is_told_with_its_line(write):
    path = write(
        "top = 1\n[server]\nport = 'many'\nprot = 8\n\n[nonsense]\nx = 1\n[limits]\nenabled = 'off'\n"
    )
    environ = {"LANTERN_SERVER__DRAIN_S": "soon", "LANTERN_NO__SUCH": "1"}
    assert told_of(load(path, environ)) == [
        ("lantern.toml:1", "server.setting_unknown"),
        ("lantern.toml:3", "server.setting_not_number"),
        ("lantern.toml:4", "server.setting_misspelt"),
        ("lantern.toml:7", "server.setting_unknown"),
        ("lantern.toml:9", "server.setting_not_flag"),
        ("LANTERN_NO__SUCH", "server.setting_unknown"),
        ("LANTERN_SERVER__DRAIN_S", "server.setting_not_number"),
    ]


def test_words_of_every_mistake_in_both_languages(write):
    loaded = load(write("[server]\nprot = 1\nport = -1\ntrusted_proxies = 1\n[log]\nlevel = 1\n"), {})
    for remark in loaded.mistakes:
        english, spanish = told(remark.error), told(remark.error, "es")
        assert english != spanish
        assert "{" not in english + spanish
    assert "server.port" in told(loaded.mistakes[0].error)


@pytest.mark.parametrize(
    ("text", "line"), [("[server]\nport = \n", ":2"), ('[server]\nname = "open\n', ":2"), ("[server\n", ":1")]
)
def test_what_is_no_toml_is_told_with_its_line(write, text, line):
    (remark,) = load(write(text), {}).mistakes
    assert remark.error.code == "server.config_syntax"
    assert remark.where.endswith(line)


def test_a_file_of_another_encoding_is_told(tmp_path):
    path = tmp_path / "lantern.toml"
    path.write_bytes("[server]\nname = 'José'".encode("latin-1"))
    assert told_of(load(path, {})) == [("lantern.toml", "server.config_syntax")]
    path.write_bytes(b"\xef\xbb\xbf[server]\nport = 5")
    assert load(path, {}).config.server.port == 5


def test_secrets_come_from_files(write, tmp_path):
    secret = write("s3cret\n", "secret")
    loaded = load(write(f'[mail]\npassword_file = "{secret}"\n'), {"LANTERN_REDIS__URL_FILE": str(secret)})
    assert loaded.config.mail.password == "s3cret"
    assert loaded.config.redis.url == "s3cret"
    assert loaded.mistakes == ()
    missing = load(None, {"LANTERN_MAIL__PASSWORD_FILE": str(tmp_path / "missing")})
    assert told_of(missing) == [("LANTERN_MAIL__PASSWORD_FILE", "server.setting_file")]


def test_only_secrets_come_from_files():
    assert told_of(load(None, {"LANTERN_SERVER__NAME_FILE": "/etc/hostname"}))[0][1].startswith(
        "server.setting_"
    )


def test_a_secret_that_is_given_twice_is_told(write):
    secret = write("one", "secret")
    loaded = load(write(f'[mail]\npassword = "two"\npassword_file = "{secret}"\n'), {})
    assert told_of(loaded) == [("lantern.toml:3", "server.setting_twice")]


def test_a_file_that_is_not_there_or_cannot_be_read_is_told(tmp_path):
    with pytest.raises(AppError, match="config_missing"):
        load(tmp_path / "missing.toml", {})
    with pytest.raises(AppError, match="config_unreadable"):
        load(tmp_path, {})


def test_where_the_file_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert config_path(None, {}) is None
    (tmp_path / "lantern.toml").touch()
    assert config_path(None, {}) == Path("lantern.toml")
    assert config_path(None, {"LANTERN_CONFIG": "x.toml"}) == Path("x.toml")
    assert config_path(Path("given.toml"), {"LANTERN_CONFIG": "x.toml"}) == Path("given.toml")
