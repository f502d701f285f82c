"""From a sound file to a transcript: CPU, words, memory and first text, each beside faster-whisper alone in one run."""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jiwer
import psutil

from desktop.media.transcribing import BATCH, speech_threads
from tests.support.long_lectures import Recording, recordings
from tests.support.model_cache import model_folder
from tests.support.source_tree import ROOT

MODEL = os.environ.get("LANTERN_BENCH_MODEL", "tiny.en")
SHORT_S, LONG_S = 15 * 60, int(os.environ.get("LANTERN_BENCH_LONG_S", str(3 * 3600)))
PEER_S = 8 * 60
"""How much of a recording the float32 peer gets: it takes seven times as long."""
SAMPLE_S = 0.1
GB = 1024**3

_BARE = """
import sys, json
from faster_whisper import BatchedInferencePipeline, WhisperModel
path, folder, threads, batch, compute, way = sys.argv[1:]
model = WhisperModel(folder, device="cpu", compute_type=compute, cpu_threads=int(threads))
if way == "batched":
    segments, _ = BatchedInferencePipeline(model).transcribe(
        path, beam_size=5, batch_size=int(batch), word_timestamps=True, language="en")
else:
    segments, _ = model.transcribe(path, language="en")
print(json.dumps({"text": " ".join(segment.text.strip() for segment in segments)}))
"""


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """CPU ratios, WER of windows against the whole file, peak memory and first text of a three-hour recording."""
    talks = recordings()
    with tempfile.TemporaryDirectory() as folder:
        ours = [_pipeline(talk.path, Path(folder, f"talk{number}")) for number, talk in enumerate(talks)]
        bare = [_bare(talk.path) for talk in talks]
        yield _cpu_ratio(ours, bare)
        yield _peer_ratio(ours, talks, Path(folder))
        yield from _word_errors(ours, bare, talks)
        yield from _memory(talks, Path(folder))


def _cpu_ratio(ours: "list[Run]", bare: "list[Run]") -> dict[str, Any]:
    our_cpu_s, bare_cpu_s = (sum(run.cpu_s for run in runs) for runs in (ours, bare))
    return {
        "figure": "pipeline CPU / bare faster-whisper batched CPU",
        "value": round(our_cpu_s / bare_cpu_s, 3),
        "must": "<= 1.15",
        "pipeline_cpu_s": round(our_cpu_s, 1),
        "bare_cpu_s": round(bare_cpu_s, 1),
        "model": MODEL,
    }


def _peer_ratio(ours: "list[Run]", talks: list[Recording], folder: Path) -> dict[str, Any]:
    part = _cut(talks[0].path, folder / "peer.wav", PEER_S)
    peer = _bare(part, compute="float32", way="sequential")
    our_rate = sum(run.cpu_s for run in ours) / sum(talk.length_s for talk in talks)
    peer_rate = peer.cpu_s / PEER_S
    return {
        "figure": "CPU per audio hour / float32 sequential",
        "value": round(our_rate / peer_rate, 3),
        "must": "<= 0.25",
        "pipeline_cpu_s_per_hour": round(our_rate * 3600),
        "peer_cpu_s_per_hour": round(peer_rate * 3600),
        "times_real_time_per_core": round(1 / our_rate, 1),
    }


def _word_errors(ours: "list[Run]", bare: "list[Run]", talks: list[Recording]) -> Iterator[dict[str, Any]]:
    windowed = [_wer(talk.text, run.report["text"]) for talk, run in zip(talks, ours, strict=True)]
    whole = [_wer(talk.text, run.report["text"]) for talk, run in zip(talks, bare, strict=True)]
    loss = [a - b for a, b in zip(windowed, whole, strict=True)]
    yield {
        "figure": "WER windowed - WER whole file",
        "value": round(sum(loss) / len(loss), 2),
        "unit": "points",
        "must": "<= 1.5",
        "windowed": [round(value, 2) for value in windowed],
        "whole": [round(value, 2) for value in whole],
    }


def _memory(talks: list[Recording], folder: Path) -> Iterator[dict[str, Any]]:
    short = _pipeline(_looped(talks, folder / "short.m4a", SHORT_S), folder / "short")
    long = _pipeline(_looped(talks, folder / "long.m4a", LONG_S), folder / "long")
    yield {
        "figure": "peak memory of a 3-hour file",
        "value": round(long.workers_bytes / GB, 3),
        "unit": "GB",
        "must": "<= 0.9",
        "with_the_program_gb": round(long.tree_bytes / GB, 3),
        "audio_s": LONG_S,
    }
    yield {
        "figure": "peak memory 3 h / 15 min",
        "value": round(long.workers_bytes / short.workers_bytes, 3),
        "must": "<= 1.15",
        "short_gb": round(short.workers_bytes / GB, 3),
    }
    yield {
        "figure": "first text of a 3-hour file",
        "value": round(long.report["first_text_s"], 2),
        "unit": "s",
        "must": "<= 8",
        "import_s": round(long.report["imported_s"], 2),
        "load": os.getloadavg()[0],
    }
    yield {
        "figure": "times real time, 3-hour file",
        "value": round(LONG_S / long.report["whole_s"], 1),
        "must": ">= 12",
        "cores": os.cpu_count(),
    }


class Run:
    """One program run: CPU of it and its children, peak memory of the children and of all, and what it printed."""

    def __init__(self, command: list[str]) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.workers_bytes = self.tree_bytes = 0
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
        ) as program:
            ended = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(program.pid, ended))
            watcher.start()
            output, _ = program.communicate()
            ended.set()
            watcher.join()
        if program.returncode:
            raise RuntimeError(f"exit status {program.returncode}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.report = json.loads(output.splitlines()[-1])

    def _watch(self, pid: int, ended: threading.Event) -> None:
        program = psutil.Process(pid)
        while not ended.wait(SAMPLE_S):
            try:
                children = sum(child.memory_info().rss for child in program.children(recursive=True))
                self.workers_bytes = max(self.workers_bytes, children)
                self.tree_bytes = max(self.tree_bytes, children + program.memory_info().rss)
            except psutil.NoSuchProcess:
                time.sleep(SAMPLE_S)


def _pipeline(path: Path, data_dir: Path) -> Run:
    model_folder(MODEL)
    run = Run([sys.executable, "-m", "tests.support.pipeline_program", str(data_dir), str(path), MODEL])
    if run.report["state"] != "completed":
        raise RuntimeError(run.report["state"])
    return run


def _bare(path: Path, compute: str = "int8", way: str = "batched") -> Run:
    arguments = [str(path), str(model_folder(MODEL)), str(speech_threads()), str(BATCH), compute, way]
    return Run([sys.executable, "-c", _BARE, *arguments])


def _wer(expected: str, found: str) -> float:
    """Word error rate in percent, without case and punctuation."""
    return 100 * jiwer.wer(_plain(expected), _plain(found))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]+", " ", text.lower().replace("-", " ")).split())


def _cut(source: Path, target: Path, length_s: float) -> Path:
    return _encoded([source], target, length_s)


def _looped(talks: list[Recording], target: Path, length_s: float) -> Path:
    """The recordings one after the other, again and again, up to a length; as people have them, in AAC."""
    count = int(length_s // sum(talk.length_s for talk in talks)) + 1
    return _encoded([talk.path for talk in talks] * count, target, length_s)


def _encoded(sources: list[Path], target: Path, length_s: float) -> Path:
    import av

    rate, written = 22_050, 0
    with av.open(str(target), "w") as container:
        codec = "aac" if target.suffix == ".m4a" else "pcm_s16le"
        stream = container.add_stream(codec, rate=rate, layout="mono")
        fifo = av.AudioFifo()
        for source in sources:
            with av.open(str(source)) as reading:
                for frame in reading.decode(audio=0):
                    if written >= length_s * rate:
                        break
                    frame.pts = None
                    fifo.write(frame)
                    while (ready := fifo.read(1024)) is not None:
                        ready.pts = written
                        written += ready.samples
                        for made in _as_format(ready, stream.codec_context.format.name):
                            container.mux(stream.encode(made))
        container.mux(stream.encode(None))
    return target


def _as_format(frame: Any, name: str) -> list[Any]:
    import av

    return list(av.AudioResampler(format=name, layout="mono", rate=frame.sample_rate).resample(frame))
