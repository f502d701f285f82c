"""The words of a talk: what the model is told and reminded of, and sentences as they can be spoken. Knows no engine."""

import re

from desktop.ai.service import Turn
from desktop.chat.service import prompt, quoted
from shared.billing.voice_messages import Difficulty

REMEMBERED = 24
"""Turns that go with each question; even, so that the first one is the person's."""
REPLY_TOKENS = 600
_LEVELS: dict[Difficulty, str] = {
    "beginner": "beginner: everyday words, one small idea at a time",
    "intermediate": "intermediate: the words of the field, explained when they are new",
    "advanced": "advanced: precise words, real depth, and questions that challenge",
}
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"”»)]*\s+|\n+")
_MARKS = re.compile(r"[*_`#>]+")


def system_prompt(topic: str, difficulty: Difficulty) -> str:
    """Return what the model is told about its part; a topic cannot close its tag."""
    named = quoted(" ".join(topic.split())) or "whatever the learner wants to talk about"
    return prompt("voice.system", topic=named, level=_LEVELS[difficulty])


def remembered(turns: list[Turn]) -> tuple[Turn, ...]:
    """Return the last turns, beginning with one of the person."""
    last = turns[-REMEMBERED + 1 :]
    return tuple(last[1:] if last and last[0].role == "assistant" else last)


class Sentences:
    """Cuts a text that grows into sentences, so that the first is heard while the rest is being written."""

    def __init__(self) -> None:
        self._left = ""

    def add(self, piece: str) -> list[str]:
        """Take the next piece; returns the sentences that it finished."""
        self._left += piece
        *whole, self._left = _SENTENCE.split(self._left)
        return [said for one in whole if (said := _spoken(one))]

    def rest(self) -> str:
        """Return what is left at the end."""
        left, self._left = self._left, ""
        return _spoken(left)


def _spoken(text: str) -> str:
    """A sentence without signs that a voice would read out."""
    return " ".join(_MARKS.sub("", text).split())
