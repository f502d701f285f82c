r"""Maths in texts, `\(x^2\)`, as MathML that is safe to put into a page. Knows no game."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

_MATHS = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_MARK = rb"\\("
_LONGEST = 2_000
_KEPT = 4_096
_ELEMENTS = frozenset((
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle", "mpadded",
    "mphantom", "menclose", "mmultiscripts", "mprescripts", "none", "merror", "mfenced",
))  # fmt: skip
_ATTRIBUTES = frozenset((
    "display", "mathvariant", "stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize",
    "maxsize", "movablelimits", "accent", "accentunder", "linethickness", "columnalign", "rowspacing",
    "columnspacing", "columnlines", "rowlines", "width", "height", "depth", "notation", "scriptlevel",
    "displaystyle", "symmetric", "largeop",
))  # fmt: skip

_known: dict[str, str] = {}


def in_texts(texts: Iterable[str]) -> dict[str, str]:
    r"""MathML by LaTeX source, for everything between `\(` and `\)`. What cannot be read is left out."""
    found = (source for text in texts for source in _MATHS.findall(text))
    return {source: mathml for source in found if (mathml := _mathml(source))}


def in_struct(*parts: Any) -> dict[str, str]:
    """MathML for every text anywhere inside these structs."""
    marked = (raw for part in parts if part is not None and _MARK in (raw := msgspec.json.encode(part)))
    return in_texts(text for raw in marked for text in _strings(msgspec.json.decode(raw)))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():  # pyright: ignore[reportUnknownVariableType]
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _strings(inner)


def _mathml(source: str) -> str:
    if source not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[source] = _converted(source)
    return _known[source]


def _converted(source: str) -> str:
    from latex2mathml.converter import convert

    if len(source) > _LONGEST:
        return ""
    try:
        root = ET.fromstring(convert(source))  # noqa: S314 - made a moment ago, from text without entities
    except Exception:  # noqa: BLE001 - the library raises what it likes on wrong LaTeX; the page shows the source
        return ""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if element.tag not in _ELEMENTS:
            return ""
        for name in [name for name in element.attrib if name not in _ATTRIBUTES]:
            del element.attrib[name]
    root.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ET.tostring(root, encoding="unicode")
