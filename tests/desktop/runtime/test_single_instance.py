"""One window per profile: the second start, another process, hands over its request."""

import asyncio
import json
import sys

from desktop.runtime.single_instance import SingleInstance

SECOND_START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.runtime.single_instance import SingleInstance
app = QCoreApplication([])
print(SingleInstance(Path(sys.argv[1])).ask_first(json.loads(sys.argv[2])))
"""


async def second_start(folder, request):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SECOND_START, str(folder), json.dumps(request), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return out.decode().strip()


async def test_the_second_start_is_heard_by_the_first(qloop, tmp_path):
    first = SingleInstance(tmp_path)
    assert first.listen()
    heard = []
    first.request_received.connect(heard.append)
    assert await second_start(tmp_path, {"files": ["Lección 🎓.mp4"]}) == "True"
    assert heard == [{"files": ["Lección 🎓.mp4"]}]
    first.close()


async def test_without_a_first_the_second_goes_on_alone(qloop, tmp_path):
    first = SingleInstance(tmp_path / "a")
    assert first.listen()
    assert await second_start(tmp_path / "b", {}) == "False"
    first.close()
    assert await second_start(tmp_path / "a", {}) == "False"
