"""How a question becomes a search: checked, and a short follow-up read together with the one before. Pure."""

import re

from desktop.chat.material import meaningful_stems
from shared.errors import AppError

QUESTION_CHARS = 4000
_FEW_STEMS = 2
# "And why?", "what about it?", "¿y eso?": means nothing without what was asked before.
_LEANS = re.compile(
    r"^\W*(?:and|but|so|why|how so|what about|tell me more|more|go on|y|pero|entonces|por qu[eé]|sigue|m[aá]s)\b"
    r"|\b(?:it|its|they|them|their|this|that|these|those|he|she|eso|esto|esa|ese|ello|ellos|ellas|aquello)\b",
    re.IGNORECASE,
)


def checked(question: str) -> str:
    """Return the question without outer blanks.

    Raises `AppError("chat.question_empty")` or `("chat.question_too_long")`.
    """
    question = question.strip()
    if not question:
        raise AppError("chat.question_empty")
    if len(question) > QUESTION_CHARS:
        raise AppError("chat.question_too_long", length=len(question), limit=QUESTION_CHARS)
    return question


def search_text(question: str, before: str | None) -> str:
    """Return what to search for: a question that leans on the one before is read together with it."""
    if before is None:
        return question
    stems = len(meaningful_stems(question))
    if stems <= 1 or (stems <= _FEW_STEMS + 1 and _LEANS.search(question)):
        return f"{before} {question}"
    return question


def normalised(question: str) -> str:
    """Return what equal questions share: case, blanks and the marks around them do not count."""
    return " ".join(re.sub(r"[^\w\s]+", " ", question.casefold()).split()) or question
