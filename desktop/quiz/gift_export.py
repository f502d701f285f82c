"""Writes a quiz in Moodle's GIFT format. Pure. What GIFT cannot ask is left as a remark in the file."""

from shared.quiz.cloze_text import parse_cloze
from shared.quiz.quiz import (
    Body,
    Cloze,
    Matching,
    Multiple,
    Number,
    Question,
    Quiz,
    Single,
    Slide,
    TrueFalse,
    Typed,
)

_MARKS = "\\~=#{}:"


def gift_text(quiz: Quiz) -> str:
    """Return the quiz as text; topics become categories."""
    parts: list[str] = []
    topic = ""
    for number, question in enumerate(quiz.questions, start=1):
        if question.topic != topic:
            topic = question.topic
            parts.append(f"$CATEGORY: {_line(topic).replace('/', '//') or '$course$'}")
        parts.append(_question(number, question))
    return "\n\n".join(parts) + "\n"


def _question(number: int, question: Question) -> str:
    text = _escaped(question.text)
    if isinstance(question.body, Slide):
        return f"::Q{number}:: {_joined(text, _escaped(question.body.text))}"
    if isinstance(question.body, Cloze):
        cloze = _one_gap(question.body)
        answers = cloze[1] if cloze else None
        text = _joined(text, cloze[0] if cloze else "")
    else:
        answers = _answers(question.body)
    if answers is None:
        return f"// Q{number} is of a kind that GIFT does not have: {_line(question.text)}"
    remark = f"####{_escaped(question.explanation)}" if question.explanation else ""
    return f"::Q{number}:: {text} {{{answers}{remark}}}"


def _answers(body: Body) -> str | None:
    found: str | None = None
    if isinstance(body, Single):
        marks = ["=" if at == body.correct else "~" for at in range(len(body.choices))]
        pairs = zip(marks, body.choices, strict=True)
        found = " ".join(f"{mark}{_escaped(choice.text)}" for mark, choice in pairs)
    elif isinstance(body, Multiple):
        found = _several(body)
    elif isinstance(body, TrueFalse):
        found = "TRUE" if body.correct else "FALSE"
    elif isinstance(body, Typed):
        found = " ".join(f"={_escaped(text)}" for text in body.accepted if text.strip())
    elif isinstance(body, Number):
        found = f"#{body.answer:.15g}:{body.tolerance:.15g}"
    elif isinstance(body, Matching):
        sides = ((_escaped(pair.left.text), _escaped(pair.right.text)) for pair in body.pairs)
        found = " ".join(f"={left} -> {right}" for left, right in sides)
    return found


def _several(body: Multiple) -> str:
    share = 100 / max(len(body.correct), 1)
    return " ".join(
        f"~%{share if at in body.correct else -share:.5f}%{_escaped(choice.text)}"
        for at, choice in enumerate(body.choices)
    )


def _one_gap(body: Cloze) -> tuple[str, str] | None:
    """Text around a single gap, and what fills it; GIFT has no text with two."""
    found = parse_cloze(body.text)
    if len(found.gaps) != 1:
        return None
    text = f"{_escaped(found.parts[0])}_____{_escaped(found.parts[1])}"
    return text, " ".join(f"={_escaped(answer)}" for answer in found.gaps[0].answers)


def _escaped(text: str) -> str:
    marked = "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text.strip())
    return "\\n".join(line for line in marked.splitlines() if line.strip())


def _joined(*parts: str) -> str:
    return "\\n".join(part for part in parts if part)


def _line(text: str) -> str:
    return " ".join(text.split())
