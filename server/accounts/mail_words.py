"""Turns a kind of mail and its values into a message, as plain text and as simple HTML. Sends nothing."""

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

import msgspec

LANGUAGES = ("en", "es")


class Words(msgspec.Struct, frozen=True):
    """The words of one kind of mail: lines before the link, what the link says, lines after it."""

    subject: str
    before: tuple[str, ...]
    button: str = ""
    after: tuple[str, ...] = ()


@cache
def words_of(language: str) -> dict[str, Words]:
    """Return the words of every kind of mail in a language there are texts in, else in English."""
    spoken = language.partition("-")[0]
    tag = spoken if spoken in LANGUAGES else "en"
    text = (files("resources") / "mail" / f"words.{tag}.json").read_text(encoding="utf-8")
    return msgspec.convert(json.loads(text), dict[str, Words])


def composed(
    kind: str, language: str, *, sender: str, to: str, now_ms: int, url: str = "", **values: str
) -> EmailMessage:
    """Return a whole message. `values` fill the words; each is one line, and is escaped in the HTML."""
    words = words_of(language)[kind]
    flat = {name: " ".join(value.split()) for name, value in values.items()}
    subject = words.subject.format(**flat)
    before = [line.format(**flat) for line in words.before]
    after = [line.format(**flat) for line in words.after]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(datetime.fromtimestamp(now_ms / 1000, UTC))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("<> ") or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    link = [f"{words.button.format(**flat)}:\n{url}"] if url else []
    message.set_content("\n\n".join([*before, *link, *after]) + "\n", cte="quoted-printable")
    message.add_alternative(
        _html(subject, before, words.button.format(**flat) if url else "", url, after, language),
        subtype="html",
        cte="quoted-printable",
    )
    return message


def _html(subject: str, before: list[str], button: str, url: str, after: list[str], language: str) -> str:
    shell = Template((files("resources") / "mail" / "shell.html").read_text(encoding="utf-8"))
    link = Template((files("resources") / "mail" / "link.html").read_text(encoding="utf-8"))
    return shell.substitute(
        language=escape(language),
        subject=escape(subject),
        before=_paragraphs(before),
        link=link.substitute(url=escape(url), button=escape(button)) if url else "",
        after=_paragraphs(after),
    )


def _paragraphs(lines: list[str]) -> str:
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)
