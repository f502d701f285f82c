from server.config.forms import setting


def test_a_setting_says_its_text_unit_and_bounds():
    made = setting("Text.", unit="s", low=1, high=5)
    assert (made.description, made.ge, made.le, made.extra) == ("Text.", 1, 5, {"unit": "s", "secret": False})
