"""The small pages that a browser is shown where programs get JSON: their form, their words. Knows no slice."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib.resources import files

import msgspec
from aiohttp import web

LANGUAGES = ("en", "es")
_STYLE = (
    ":root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1f2430;--soft:#5b6274;--line:#d9d6cd;--card:#fff}"
    "@media(prefers-color-scheme:dark){:root{--paper:#15171c;--ink:#ececf0;--soft:#a3a9b8;--line:#343845;--card:#1d2027}}"
    "body{margin:0;padding:0 1rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}"
    "main{max-width:34rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);"
    "border-radius:.9rem}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}li{margin:.4rem 0}"
    "code{display:block;margin:.75rem 0;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;"
    "font:0.95rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere;user-select:all}p.note{color:var(--soft);"
    "font-size:.9375rem;margin-bottom:0}"
)
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'"
)


class Words(msgspec.Struct, frozen=True):
    """What a page says."""

    title: str
    lead: str
    note: str = ""
    steps: tuple[str, ...] = ()


@cache
def _words(language: str) -> dict[str, Words]:
    text = (files("resources") / "i18n" / f"site.{language}.json").read_text(encoding="utf-8")
    return msgspec.convert(json.loads(text), dict[str, Words])


def tag_of(language: str) -> str:
    """Return the language there are texts in: this one, else English."""
    spoken = language.partition("-")[0]
    return spoken if spoken in LANGUAGES else "en"


def wants_page(request: web.Request) -> bool:
    """Whether a person looks at the answer: a browser that opens an address outside of the interface."""
    shown = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return shown and not request.path.startswith("/api/")


def nothing_here(request: web.Request, language: str) -> web.Response:
    """Say kindly what this server is (at its root), or that the address is not complete or not known."""
    root = request.path == "/"
    name = "root" if root else "join" if request.path.startswith("/join") else "nowhere"
    return shown(name, language, status=200 if root else 404)


def shown(name: str, language: str, *, status: int = 200) -> web.Response:
    """Return a page of the site by its name in resources/i18n/site.*.json."""
    tag = tag_of(language)
    return web.Response(
        text=page(_words(tag)[name], tag),
        status=status,
        content_type="text/html",
        headers={"Content-Language": tag, "Content-Security-Policy": POLICY},
    )


def page(words: Words, language: str, link: str = "") -> str:
    """Return a whole page; a `link` is shown to be copied."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.steps)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(words.title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(words.title)}</h1><p>{escape(words.lead)}</p>"
        + (f"<ol>{steps}</ol>" if steps else "")
        + (f"<code>{escape(link)}</code>" if link else "")
        + (f'<p class="note">{escape(words.note)}</p>' if words.note else "")
        + "</main></body></html>"
    )
