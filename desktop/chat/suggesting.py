"""What a model is asked after an answer: a title for the chat and questions to go on with. Reads its reply safely."""

from contextlib import aclosing

import msgspec

from desktop.ai.service import AiService, AnswerEngine, TextDelta, Turn
from desktop.chat.citations import without_marks
from desktop.chat.prompts import prompt, quoted

MOST_QUESTIONS = 3
_TITLE_CHARS, _QUESTION_CHARS = 80, 160
_TOKENS = 1024
"""Few are written; models that think first need the rest."""


class Suggestions(msgspec.Struct, frozen=True):
    """A title (may be empty) and at most three questions."""

    title: str = ""
    questions: tuple[str, ...] = ()


class _Reply(msgspec.Struct):
    title: str = ""
    questions: list[str] = []


async def suggestions(ai: AiService, engine: AnswerEngine, question: str, answer: str) -> Suggestions:
    """Ask for a title and questions; what cannot be read counts as none. Raises `AppError("ai.…")`."""
    asked = prompt("extras.user", question=quoted(question), answer=quoted(without_marks(answer)))
    request = ai.request("suggestions", prompt("extras.system"), (Turn("user", asked),), _TOKENS)
    async with aclosing(engine.stream(request)) as events:
        pieces = [event.text async for event in events if isinstance(event, TextDelta)]
    return read_suggestions("".join(pieces))


def read_suggestions(reply: str) -> Suggestions:
    """Find the JSON object in a reply, whatever stands around it."""
    begin, end = reply.find("{", reply.rfind("</think>") + 1), reply.rfind("}")
    try:
        read = msgspec.json.decode(reply[begin : end + 1].encode(), type=_Reply)
    except msgspec.DecodeError:
        return Suggestions()
    title = _one_line(read.title, _TITLE_CHARS).strip("\"“”«»'. ")
    questions = [one for text in read.questions if (one := _one_line(text, _QUESTION_CHARS))]
    return Suggestions(title, tuple(dict.fromkeys(questions))[:MOST_QUESTIONS])


def _one_line(text: str, most: int) -> str:
    """A suggestion that is too long is no suggestion."""
    line = " ".join(text.split())
    return line if len(line) <= most else ""
