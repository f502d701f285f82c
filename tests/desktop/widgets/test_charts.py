"""The charts' library comes in a process of its own: this one may have it already."""

import subprocess
import sys

PROGRAM = """
import asyncio, sys, threading
from PySide6.QtWidgets import QApplication
from desktop.widgets.charts import LIBRARY, load_charts

threads = []

class Watching:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("PySide6", LIBRARY)):
            threads.append((name, threading.current_thread() is threading.main_thread()))
        return None

async def load():
    sys.meta_path.insert(0, Watching())
    turns = 0
    loading = asyncio.ensure_future(load_charts())
    while not loading.done():
        turns += 1
        await asyncio.sleep(0)
    await load_charts()
    assert LIBRARY in sys.modules
    assert turns > 2, turns
    assert any(name == LIBRARY for name, _ in threads)
    assert all(main for _, main in threads), threads

app = QApplication([])
asyncio.run(load())
"""


def test_nothing_of_qt_comes_in_another_thread_and_others_have_their_turn():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
