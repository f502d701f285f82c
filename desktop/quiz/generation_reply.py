"""A model's reply read as it comes: each whole question in it, put right where its JSON is nearly right. Pure."""

import re
from typing import Any

import msgspec

_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_TRAILING = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_SYNONYMS = {
    "type": "kind", "text": "question", "statement": "question", "sentence": "question", "prompt": "question",
    "answer": "right", "correct": "right", "correct_answer": "right", "source": "passage", "passage_number": "passage",
    "distractors": "wrong", "incorrect": "wrong", "choices": "options", "accepted": "also", "why": "explanation",
}  # fmt: skip
_KINDS = {
    "multiple_choice": "single", "single_choice": "single", "mcq": "single", "choice": "single",
    "truefalse": "true_false", "boolean": "true_false", "true/false": "true_false",
    "short_answer": "typed", "short": "typed", "open": "typed",
    "numeric": "number", "fill": "cloze", "gap": "cloze", "fill_in_the_blank": "cloze", "blank": "cloze",
}  # fmt: skip
LONGEST = 20_000
"""An object that does not end within so many characters is no question."""


class RawQuestion(msgspec.Struct, frozen=True):
    """A question as a model writes it."""

    passage: int
    kind: str
    question: str
    right: str
    wrong: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    explanation: str = ""
    unit: str = ""


class ReplyReader:
    """Feed it pieces of any size. What stands around the innermost objects (prose, fences, arrays) is passed over."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._escaped = False
        self._open = False

    def feed(self, piece: str) -> list[RawQuestion]:
        """Return the questions that this piece makes whole."""
        found: list[RawQuestion] = []
        for character in piece:
            if character == "{" and not self._inside:
                self._held, self._open = "", True
            if not self._open:
                continue
            self._held += character
            if self._inside:
                self._inside = self._escaped or character != '"'
                self._escaped = character == "\\" and not self._escaped
            elif character == '"':
                self._inside, self._escaped = True, False
            elif character == "}":
                self._open = False
                if (question := read_question(self._held)) is not None:
                    found.append(question)
            if len(self._held) > LONGEST:
                self._held, self._open, self._inside = "", False, False
        return found


def read_question(text: str) -> RawQuestion | None:
    """Return the question one JSON object holds; None when it holds none."""
    for attempt in (text, _repaired(text)):
        try:
            fields = msgspec.json.decode(attempt, type=dict[str, Any])
        except msgspec.MsgspecError:
            continue
        try:
            return msgspec.convert(_plain(fields), RawQuestion, strict=False)
        except msgspec.ValidationError:
            return None
    return None


def _repaired(text: str) -> str:
    r"""Single backslashes before maths ("\(x\)"), line ends inside strings, a comma too many."""
    return _TRAILING.sub(r"\1", _CONTROL.sub(" ", _ESCAPE.sub(r"\\\\", text)))


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Names and shapes that models like to use instead of ours."""
    named = {_SYNONYMS.get(name.lower(), name.lower()): value for name, value in fields.items()}
    kind = str(named.get("kind", "")).strip().lower().replace(" ", "_").replace("-", "_")
    named["kind"] = _KINDS.get(kind, kind)
    if isinstance(options := named.get("options"), list):
        _from_options(named, [_text(one) for one in options])
    passage = named.get("passage")
    if isinstance(passage, str | list):
        digits = re.findall(r"\d+", str(passage))
        named["passage"] = int(digits[0]) if len(digits) == 1 and len(digits[0]) < 6 else None
    named["right"] = _text(named.get("right"))
    for name in ("wrong", "also"):
        value = named.get(name) or []
        named[name] = [_text(one) for one in (value if isinstance(value, list) else [value])]
    for name in ("explanation", "unit", "question"):
        named[name] = _text(named.get(name))
    return named


def _from_options(named: dict[str, Any], options: list[str]) -> None:
    """{"options": […], "right": index, letter or text} as right and wrong."""
    right = named.get("right")
    at: int | None = None
    if isinstance(right, int) and not isinstance(right, bool):
        at = right
    elif isinstance(right, str) and re.fullmatch(r"[A-Ha-h]", right.strip()) and right not in options:
        at = ord(right.strip().lower()) - ord("a")
    elif _text(right) in options:
        at = options.index(_text(right))
    if at is not None and 0 <= at < len(options):
        named["right"] = options[at]
        named.setdefault("wrong", [one for place, one in enumerate(options) if place != at])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
