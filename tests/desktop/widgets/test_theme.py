import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from desktop.widgets.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    PALETTES,
    ROLES,
    TEXT_PAIRS,
    TYPE_FACTORS,
    Colours,
    Space,
    Theme,
    TypeRole,
    mix,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


def channels_of(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [channel / 255 for channel in channels_of(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio from 1 to 21, WCAG 2.2."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def theme(colours: Colours = LIGHT, text_scale: float = 1.0, *, reduce_motion: bool = False) -> Theme:
    return Theme(colours, "Sans Serif", 10.0, text_scale, reduce_motion)


def test_the_contrast_formula_agrees_with_known_values():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_every_text_stands_out_from_every_ground_it_may_stand_on(colours: Colours):
    weak = {
        (text, ground): round(contrast(colours.role(text), colours.role(ground)), 2)
        for text, grounds in TEXT_PAIRS.items()
        for ground in grounds
        if contrast(colours.role(text), colours.role(ground)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("colours", PALETTES.values(), ids=PALETTES)
def test_edges_of_controls_and_the_focus_stand_out(colours: Colours):
    for ground in ("background", "surface"):
        assert contrast(colours.control_border, colours.role(ground)) >= 3
        assert contrast(colours.accent, colours.role(ground)) >= 3


def test_dark_is_dark():
    assert [colours.is_dark for colours in (LIGHT, DARK, HIGH_CONTRAST)] == [False, True, True]


def test_an_unknown_role_is_refused():
    with pytest.raises(KeyError):
        LIGHT.role("name")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_roles_are_colours(role: str):
    assert all(QColor(colours.role(role)).isValid() for colours in PALETTES.values())


@given(COLOURS, COLOURS)
def test_mixing_ends_at_both_colours(first: str, second: str):
    assert mix(first, second, 0.0) == first
    assert mix(first, second, 1.0) == second


@given(COLOURS, COLOURS, st.floats(0, 1))
def test_mixing_stays_between_its_colours(first: str, second: str, ratio: float):
    mixed, a, b = (channels_of(colour) for colour in (mix(first, second, ratio), first, second))
    assert all(min(x, y) <= m <= max(x, y) for m, x, y in zip(mixed, a, b, strict=True))


def test_type_grows_with_role_and_scale():
    assert [theme().point_size(role) for role in TypeRole] == [8.5, 10.0, 11.5, 14.0, 18.0]
    assert theme(text_scale=2.0).point_size(TypeRole.BODY) == 20.0
    assert set(TYPE_FACTORS) == set(TypeRole)


def test_a_tiny_system_font_is_lifted_to_a_readable_one():
    assert Theme(LIGHT, "Sans Serif", 7.0, 1.0, reduce_motion=False).point_size() == 10.0


def test_targets_never_shrink_below_the_least():
    assert theme(text_scale=0.8).hit_target == 36
    assert theme(text_scale=2.0).hit_target == 72
    assert theme(text_scale=2.0).icon_size == 40


def test_fonts_are_regular_or_semibold(qapp):
    assert theme().font().weight() == 400
    assert theme().font(semibold=True).weight() == 600
    assert theme().font(tabular=True).isFeatureSet(theme().font(tabular=True).featureTags()[0])


def test_reduced_motion_is_none():
    assert theme().motion_ms == 150
    assert theme(reduce_motion=True).motion_ms == 0


def test_the_palette_for_fusion_has_the_tokens():
    palette = theme(DARK).qpalette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(DARK.background)
    assert palette.color(QPalette.ColorRole.Highlight) == QColor(DARK.accent)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(DARK.disabled)


def test_spacing_is_the_six_steps():
    assert [int(step) for step in Space] == [4, 8, 12, 16, 24, 32]
