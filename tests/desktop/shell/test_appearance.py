from desktop.settings.declarations import BY_KEY
from desktop.shell.appearance import apply_appearance, apply_language, language_differs
from desktop.widgets.language import ui_language
from desktop.widgets.theme import PALETTES
from desktop.widgets.theming import theme


def test_every_declared_choice_of_colours_can_be_put_in_force(look):
    for choice in BY_KEY["theme"].choices:
        values = {"theme": choice.value, "text_scale": 150, "reduce_motion": True}
        apply_appearance(values.__getitem__)
        assert theme().colours.name in PALETTES
        assert theme().text_scale == 1.5
        assert theme().reduce_motion


def test_every_declared_language_can_be_put_in_force():
    for choice in BY_KEY["language"].choices:
        values = {"language": choice.value}
        apply_language(values.__getitem__)
        assert not language_differs(values.__getitem__)
        assert choice.value in ("", ui_language())
    assert language_differs({"language": "en"}.__getitem__) == (ui_language() != "en")
