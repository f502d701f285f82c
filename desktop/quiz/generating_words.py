"""The words around a generated question, in the language of the item. Declarations and one lookup."""

_WORDS = {
    "en": {
        "word": "Which word is missing?",
        "words": "Which words are missing?",
        "number": "Which number is missing? “{text}”",
        "year": "Which year is missing? “{text}”",
        "what": "What {verb} {term}?",
        "called": "What is this called? “{text}”",
        "meant": "Who or what is this? “{text}”",
    },
    "es": {
        "word": "¿Qué palabra falta?",
        "words": "¿Qué palabras faltan?",
        "number": "¿Qué número falta? «{text}»",
        "year": "¿Qué año falta? «{text}»",
        "what": "¿Qué {verb} {term}?",
        "called": "¿Cómo se llama esto? «{text}»",
        "meant": "¿Quién o qué es? «{text}»",
    },
}


def worded(language: str, key: str, **values: str) -> str:
    """Return the words of a question."""
    return _WORDS[language][key].format(**values)
