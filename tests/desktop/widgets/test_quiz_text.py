"""A text with formulas wraps, grows with the type, and takes markup for words."""

from PySide6.QtCore import Qt

from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import ThemeChoice

LONG = "A question with many words that cannot stand in one line of a small window. " * 3


def made(qtbot, *arguments, **options):
    label = QuizText(*arguments, **options)
    qtbot.addWidget(label)
    return label


def test_it_wraps_to_its_width(qtbot):
    label = made(qtbot, LONG)
    assert label.heightForWidth(200) > 2 * label.heightForWidth(600)
    assert label.hasHeightForWidth()


def test_a_word_longer_than_the_line_is_broken(qtbot):
    label = made(qtbot, "x" * 300)
    label.resize(200, label.heightForWidth(200))
    assert label.heightForWidth(200) > label.heightForWidth(4000)


def test_a_formula_makes_the_line_higher(qtbot):
    assert made(qtbot, r"\(\frac{a}{b}\)").heightForWidth(300) > made(qtbot, "a").heightForWidth(300)
    assert made(qtbot, r"\(\frac{a}{b}\)").grab().toImage() != made(qtbot, r"\frac{a}{b}").grab().toImage()


def test_markup_is_only_text(qtbot):
    label = made(qtbot, "<img src=x> & <b>bold</b>")
    assert label.accessibleName() == "<img src=x> & <b>bold</b>"
    plain = made(qtbot, "<b>A</b>")
    assert plain.sizeHint().width() > made(qtbot, "A").sizeHint().width() * 2


def test_it_reads_out_formulas_without_marks(qtbot):
    assert made(qtbot, r"If \(x^2\)").accessibleName() == "If x^2"


def test_it_follows_theme_size_and_direction(qtbot, look):
    label = made(qtbot, LONG, TypeRole.TITLE, centred=True)
    before = label.heightForWidth(500)
    look.choose(ThemeChoice("dark", 200))
    assert label.heightForWidth(500) > before * 2
    label.enlarge(2)
    assert label.heightForWidth(500) > before * 4
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert not label.grab().isNull()


def test_another_text_and_tone(qtbot):
    label = made(qtbot, "first")
    before = label.grab().toImage()
    label.set_text("first", tone="danger")
    assert label.grab().toImage() != before
    label.set_text("second")
    assert label.text() == label.accessibleName() == "second"
