"""From the start of the process to the first painted window, beside a bare Qt window in the same run."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STARTS = 11
TIMEOUT_S = 60
COMMAND = [str(Path(sys.executable).with_name("lantern"))]
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: (print(time.time()), app.quit()))
window = Window("Lantern")
window.show()
app.exec()
"""
HEAVY = ("anthropic", "av", "ctranslate2", "faster_whisper", "numpy", "onnxruntime", "openai")


@dataclass(frozen=True)
class Start:
    """One start: seconds of wall time to the first paint, of CPU to the end, and the modules loaded."""

    paint_s: float
    cpu_s: float
    modules: tuple[str, ...] = ()


def figures(_options: Any) -> Iterator[dict[str, Any]]:
    """First paint of `lantern` (p50) with its floor, and the heavy modules loaded by then."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.json"
        environment = os.environ | {
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "LANTERN_DATA_DIR": str(Path(folder) / "data"),
            "LANTERN_STARTUP_PROBE": str(probe),
        }
        _lantern(environment, probe)  # the first start compiles and warms the disk's cache
        starts = [_lantern(environment, probe) for _ in range(STARTS)]
        bare = [_bare(environment) for _ in range(STARTS)]
    paints = [start.paint_s for start in starts]
    yield {
        "figure": "first_paint_p50_s",
        "value": round(statistics.median(paints), 3),
        "must": "<= 0.5",
        "unit": "s",
        "best": round(min(paints), 3),
        "worst": round(max(paints), 3),
        "cpu_p50_s": round(statistics.median(start.cpu_s for start in starts), 3),
        "bare_qt_p50_s": round(statistics.median(start.paint_s for start in bare), 3),
        "bare_qt_cpu_p50_s": round(statistics.median(start.cpu_s for start in bare), 3),
        "starts": STARTS,
    }
    loaded = sorted(set(HEAVY) & {name for start in starts for name in start.modules})
    yield {"figure": "heavy_modules_at_first_paint", "value": len(loaded), "must": "== 0", "loaded": loaded}


def _lantern(environment: dict[str, str], probe: Path) -> Start:
    begun, cpu_s, _ = _run(COMMAND, environment)
    told = json.loads(probe.read_text(encoding="utf-8"))
    return Start(told["first_paint_s"] - begun, cpu_s, tuple(told["modules"]))


def _bare(environment: dict[str, str]) -> Start:
    begun, cpu_s, said = _run([sys.executable, "-c", BARE], environment)
    return Start(float(said) - begun, cpu_s)


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float, bytes]:
    """Run to its end: when it began, CPU seconds it used, what it said."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=TIMEOUT_S)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return begun, cpu_s, done.stdout
