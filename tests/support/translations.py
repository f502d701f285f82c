"""Translations of the window: `python -m tests.support.translations` brings the .ts files up to date and compiles them.

Words come from the code by Qt's lupdate, and from the settings' declarations, which know no Qt.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from desktop.settings.declarations import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = {"en": "en_US", "es": "es_ES"}
"""English has a file for its plurals only: "%n job(s)" becomes "1 job" and "2 jobs"."""


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
        words = Path(folder) / "setting_words.py"
        words.write_text(setting_words(), encoding="utf-8")
        listed = Path(folder) / "sources.txt"
        listed.write_text("\n".join(map(str, [*sources(), words])), encoding="utf-8")
        plurals = ["-pluralonly"] if code == "en" else []
        _run(
            "lupdate",
            f"@{listed}",
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


def setting_words() -> str:
    """The words of the declarations as a module that lupdate can read."""
    texts: dict[str, None] = {}
    for setting in SETTINGS:
        if setting.shown:
            for text in (
                setting.label,
                setting.help,
                setting.unit,
                *(choice.label for choice in setting.choices),
            ):
                texts[text] = None
    lines = [f'QCoreApplication.translate("Settings", {text!r})' for text in texts if text]
    return "from PySide6.QtCore import QCoreApplication\n\n" + "\n".join(lines) + "\n"


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
