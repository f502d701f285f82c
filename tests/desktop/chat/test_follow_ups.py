from desktop.chat.follow_ups import phrases_for

TEXT = (
    "The focal length of a lens is the distance to its focus. A short focal length bends light more. Fresnel cut the"
    " lens into rings. A lighthouse with a Fresnel lens is seen from far away. Fresnel rings are thin."
)


def test_terms_that_recur_and_were_not_asked_for():
    assert phrases_for("What is refraction?", [TEXT])[:2] == ["focal length", "Fresnel"]


def test_what_the_question_names_is_not_suggested():
    assert "focal length" not in phrases_for("What is the focal length?", [TEXT])


def test_no_two_suggestions_share_a_word():
    phrases = phrases_for("Why?", [TEXT])
    words = [word for phrase in phrases for word in phrase.lower().split()]
    assert len(words) == len(set(words))


def test_overlapping_texts_do_not_make_a_term_recur():
    once = "Several players dove into the pile of mud. A coin was tossed."
    assert phrases_for("Who won?", [once, f"{once} It rained."]) == []


def test_words_that_are_no_topic_are_not_suggested():
    assert (
        phrases_for("Why?", ["The first one came far away. The first one left. The first one won far away."])
        == []
    )


def test_nothing_recurs_nothing_is_suggested():
    assert phrases_for("Why?", ["Each word here is said only once."]) == []
    assert phrases_for("Why?", []) == []


def test_a_capital_at_the_start_of_a_sentence_is_no_name():
    text = "Refraction bends light. Then refraction again. Refraction everywhere, refraction."
    assert phrases_for("What?", [text]) == ["refraction"]
