"""Runs the benches of this folder; each figure is one JSON line, and what is said besides goes to stderr.

A bench is a file `bench_NAME.py` with `def figures(options: Options) -> Iterator[Figure]`. A figure is a dict
with `figure` (its name) and `value`; `must` ("<= 1.15") makes the runner add `ok`; other keys are passed on,
such as `unit`, and the peer or floor measured in the same run. Usage: run.py [--only NAME] [--judged FOLDER].
"""

import argparse
import importlib.util
import json
import operator
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Figure = dict[str, Any]
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}


@dataclass(frozen=True)
class Options:
    """What the person who runs them decided. `judged` holds judged search sets that are not shipped."""

    judged: Path | None = None


def found(only: str | None) -> list[Path]:
    """The bench files, or the one called `only`."""
    return [
        path for path in sorted(HERE.glob("bench_*.py")) if only in (None, path.stem.removeprefix("bench_"))
    ]


def load(path: Path) -> Callable[[Options], Iterator[Figure]]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module.figures


def holds(value: float, must: str) -> bool:
    """Whether the value keeps a bound such as "<= 1.15"."""
    sign, bound = must.split()
    return COMPARISONS[sign](value, float(bound))


def judged(figure: Figure) -> Figure:
    return figure | {"ok": holds(figure["value"], figure["must"])} if "must" in figure else figure


def run(path: Path, options: Options) -> Iterator[Figure]:
    """The figures of one bench; a bench that fails gives a figure that says so, and the rest still run."""
    name = path.stem.removeprefix("bench_")
    started = time.monotonic()
    print(f"bench {name} ...", file=sys.stderr, flush=True)
    try:
        for figure in load(path)(options):
            yield {"bench": name} | judged(figure)
    except Exception as error:  # noqa: BLE001 - one broken bench must not hide the figures of the others
        traceback.print_exc()
        yield {"bench": name, "figure": "failed", "error": type(error).__name__, "ok": False}
    print(f"bench {name} took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="the bench to run: the NAME of bench_NAME.py")
    parser.add_argument("--judged", type=Path, help="folder of judged search sets")
    arguments = parser.parse_args()
    paths = found(arguments.only)
    if not paths:
        print("there is no such bench", file=sys.stderr)
        return 2
    good = True
    for path in paths:
        for figure in run(path, Options(judged=arguments.judged)):
            good = good and figure.get("ok", True)
            print(json.dumps(figure, ensure_ascii=False), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
