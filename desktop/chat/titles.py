"""A chat's first title, made from its first question. Pure."""

import re

TITLE_CHARS = 60
_END = re.compile(r"[\s?!.,;:…¿¡]+$")


def title_of(question: str) -> str:
    """Return the question as a title: one line, at most 60 characters, cut between words; empty if it has none."""
    line = " ".join(question.split()).lstrip("¿¡ ")
    if len(line) > TITLE_CHARS:
        cut = line[:TITLE_CHARS]
        # Scripts without spaces have no word to cut at.
        line = (cut.rsplit(" ", 1)[0] if " " in cut[TITLE_CHARS // 2 :] else cut) + "…"
        return line[:1].upper() + line[1:]
    line = _END.sub("", line)
    return line[:1].upper() + line[1:]
