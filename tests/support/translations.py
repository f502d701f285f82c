"""Translations of the window: `python -m tests.support.translations` brings the .ts files up to date and compiles them.

Words come from the code by Qt's lupdate, and from the settings' declarations, which know no Qt.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from desktop.settings.declarations import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = {"en": "en_US", "es": "es_ES"}
"""English has a file for its plurals only: "%n job(s)" becomes "1 job" and "2 jobs"."""


@dataclass(frozen=True)
class Spoken:
    """A text of the window and its context; `note` tells two meanings apart, `plural`: it depends on a number."""

    context: str
    text: str
    note: str = ""
    plural: bool = False


def main() -> int:
    """Update and compile every language; lists what still waits for a translator."""
    waiting = {}
    for code in LANGUAGES:
        update(FOLDER / f"lantern_{code}.ts", code)
        compile_to(FOLDER / f"lantern_{code}.ts", FOLDER / f"lantern_{code}.qm")
        waiting[code] = unfinished(FOLDER / f"lantern_{code}.ts")
    for code, words in waiting.items():
        sys.stdout.write(f"{code}: {len(words)} unfinished\n")
        sys.stdout.writelines(f"  {context}: {text}\n" for context, text in words)
    return 1 if any(waiting.values()) else 0


def update(target: Path, code: str) -> None:
    """Bring one .ts file up to date with the code."""
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.py"
        all_spoken = [one for path in sources() for one in spoken(path)]
        words.write_text(as_classes([*all_spoken, *setting_words()]), encoding="utf-8")
        plurals = ["-pluralonly"] if code == "en" else []
        _run(
            "lupdate",
            str(words),
            *("-ts", str(target), "-source-language", "en_US", "-target-language", LANGUAGES[code]),
            *("-no-obsolete", "-locations", "none", *plurals),
        )
    # lupdate puts contexts in the order of the files it was given: sorted, they do not move with a folder.
    target.write_text(_sorted_contexts(target.read_text(encoding="utf-8")), encoding="utf-8")


def compile_to(source: Path, target: Path) -> None:
    """Make the .qm file that the program loads."""
    _run("lrelease", "-silent", str(source), "-qm", str(target))


def unfinished(source: Path) -> list[tuple[str, str]]:
    """Context and English text of every message without a finished translation."""
    found: list[tuple[str, str]] = []
    for context in ET.parse(source).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                found.append((name, message.findtext("source", "")))
    return found


def sources() -> list[Path]:
    """Every module that may show words."""
    return sorted(path for path in (ROOT / "desktop").rglob("*.py") if "PySide6" in path.read_text("utf-8"))


def spoken(path: Path) -> list[Spoken]:
    """What a module hands to `self.tr` (its context is the class) and to `translate`, in order."""
    found: list[Spoken] = []
    _collect(ast.parse(path.read_text(encoding="utf-8")), "", found)
    return found


def _collect(node: ast.AST, context: str, found: list[Spoken]) -> None:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.ClassDef) else context
        if isinstance(child, ast.Call):
            called = ast.unparse(child.func)
            if called == "self.tr":
                found.append(_spoken(context, child.args))
            elif called.endswith("QCoreApplication.translate"):
                found.append(_spoken(_text(child.args[0]), child.args[1:]))
        _collect(child, inner, found)


def _spoken(context: str, arguments: list[ast.expr]) -> Spoken:
    note = _text(arguments[1]) if len(arguments) > 1 else ""
    return Spoken(context, _text(arguments[0]), note, plural=len(arguments) == 3)


def _text(node: ast.expr) -> str:
    """The literal text; empty for anything put together at run time, which a rule test refuses elsewhere."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def as_classes(all_spoken: list[Spoken]) -> str:
    """The same words in the one form that lupdate 6.11 always understands.

    Of real code it drops `translate(context, text, "", len(items))` and whatever stands in an f-string.
    """
    lines: list[str] = []
    for context in dict.fromkeys(one.context for one in all_spoken):
        lines += [f"class {context}:", "    def words(self):"]
        for one in dict.fromkeys(one for one in all_spoken if one.context == context and one.text):
            number = ", number" if one.plural else ""
            lines.append(f"        self.tr({one.text!r}, {one.note!r}{number})")
    return "\n".join(lines) + "\n"


def setting_words() -> list[Spoken]:
    """The words of the declarations, which know no Qt."""
    texts: list[str] = []
    for setting in SETTINGS:
        if setting.shown:
            texts += [
                setting.label,
                setting.help,
                setting.unit,
                *(choice.label for choice in setting.choices),
            ]
    return [Spoken("Settings", text) for text in texts if text]


def _sorted_contexts(text: str) -> str:
    head, *contexts = re.split(r"(?=<context>)", text)
    if not contexts:
        return text
    tail = "</TS>\n"
    contexts[-1] = contexts[-1].removesuffix(tail)
    return head + "".join(sorted(contexts)) + tail


def _run(tool: str, *arguments: str) -> None:
    found = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent))
    if found is None:
        raise FileNotFoundError(f"pyside6-{tool}")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)


if __name__ == "__main__":
    sys.exit(main())
