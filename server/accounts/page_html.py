"""Writes the small account pages: one form, no script, a policy that allows one style. Knows no account."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

import msgspec
from aiohttp import web

from shared.accounts.messages import NAME_CHARS, PASSWORD_LEAST_CHARS, PASSWORD_MOST_CHARS

_LANGUAGES = ("en", "es")


class Words(msgspec.Struct, frozen=True):
    """The words of one page. Without a `button` there is no form."""

    title: str
    text: str
    button: str = ""


class Page(msgspec.Struct, frozen=True):
    """A page by name: its form asks for a name or a password; `values` fill its words."""

    name: str
    asks_name: bool = False
    asks_password: bool = False
    new_password: bool = True
    values: dict[str, str] = {}
    typed_name: str = ""


def answer(
    page: Page, language: str, server: str, *, token: str = "", problem: str = "", status: int = 200
) -> web.Response:
    """Return a page. `problem` is told above the form."""
    tag = language if language in _LANGUAGES else "en"
    pages, labels = _words(tag)
    words = pages[page.name]
    values = {"server": server, **page.values}
    body = _template("page.html").substitute(
        language=tag,
        style=_style(),
        server=escape(server),
        title=escape(words.title.format(**values)),
        text=escape(words.text.format(**values)),
        problem=_template("problem.html").substitute(problem=escape(problem)) if problem else "",
        form=_form(page, words, labels, token) if words.button else "",
    )
    response = web.Response(text=body, content_type="text/html", charset="utf-8", status=status)
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["Content-Language"] = tag
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _form(page: Page, words: Words, labels: dict[str, str], token: str) -> str:
    fields = ""
    if page.asks_name:
        fields += _template("field.html").substitute(
            value=escape(page.typed_name),
            label=escape(labels["name"]),
            name="name",
            type="text",
            complete="name",
            least=1,
            most=NAME_CHARS,
        )
    if page.asks_password:
        fields += _template("field.html").substitute(
            value="",
            label=escape(labels["new_password" if page.new_password else "password"]),
            name="password",
            type="password",
            complete="new-password" if page.new_password else "current-password",
            least=PASSWORD_LEAST_CHARS if page.new_password else 1,
            most=PASSWORD_MOST_CHARS,
        )
    return _template("form.html").substitute(token=escape(token), fields=fields, button=escape(words.button))


@cache
def _words(language: str) -> tuple[dict[str, Words], dict[str, str]]:
    found = json.loads(_read(f"words.{language}.json"))
    return msgspec.convert(found["pages"], dict[str, Words]), found["labels"]


@cache
def _template(name: str) -> Template:
    return Template(_read(name))


@cache
def _style() -> str:
    return _read("style.css")


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _read(name: str) -> str:
    return (files("resources") / "account_pages" / name).read_text(encoding="utf-8")
