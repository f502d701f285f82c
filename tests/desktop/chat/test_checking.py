import pytest

from desktop.chat.checking import Claim, borne_out, claims_of, sentence_ranges

LECTURE = (
    "Light slows down when it enters glass. In ordinary glass it travels at about two thirds of its usual speed."
    " Light turns in the same way, and we call this refraction. A candle gives about 12 lumens."
    " The lamp was lit in 1823."
)


def claim(words):
    return Claim(0, len(words), words, (1,))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("Fact [1]. Next [2].", ["Fact [1].", "Next [2]."]),
        ("Fact.[1] Next. [2][3] Last", ["Fact.[1]", "Next. [2][3]", "Last"]),
        ("Use e.g. a lens, Dr. Soto said. Yes!", ["Use e.g. a lens, Dr. Soto said.", "Yes!"]),
        ("It is 3.5 cm. Really?", ["It is 3.5 cm.", "Really?"]),
        ("- one [1]\n- two [2]\n\nEnd", ["- one [1]", "- two [2]", "End"]),
        ("**Bold claim.** Next.", ["**Bold claim.**", "Next."]),
        ("«Cita.» Otra.", ["«Cita.»", "Otra."]),
        ("", []),
        ("   \n ", []),
    ],
)
def test_an_answer_is_cut_into_sentences(text, sentences):
    assert [text[first:last] for first, last in sentence_ranges(text)] == sentences


def test_sentences_with_marks_are_claims():
    text = "Light is fast. It slows in glass [1]. 2. So it *turns* [2][1].\nNo more."
    assert [(one.words, one.numbers) for one in claims_of(text, 2)] == [
        ("It slows in glass.", (1,)),
        ("So it turns.", (2, 1)),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Light slows down when it enters glass.",
        "In glass, light travels at two thirds of its normal speed.",
        "This turning of light is called refraction.",
        "A candle gives twelve lumens.",
        "It was lit in 1823.",
    ],
)
def test_what_the_passage_says_is_borne_out(words):
    assert borne_out(claim(words), [LECTURE]) is not False


@pytest.mark.parametrize(
    "words",
    [
        "Napoleon carried lanterns to Egypt in wooden boxes.",
        "A candle gives about 800 lumens.",
        "A candle gives about 15 lumens.",
        "The lamp was lit in 1932.",
        "Sound waves bend around corners because of diffraction.",
    ],
)
def test_what_it_does_not_say_is_not(words):
    assert borne_out(claim(words), [LECTURE]) is False


def test_words_scattered_over_a_long_passage_bear_nothing_out():
    filler = "The weather was fine and nobody said anything of note about it all that day. " * 12
    scattered = (
        f"Egypt is hot. {filler} A box is wooden. {filler} Lanterns glow. {filler} Napoleon was short."
    )
    bad = claim("Napoleon carried lanterns to Egypt in a wooden box.")
    assert borne_out(bad, [scattered]) is False
    assert borne_out(bad, [f"{filler} Napoleon carried a lantern to Egypt in a wooden box. {filler}"]) is True


def test_two_passages_may_bear_a_sentence_out_together():
    words = "Light slows down in glass and rain brings water back to the ground."
    rain = "Rain brings the water back to the ground."
    assert borne_out(claim(words), ["Light slows down when it enters glass.", rain]) is True


def test_a_good_paraphrase_passes_by_its_meaning():
    words = "Optical signals lose velocity upon entering vitreous materials like glass."
    assert borne_out(claim(words), [LECTURE]) is False
    assert borne_out(claim(words), [LECTURE], nearness=0.1) is False
    near = claim("Entering glass makes photons crawl sluggishly, slower speed results.")
    assert borne_out(near, [LECTURE], nearness=0.8) is True


@pytest.mark.parametrize(
    "words",
    ["Refraction.", "La luz se refracta porque en el vidrio es más lenta que en el aire."],
)
def test_what_cannot_be_told_is_not_doubted(words):
    assert borne_out(claim(words), [LECTURE]) is None


def test_large_numbers_in_words_are_not_held_against_a_claim():
    said = "Light covers about three hundred thousand kilometres every second."
    assert borne_out(claim("Light covers 300,000 kilometres every second."), [said]) is True
