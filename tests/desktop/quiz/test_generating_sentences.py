import pytest

from desktop.quiz.drafting import Line
from desktop.quiz.generating_sentences import common, language_of, stands_alone, stops, tells
from tests.support.quiz_material import TEXTS, line, sample_lecture, spoken


@pytest.mark.parametrize(
    "text",
    [
        "A lens is a piece of glass with curved sides.",
        "Light slows down when it enters glass.",
        "In 1676, the Danish astronomer Ole Romer noticed something strange about the moons of Jupiter.",
        "La evaporación es el paso del agua líquida al estado de vapor.",
        "El acuífero Guaraní se extiende por Argentina, Brasil, Paraguay y Uruguay.",
    ],
)
def test_whole_sentences_stand_alone(text):
    assert stands_alone(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "It gets only a quarter of the light there.",
        "This was the magic lantern, the grandmother of the cinema.",
        "Why does the slide go in upside down there?",
        "¿Por qué no se caen las nubes del cielo?",
        "You will hear a few numbers and a few names.",
        "Next week the class looks at seeds and fruits.",
        "La próxima semana hablaremos de Bizancio y de su historia.",
        "Part 3: why a lens bends light in glass.",
        "and then the light falls onto the wall.",
        "The light falls onto the wall and then",
        "Too short for it.",
        "The Frenchmen established Fort Caroline on the banks of the St.",
        "In 1823, the first one was lit in a lighthouse near Bordeaux.",
        "Sailors saw it from far away on the sea.",
        "En 1785 presentó un documento titulado Teoría de la Tierra.",
        "Step three times as far away, and the page gets only a ninth.",
        'The teacher said "light is fast and left the room.',
        "Read more about lenses at http://example.org today or never.",
        "The formula \\(x^2\\) of a lens is known to many people.",
        "Él quitó la manivela de la bomba de agua.",
        f"A sentence that {'goes on and ' * 20}ends at last.",
    ],
)
def test_what_leans_or_chats_or_is_torn_does_not(text):
    assert not stands_alone(line(text))


def test_a_heading_is_no_sentence():
    assert not stands_alone(Line("A heading that looks like a sentence in full.", page=1, is_heading=True))


def test_languages_are_told_from_the_words():
    expected = {"leaves": "en", "money": "en", "agua": "es", "roma": "es"}
    assert {name: language_of(spoken(name).lines) for name in TEXTS} == expected
    assert language_of(spoken("agua").lines, "en") == "es"
    assert language_of(sample_lecture().lines, "en") == "en"
    german = [line("Die Linse ist ein Stück Glas, das jeden Strahl um den richtigen Winkel bricht.")] * 5
    assert language_of(german, "de-DE") == "de"
    assert language_of(german) == ""
    assert language_of(german, "en") == ""
    assert language_of(german[:1], "en") == "en"
    assert language_of([], "es") == "es"


def test_everyday_words_say_little():
    assert "photosynthesis" not in common("en")
    assert {"people", "the"} <= common("en")
    assert {"gente", "la"} <= common("es")
    assert stops("en") < common("en")
    rich = tells("Chlorophyll absorbs photons in chloroplasts of eukaryotes.", "en")
    assert tells("People take things from one place to another.", "en") < 0.2 < rich <= 1
