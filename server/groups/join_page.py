"""The page that opens behind an invitation's link: it says how to join and tells nothing about the group."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib.resources import files

import msgspec
from aiohttp import web

from server.web.call import Call

LANGUAGES = ("en", "es")
_STYLE = (
    ":root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1f2430;--soft:#5b6274;--line:#d9d6cd;--card:#fff}"
    "@media(prefers-color-scheme:dark){:root{--paper:#15171c;--ink:#ececf0;--soft:#a3a9b8;--line:#343845;--card:#1d2027}}"
    "body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif}"
    "main{max-width:34rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);"
    "border-radius:.9rem}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}li{margin:.4rem 0}"
    "code{display:block;margin:.75rem 0;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;"
    "font:0.95rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere;user-select:all}p.note{color:var(--soft);"
    "font-size:.9375rem;margin-bottom:0}"
)
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'"
)


class Words(msgspec.Struct, frozen=True):
    """What the page says."""

    title: str
    lead: str
    steps: tuple[str, ...]
    note: str


@cache
def words_of(language: str) -> Words:
    """Return the words in a language there are texts in, else in English."""
    spoken = language.partition("-")[0]
    tag = spoken if spoken in LANGUAGES else "en"
    text = (files("resources") / "i18n" / f"join.{tag}.json").read_text(encoding="utf-8")
    return msgspec.convert(json.loads(text), Words)


async def join_page(call: Call) -> web.StreamResponse:
    """Show how to join. The same for every token: whoever guesses learns nothing."""
    language = call.language
    link = call.services.groups.inviting.link(call.path["token"])
    call.answer_headers["Content-Security-Policy"] = _POLICY
    return web.Response(
        text=page(words_of(language), language, link),
        content_type="text/html",
        headers={"Content-Language": language},
    )


def page(words: Words, language: str, link: str) -> str:
    """Return the whole page."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.steps)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(words.title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(words.title)}</h1><p>{escape(words.lead)}</p><ol>{steps}</ol>"
        f'<code>{escape(link)}</code><p class="note">{escape(words.note)}</p></main></body></html>'
    )
