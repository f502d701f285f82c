from desktop.quiz.generating_lists import phrases, words


def test_words_and_phrases_of_lists():
    assert "because" in words("stops.en")
    assert "mientras" in words("stops.es")
    found = phrases("openings")
    assert "on the other hand" in found
    assert [len(one) for one in found] == sorted((len(one) for one in found), reverse=True)
