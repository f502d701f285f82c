"""Real model weights for tests: found on this computer or pulled once, then linked into a test's own folder."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop.models.service import ModelsService, disk_folders


def model_folder(name: str) -> Path:
    """A verified model's folder, shared by all tests: read it, never write it. Pulled when it is nowhere yet."""
    with ThreadPoolExecutor(1) as aside:  # a test's own loop may be running in this thread
        return aside.submit(asyncio.run, _found(name)).result()


async def _found(name: str) -> Path:
    for folder in disk_folders():
        path = ModelsService(folder, folders=()).path(name)
        if path is not None:
            return path
    cache = disk_folders()[0]
    cache.mkdir(parents=True, exist_ok=True)
    return await ModelsService(cache).pull(name)


def put_models(models_dir: Path, *names: str) -> None:
    """Make models present in a test's `models_dir`. Hard links: to damage one, use `damage`."""
    for name in names:
        source = model_folder(name)
        target = models_dir / name
        target.mkdir(parents=True, exist_ok=True)
        for file in source.iterdir():
            _link(file, target / file.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        target.write_bytes(source.read_bytes())
        seen = source.stat()
        os.utime(target, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def damage(file: Path) -> None:
    """Flip one bit in the middle of a model's file; the file it was linked from keeps its bytes."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()
    file.write_bytes(data)
