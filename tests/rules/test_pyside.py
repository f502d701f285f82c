"""The installed PySide6 does not take references away.

PySide6 6.12.0 under Python < 3.12 lost one reference of None or True on each call that returned it, and the
process died after some thousand calls. A wheel with that fault must never get in again.
"""

import subprocess
import sys

CALLS = 1000
PROGRAM = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Emitter(QObject):
    fired = Signal(int)

emitter = Emitter()
before_none, before_true = sys.getrefcount(None), sys.getrefcount(True)
for _ in range({CALLS}):
    emitter.setObjectName("x")
    emitter.fired.emit(1)
print(sys.getrefcount(None) - before_none, sys.getrefcount(True) - before_true)
"""


def test_calls_that_return_none_or_true_keep_their_references():
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr
    none_change, true_change = (int(word) for word in result.stdout.split())
    assert abs(none_change) < CALLS / 10
    assert abs(true_change) < CALLS / 10
