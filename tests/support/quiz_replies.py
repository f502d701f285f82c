"""What a model answers when it is asked for questions about a lecture on leaves: whole replies to script."""

import json
import re
from typing import Any

from tests.support.fake_provider import Reply

XYLEM = {
    "kind": "single",
    "question": "Which tissue carries water from the roots to the leaves?",
    "right": "Xylem",
    "wrong": ["Phloem", "Starch", "Stomata"],
    "explanation": "Xylem is a tissue that carries water from the roots.",
}
OAK = {
    "kind": "number",
    "question": "How many litres of water can a large oak tree give off in a day?",
    "right": "150",
    "unit": "litres",
}
ALGAE = {
    "kind": "true_false",
    "question": "Algae in the ocean produce about half of the oxygen.",
    "right": "true",
}
CACTUS = {
    "kind": "cloze",
    "question": "A _____ opens its stomata only at night.",
    "right": "cactus",
    "wrong": ["potato", "beech", "carrot"],
}
STANDS_IN = {
    XYLEM["question"]: "Xylem is a tissue",
    OAK["question"]: "150 litres",
    ALGAE["question"]: "Algae in the ocean",
    CACTUS["question"]: "A cactus opens",
}


def numbered(asked: str, *questions: dict[str, Any]) -> list[dict[str, Any]]:
    """Give each question the number of the passage it stands in, as the prompt has it."""
    tagged = re.findall(r'<passage number="(\d+)"[^>]*>\n(.*?)\n</passage>', asked, re.DOTALL)
    places = {
        question: int(number)
        for question, words in STANDS_IN.items()
        for number, text in tagged
        if words in text
    }
    return [{"passage": places.get(one["question"], 1), **one} for one in questions]


def reply(questions: list[dict[str, Any]], **more: Any) -> Reply:
    """A reply that writes these, a question at a time, in a fence as many models do."""
    pieces = ["```json\n", '{"questions": [\n']
    pieces += [json.dumps(one) + ",\n" for one in questions]
    return Reply(pieces=[*pieces[:-1], pieces[-1].rstrip(",\n"), "\n]}\n```"], **more)
