"""Takes in the library that draws charts, without stopping the window and never beside it. Knows no chart."""

import asyncio
import sys
import time
from importlib import import_module

LIBRARY = "pyqtgraph"
_QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
_SLICE_S = 0.005


async def load_charts() -> None:
    """Import pyqtgraph in the window's thread, with rests.

    It looks at every class of Qt, each of which is made when it is first looked at: made in another thread while the
    window's is inside Qt, that ends the program. Only numpy, half of the time, knows nothing of Qt.
    """
    if LIBRARY in sys.modules:
        return
    await asyncio.to_thread(import_module, "numpy")
    began = time.perf_counter()
    for name in _QT:
        module = import_module(name)
        for each in dir(module):
            getattr(module, each, None)
            if time.perf_counter() - began > _SLICE_S:
                await asyncio.sleep(0)
                began = time.perf_counter()
    import_module(LIBRARY)
