import pytest

from desktop.quiz.generating_definitions import bare, definition_of


@pytest.mark.parametrize(
    ("text", "language", "term", "meaning", "verb"),
    [
        (
            "A lens is a piece of glass with curved sides.",
            "en",
            "A lens",
            "a piece of glass with curved sides",
            "is",
        ),
        (
            "Stomata are tiny openings that let gases in.",
            "en",
            "Stomata",
            "tiny openings that let gases in",
            "are",
        ),
        ("Erosion means the slow wearing of rock.", "en", "Erosion", "the slow wearing of rock", "is"),
        (
            "Un delta es un terreno formado por sedimentos.",
            "es",
            "Un delta",
            "un terreno formado por sedimentos",
            "es",
        ),
        (
            "Los plebeyos eran ciudadanos que no tenían sangre noble.",
            "es",
            "Los plebeyos",
            "ciudadanos que no tenían sangre noble",
            "eran",
        ),
        (
            "La desalinización consiste en quitar el cloruro del mar.",
            "es",
            "La desalinización",
            "quitar el cloruro del mar",
            "es",
        ),
    ],
)
def test_the_term_first(text, language, term, meaning, verb):
    found = definition_of(text, language)
    assert found is not None
    assert (found.term, found.meaning, found.verb, found.naming) == (term, meaning, verb, False)
    assert text[found.first :].startswith(term)


@pytest.mark.parametrize(
    ("text", "language", "term"),
    [
        ("When plants lose water through their leaves, this is called transpiration.", "en", "transpiration"),
        ("The distance from the lens to its focus is the focal length.", "en", "the focal length"),
        ("Engineers call such a wheel without teeth an idler.", "en", "an idler"),
        ("Las plantas devuelven agua a la atmósfera, y esto se llama transpiración.", "es", "transpiración"),
        ("Se llama potabilización al conjunto de procesos que limpian el agua.", "es", "potabilización"),
        ("A la capa de roca que guarda agua se le llama acuífero.", "es", "acuífero"),
    ],
)
def test_the_name_last(text, language, term):
    found = definition_of(text, language)
    assert found is not None
    assert (found.term, found.naming) == (term, True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The problem is the lack of water in summer.", "en"),
        ("There is a lamp behind the painted slide.", "en"),
        ("Hyperinflation is an inflation of more than half a month.", "en"),
        ("The sacks are filled with a green pigment.", "en"),
        ("A lens is the same as before in every way.", "en"),
        ("A lens is a tool.", "en"),
        ("Las expediciones fueron obstaculizadas por enfermedades y lluvias.", "es"),
        ("La razón es la falta de agua en verano.", "es"),
        ("Roma comenzó como un pequeño pueblo junto al río.", "es"),
        ("A lens is a piece of glass with curved sides.", "de"),
    ],
)
def test_what_defines_nothing(text, language):
    assert definition_of(text, language) is None


def test_articles():
    assert [bare(text) for text in ("A lens", "the focal length", "Los plebeyos", "xylem")] == [
        "lens",
        "focal length",
        "plebeyos",
        "xylem",
    ]
