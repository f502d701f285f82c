import io
import json
import os
import re
import subprocess
import sys

import pytest

from server import program
from server.texts import told
from server.version import program_version
from shared.accounts.messages import SignIn, SignUp
from shared.errors import AppError
from tests.support.api_fuzz import introduced
from tests.support.cloud_server import CloudProcess, cloud_config, running_cloud


@pytest.fixture
def lantern(tmp_path, monkeypatch, capfd):
    """Runs the program here; returns exit code, standard output and standard error."""
    monkeypatch.setenv("LANTERN_SERVER__DATA_DIR", str(tmp_path / "cloud"))
    monkeypatch.setenv("LANTERN_ACCOUNTS__HASH_MEMORY_MIB", "8")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = program.main([*map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def test_without_words_it_says_what_it_can_do(lantern):
    _, out, err = lantern()
    for command in ("run", "migrate", "create-admin", "check-config", "backup", "restore", "doctor"):
        assert command in out + err
    assert lantern("--version") == (0, f"{program_version()}\n", "")
    assert lantern("no-such-command")[0] == 2


def test_the_example_can_be_used(lantern, tmp_path):
    code, out, _ = lantern("check-config", "--example")
    assert code == 0
    (tmp_path / "lantern.toml").write_text(out)
    code, out, err = lantern("check-config")
    assert (code, out) == (0, "lantern.toml: errors 0, warnings 1.\n")
    assert "No mail is sent" in err


def test_mistakes_are_listed_and_keep_everything_from_starting(lantern, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text("[server]\nprot = 1\nport = 'x'\n")
    code, _, err = lantern("check-config", "--config", path)
    assert code == 1
    assert f"error: {path}:2: There is no setting server.prot." in err
    assert f"error: {path}:3: server.port must be a number" in err
    for command in (("run",), ("migrate",), ("backup", tmp_path), ("create-admin", "a@b.org")):
        code, _, err = lantern(*command, "--config", path)
        assert code == 1
        assert told(AppError("server.config_invalid", count=2)) in err
    code, _, err = lantern("check-config", "--config", tmp_path / "missing.toml")
    assert (code, "no configuration file" in err) == (1, True)


def test_words_follow_the_terminal(lantern, monkeypatch):
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert "No hay ningún archivo" in lantern("check-config", "--config", "missing.toml")[2]


def test_migrate_tells_what_it_did(lantern):
    code, out, _ = lantern("migrate")
    assert code == 0
    assert re.fullmatch(r"Done: 0001, .*\.\n", out)
    assert lantern("migrate")[1].startswith("Nothing to do")


async def test_an_admin_that_was_made_can_sign_in(tmp_path):
    server = CloudProcess(tmp_path / "cloud")
    password = tmp_path / "password"
    password.write_text("a long enough password\n")
    made = server.command(
        "create-admin", "root@example.org", "--name", "Root", "--password-file", str(password)
    )
    assert (made.returncode, "may now administer" in made.stdout) == (0, True)
    async with running_cloud(cloud_config(server.folder)) as cloud:
        asked = SignIn("root@example.org", "a long enough password", introduced("root@example.org"))
        answer = await cloud.ask("POST", "/api/v1/accounts/sign-in", asked)
        assert answer.json["account"]["role"] == "super_admin"
        assert answer.json["account"]["name"] == "Root"


async def test_a_person_is_made_admin_only_when_that_is_meant(tmp_path):
    server = CloudProcess(tmp_path / "cloud")
    password, email = tmp_path / "password", "ana@example.org"
    password.write_text("a long enough password\n")
    again = ("create-admin", email, "--password-file", str(password))
    async with running_cloud(cloud_config(server.folder)) as cloud:
        body = SignUp(email, "what ana chose", "Ana", introduced(email))
        assert (await cloud.ask("POST", "/api/v1/accounts/sign-up", body)).status == 201
    refused = server.command(*again)
    assert (refused.returncode, "--force" in refused.stderr) == (1, True)
    async with running_cloud(cloud_config(server.folder)) as cloud:
        asked = SignIn(email, "what ana chose", introduced(email))
        answer = await cloud.ask("POST", "/api/v1/accounts/sign-in", asked)
        assert answer.json["account"]["role"] == "learner", "nothing changed"
    forced = server.command(*again, "--force")
    assert (forced.returncode, "its password is the new one" in forced.stdout) == (0, True)
    async with running_cloud(cloud_config(server.folder)) as cloud:
        asked = SignIn(email, "a long enough password", introduced(email))
        answer = await cloud.ask("POST", "/api/v1/accounts/sign-in", asked)
        account = answer.json["account"]
        assert (account["role"], account["name"]) == ("super_admin", "Ana")


@pytest.mark.parametrize("agrees", [True, False])
def test_whoever_types_is_asked(lantern, tmp_path, monkeypatch, agrees):
    password = tmp_path / "password"
    password.write_text("a long enough password\n")
    assert lantern("create-admin", "a@example.org", "--password-file", password)[0] == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(program.typer, "confirm", lambda _question: agrees)
    monkeypatch.setattr(program.typer, "prompt", lambda *_question, **_how: "another good password")
    code, out, err = lantern("create-admin", "a@example.org")
    assert (code, "new password" in out) == (0 if agrees else 1, True)
    assert ("--force" in err) is not agrees


def test_a_password_that_is_no_good_is_told(lantern, tmp_path, monkeypatch):
    password = tmp_path / "password"
    password.write_text("short")
    code, _, err = lantern("create-admin", "root@example.org", "--password-file", password)
    assert (code, bool(err)) == (1, True)
    assert lantern("create-admin", "root@example.org", "--password-file", tmp_path / "no")[0] == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert lantern("create-admin", "root@example.org", "--password-file", "-")[0] == 1


def test_what_is_written_is_for_its_owner_only(lantern, tmp_path):
    before = os.umask(0o022)
    try:
        assert lantern("migrate")[0] == 0
        assert lantern("backup", tmp_path / "b.tar.zst")[0] == 0
        assert lantern("restore", tmp_path / "b.tar.zst", "--replace")[0] == 0
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    made = [tmp_path / "cloud", tmp_path / "b.tar.zst", *(tmp_path / "cloud").rglob("*")]
    assert len(made) > 4
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_a_place_that_takes_no_backup_is_told(lantern, tmp_path):
    assert lantern("migrate")[0] == 0
    code, _, err = lantern("backup", tmp_path / "nowhere" / "b.tar.zst")
    assert (code, "b.tar.zst cannot be written" in err) == (1, True)
    code, _, err = lantern("restore", tmp_path, "--replace")
    assert (code, "is not a complete Lantern backup" in err) == (1, True)


def test_backup_and_restore_from_the_command_line(lantern, tmp_path):
    assert lantern("migrate")[0] == 0
    code, out, _ = lantern("backup", tmp_path)
    assert code == 0
    (archive,) = tmp_path.glob("lantern-*.tar.zst")
    assert str(archive) in out
    code, _, err = lantern("restore", archive)
    assert (code, "--replace" in err) == (1, True)
    code, out, _ = lantern("restore", archive, "--replace")
    assert (code, "before-restore" in out, "Restored" in out) == (0, True, True)
    code, _, err = lantern("backup", archive)
    assert (code, "already" in err) == (1, True)


def test_doctor_ends_with_one_when_a_part_has_failed(lantern, monkeypatch):
    code, out, _ = lantern("doctor")
    assert (code, "failed   database" in out) == (1, True)
    lantern("migrate")
    code, out, _ = lantern("doctor", "--deep")
    assert code == 0
    assert all(part in out for part in ("disk:", "database: sqlite", "digests: every scope"))
    monkeypatch.setenv("LANTERN_REDIS__URL", "redis://127.0.0.1:1")
    code, out, _ = lantern("doctor")
    assert (code, "failed   redis" in out) == (1, True)


async def test_run_says_where_it_listens_and_that_a_port_is_taken(cloud_process):
    other = CloudProcess(
        cloud_process.folder.parent / "other", settings={"SERVER__PORT": str(cloud_process.port)}
    )
    other.folder.mkdir()
    ended = other.command("run", "--migrate")
    assert ended.returncode == 1
    assert str(cloud_process.port) in ended.stderr
    log = [json.loads(line) for line in cloud_process.log().splitlines()]
    assert any(event["event"] == "ready" for event in log)


def test_a_folder_that_cannot_be_is_told(lantern, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv("LANTERN_SERVER__DATA_DIR", str(place))
        for command in (("migrate",), ("run", "--migrate")):
            code, _, err = lantern(*command)
            assert (code, f"The data folder {place} cannot be used." in err) == (1, True)


def test_a_new_folder_is_told_how_to_begin(lantern, tmp_path):
    code, _, err = lantern("run")
    assert (code, "There is no database yet." in err, "run --migrate" in err) == (1, True, True)
    assert not (tmp_path / "cloud").exists()


def test_a_certificate_that_is_not_there_is_found_before_the_start(lantern, tmp_path, monkeypatch):
    monkeypatch.setenv("LANTERN_SERVER__TLS_CERTIFICATE", str(tmp_path / "no.pem"))
    code, _, err = lantern("check-config")
    assert (code, "error: LANTERN_SERVER__TLS_CERTIFICATE: The certificate" in err) == (1, True)
    assert lantern("migrate")[0] == 0, "what needs no certificate goes on"


def test_texts_hold_commands_and_numbers_that_can_be_used():
    for tag in ("en", "es"):
        missing = told(AppError("server.setting_needs_package", key="redis.url", package="redis"), tag)
        assert 'pip install ".[server,scale]"' in missing
        number = AppError("server.setting_not_number", key="server.port", low=0, high=65_535, unit="")
        assert "65535." in told(number, tag)


def test_without_the_servers_packages_it_says_what_to_install():
    hidden = "import sys; sys.modules['sqlalchemy'] = None; from server.program import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", hidden], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert 'pip install ".[server]"' in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


async def test_a_second_server_on_the_same_file_is_refused(cloud_process):
    second = CloudProcess(cloud_process.folder, settings={"SERVER__PORT": "0"})
    ended = second.command("run", "--migrate")
    assert (ended.returncode, "A server is using this database." in ended.stderr) == (1, True)
    assert second.command("doctor").returncode == 0, "looking is no second server"
