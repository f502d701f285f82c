"""The page that opens behind an invitation's link: it says how to join and tells nothing about the group."""

import json
import re
from functools import cache
from importlib.resources import files

import msgspec
from aiohttp import web

from server.web.call import Call
from server.web.site_page import POLICY, Words, page, tag_of

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


@cache
def words_of(language: str) -> Words:
    """Return the words in a language there are texts in, else in English."""
    text = (files("resources") / "i18n" / f"join.{tag_of(language)}.json").read_text(encoding="utf-8")
    return msgspec.convert(json.loads(text), Words)


async def join_page(call: Call) -> web.StreamResponse:
    """Show how to join. The same for every token: whoever guesses learns nothing."""
    language = call.language
    link = call.services.groups.inviting.link(call.path["token"], _asked_at(call))
    call.answer_headers["Content-Security-Policy"] = POLICY
    return web.Response(
        text=page(words_of(language), language, link),
        content_type="text/html",
        headers={"Content-Language": language},
    )


def _asked_at(call: Call) -> str:
    """The address that this browser used, when nobody configured one. Only ever shown back to it, never mailed."""
    host = call.request.headers.get("Host", "")
    if call.services.config.server.public_url or not _HOST.fullmatch(host):
        return ""
    return f"{'https' if call.secure else 'http'}://{host}"
