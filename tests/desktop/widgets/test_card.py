from PySide6.QtWidgets import QWidget

from desktop.widgets.card import Card, ReadingColumn, Rule, ScrollColumn
from desktop.widgets.label import Label
from desktop.widgets.theme import LIGHT
from desktop.widgets.theming import ThemeChoice


def test_a_card_has_the_surface_colour(qtbot):
    card = Card()
    qtbot.addWidget(card)
    card.resize(60, 60)
    assert card.grab().toImage().pixelColor(30, 30).name().upper() == LIGHT.surface


def test_a_rule_is_one_pixel(qtbot):
    rule = Rule()
    qtbot.addWidget(rule)
    rule.resize(50, 10)
    assert rule.height() == 1


def test_a_reading_column_holds_60_to_76_characters_at_any_text_size(qtbot, look):
    column = ReadingColumn()
    qtbot.addWidget(column)
    text = QWidget()
    column.body.addWidget(text)
    column.resize(3000, 100)
    column.show()
    for percent in (100, 200):
        look.choose(ThemeChoice("light", percent))
        qtbot.waitUntil(lambda: 60 <= text.width() / column.fontMetrics().averageCharWidth() <= 76)
        assert abs(text.mapTo(column, text.rect().center()).x() - 1500) <= 1


def test_a_scroll_column_does_not_scroll_sideways_for_text(qtbot):
    column = ScrollColumn()
    qtbot.addWidget(column)
    column.body.addWidget(Label("word " * 400, wrap=True))
    column.resize(400, 200)
    column.show()
    qtbot.waitUntil(lambda: column.verticalScrollBar().maximum() > 0)
    assert column.horizontalScrollBar().maximum() == 0


def test_what_cannot_be_narrower_is_scrolled_to_and_not_cut_off(qtbot):
    column = ScrollColumn()
    qtbot.addWidget(column)
    form = QWidget()
    form.setFixedWidth(600)
    column.body.addWidget(form)
    column.resize(400, 200)
    column.show()
    qtbot.waitUntil(lambda: column.horizontalScrollBar().maximum() > 0)
