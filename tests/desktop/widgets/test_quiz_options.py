"""The grid of options: one or several are chosen, by mouse and by key."""

from PySide6.QtGui import QPixmap

from desktop.widgets.quiz_options import OptionTiles, TileOption

NAMES = [TileOption("Paris"), TileOption("Lyon"), TileOption("Nice")]


def made(qtbot, options=NAMES, **more):
    tiles = OptionTiles(options, **more)
    qtbot.addWidget(tiles)
    tiles.resize(800, 300)
    tiles.show()
    return tiles


def test_one_is_chosen(qtbot):
    tiles = made(qtbot)
    seen = []
    tiles.chosen.connect(seen.append)
    assert tiles.press(1)
    assert not tiles.press(3)
    assert seen == [1]


def test_several_stay_pressed(qtbot):
    tiles = made(qtbot, multiple=True)
    seen, changes = [], []
    tiles.chosen.connect(seen.append)
    tiles.changed.connect(lambda: changes.append(tiles.selection()))
    for position in (2, 0, 2):
        tiles.press(position)
    assert changes == [[2], [0, 2], [0]]
    assert seen == []


def test_what_was_chosen_is_shown_and_locked(qtbot):
    tiles = made(qtbot)
    tiles.select([2])
    tiles.set_locked(True)
    assert tiles.selection() == [2]
    assert not tiles.press(0)
    tiles.select([])
    assert tiles.selection() == []
    tiles.set_locked(False)
    assert tiles.press(0)


def test_verdicts_and_pictures_go_to_their_tiles(qtbot):
    tiles = made(qtbot, [TileOption("", "A cat"), TileOption("Dog")])
    assert tiles.tiles[0].accessibleName() == "A: A cat"
    tiles.set_picture(0, QPixmap(10, 10), "A cat")
    tiles.set_verdicts([("right", "Right"), ("", "")])
    assert [tile.verdict() for tile in tiles.tiles] == ["right", ""]


def test_a_narrow_grid_or_a_long_text_has_one_column(qtbot):
    tiles = made(qtbot)
    assert tiles.tiles[0].y() == tiles.tiles[1].y()
    tiles.resize(400, 300)
    qtbot.waitUntil(lambda: tiles.tiles[0].x() == tiles.tiles[1].x())
    long = made(qtbot, [TileOption("word " * 30), TileOption("b")])
    qtbot.waitUntil(lambda: long.tiles[0].x() == long.tiles[1].x())
