import ast

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage

from desktop.widgets.icons import icon, is_icon
from desktop.widgets.theme import DARK, LIGHT
from desktop.widgets.theming import ThemeChoice
from tests.support.source_tree import sources

ICON_CALLS = {"icon", "paint_icon", "IconButton", "Glyph", "EmptyState", "set_icon", "Segment", "PageSpec"}


def inked(image: QImage) -> set[str]:
    """Colours of the fully covered pixels."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name().upper() for x, y in points if image.pixelColor(x, y).alpha() == 255}


def points_left(image: QImage) -> bool:
    """Whether there is more ink in the left half, where the head of an arrow is."""
    ink = [sum(image.pixelColor(x, y).alpha() for y in range(image.height())) for x in range(image.width())]
    return sum(ink[: len(ink) // 2]) > sum(ink[len(ink) // 2 :])


def drawn(
    picture: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
) -> QImage:
    return picture.pixmap(QSize(32, 32), 1.0, mode, state).toImage()


def test_icons_take_the_colour_of_their_role():
    assert QColor(LIGHT.danger).name().upper() in inked(drawn(icon("alert", "danger")))


def test_icons_follow_the_theme(look):
    picture = icon("magnify")
    assert LIGHT.text in inked(drawn(picture))
    look.choose(ThemeChoice("dark"))
    assert DARK.text in inked(drawn(picture))


def test_states_have_their_own_colours():
    picture = icon("magnify", checked_role="on_accent")
    assert inked(drawn(picture, QIcon.Mode.Disabled)) <= {LIGHT.disabled}
    assert inked(drawn(picture, QIcon.Mode.Normal, QIcon.State.On)) <= {LIGHT.on_accent}
    assert inked(drawn(picture, QIcon.Mode.Selected)) <= {LIGHT.on_accent}


def test_copies_draw_the_same():
    assert drawn(QIcon(icon("home"))) == drawn(icon("home"))


def test_arrows_turn_round_in_a_right_to_left_layout(qapp):
    left_to_right = drawn(icon("arrow-left"))
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored, other = drawn(icon("arrow-left")), drawn(icon("home"))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert points_left(left_to_right)
    assert not points_left(mirrored)
    assert other == drawn(icon("home"))


def test_an_unknown_role_is_refused():
    with pytest.raises(KeyError):
        icon("home", "blue")


def named_icons() -> set[tuple[str, str]]:
    """Every literal icon name in the code of the window, with the file it stands in."""
    found: set[tuple[str, str]] = set()
    for source in sources("desktop"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.keyword) and node.arg == "icon_name":
                found |= {(str(source.path), value) for value in _texts(node.value)}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in ICON_CALLS - {
                "paint_icon",
                "PageSpec",
                "Segment",
            }:
                found |= {(str(source.path), value) for value in _texts(*node.args[:1])}
    return found


def _texts(*nodes: ast.expr) -> set[str]:
    """Texts an expression may come to; what it decides by, and the pieces of an f-string, name no icon."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.IfExp):
            found |= _texts(node.body, node.orelse)
        elif isinstance(node, ast.BoolOp):
            found |= _texts(*node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            found.add(node.value)
    return found


def test_every_icon_named_in_the_code_exists():
    assert {(path, name) for path, name in named_icons() if not is_icon(name)} == set()
    assert len(named_icons()) > 5
