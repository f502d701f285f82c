"""Which embedders search may use, from a real models service."""

import shutil

from desktop.models.service import ModelsService
from desktop.search.installed import DIMENSIONS, InstalledModels
from tests.support.search_library import model_cache


def put(name: str, models_dir) -> None:
    folder = models_dir / name
    folder.mkdir(parents=True)
    for file in (model_cache() / name).iterdir():
        if file.is_file() and file.name != "verified.json":
            shutil.copy(file, folder / file.name)


async def test_sound_embedders_best_first(tmp_path):
    installed = InstalledModels(ModelsService(tmp_path / "models", folders=()))
    assert await installed.installed_embedders() == []
    put("wordllama", tmp_path / "models")
    (only,) = await installed.installed_embedders()
    assert (only.name, only.dimension, len(only.model_sha)) == ("wordllama", 256, 32)
    put("minilm", tmp_path / "models")
    found = await installed.installed_embedders()
    assert [one.name for one in found] == list(DIMENSIONS) == ["minilm", "wordllama"]
    assert len({one.model_sha for one in found}) == 2


async def test_a_damaged_embedder_is_not_used(tmp_path):
    put("wordllama", tmp_path / "models")
    path = tmp_path / "models" / "wordllama" / "tokenizer.json"
    content = bytearray(path.read_bytes())
    content[1_000] ^= 1
    path.write_bytes(content)
    assert await InstalledModels(ModelsService(tmp_path / "models", folders=())).installed_embedders() == []
