"""Composes the player page into one response under a strict content policy. Knows no game and no request."""

import base64
import gzip
import hashlib
import json
from functools import cache
from importlib import resources

import msgspec

STYLES = ("tokens.css", "base.css", "question.css", "results.css", "stage.css")
SCRIPTS = (
    *("frames.js", "clock.js", "own_order.js", "line.js", "keep.js", "seat.js", "stage_seat.js", "wire.js"),
    *("words.js", "maths.js", "dom.js", "icons.js", "timer.js", "aloud.js", "awake.js"),
    *("pieces.js", "answer_choices.js", "answer_texts.js", "answer_places.js", "solutions.js", "charts.js"),
    *("join_view.js", "lobby_view.js", "question_view.js", "board_view.js", "assignment_view.js"),
    *("player_app.js", "stage_view.js", "remote_view.js", "seat_editor.js", "stage_app.js", "start.js"),
)
LANGUAGES = ("en", "es")


class PageFiles(msgspec.Struct, frozen=True):
    """The page as it is served at `/`, `/screen` and `/host`: UTF-8 HTML, the same in gzip, and two headers."""

    body: bytes
    body_gzip: bytes
    csp: str
    etag: str


@cache
def player_page() -> PageFiles:
    """The whole page; made once per process. `csp` allows exactly this style and this script."""
    styles = "\n".join(_read(name) for name in STYLES)
    scripts = "\n".join((_data(), *map(_read, SCRIPTS)))
    if "</script" in scripts or "</style" in styles:
        raise ValueError("a part of the player page would end its own element")
    page = _read("page.html")
    # Styles first: what is put in is never searched for the other mark.
    before, after = page.split("{{styles}}")
    middle, end = after.split("{{scripts}}")
    body = f"{before}{styles}{middle}{scripts}{end}".encode()
    return PageFiles(
        body=body,
        body_gzip=gzip.compress(body, 9, mtime=0),
        csp=_policy(styles, scripts),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def _read(name: str) -> str:
    return (resources.files("resources") / "player_page" / name).read_text(encoding="utf-8")


def _data() -> str:
    """The namespace of all scripts with the page's words and the film that keeps a screen on."""
    film = base64.b64encode((resources.files("resources") / "player_page" / "awake.mp4").read_bytes())
    return (
        f'globalThis.Lantern={{TEXTS:{_texts()},SILENT_FILM:"data:video/mp4;base64,{film.decode("ascii")}"}};'
    )


def _texts() -> str:
    """All languages as one JavaScript value; JSON is a subset of it."""
    folder = resources.files("resources") / "i18n"
    texts = {tag: json.loads((folder / f"player.{tag}.json").read_text("utf-8")) for tag in LANGUAGES}
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _policy(styles: str, scripts: str) -> str:
    """One header value. `ws:` is there because older Safari does not count a page's own WebSocket as 'self'."""
    return "; ".join((
        "default-src 'none'",
        f"script-src '{_hash(scripts)}'",
        f"style-src '{_hash(styles)}'",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data:",
        "media-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lantern-maths",
    ))  # fmt: skip


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
