from desktop.quiz.generating_words import worded


def test_questions_speak_the_language_of_the_item():
    assert worded("en", "what", verb="was", term="the magic lantern") == "What was the magic lantern?"
    assert worded("es", "what", verb="es", term="un delta") == "¿Qué es un delta?"
    assert worded("es", "year", text="En _____ murió.") == "¿Qué año falta? «En _____ murió.»"
