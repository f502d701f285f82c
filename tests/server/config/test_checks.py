import pytest

from server.config import checks
from server.config.checks import problems, warnings
from server.config.loading import load
from server.texts import told

SAFE = {
    "LANTERN_MAIL__HOST": "localhost",
    "LANTERN_MAIL__SENDER": "a@b.c",
    "LANTERN_SERVER__PUBLIC_URL": "https://x.org",
    "LANTERN_SERVER__TRUSTED_PROXIES": "127.0.0.1",
}


def codes(found):
    return [remark.error.code.removeprefix("server.") for remark in found]


def given(**variables):
    return load(None, {**SAFE, **{f"LANTERN_{name}": value for name, value in variables.items()}})


def test_safe_settings_raise_no_remark():
    assert codes(problems(given())) == []
    for sender in ("Lantern <a@b.org>", '"Our school, Ñ" <a@b.org>', "<a@b.org>"):
        assert codes(problems(given(MAIL__SENDER=sender))) == []
    assert codes(warnings(given())) == []


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"SERVER__TRUSTED_PROXIES": "10.0.0.1, proxy"}, "setting_not_network"),
        ({"SERVER__METRICS_FROM": "everybody"}, "setting_not_network"),
        ({"SERVER__CORS_ORIGINS": "*"}, "setting_not_origin"),
        ({"SERVER__CORS_ORIGINS": "https://x.org/path"}, "setting_not_origin"),
        ({"SERVER__PUBLIC_URL": "lantern.example.org"}, "setting_not_url"),
        ({"SERVER__PUBLIC_URL": "http://[broken"}, "setting_not_url"),
        ({"DATABASE__URL": "mysql://x"}, "setting_not_scheme"),
        ({"REDIS__URL": "http://x"}, "setting_not_scheme"),
        ({"SERVER__TLS_KEY": "key.pem"}, "setting_needs"),
        ({"MAIL__SENDER": ""}, "setting_needs"),
        ({"MAIL__SENDER": "nobody"}, "setting_not_email"),
        ({"MAIL__SENDER": "a@"}, "setting_not_email"),
        ({"MAIL__SENDER": "our school a@b.c"}, "setting_not_email"),
        ({"MAIL__USERNAME": "ana"}, "setting_needs"),
        ({"ACCOUNTS__VERIFY_EMAIL": "true", "MAIL__HOST": ""}, "setting_needs"),
        ({"CONTENT__STORE": "s3"}, "setting_needs"),
        ({"MAIL__HOST": "mail.example", "SERVER__PUBLIC_URL": ""}, "links_lead_here"),
        (
            {"MAIL__HOST": "mail.example", "SERVER__PUBLIC_URL": "", "SERVER__HOST": "0.0.0.0"},
            "links_lead_here",
        ),
        ({"CONTENT__S3_ACCESS_KEY": "x"}, "setting_needs"),
    ],
)
def test_what_cannot_work_is_a_mistake(variables, code):
    (remark,) = problems(given(**variables))
    assert remark.error.code == f"server.{code}"
    assert remark.where.startswith("LANTERN_")
    assert told(remark.error, "es") != told(remark.error)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"SERVER__PUBLIC_URL": "http://school.example"}, ["warn_plain_public"]),
        ({"SERVER__PUBLIC_URL": "http://localhost:8440"}, []),
        ({"SERVER__HOST": "0.0.0.0", "SERVER__TRUSTED_PROXIES": ""}, ["warn_plain_open"]),
        ({"SERVER__TRUSTED_PROXIES": ""}, ["warn_unnamed_proxy"]),
        ({"SERVER__TRUSTED_PROXIES": "", "SERVER__PUBLIC_URL": "http://localhost:8440"}, []),
        ({"SERVER__HOST": "0.0.0.0", "SERVER__TRUSTED_PROXIES": "10.0.0.1"}, []),
        ({"SERVER__TRUSTED_PROXIES": "0.0.0.0/0"}, ["warn_everywhere"]),
        ({"MAIL__HOST": ""}, ["warn_no_mail"]),
        ({"MAIL__HOST": "mail.example", "MAIL__SECURITY": "none"}, ["warn_plain_mail"]),
        ({"SERVER__PUBLIC_URL": ""}, ["warn_no_public"]),
        (
            {"SERVER__PUBLIC_URL": "", "SERVER__HOST": "10.1.2.3", "MAIL__HOST": "mail.example"},
            ["warn_no_public"],
        ),
        ({"LIMITS__ENABLED": "false"}, ["warn_no_limits"]),
        ({"DATABASE__PROCESSES": "2"}, ["warn_several_sqlite", "warn_several_alone", "warn_several_folder"]),
        (
            {
                "DATABASE__PROCESSES": "2",
                "DATABASE__URL": "postgresql://h/n",
                "REDIS__URL": "redis://h",
                "CONTENT__FOLDER": "/shared",
            },
            [],
        ),
        (
            {"DATABASE__PROCESSES": "3", "DATABASE__URL": "postgresql://h/n", "CONTENT__FOLDER": "/s"},
            ["warn_several_alone"],
        ),
        ({"SERVER__TLS_CERTIFICATE": "c", "SERVER__PUBLIC_URL": "http://127.0.0.1"}, ["warn_tls_http"]),
    ],
)
def test_what_may_be_regretted_is_a_warning(variables, expected):
    found = warnings(given(**variables))
    assert codes(found) == expected
    assert all("{" not in told(remark.error, tag) for remark in found for tag in ("en", "es"))


def test_a_secret_that_everybody_may_read_is_a_warning(tmp_path):
    path = tmp_path / "lantern.toml"
    path.write_text('[mail]\npassword = "x"\n')
    path.chmod(0o644)
    assert "warn_secret_readable" in codes(warnings(load(path, {})))
    path.chmod(0o640)
    assert "warn_secret_readable" not in codes(warnings(load(path, {})))


def test_a_secret_with_a_file_of_its_own_is_not_in_the_settings(tmp_path):
    path, own = tmp_path / "lantern.toml", tmp_path / "secret"
    own.write_text("x")
    path.write_text(
        f'[mail]\npassword_file = "{own}"\n[ai]\nanthropic_key = "a"\nopenai_key = "b"\n'
        f'[[sign_in.providers]]\nid = "one"\nclient_secret_file = "{own}"\n'
    )
    path.chmod(0o644)
    told = [one.error for one in warnings(load(path, {})) if one.error.code == "server.warn_secret_readable"]
    assert [error.parameters["key"] for error in told] == ["ai.anthropic_key", "ai.openai_key"]


def test_what_needs_a_package_that_is_not_there_is_a_mistake(monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    found = problems(
        given(
            DATABASE__URL="postgresql://h/n",
            REDIS__URL="redis://h",
            CONTENT__STORE="s3",
            CONTENT__S3_BUCKET="b",
        )
    )
    assert codes(found) == ["setting_needs_package"] * 3


def test_the_address_that_links_would_name_is_named():
    (remark,) = problems(given(SERVER__PUBLIC_URL="", MAIL__HOST="mail.example"))
    assert "http://127.0.0.1:8440" in told(remark.error)
    (remark,) = warnings(given(SERVER__PUBLIC_URL=""))
    assert "http://127.0.0.1:8440" in told(remark.error, "es")
