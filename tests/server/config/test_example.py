import re
import tomllib

from server.config.declarations import ServerConfig
from server.config.example import example
from server.config.loading import load
from server.config.settings import settings


def test_used_as_it_is_it_changes_nothing(tmp_path):
    path = tmp_path / "lantern.toml"
    path.write_text(example())
    loaded = load(path, {})
    assert (loaded.config, loaded.mistakes) == (ServerConfig(), ())


def test_with_every_comment_sign_taken_away_it_still_says_the_defaults(tmp_path):
    path = tmp_path / "lantern.toml"
    path.write_text(re.sub(r"(?m)^#(\w+ = )", r"\1", example()))
    loaded = load(path, {})
    assert (loaded.config, loaded.mistakes) == (ServerConfig(), ())
    assert set(loaded.places) == {each.key for each in settings()}


def test_it_explains_bounds_units_choices_and_secrets():
    text = example()
    assert tomllib.loads(text)["server"] == {}
    assert "(in s; 0 to 600)" in text
    assert "one of open, invited, closed" in text or "one of closed, invited, open" in text
    assert "or password_file" in text
    assert max(map(len, text.splitlines())) <= 120


def test_the_example_of_a_list_of_tables_can_be_used(tmp_path):
    path = tmp_path / "lantern.toml"
    text = example().replace("#offers = []\n", "").replace("#providers = []\n", "")
    text = re.sub(r"(?m)^#   ", "", text).replace('\nid = ""', '\nid = "pro"')
    path.write_text(text)
    loaded = load(path, {})
    assert [each.id for each in loaded.config.payments.offers] == ["pro"]
    assert [each.id for each in loaded.config.sign_in.providers] == ["pro"]
    assert loaded.mistakes == ()
