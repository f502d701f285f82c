r"""Reads questions written in Moodle's GIFT format. Pure.

Escapes (`\~ \= \# \{ \} \:`) are replaced by private characters first, so that the marks left are all marks.
"""

import re
from html import unescape

import msgspec

from desktop.quiz.gift_answers import Answer, body_of_answers, numeric_body, read_answers
from desktop.quiz.imported import Findings
from shared.errors import AppError
from shared.ids import new_id
from shared.quiz.quiz import Body, Question, Slide, TrueFalse

_ESCAPED = "~=#{}:\\"
_PRIVATE = {mark: chr(0xE000 + at) for at, mark in enumerate(_ESCAPED)}
_BACK = {private: mark for mark, private in _PRIVATE.items()}
_ESCAPE = re.compile(r"\\([~=#{}:\\])")
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_TRUTH = re.compile(r"^\s*(T|TRUE|F|FALSE)\s*(#.*)?$", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<(br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)
_DOLLARS = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


class _Block(msgspec.Struct, frozen=True):
    """One question's lines, and the line it begins at."""

    line: int
    text: str
    topic: str


def looks_like_gift(text: str) -> bool:
    """Whether a text has answers in braces as GIFT writes them."""
    return bool(re.search(r"(?<!\\)(?<!\{)\{\s*([=~#]|T\s*[}#]|F\s*[}#]|TRUE|FALSE|\}(?!\}))", text)) or bool(
        re.search(r"^\s*(\$CATEGORY:|::.+?::)", text, re.MULTILINE)
    )


def read_gift(text: str, findings: Findings) -> None:
    """Read all questions of a text into `findings`; rows are the lines at which questions begin."""
    for block in _blocks(text):
        try:
            findings.questions.append(_question(block, findings))
        except AppError as error:
            findings.skip(block.line, error)


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    lines: list[str] = []
    start, topic, inside = 0, "", False

    def close() -> None:
        if any(line.strip() for line in lines):
            blocks.append(_Block(start, "\n".join(lines), topic))
        lines.clear()

    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            continue
        if stripped.startswith("$CATEGORY:"):
            close()
            inside = False
            topic = _topic(stripped.removeprefix("$CATEGORY:"))
            continue
        # Moodle ends a question at an empty line; some programs leave empty lines between the braces.
        if not stripped and not inside:
            close()
            continue
        if stripped.startswith("::") and inside:
            close()
            inside = False
        if not lines:
            start = number
        lines.append(line)
        bare = _ESCAPE.sub("", line)
        inside = bare.rfind("{") > bare.rfind("}") or (inside and "}" not in bare)
    close()
    return blocks


def _topic(path: str) -> str:
    parts = [part.strip() for part in path.replace("//", "\0").split("/") if part.strip()]
    name = parts[-1].replace("\0", "/") if parts else ""
    return "" if name in ("$course$", "top") else name[:80]


def _question(block: _Block, findings: Findings) -> Question:
    text = _ESCAPE.sub(lambda found: _PRIVATE[found[1]], block.text)
    text = _TITLE.sub("", text, count=1).strip()
    is_html = text[:6].lower() == "[html]"
    text = _FORMAT.sub("", text)
    opening = text.find("{")
    if opening < 0:
        return _made(block, "", Slide(_words(text, is_html)))
    closing = text.find("}", opening)
    if closing < 0:
        raise AppError("quiz.row_no_end")
    before, inner, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    inner, _, general = inner.partition("####")
    question = _words(before, is_html)
    tail = _words(after, is_html)
    body, hint = _body(inner, is_html, block, findings)
    explanation = _words(general, is_html) or hint
    if tail:
        question, body = _missing_word(question, body, tail)
    if not question and not getattr(body, "text", ""):
        raise AppError("quiz.row_no_question")
    return _made(block, question, body, explanation)


def _made(block: _Block, text: str, body: Body, explanation: str = "") -> Question:
    return Question(str(new_id()), text, body, explanation=explanation, topic=block.topic)


def _body(inner: str, is_html: bool, block: _Block, findings: Findings) -> tuple[Body, str]:
    """What stands between the braces, and the words said to who is right."""
    if not inner.strip():
        raise AppError("quiz.row_essay")
    if truth := _TRUTH.match(inner):
        is_true = truth[1][0].upper() == "T"
        said = [_words(part, is_html) for part in (truth[2] or "").split("#")[1:]]
        return TrueFalse(is_true), next((part for part in said if part), "")
    if inner.lstrip().startswith("#"):
        return numeric_body(inner.lstrip()[1:], lambda part: _words(part, is_html))
    answers = [
        Answer(one.right, one.weight, _words(one.text, is_html), _words(one.feedback, is_html))
        for one in read_answers(inner)
    ]
    found = body_of_answers(answers)
    if found.weights_lost:
        findings.remark(block.line, AppError("quiz.row_weights_lost"))
    if found.left_out:
        findings.remark(block.line, AppError("quiz.row_parts_left_out", count=found.left_out))
    return found.body, found.feedback


def _missing_word(text: str, body: Body, tail: str) -> tuple[str, Body]:
    """A gap in the middle of a sentence."""
    gap = "_____"
    space = "" if tail[:1] in ",.;:!?)" else " "
    return f"{text} {gap}{space}{tail}".strip(), body


def _words(text: str, is_html: bool) -> str:
    """Plain words of a part: escapes back, tags gone, maths between our marks."""
    text = _FORMAT.sub("", text)
    if is_html or _TAG.search(text):
        text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    text = text.replace("\\n", "\n")
    text = "".join(_BACK.get(letter, letter) for letter in text)
    text = _DOLLARS.sub(lambda found: rf"\({found[1].strip()}\)", text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
